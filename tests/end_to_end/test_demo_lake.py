"""The lake that `make run` fills from the simulator has no crowd of tiny files."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
from support.pipeline import PROJECT
from support.pipes import LOADER, Pipe
from support.runs import USUAL_STREAMS

from ringcentral_simulator import Clock, Profile, RateLimits, Simulator

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 3, 20, 15, 0, tzinfo=UTC)
FEW_FILES = 24
ROWS_A_FILE = 100
PARTITIONED = set(LOADER["config"]["partition_by"])  # any other stream is one file


def demo() -> Simulator:
    """Return the account of `make run`, whose clock stands still and which has no rate limits."""
    run = (PROJECT / "scripts" / "run.sh").read_text("utf-8")
    (days,) = re.findall(r"HISTORY_DAYS:-(\d+)", run)
    (calls,) = re.findall(r"--calls-per-day (\d+)", run)
    profile = Profile(calls_per_weekday=int(calls), history_days=int(days))
    return Simulator(
        clock=Clock(NOW, frozen=True), profile=profile, rate_limits=RateLimits(enabled=False)
    )


def test_no_stream_has_a_file_for_few_rows_unless_it_has_few_files(tmp_path: Path) -> None:
    with demo() as simulator:
        pipe = Pipe(simulator, tmp_path, {}, USUAL_STREAMS & PARTITIONED)
        pipe.run(destination_path=str(tmp_path / "lake"))
    seen = {}
    for stream in (tmp_path / "lake").iterdir():
        files = list(stream.rglob("*.parquet"))
        rows = sum(pq.read_metadata(file).num_rows for file in files)
        seen[stream.name] = (rows, len(files))
    assert seen["call_log"][1] > FEW_FILES  # else nothing was looked at
    assert not {
        name: (rows, count)
        for name, (rows, count) in seen.items()
        if count >= FEW_FILES and count * ROWS_A_FILE > rows
    }
