"""How many requests audio takes, first and again, against the least that bring as much."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks.figure import Figure, Result, Scale
from benchmarks.least_requests import LeastRequests
from benchmarks.tap_runs import AccountClock, catalog, extract, settings_for
from ringcentral_simulator import Clock, Group, Quirks, RateLimits, Simulator

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from ringcentral_simulator import RecordedRequest

_NOW = datetime(2026, 3, 20, 15, tzinfo=UTC)  # a Friday, while people are on the phone
_DAYS = {Scale.FULL: 4, Scale.QUICK: 1}
_EXTENSIONS = {Scale.FULL: 300, Scale.QUICK: 40}
_SEEDS = {Scale.FULL: (1, 2, 3), Scale.QUICK: (1,)}
# Those of legs count as well, and two records of a transfer may name the same one.
_QUIRKS = Quirks(legs_recorded=True, transfer_shares_recording=True, recording_format="mixed")
# What is counted are requests: a run that waits for the limit would find more at its end.
_NO_LIMITS = RateLimits(limits=dict.fromkeys(Group, 1_000_000))

RECORDINGS = Figure("Recordings of a first read", "recordings")
FIRST = Figure(
    "First read: Heavy requests / recordings and pages of calls that have one", at_most=1.02
)
AGAIN = Figure("Second read: requests for content", "requests", at_most=0)
STATELESS = Figure(
    "Read without its state, over the same files: requests for content", "requests", at_most=0
)
VOICEMAILS = Figure("voicemail, first read: Medium requests / least", at_most=1.02)
VOICEMAILS_AGAIN = Figure("voicemail, second read: requests for content", "requests", at_most=0)
FIGURES = (RECORDINGS, FIRST, AGAIN, STATELESS, VOICEMAILS, VOICEMAILS_AGAIN)


@dataclass(frozen=True)
class _Reads:
    """What three reads of a stream sent, and the least that the first could have."""

    first: Sequence[RecordedRequest]
    again: Sequence[RecordedRequest]
    stateless: Sequence[RecordedRequest]
    least: int

    def ratio(self, group: Group) -> float:
        """The first read's requests of a group against the least."""
        return sum(request.group is group for request in self.first) / self.least


def measure(scale: Scale) -> Iterator[Result]:
    """Read accounts three times: with nothing, with a state, and with files alone."""
    logging.getLogger("tap-ringcentral").setLevel(logging.WARNING)
    seeds = _SEEDS[scale]
    recordings = [_reads("call_recording_audio", Group.HEAVY, scale, seed) for seed in seeds]
    voicemails = [_reads("voicemail", Group.MEDIUM, scale, seed) for seed in seeds]
    yield Result(RECORDINGS, [_contents(each.first) for each in recordings])
    yield Result(FIRST, [each.ratio(Group.HEAVY) for each in recordings])
    yield Result(AGAIN, [_contents(each.again) for each in recordings])
    yield Result(STATELESS, [_contents(each.stateless) for each in recordings])
    yield Result(VOICEMAILS, [each.ratio(Group.MEDIUM) for each in voicemails])
    yield Result(VOICEMAILS_AGAIN, [_contents(each.again) for each in voicemails])


def _reads(stream: str, group: Group, scale: Scale, seed: int) -> _Reads:
    clock = AccountClock(_NOW)
    start = _NOW - timedelta(days=_DAYS[scale])
    simulator = Simulator(
        seed=seed,
        clock=Clock(_NOW, frozen=True),
        rate_limits=_NO_LIMITS,
        quirks=_QUIRKS,
        extensions=_EXTENSIONS[scale],
    )
    with simulator, TemporaryDirectory() as directory:
        home = Path(directory)
        config = settings_for(
            simulator,
            home,
            start_date=start.isoformat(),
            recordings_path=str(home / "recordings"),
        )
        chosen = catalog({stream})

        def read(state: dict[str, Any] | None = None) -> dict[str, Any]:
            return extract(config, chosen, clock, state).state

        state = read()
        first = len(simulator.requests)
        least = LeastRequests(simulator, start).of([stream])[group]
        if sum(request.group is group for request in simulator.requests) < least:
            raise AssertionError(f"{stream}: only {first} requests, where {least} are least")
        read(state)
        second = len(simulator.requests)
        read()
        sent = simulator.requests
        return _Reads(sent[:first], sent[first:second], sent[second:], least)


def _contents(requests: Sequence[RecordedRequest]) -> int:
    """Count the requests for audio or its text."""
    return sum(request.host == "media" for request in requests)
