"""Another program uses the same app and user: neither may throw the other out for long."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from support.still_clock import StillClock

from ringcentral_simulator.clock import Clock as SimulatorClock
from ringcentral_simulator.gateway.errors import ApiError
from ringcentral_simulator.gateway.rate_limit import Group, RateLimits
from ringcentral_simulator.gateway.rate_limit import RateLimiter as Gateway
from tap_ringcentral.api.rate_limit import RateLimiter

if TYPE_CHECKING:
    from collections.abc import Mapping

CALLS = "/call-log"
WINDOW = 60


class Account:
    """The simulator's own rate limit, for requests that are given in the order of their times."""

    def __init__(self, clock: StillClock) -> None:
        self._start = clock.time
        self._time = SimulatorClock(clock.time, frozen=True)
        self._gateway = Gateway(RateLimits(), self._time)

    def ask(self, at: float) -> tuple[int, Mapping[str, str]]:
        """Send a request, so many seconds after the start."""
        passed = (self._time.now() - self._start).total_seconds()
        self._time.advance(at - passed)
        try:
            return 200, self._gateway.admit("user and app", Group.HEAVY)
        except ApiError as error:
            return error.status, error.headers


@dataclass
class Metronome:
    """Sends a request every so many seconds, and waits a minute after one too many."""

    account: Account
    apart: float
    next_at: float = 0
    refused: int = 0

    def catch_up(self, now: float) -> None:
        while self.next_at <= now:
            status, _ = self.account.ask(self.next_at)
            self.refused += status == 429
            self.next_at += WINDOW if status == 429 else self.apart


@dataclass
class Tap:
    """Sends a request whenever its limiter lets it, and has each answer after some seconds."""

    account: Account
    clock: StillClock
    answer: float
    sent: list[float] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.limiter = RateLimiter(self.clock)
        self.start = self.clock.time

    @property
    def now(self) -> float:
        return (self.clock.time - self.start).total_seconds()

    def prepare(self) -> float:
        """Wait for room, and tell when the request goes."""
        self.limiter.wait(CALLS, "heavy")
        return self.now

    def go(self) -> None:
        self.limiter.count(CALLS)
        self.sent.append(self.now)
        status, headers = self.account.ask(self.now)
        self.clock.advance(self.answer)
        self.limiter.update_from_response(CALLS, status, headers)
        self.statuses.append(status)

    @property
    def most_refusals_in_a_row(self) -> int:
        refusals = "".join("x" if status == 429 else " " for status in self.statuses).split()
        return max(map(len, refusals), default=0)


@pytest.mark.parametrize("answer", [0.2, 3, 6])
@pytest.mark.parametrize("apart", [12.01, 14.98, 15.02, 20, 30])
def test_program_with_steady_requests_and_the_tap_never_refuse_each_other(
    clock: StillClock, answer: float, apart: float
) -> None:
    account = Account(clock)
    other, tap = Metronome(account, apart), Tap(account, clock, answer)
    clock.advance(2 * WINDOW)
    while tap.now < 30 * WINDOW:
        other.catch_up(tap.prepare())
        tap.go()
    assert other.refused == 0
    assert set(tap.statuses) == {200}
    windows = (tap.sent[-1] - tap.sent[0]) / WINDOW
    # What they leave of ten in a window, but for the two that both sides' jitter may cost.
    least = max(10 - WINDOW / apart - 2, 5)
    assert len(tap.sent) / windows >= min(least, WINDOW / answer) - 0.5


@pytest.mark.parametrize("answer", [0.2, 3, 6])
@pytest.mark.parametrize("later", [0, 3, 17, 31, 59, 90])
def test_two_taps_share_the_quota_and_recover_from_each_refusal(answer: float, later: int) -> None:
    account = Account(StillClock())
    taps = [Tap(account, StillClock(), answer) for _ in range(2)]
    taps[1].clock.advance(later)
    while all(tap.now < 60 * WINDOW for tap in taps):
        min(taps, key=Tap.prepare).go()
    assert all(tap.most_refusals_in_a_row <= 2 for tap in taps)
    answered = sum(tap.statuses.count(200) for tap in taps)
    assert answered / 60 >= 6  # of ten a minute
    assert all(tap.statuses.count(200) / 60 >= 2 for tap in taps)
