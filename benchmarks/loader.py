"""How many rows a second the loader takes in, and how much memory."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import replace
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

    from benchmarks.processes import Used

_CALLS_A_DAY = 1_200
_DAYS = {Scale.FULL: 28, Scale.QUICK: 3}
_REPETITIONS = {Scale.FULL: 5, Scale.QUICK: 1}
_MIB = 2**20
_PARSE = [sys.executable, "-c", "import json, sys\nfor line in sys.stdin.buffer: json.loads(line)"]
# The `bin` directory of another commit's environment, whose loader takes turns with this one.
_FORMER = os.environ.get("BENCH_FORMER_BIN")

RATIO = Figure("call_log: rows a second / json.loads of each line")
ROWS = Figure("call_log", "rows a second")
OF_CPU = Figure("call_log", "rows a CPU second")
PEAK = Figure("Peak memory", "MiB")
FASTER = Figure("call_log: rows a second / former loader", at_least=2)
CHEAPER = Figure("call_log: rows a CPU second / former loader")
LEANER = Figure("Peak memory / former loader", at_most=1)
OF_FORMER = (FASTER, CHEAPER, LEANER) if _FORMER else ()


def measure(scale: Scale) -> Iterator[Result]:
    """Load what the tap wrote into a lake, anew each time."""
    with TemporaryDirectory() as directory:
        home = Path(directory)
        messages = home / "messages.jsonl"
        _write(messages, _DAYS[scale], home)
        with messages.open("rb") as lines:
            rows = sum(line.startswith(b'{"type":"RECORD"') for line in lines)
            lines.seek(0)
            one_row = home / "one_row.jsonl"
            one_row.write_bytes(lines.readline() + lines.readline())
        inputs = (one_row, messages)
        turns = [_turn(inputs, home / str(number)) for number in range(_REPETITIONS[scale])]
    own = [own for own, _, _ in turns]
    yield Result(RATIO, [parse.seconds / own.seconds for own, _, parse in turns])
    yield Result(ROWS, [rows / used.seconds for used in own])
    yield Result(OF_CPU, [rows / used.cpu for used in own])
    yield Result(PEAK, [used.peak / _MIB for used in own])
    if _FORMER:
        yield Result(FASTER, [former.seconds / own.seconds for own, former, _ in turns])
        yield Result(CHEAPER, [former.cpu / own.cpu for own, former, _ in turns])
        yield Result(LEANER, [own.peak / former.peak for own, former, _ in turns])


def _turn(inputs: tuple[Path, Path], home: Path) -> tuple[Used, Used, Used]:
    """Load by this loader and by the former one, and only parse."""
    own, former = (
        _less_start([str(folder / "target-parquet"), "--config", _config(home, name)], *inputs)
        for name, folder in (("own", BIN), ("former", Path(_FORMER or BIN)))
    )
    return own, former, _less_start(_PARSE, *inputs)


def _config(home: Path, name: str) -> str:
    home.mkdir(exist_ok=True)
    config = home / f"{name}.json"
    lake = {"destination_path": str(home / name), "partition_by": {"call_log": "startTime"}}
    config.write_text(json.dumps(lake), "utf-8")
    return str(config)


def _less_start(line: list[str], one_row: Path, messages: Path) -> Used:
    start, used = (watched(line, source=source) for source in (one_row, messages))
    return replace(used, seconds=used.seconds - start.seconds, cpu=used.cpu - start.cpu)


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
    "each, into day partitions of a new lake. The time that the process takes for one row is taken "
    "off. A CPU second is one of all its threads, user and system. With `BENCH_FORMER_BIN`, "
    "the `bin` of another commit's environment, that loader takes turns with this one.",
    (RATIO, ROWS, OF_CPU, PEAK, *OF_FORMER),
    measure,
)
