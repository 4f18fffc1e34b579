"""Airflow reads a fleet's accounts. Apart from `make test`: an environment of its own, 270 MB."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
import yaml
from support.pipeline import BIN, PROJECT, lake_rows

from ringcentral_simulator import Clock, Profile, RateLimits, Simulator

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

AIRFLOW = PROJECT / ".targets" / "airflow" / "bin" / "airflow"
DAG = PROJECT / "packages" / "ringcentral-fleet" / "deploy" / "airflow_dag.py"
NOW = datetime(2026, 3, 20, 15, 0, tzinfo=UTC)


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    profile = Profile(calls_per_weekday=40, history_days=10)
    clock, limits = Clock(NOW, frozen=True), RateLimits(enabled=False)
    with Simulator(clock=clock, profile=profile, rate_limits=limits, extensions=40) as simulator:
        yield simulator


@pytest.fixture
def environment(tmp_path: Path, simulator: Simulator) -> dict[str, str]:
    """Variables of an Airflow of its own, with a file of two accounts, of which one is refused."""
    given = simulator.environment()
    settings = {"client_id": given["TAP_RINGCENTRAL_CLIENT_ID"], "server_url": simulator.url}
    secrets = {"client_secret": {"env": "FLEET_SECRET"}}
    accounts = [
        {"name": name, "settings": settings, "secrets": secrets | {"jwt": {"env": jwt}}}
        for name, jwt in (("acme", "FLEET_JWT"), ("globex", "FLEET_WRONG_JWT"))
    ]
    content = {"lake": "lake", "state": "state", "streams": ["call_log"], "accounts": accounts}
    (tmp_path / "accounts.yaml").write_text(yaml.safe_dump(content), "utf-8")
    (tmp_path / "dags").mkdir()
    text = DAG.read_text("utf-8")
    assert "timedelta(minutes=1)" in text
    quick = text.replace("timedelta(minutes=1)", "timedelta(seconds=1)")
    (tmp_path / "dags" / DAG.name).write_text(quick, "utf-8")
    return {
        "PATH": f"{AIRFLOW.parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "AIRFLOW_HOME": str(tmp_path / "airflow"),
        "AIRFLOW__CORE__DAGS_FOLDER": str(tmp_path / "dags"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "false",
        "AIRFLOW__USAGE_DATA_COLLECTION__ENABLED": "false",
        "RINGCENTRAL_FLEET_COMMAND": str(BIN / "ringcentral-fleet"),
        "RINGCENTRAL_FLEET_ACCOUNTS": str(tmp_path / "accounts.yaml"),
        "FLEET_SECRET": given.get("TAP_RINGCENTRAL_CLIENT_SECRET", ""),
        "FLEET_JWT": given["TAP_RINGCENTRAL_JWT"],
        "FLEET_WRONG_JWT": "of-nobody",
    }


def airflow(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [AIRFLOW, *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=250,
    )


def test_airflow_reads_an_account_though_another_one_is_refused(
    tmp_path: Path, environment: dict[str, str], simulator: Simulator
) -> None:
    for arguments in (("db", "migrate"), ("dags", "list-import-errors")):
        done = airflow(environment, *arguments)
        assert done.returncode == 0, done.stdout
    assert "No data found" in done.stdout
    log = airflow(environment, "dags", "test", "ringcentral").stdout
    sys.stdout.write(log)
    loaded = lake_rows(tmp_path / "lake" / "account=acme", "call_log")
    expected = sorted(call["id"] for call in simulator.truth.all_calls())
    assert sorted(row["id"] for row in loaded) == expected
    assert not (tmp_path / "lake" / "account=globex").exists()
    assert "globex: failed. Sign-in failed" in log
    ends = re.findall(r"new_state=(success|failed)\b", log)
    assert sorted(ends) == ["failed", "success", "success"], "of commands, acme and globex"
