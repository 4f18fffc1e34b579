"""What Dagster makes of the accounts: figures, checks, retries, what failed and what to change."""

from __future__ import annotations

import json
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from support import leaks
from support.pipeline import BIN, PROJECT

if TYPE_CHECKING:
    from .fleets import SimulatedFleet

PYTHON = PROJECT / ".targets" / "dagster" / "bin" / "python"
# Ends at once the first time it is called, as a process that the machine kills.
KILLED_ONCE = """#!/bin/sh
if [ ! -e "$0.called" ]; then touch "$0.called"; kill -9 $$; fi
exec {command} "$@"
"""


def dagster(fleet: SimulatedFleet, *asked: str, command: Path = BIN / "ringcentral-fleet") -> Any:
    """Ask Dagster; give its answers."""
    process = subprocess.Popen(
        [PYTHON, Path(__file__).with_name("in_dagster.py"), *asked],
        env=fleet.environment | {"RINGCENTRAL_FLEET_COMMAND": str(command)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    output, log = process.communicate(timeout=200)
    leaks.printed.append(log)
    assert process.returncode == 0, log
    return json.loads(output.splitlines()[-1])


@pytest.fixture
def killed_once(tmp_path: Path) -> Path:
    script = tmp_path / "killed-once"
    script.write_text(KILLED_ONCE.format(command=BIN / "ringcentral-fleet"))
    script.chmod(0o755)
    return script


def test_one_account_is_killed_one_refused_one_fine(
    fleet: SimulatedFleet, killed_once: Path
) -> None:
    south = fleet.simulators["south"]
    south.issuer.revoke_jwt(south.credentials.jwt)
    fleet.content["retry_seconds"] = 0.01
    fleet.write()
    new, none, asked, killed, refused, fine = dagster(
        fleet,
        *("sensor", "sensor", "schedule"),
        *(f"account_lake:{name}" for name in ("north", "south", "east")),
        command=killed_once,
    )
    assert new == ["east", "north", "south"], "an account of the file is asked for at once"
    assert none == []
    assert asked == [[name, name] for name in ("east", "north", "south")]
    assert (killed["success"], killed["tries"]) == (True, 2)
    assert (refused["success"], refused["tries"]) == (False, 1), "no other try would help"
    assert "Sign-in failed." in refused["error"]
    assert fine["success"]
    for name, of_run in (("north", killed), ("east", fine)):
        fleet.assert_lake_is_the_truth(name)
        rows = sum(len(fleet.rows(name, stream)) for stream in fleet.content["streams"])
        assert of_run["metadata"]["rows"] == rows
        signed_in = 1
        assert of_run["metadata"]["requests"] == len(fleet.simulators[name].requests) - signed_in
        assert of_run["metadata"]["bookmark"].startswith("2026-03-19T1")
        # The simulated account stands still in a month that is long past.
        assert of_run["checks"] == {
            "rows_arrived": True,
            "bookmark_is_recent": False,
            "agrees_with_ringcentral": True,
        }


def test_account_that_left_the_file_is_asked_for_no_more_and_a_month_is_read_when_asked_for(
    fleet: SimulatedFleet,
) -> None:
    everything = dagster(fleet, "sensor", "schedule")
    assert len(everything[1]) == len(fleet.simulators)
    del fleet.entries["south"]
    fleet.write()
    month = "account_history:east|2026-03-01"
    new, asked, of_month = dagster(fleet, "sensor", "schedule", month)
    assert sorted(new) == ["east", "north"]
    assert {name for name, _ in asked} == {"east", "north"}
    assert of_month["success"]
    assert of_month["checks"] == {"rows_arrived": True}
    calls = fleet.simulators["east"].truth.calls(date_from=datetime(2026, 3, 1, tzinfo=UTC))
    assert len(fleet.rows("east", "call_log")) == len(list(calls))
