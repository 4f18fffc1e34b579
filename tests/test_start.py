"""What a run costs before it reads a call: every few minutes that is most of what it costs.

Singer's SDK brings joblib, jsonschema, fsspec, requests and asyncio along, whoever imports any part
of it; none of these is the tap's to leave out.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from support.runs import config_of, only

from ringcentral_simulator import Clock, Profile, Simulator
from tap_ringcentral.streams import STREAMS

if TYPE_CHECKING:
    from pathlib import Path

NOT_NEEDED = {
    "dateutil",
    "duckdb",
    "faker",
    "pandas",
    "pendulum",
    "pyarrow",
    "singer_sdk.sql",
    "singer_sdk.testing",
    "sqlalchemy",
    "tap_ringcentral.auth.browser",
    "tap_ringcentral.doctor",
    "tap_ringcentral.login",
    "tap_ringcentral.questions",
    "webbrowser",
}
READS = """
import sys
from tap_ringcentral.__main__ import main

def tell(event, arguments):
    if event == "open" and "tap_ringcentral/schemas/" in (path := str(arguments[0])):
        if path.endswith(".json"):
            print("read", path, file=sys.stderr)

sys.addaudithook(tell)
main()
"""
COLLECTS = """
import gc, sys
from tap_ringcentral.__main__ import main

try:
    main()
finally:
    print("collects", gc.isenabled(), gc.get_threshold()[0] > 0, file=sys.stderr)
"""


def python(*arguments: str) -> str:
    """Run Python to its end, and return what it said."""
    ended = subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stderr


@pytest.fixture
def command(tmp_path: Path) -> list[str]:
    """The options of a run that finds no new calls."""
    return [f"--{name}={tmp_path / name}" for name in ("config", "catalog", "state")]


def test_run_imports_nothing_that_only_other_commands_need(
    tmp_path: Path, command: list[str]
) -> None:
    clock = Clock(datetime(2026, 3, 20, 15, tzinfo=UTC), frozen=True)
    with Simulator(clock=clock, profile=Profile(calls_per_weekday=0), extensions=40) as simulator:
        files = {
            "config": config_of(simulator, start_date="2026-03-01"),
            "catalog": only("call_log", "call_log_leg"),
            "state": {"bookmarks": {}},
        }
        for name, content in files.items():
            (tmp_path / name).write_text(json.dumps(content), "utf-8")
        said = python("-X", "importtime", "-m", "tap_ringcentral", *command)
    imported = {line.split("|")[-1].strip() for line in said.splitlines() if "import time" in line}
    assert "tap_ringcentral.calls.page" in imported  # else nothing was looked at
    assert not imported & NOT_NEEDED


def test_discovery_reads_each_schema_once() -> None:
    said = python("-c", READS, "--discover")
    times = Counter(line for line in said.splitlines() if line.startswith("read "))
    assert len(times) == len(STREAMS) + 1  # and what they share
    assert set(times.values()) == {1}


def test_memory_is_freed_in_a_long_run() -> None:
    """The commands import without the search for garbage, and must not stay so."""
    assert "collects True True" in python("-c", COLLECTS, "--version")
