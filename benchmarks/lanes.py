"""How near a whole account comes to the time that its busiest rate-limit group takes."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks.endpoints import LISTED
from benchmarks.figure import Figure, Result, Scale, Subject
from benchmarks.processes import run
from benchmarks.schedule import Limit, best_span
from benchmarks.tap_runs import catalog, command, settings_for
from ringcentral_simulator import Clock, Group, RateLimits, Simulator

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ringcentral_simulator import RecordedRequest

_NOW = datetime(2026, 3, 20, 15, tzinfo=UTC)  # a Friday, while people are on the phone
# Calls of one day that has passed: what is read is the same, however long that takes.
_START, _END = _NOW - timedelta(days=2), _NOW - timedelta(days=1)
_LIMITS = RateLimits(scale=1 / 60)
_OF_GROUP = {
    group: Limit(_LIMITS.limits[group], _LIMITS.window_seconds)
    for group in (Group.HEAVY, Group.MEDIUM, Group.LIGHT)
}
_FASTER = 60 // _LIMITS.window_seconds
_EXTENSIONS = {Scale.FULL: 1_000, Scale.QUICK: 40}
_TOO_MANY = 429

IN_LANES = Figure(
    "In lanes: time / best",
    at_most=1.05,
    bounds="The best schedule sends a request the moment that the window has room. The tap cannot "
    "know when a request arrived, but only when its answer did, and waits a window from then; it "
    "wakes, signs and sends, and before that may wait for what another lane is at, such as a page "
    f"of rows. These milliseconds come once a window, and weigh {_FASTER} times what they do in "
    "the real one.",
)
IN_A_ROW = Figure("One after the other: time / best")
FASTER = Figure("One after the other / in lanes: time")
MORE = {
    group: Figure(
        f"{group.name.capitalize()}: answers in lanes less those one after the other",
        "answers",
        at_most=0,
    )
    for group in _OF_GROUP
}
REFUSED = Figure("Refused (429) in lanes", "requests")
REFUSED_IN_A_ROW = Figure("Refused (429) one after the other", "requests")


@dataclass(frozen=True)
class Outcome:
    """What became of a run.

    Attributes:
        seconds: From its first request to its last.
        answered: How many requests, by group.
        refused: How many more there were, one too many each.
    """

    seconds: float
    answered: Counter[Group | None]
    refused: int

    @classmethod
    def of(cls, recorded: Sequence[RecordedRequest]) -> Outcome:
        """Sum up what the simulator was asked."""
        times = [request.time for request in recorded]
        answered = [request.group for request in recorded if request.status != _TOO_MANY]
        seconds = (max(times) - min(times)).total_seconds()
        return cls(seconds, Counter(answered), len(recorded) - len(answered))

    @property
    def ratio(self) -> float:
        """Its time against what its busiest group takes at least."""
        best = (best_span(self.answered[group], 0, limit) for group, limit in _OF_GROUP.items())
        return self.seconds / max(best)


def measure(scale: Scale) -> Iterator[Result]:
    """Read an account in lanes and one stream after the other, side by side: both mostly wait."""
    with ThreadPoolExecutor() as pool:
        lanes, in_a_row = pool.map(
            lambda parallel: _run(_EXTENSIONS[scale], parallel=parallel), (True, False)
        )
    yield Result(IN_LANES, [lanes.ratio])
    yield Result(IN_A_ROW, [in_a_row.ratio])
    yield Result(FASTER, [in_a_row.seconds / lanes.seconds])
    for group, figure in MORE.items():
        yield Result(figure, [lanes.answered[group] - in_a_row.answered[group]])
    yield Result(REFUSED, [lanes.refused])
    yield Result(REFUSED_IN_A_ROW, [in_a_row.refused])


def _run(extensions: int, *, parallel: bool) -> Outcome:
    simulator = Simulator(clock=Clock(_NOW), rate_limits=_LIMITS, extensions=extensions)
    with simulator, TemporaryDirectory() as directory:
        home = Path(directory)
        config = settings_for(
            simulator,
            home,
            start_date=_START.isoformat(),
            end_date=_END.isoformat(),
            parallel=parallel,
        )
        run(command(config, catalog(LISTED), home))
        return Outcome.of(simulator.requests)


SUBJECT = Subject(
    "lanes",
    "Lanes",
    "The tap reads a day of a company of 1,000 extensions, all streams but those of audio "
    "selected, in lanes and, at the same time from another simulator, one stream after the other "
    "(`parallel: false`). The simulators, in one process beside the two of the taps, let through "
    f"what RingCentral does, {_LIMITS.limits[Group.HEAVY]} Heavy, "
    f"{_LIMITS.limits[Group.MEDIUM]} Medium and "
    f"{_LIMITS.limits[Group.LIGHT]} Light requests in a sliding window, here of "
    f"{_LIMITS.window_seconds} second in the place of 60. The time from the first request, the "
    "sign-in, to the last is held against the best schedule of the busiest group: as many "
    "requests, each the moment that its window has room, and answers that take no time. What tap "
    f"and simulator work weighs {_FASTER} times what it does in the real window, so that real "
    "runs come nearer to 1; RingCentral's answers, which take longer than the simulator's, are "
    "no part of this. The tap takes a request to arrive within a hundredth of the window, which is "
    "600 ms in the real one and 10 here, less than a busy machine may take: hence refusals, of "
    "which each costs a window that is part of the time.",
    (IN_LANES, IN_A_ROW, FASTER, *MORE.values(), REFUSED, REFUSED_IN_A_ROW),
    measure,
)
