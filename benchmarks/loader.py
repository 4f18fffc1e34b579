"""How many rows a second the loader takes in, and how much memory."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks import arrivals
from benchmarks.call_log import CallLog
from benchmarks.figure import Figure, Result, Scale, Subject
from benchmarks.processes import run, watched
from benchmarks.records import Templates
from benchmarks.server import CallServer
from benchmarks.tap_runs import BIN, catalog, command, last_midnight, settings

if TYPE_CHECKING:
    from collections.abc import Iterator

_CALLS_A_DAY = 1_200
_DAYS = {Scale.FULL: 28, Scale.QUICK: 3}
_REPETITIONS = {Scale.FULL: 3, Scale.QUICK: 1}
_MIB = 2**20
_PARSE = [sys.executable, "-c", "import json, sys\nfor line in sys.stdin.buffer: json.loads(line)"]

RATIO = Figure("call_log: rows a second / json.loads of each line")
ROWS = Figure("call_log", "rows a second")
PEAK = Figure("Peak memory", "MiB")


def measure(scale: Scale) -> Iterator[Result]:
    """Load what the tap wrote into a lake, anew each time."""
    with TemporaryDirectory() as directory:
        home = Path(directory)
        messages = home / "messages.jsonl"
        _write(messages, _DAYS[scale], home)
        with messages.open("rb") as lines:
            rows = sum(line.startswith(b'{"type":"RECORD"') for line in lines)
        nothing = home / "nothing.jsonl"
        nothing.touch()
        rates, peaks, parsed = [], [], []
        for repetition in range(_REPETITIONS[scale]):
            config = home / "target.json"
            lake = {"destination_path": str(home / f"lake-{repetition}")}
            config.write_text(
                json.dumps(lake | {"partition_by": {"call_log": "startTime"}}), "utf-8"
            )
            line = [str(BIN / "target-parquet"), "--config", str(config)]
            start = watched(line, source=nothing).seconds
            used = watched(line, source=messages)
            rates.append(rows / (used.seconds - start))
            peaks.append(used.peak / _MIB)
            start = watched(_PARSE, source=nothing).seconds
            parsed.append(rows / (watched(_PARSE, source=messages).seconds - start))
    yield Result(RATIO, [rate / plain for rate, plain in zip(rates, parsed, strict=True)])
    yield Result(ROWS, rates)
    yield Result(PEAK, peaks)


def _write(messages: Path, days: int, home: Path) -> None:
    end = last_midnight()
    calls = arrivals.office_hours(_CALLS_A_DAY, days, end, seed=1)
    log = CallLog(calls, Templates.of_simulator(), lambda: datetime.now(UTC))
    with CallServer(log) as server:
        start = end - timedelta(days=days)
        config = settings(server.url, home, start_date=start.isoformat(), end_date=end.isoformat())
        run(command(config, catalog({"call_log"}), home), output=messages)


SUBJECT = Subject(
    "loader",
    "Loader",
    "`target-parquet` reads the messages that the tap wrote for some 25,000 calls of about 3 kB "
    "each, into day partitions of a new lake. The time that the process takes without messages is "
    "taken off.",
    (RATIO, ROWS, PEAK),
    measure,
)
