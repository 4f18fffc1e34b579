"""How near recordings come to the best schedule, and whether calls have to wait for them."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from singer_sdk.singerlib import RecordMessage
from typing_extensions import override

from benchmarks.figure import Figure, Result, Scale
from benchmarks.schedule import Limit, best_span
from benchmarks.tap_runs import Tally, catalog, extract, settings_for
from benchmarks.work_clock import SharedClock, WorkClock
from ringcentral_simulator import Group, Quirks, RateLimits, Simulator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tap_ringcentral.api.clock import Clock

_NOW = datetime(2026, 3, 20, 22, tzinfo=UTC)  # a Friday
_START = _NOW - timedelta(days=3)  # days that have passed: what is read is the same all the time
_LIMITS = RateLimits()
_HEAVY = Limit(_LIMITS.limits[Group.HEAVY], _LIMITS.window_seconds)
_TENTH = _HEAVY.window / 10
_RECORDINGS = {Scale.FULL: 300, Scale.QUICK: 25}
_SEEDS = {Scale.FULL: (1, 2, 3), Scale.QUICK: (1,)}
_CALLS_A_PAGE = 25  # so that calls take several windows: what counts is requests, not their size
_EXTENSIONS = 40
_CALLS = "call_log"
_AUDIO = "call_recording_audio"
_OF_CALLS = (_CALLS, "call_log_leg", "call_recording", "external_contact", "extension_call_log")
_TOO_MANY = 429

ANSWERS = (0.1, 0.5, 1.0)  # in tenths of the window
ALONE = tuple(
    Figure(f"Alone, answers of {tenths:g} tenths of a window: time / best", at_most=1.05)
    for tenths in ANSWERS
)
REFUSED = Figure("Alone: refusals (429) in all runs", "answers", at_most=0)
LATER = Figure("The last row of call_log: how much later beside audio", "seconds", at_most=1)
WITHOUT = Figure("The last row of call_log, without audio", "seconds")
FIGURES = (*ALONE, REFUSED, LATER, WITHOUT)


def measure(scale: Scale) -> Iterator[Result]:
    """Store recordings under the limit alone, and beside calls."""
    logging.getLogger("tap-ringcentral").setLevel(logging.WARNING)
    seeds, count = _SEEDS[scale], _RECORDINGS[scale]
    all_refused = 0
    for tenths, figure in zip(ANSWERS, ALONE, strict=True):
        ended = [_alone(tenths * _TENTH, count, seed) for seed in seeds]
        all_refused += sum(refused for _, refused in ended)
        yield Result(figure, [ratio for ratio, _ in ended])
    yield Result(REFUSED, [all_refused])
    pairs = [(_last_call((*_OF_CALLS, _AUDIO), s), _last_call(_OF_CALLS, s)) for s in seeds]
    yield Result(LATER, [beside - without for beside, without in pairs])
    yield Result(WITHOUT, [without for _, without in pairs])


def _alone(answer: float, count: int, seed: int) -> tuple[float, int]:
    """Store recordings, and return the time from the first Heavy request to the last one's.

    Returns:
        That time against the best, and how many requests were refused.
    """
    account = Simulator(seed=seed, clock=WorkClock(_NOW), rate_limits=_LIMITS, latency=answer)
    with account, TemporaryDirectory() as home:
        *_, last = islice(account.truth.recordings(_START), count)
        config = _config(account, Path(home), last.start + timedelta(milliseconds=1))
        written = extract(config, catalog({_AUDIO}), SharedClock(account.clock))
        if written.records < count:
            raise AssertionError(f"only {written.records} of {count} recordings were stored")
        heavy = [request for request in account.requests if request.group is Group.HEAVY]
    refused = sum(request.status == _TOO_MANY for request in heavy)
    taken = (heavy[-1].time - heavy[0].time).total_seconds()
    return taken / best_span(len(heavy) - refused, answer, _HEAVY), refused


def _last_call(streams: tuple[str, ...], seed: int) -> float:
    """Return the seconds from the begin of a run until the last call is written."""
    account = Simulator(
        seed=seed,
        clock=WorkClock(_NOW),
        rate_limits=_LIMITS,
        quirks=Quirks(detailed_page_limit=_CALLS_A_PAGE),
        extensions=_EXTENSIONS,
        latency=_TENTH / 2,
    )
    with account, TemporaryDirectory() as home:
        clock = SharedClock(account.clock)
        config = _config(account, Path(home), _START + timedelta(days=1))
        written = _LastCall(clock)
        extract(config, catalog(streams), clock, written=written)
        if (_AUDIO in streams) != written.has_audio:
            raise AssertionError("no recording was stored beside the calls")
        return (written.at - written.began).total_seconds()


def _config(account: Simulator, home: Path, end: datetime) -> dict[str, Any]:
    return settings_for(
        account,
        home,
        start_date=_START.isoformat(),
        end_date=end.isoformat(),
        recordings_path=str(home / "recordings"),
    )


class _LastCall(Tally):
    """Remembers when the last call came.

    Args:
        clock: Tells the time.
    """

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self.began = self.at = clock.local_now()
        self.has_audio = False

    @override
    def write_message(self, message: Any) -> None:
        super().write_message(message)
        if isinstance(message, RecordMessage):
            self.has_audio |= message.stream == _AUDIO
            if message.stream == _CALLS:
                self.at = self._clock.local_now()
