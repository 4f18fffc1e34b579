"""Whether a hundred times the calls take more memory."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks import arrivals
from benchmarks.call_log import CallLog
from benchmarks.figure import Figure, Result, Scale, Subject
from benchmarks.processes import watched
from benchmarks.records import Templates
from benchmarks.server import CallServer
from benchmarks.tap_runs import catalog, command, last_midnight, settings

if TYPE_CHECKING:
    from collections.abc import Iterator

_CALLS_A_DAY = 3_700  # a million in a year
_DAYS = {Scale.FULL: 366, Scale.QUICK: 12}
_FEW = 10_000
_REPETITIONS = 3
_MIB = 2**20

RATIO = Figure("Peak memory, 1,000,000 calls / 10,000 calls", at_most=1.1)
PEAK = Figure("Peak memory of 1,000,000 calls", "MiB", at_most=150)
SECONDS = Figure("Time for 1,000,000 calls", "seconds")


def measure(scale: Scale) -> Iterator[Result]:
    """Read few calls some times, and many once."""
    end = last_midnight()
    days = _DAYS[scale]
    calls = arrivals.office_hours(_CALLS_A_DAY, days, end, seed=1)
    first = end - timedelta(days=days)
    after_few = datetime.fromtimestamp(calls.starts[_FEW] / 1_000, UTC)
    log = CallLog(calls, Templates.of_simulator(), lambda: datetime.now(UTC))
    with CallServer(log) as server, TemporaryDirectory() as directory:
        home = Path(directory)
        few, many = (
            command(
                settings(
                    server.url, home, start_date=first.isoformat(), end_date=until.isoformat()
                ),
                catalog({"call_log", "call_log_leg"}),
                home,
                name,
            )
            for name, until in (("few", after_few), ("many", end))
        )
        of_few = [watched(few).peak for _ in range(_REPETITIONS)]
        of_many = watched(many)
    yield Result(RATIO, [of_many.peak / peak for peak in of_few])
    yield Result(PEAK, [of_many.peak / _MIB])
    yield Result(SECONDS, [of_many.seconds])


SUBJECT = Subject(
    "memory",
    "Memory",
    "Peak resident memory of the tap's process, with calls and their legs selected: ten thousand "
    "calls, then a year of one million of the same account, each of about 3 kB. The server makes "
    "and compresses every page anew.",
    (RATIO, PEAK, SECONDS),
    measure,
)
