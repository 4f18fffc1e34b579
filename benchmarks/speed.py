"""How many calls a second the tap writes, against plainer loops and another tap."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from benchmarks import arrivals, peer
from benchmarks.call_log import CallLog
from benchmarks.figure import Figure, Result, Scale, Subject
from benchmarks.processes import run
from benchmarks.records import Templates
from benchmarks.server import CallServer
from benchmarks.tap_runs import catalog, command, last_midnight, settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_CALLS_A_DAY = 1_200
_DAYS = {Scale.FULL: 28, Scale.QUICK: 4}
_REPETITIONS = {Scale.FULL: 7, Scale.QUICK: 2}
_KEPT = 2_000  # answers: more than all runs ask for together

PLAIN = Figure("call_log: calls a second / loop of requests and json", at_least=0.95)
MSGSPEC = Figure("call_log: calls a second / loop of requests and msgspec", at_least=0.6)
LEGS_PLAIN = Figure(
    "call_log and call_log_leg: calls a second / loop of requests and json", at_least=0.8
)
LEGS_MSGSPEC = Figure("call_log and call_log_leg: calls a second / loop of requests and msgspec")
PEER = Figure("Fields of the other tap: calls a second / other tap", at_least=4)
CALLS = Figure("call_log", "calls a second")
WITH_LEGS = Figure("call_log and call_log_leg", "calls a second")
OTHER = Figure("Other tap", "calls a second")


@dataclass(frozen=True)
class Backfill:
    """A server with calls, and where files go."""

    server: CallServer
    home: Path
    calls: int
    start: datetime
    end: datetime

    def tap(self, name: str, of: Mapping[str, Any]) -> list[str]:
        """The tap's command line."""
        config = settings(
            self.server.url,
            self.home,
            start_date=self.start.isoformat(),
            end_date=self.end.isoformat(),
        )
        return command(config, of, self.home, name)

    def rate(self, line: Sequence[str]) -> float:
        """Run a command; give calls a second, from its first request for calls to its end."""
        self.server.arrivals.clear()
        run(line)
        return self.calls / (time.monotonic() - self.server.arrivals[0].at)

    def loop(self, script: str) -> list[str]:
        """The command line of a loop over the addresses that were asked for last."""
        addresses = self.home / "addresses.txt"
        targets = (self.server.url + arrival.target for arrival in self.server.arrivals)
        addresses.write_text("\n".join(targets), "utf-8")
        return [sys.executable, str(Path(__file__).with_name(script)), str(addresses)]


def measure(scale: Scale) -> Iterator[Result]:
    """Let the programs take turns over the same calls."""
    end = last_midnight()
    days = _DAYS[scale]
    calls = arrivals.office_hours(_CALLS_A_DAY, days, end, seed=1)
    log = CallLog(calls, Templates.of_simulator(), lambda: datetime.now(UTC))
    with CallServer(log, _KEPT) as server, TemporaryDirectory() as directory:
        home, start = Path(directory), end - timedelta(days=days)
        backfill = Backfill(server, home, len(calls.starts), start, end)
        lines = {
            "other tap": peer.command(server.url, start, home),
            "fields": backfill.tap("fields", catalog({"call_log"}, {"call_log": peer.FIELDS})),
            "legs": backfill.tap("legs", catalog({"call_log", "call_log_leg"})),
            "calls": backfill.tap("calls", catalog({"call_log"})),
        }
        for line in lines.values():  # so that all answers are kept, and the loops have addresses
            backfill.rate(line)
        lines |= {script: backfill.loop(script) for script in ("plain_loop.py", "msgspec_loop.py")}
        turns = [
            {name: backfill.rate(line) for name, line in lines.items()}
            for _ in range(_REPETITIONS[scale])
        ]
    for figure, name, against in (
        (PLAIN, "calls", "plain_loop.py"),
        (MSGSPEC, "calls", "msgspec_loop.py"),
        (LEGS_PLAIN, "legs", "plain_loop.py"),
        (LEGS_MSGSPEC, "legs", "msgspec_loop.py"),
        (PEER, "fields", "other tap"),
    ):
        yield Result(figure, [turn[name] / turn[against] for turn in turns])
    for figure, name in ((CALLS, "calls"), (WITH_LEGS, "legs"), (OTHER, "other tap")):
        yield Result(figure, [turn[name] for turn in turns])


SUBJECT = Subject(
    "speed",
    "Speed",
    "A backfill of some 25,000 calls of about 3 kB each, in processes that write to /dev/null and "
    "take turns. Another process keeps the compressed answers and gives them without "
    "limits. Counted is the time from the first request for calls to the end of the process, "
    "without what it takes to start. The loops ask for the very same pages over one connection, "
    "and write each record as a Singer message: no windows, no order, no selection, no state. The "
    "other tap is `tap-ringcentral` 1.1.0 of PyPI without its pauses; it reads the shorter view of "
    "each call, a hundred at a time. RingCentral gives at most 167 calls a second: 10 requests a "
    "minute of 1,000 calls each. The limits therefore ask for no more than what dictionaries give: "
    "as quick as the plainest loop, or nearly so with a second row for each leg, and several times "
    "the other tap.",
    (PLAIN, MSGSPEC, LEGS_PLAIN, LEGS_MSGSPEC, PEER, CALLS, WITH_LEGS, OTHER),
    measure,
)
