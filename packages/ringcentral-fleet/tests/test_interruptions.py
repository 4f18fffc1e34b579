"""Runs that are killed or interrupted: the next one resumes, and nothing is missing."""

from __future__ import annotations

import shutil
import signal
import time
from typing import TYPE_CHECKING

import psutil
import pytest

from ringcentral_simulator import Fault, FaultKind, Profile

from .fleets import SimulatedFleet

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path


def wait_for(condition: Callable[[], object], process: subprocess.Popen[str]) -> None:
    """Let a process go on until a condition holds."""
    while not condition():
        assert process.poll() is None, process.communicate()
        time.sleep(0.01)


@pytest.mark.parametrize("victim", ["command", "tap", "loader"])
def test_killed_run_leaves_a_state_to_resume_from_and_nothing_is_missing(
    tmp_path: Path, victim: str
) -> None:
    with SimulatedFleet(tmp_path, (), loader={"batch_size_mib": 1}) as fleet:
        busy = Profile(calls_per_weekday=500, history_days=14)
        fleet.add("north", profile=busy, latency=0.02)
        process = fleet.start("run", "north")
        lake = fleet.home / "lake" / "account=north" / "call_log"
        wait_for(lambda: any(lake.rglob("*.parquet")), process)
        command = psutil.Process(process.pid)
        forked = (each for each in command.children(recursive=True) if each.ppid() != command.pid)
        tap, loader = sorted(forked, key=psutil.Process.create_time)
        {"command": process, "tap": tap, "loader": loader}[victim].kill()
        process.communicate(timeout=60)
        assert process.returncode != 0
        psutil.wait_procs([tap, loader], timeout=30)
        assert not tap.is_running()
        assert not loader.is_running()
        fleet.run("run", "north")
        fleet.assert_lake_is_the_truth("north")


def test_interrupted_run_ends_soon_and_keeps_what_was_loaded(tmp_path: Path) -> None:
    with SimulatedFleet(tmp_path, (), loader={"batch_size_mib": 1}) as fleet:
        busy = Profile(calls_per_weekday=500, history_days=14)
        fleet.add("north", profile=busy, latency=0.02)
        process = fleet.start("run", "north")
        wait_for((fleet.home / "lake" / "account=north" / "call_log").exists, process)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
        assert process.returncode == 128 + signal.SIGTERM
        assert fleet.state("north")["state"] != {}
        fleet.run("run", "north")
        fleet.assert_lake_is_the_truth("north")


def test_run_anew_that_is_killed_at_once_is_gone_on_with_from_the_beginning(
    tmp_path: Path,
) -> None:
    with SimulatedFleet(tmp_path, ("north",)) as fleet:
        fleet.run("run", "north")
        shutil.rmtree(fleet.home / "lake")
        slow = Fault(FaultKind.SLOW, path="/call-log", delay=0.5, pieces=10)
        fleet.simulators["north"].inject(slow)
        process = fleet.start("run", "north", "--anew")
        wait_for(lambda: fleet.state("north")["state"] == {}, process)
        process.kill()
        process.communicate(timeout=60)
        fleet.run("run", "north")
        fleet.assert_lake_is_the_truth("north")
