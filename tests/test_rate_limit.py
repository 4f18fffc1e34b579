"""Requests go as fast as RingCentral's quota allows, and no faster."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from requests.structures import CaseInsensitiveDict
from support.still_clock import StillClock

from tap_ringcentral.rate_limit import RateLimiter

if TYPE_CHECKING:
    from collections.abc import Mapping

CALLS = "/call-log"
QUEUES = "/call-queues"
OTHER_CALLS = "/active-calls"


def quota(group: str, remaining: int | str, window: int | str = 60) -> Mapping[str, str]:
    return CaseInsensitiveDict(
        {
            "X-Rate-Limit-Group": group,
            "X-Rate-Limit-Limit": "10",
            "X-Rate-Limit-Remaining": str(remaining),
            "X-Rate-Limit-Window": str(window),
        }
    )


@pytest.fixture
def limiter(clock: StillClock) -> RateLimiter:
    return RateLimiter(clock)


def use_up(limiter: RateLimiter, clock: StillClock, *, seconds_apart: int) -> None:
    """Use ten requests of the group heavy."""
    for remaining in reversed(range(10)):
        limiter.wait(CALLS)
        limiter.learn(CALLS, 200, quota("heavy", remaining))
        if remaining:
            clock.advance(seconds_apart)


def test_whole_quota_goes_out_without_a_wait(clock: StillClock, limiter: RateLimiter) -> None:
    use_up(limiter, clock, seconds_apart=1)
    assert clock.waits == []


def test_next_request_goes_the_moment_the_oldest_leaves_the_window(
    clock: StillClock, limiter: RateLimiter
) -> None:
    use_up(limiter, clock, seconds_apart=1)
    limiter.wait(CALLS)
    limiter.learn(CALLS, 200, quota("heavy", 0))
    limiter.wait(CALLS)
    assert clock.waits == [60 - 9, 1]


def test_time_spent_elsewhere_is_not_waited_again(clock: StillClock, limiter: RateLimiter) -> None:
    use_up(limiter, clock, seconds_apart=1)
    clock.advance(51)
    limiter.wait(CALLS)
    assert clock.waits == []


def test_quota_that_another_program_used_up_is_waited_for(
    clock: StillClock, limiter: RateLimiter
) -> None:
    limiter.learn(CALLS, 200, quota("heavy", 0))
    limiter.wait(CALLS)
    assert clock.waits == [60]


def test_room_that_comes_back_early_is_used(clock: StillClock, limiter: RateLimiter) -> None:
    limiter.learn(CALLS, 200, quota("heavy", 0))
    limiter.learn(CALLS, 200, quota("heavy", 3))
    limiter.wait(CALLS)
    assert clock.waits == []


@given(gaps=st.lists(st.integers(0, 40), min_size=12, max_size=40))
def test_quota_is_never_overdrawn_whenever_requests_come(gaps: list[int]) -> None:
    clock = StillClock()
    limiter = RateLimiter(clock)
    sent: list[float] = []
    for gap in gaps:
        clock.advance(gap)
        limiter.wait(CALLS)
        now = clock.time.timestamp()
        in_window = [moment for moment in sent if moment > now - 60]
        assert len(in_window) < 10
        sent.append(now)
        limiter.learn(CALLS, 200, quota("heavy", 9 - len(in_window)))


def test_groups_do_not_wait_for_each_other(clock: StillClock, limiter: RateLimiter) -> None:
    limiter.learn(CALLS, 200, quota("heavy", 0))
    limiter.learn(QUEUES, 200, quota("medium", 5))
    limiter.wait(QUEUES)
    assert clock.waits == []


def test_endpoints_of_one_group_share_its_quota(clock: StillClock, limiter: RateLimiter) -> None:
    limiter.learn(OTHER_CALLS, 200, quota("Heavy", 1))
    limiter.learn(CALLS, 200, quota("HEAVY", 0))
    limiter.wait(OTHER_CALLS)
    assert clock.waits == [60]


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "37"}, 37),
        ({"retry-after": " 37 "}, 37),
        ({}, 60),
        ({"Retry-After": "soon"}, 60),
        ({"Retry-After": "²"}, 60),
        ({"Retry-After": "-1"}, 60),
    ],
)
def test_throttled_request_waits_as_long_as_it_is_told_or_a_minute(
    clock: StillClock, limiter: RateLimiter, headers: dict[str, str], seconds: int
) -> None:
    limiter.learn(CALLS, 429, CaseInsensitiveDict(headers))
    limiter.wait(CALLS)
    assert clock.waits == [seconds]


def test_throttled_group_waits_as_a_whole(clock: StillClock, limiter: RateLimiter) -> None:
    limiter.learn(OTHER_CALLS, 200, quota("heavy", 5))
    limiter.learn(CALLS, 429, {**quota("heavy", 0), "Retry-After": "30"})
    limiter.wait(OTHER_CALLS)
    assert clock.waits == [30]


def test_throttled_answer_without_a_group_holds_the_group_of_its_endpoint(
    clock: StillClock, limiter: RateLimiter
) -> None:
    limiter.learn(CALLS, 200, quota("heavy", 5))
    limiter.learn(OTHER_CALLS, 200, quota("heavy", 4))
    limiter.learn(CALLS, 429, {"Retry-After": "30"})
    limiter.wait(OTHER_CALLS)
    assert clock.waits == [30]


def test_pause_is_kept_once(clock: StillClock, limiter: RateLimiter) -> None:
    limiter.learn(CALLS, 429, {"Retry-After": "30"})
    limiter.wait(CALLS)
    limiter.learn(CALLS, 200, quota("heavy", 9))
    limiter.wait(CALLS)
    assert clock.waits == [30]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Rate-Limit-Group": "heavy"},
        {"X-Rate-Limit-Remaining": "0", "X-Rate-Limit-Window": "60"},
        quota("heavy", "none"),
        quota("heavy", 0, "a minute"),
        quota("heavy", 0, 0),
        quota("heavy", 0, -60),
    ],
    ids=str,
)
def test_missing_or_odd_headers_hold_nothing_up(
    clock: StillClock, limiter: RateLimiter, headers: Mapping[str, str]
) -> None:
    limiter.learn(CALLS, 200, headers)
    limiter.wait(CALLS)
    assert clock.waits == []


def test_long_wait_is_told_with_its_reason_and_end(
    limiter: RateLimiter, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    limiter.learn(CALLS, 200, quota("heavy", 0))
    limiter.wait(CALLS)
    assert "Waiting 60 s, until 12:01:00 UTC: the quota of group heavy" in caplog.text
