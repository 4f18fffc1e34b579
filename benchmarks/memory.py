"""Whether a hundred times the calls take more memory, alone and beside all other streams."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks import arrivals
from benchmarks.call_log import CallLog
from benchmarks.endpoints import LISTED
from benchmarks.figure import Figure, Result, Scale, Subject
from benchmarks.processes import watched
from benchmarks.records import Templates
from benchmarks.server import CallServer
from benchmarks.tap_runs import catalog, command, last_midnight, settings_for
from ringcentral_simulator import Profile, RateLimits, Simulator

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from benchmarks.processes import Used

_CALLS_A_DAY = 3_700  # a million in a year
_DAYS = {Scale.FULL: 366, Scale.QUICK: 12}
_FEW = 10_000
_CALLS = ("call_log", "call_log_leg")
_EXTENSIONS = 100
_OTHER_CALLS_A_DAY = 100  # from which messages, recordings and analytics follow
_REPETITIONS = 3
_MIB = 2**20

RATIO = Figure("Peak memory, 1,000,000 calls / 10,000 calls", at_most=1.1)
PEAK = Figure("Peak memory of 1,000,000 calls", "MiB", at_most=150)
BESIDE = Figure("Peak memory of 1,000,000 calls beside all other streams", "MiB", at_most=150)
SECONDS = Figure("Time for 1,000,000 calls", "seconds")


def measure(scale: Scale) -> Iterator[Result]:
    """Read few calls some times, many once, and many once more in lanes."""
    end = last_midnight()
    days = _DAYS[scale]
    calls = arrivals.office_hours(_CALLS_A_DAY, days, end, seed=1)
    first = end - timedelta(days=days)
    after_few = datetime.fromtimestamp(calls.starts[_FEW] / 1_000, UTC)
    log = CallLog(calls, Templates.of_simulator(), lambda: datetime.now(UTC))
    account = Simulator(
        extensions=_EXTENSIONS,
        profile=Profile(calls_per_weekday=_OTHER_CALLS_A_DAY),
        rate_limits=RateLimits(enabled=False),
    )
    with account, CallServer(log, account=account) as server, TemporaryDirectory() as directory:
        home = Path(directory)

        def used(streams: Collection[str], until: datetime) -> Used:
            config = settings_for(
                account,
                home,
                server_url=server.url,
                start_date=first.isoformat(),
                end_date=until.isoformat(),
            )
            return watched(command(config, catalog(streams), home))

        of_few = [used(_CALLS, after_few).peak for _ in range(_REPETITIONS)]
        of_many = used(_CALLS, end)
        beside = used(LISTED, end)
    yield Result(RATIO, [of_many.peak / peak for peak in of_few])
    yield Result(PEAK, [of_many.peak / _MIB])
    yield Result(BESIDE, [beside.peak / _MIB])
    yield Result(SECONDS, [of_many.seconds])


SUBJECT = Subject(
    "memory",
    "Memory",
    "Peak resident memory of the tap's process, with calls and their legs selected: ten thousand "
    "calls, then a year of one million of the same account, each of about 3 kB. The server makes "
    "and compresses every page anew. Then the million once more, beside all other streams but "
    f"audio of a company of {_EXTENSIONS} extensions.",
    (RATIO, PEAK, BESIDE, SECONDS),
    measure,
)
