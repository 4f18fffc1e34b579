"""How near the tap comes to the best possible schedule under RingCentral's rate limit."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks.figure import Figure, Result, Scale, Subject
from benchmarks.neighbor import Neighbor, disturb, is_of_neighbor
from benchmarks.processes import run
from benchmarks.schedule import Limit, best_span
from benchmarks.tap_runs import catalog, command, settings_for
from ringcentral_simulator import Clock, Group, Quirks, RateLimits, Simulator

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ringcentral_simulator import RecordedRequest

_NOW = datetime(2026, 3, 18, 22, tzinfo=UTC)  # a Wednesday
_LIMITS = RateLimits(scale=0.1)
_HEAVY = Limit(_LIMITS.limits[Group.HEAVY], _LIMITS.window_seconds)
_TENTH = _HEAVY.window / 10
_CALLS_A_PAGE = 25  # some 40 pages a day: what counts is requests, not their size
_HOURS = {Scale.FULL: 24, Scale.QUICK: 9}
_REPETITIONS = {Scale.FULL: 3, Scale.QUICK: 1}
_AT_ONCE = 2  # runs that wait side by side
_AHEAD = 2 * _HEAVY.window  # by which another client has begun earlier
_TOO_MANY = 429

_OWN_WORK = (
    "The best schedule sends each request the moment that the answer before it is there. Where "
    "answers come no sooner than the window has room, the tap never waits, so that its work "
    "between an answer and the next request adds up, some milliseconds each time. They weigh "
    f"{60 / _HEAVY.window:.0f} times what they do in the real window."
)
_ONE_MORE = (
    "The best schedule knows when the other client's requests come. The tap knows how many came "
    "in the windows before, and leaves it one more: evenly sent requests are at times one more in "
    "a window, and one too many begins a penalty for both."
)
_UNKNOWN = (
    "The best schedule knows when the other client's requests come. The tap learns of them from "
    "what its own answers say remains. It leaves them half of the quota at most, so that eight at "
    "once meet a window that has too little room, which begins a penalty for both."
)
_RESTARTED = (
    "Whatever the other client sends while the penalty lasts begins it anew, and the tap's wait "
    "then ends within it."
)

ANSWERS = (0.1, 0.5, 1.0, 3.0)  # in tenths of the window
ALONE = tuple(
    Figure(
        f"Alone, answers of {tenths:g} tenths of a window: time / best",
        at_most=1.05,
        bounds=_OWN_WORK,
    )
    for tenths in ANSWERS
)
ALONE_REFUSED = Figure("Alone: refusals (429) in all runs", "answers", at_most=0)
STEADY = Figure(
    "Beside a client that takes four of ten evenly: time / best", at_most=1.05, bounds=_ONE_MORE
)
STEADY_REFUSED = Figure("Beside that client: refusals (429) a run", "answers")
BURSTS = Figure(
    "Beside a client that takes eight at once: time / best", at_most=1.05, bounds=_UNKNOWN
)
BURSTS_REFUSED = Figure("Beside that client: refusals (429) a run", "answers")
GAVE_UP = Figure("Alone or beside either: runs that gave up", "runs", at_most=0, bounds=_RESTARTED)
IN_A_ROW = Figure(
    "Beside either: refusals in a row, at most", "answers", at_most=1, bounds=_RESTARTED
)


_EVEN = Neighbor(1, _HEAVY.window / 4)
_AT_A_TIME = Neighbor(8, 4 * _HEAVY.window)


@dataclass(frozen=True)
class Case:
    """A run.

    Attributes:
        answer: Seconds that an answer takes.
    """

    answer: float
    hours: int
    neighbor: Neighbor | None = None


@dataclass(frozen=True)
class Outcome:
    """What became of a run.

    Attributes:
        ratio: Seconds from the first request to the last, against the best schedule.
        refused: How many were refused.
        in_a_row: The most that were refused one after the other.
        gave_up: Whether the tap ended before it had read all.
    """

    ratio: float
    refused: int
    in_a_row: int
    gave_up: bool


def measure(scale: Scale) -> Iterator[Result]:
    """Run the tap under the limit, alone and beside others."""
    hours, times = _HOURS[scale], _REPETITIONS[scale]
    alone = [Case(tenths * _TENTH, hours) for tenths in ANSWERS]
    beside = [Case(0.5 * _TENTH, hours, neighbor) for neighbor in (_EVEN, _AT_A_TIME)]
    cases = [case for case in reversed((*beside, *alone)) for _ in range(times)]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        ended = list(zip(cases, pool.map(_run, cases), strict=True))
    of = {case: [outcome for each, outcome in ended if each == case] for case in cases}
    for figure, case in zip(ALONE, alone, strict=True):
        yield Result(figure, [outcome.ratio for outcome in of[case]])
    yield Result(ALONE_REFUSED, [sum(outcome.refused for case in alone for outcome in of[case])])
    steady, bursts = (of[case] for case in beside)
    yield Result(STEADY, [outcome.ratio for outcome in steady])
    yield Result(STEADY_REFUSED, [outcome.refused for outcome in steady])
    yield Result(BURSTS, [outcome.ratio for outcome in bursts])
    yield Result(BURSTS_REFUSED, [outcome.refused for outcome in bursts])
    yield Result(IN_A_ROW, [max(outcome.in_a_row for outcome in (*steady, *bursts))])
    yield Result(GAVE_UP, [sum(outcome.gave_up for _, outcome in ended)])


def _run(case: Case) -> Outcome:
    simulator = Simulator(
        clock=Clock(_NOW),
        rate_limits=_LIMITS,
        quirks=Quirks(detailed_page_limit=_CALLS_A_PAGE),
        latency=case.answer,
    )
    with simulator, TemporaryDirectory() as directory:
        home, ended = Path(directory), threading.Event()
        config = settings_for(
            simulator,
            home,
            start_date=(_NOW - timedelta(hours=case.hours)).isoformat(),
            end_date=_NOW.isoformat(),
        )
        neighbor = threading.Thread(target=disturb, args=(simulator, case.neighbor, ended))
        neighbor.start()
        if case.neighbor:
            ended.wait(_AHEAD)
        gave_up = False
        try:
            run(command(config, catalog({"call_log"}), home))
        except RuntimeError:
            gave_up = True
        finally:
            ended.set()
            neighbor.join()
        return _outcome(case, simulator.requests, gave_up=gave_up)


def _outcome(case: Case, recorded: Sequence[RecordedRequest], *, gave_up: bool) -> Outcome:
    heavy = [request for request in recorded if request.group is Group.HEAVY]
    own = [request for request in heavy if not is_of_neighbor(request)]
    first, last = own[0].time, own[-1].time
    answered = sum(request.status != _TOO_MANY for request in own)
    others = [
        (request.time - first).total_seconds()
        for request in heavy
        if is_of_neighbor(request) and request.status != _TOO_MANY
    ]
    best = best_span(answered, case.answer, _HEAVY, others)
    runs = groupby(request.status == _TOO_MANY for request in own)
    refused = [len(list(run)) for is_refused, run in runs if is_refused]
    taken = (last - first).total_seconds()
    return Outcome(taken / best, sum(refused), max(refused, default=0), gave_up)


SUBJECT = Subject(
    "quota",
    "Rate limit",
    "The tap runs in a process of its own against the simulator, which lets ten requests through "
    f"in a sliding window, here of {_HEAVY.window} seconds in the place of 60, and refuses all for "
    "as long after one too many. Its answers take a fixed time. The time from the first request's "
    "arrival to the last one's is held against the best schedule for as many requests, one after "
    "the other, which knows beforehand when those of the other client arrive. That one begins two "
    "windows earlier.",
    (*ALONE, ALONE_REFUSED, STEADY, STEADY_REFUSED, BURSTS, BURSTS_REFUSED, IN_A_ROW, GAVE_UP),
    measure,
)
