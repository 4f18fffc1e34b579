"""Requests go as fast as RingCentral's quota allows, and no faster."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.quotas import CALLS, OTHER_CALLS, QUEUES, ask, quota, use_up
from support.still_clock import StillClock

from tap_ringcentral.api.rate_limit import RateLimiter, retry_after

if TYPE_CHECKING:
    from collections.abc import Mapping


def test_whole_quota_goes_out_without_a_wait(clock: StillClock, limiter: RateLimiter) -> None:
    use_up(limiter, clock, seconds_apart=1)
    assert clock.waits == []


def test_next_request_goes_the_moment_the_oldest_leaves_the_window(
    clock: StillClock, limiter: RateLimiter
) -> None:
    use_up(limiter, clock, seconds_apart=1)
    ask(limiter, 0)
    ask(limiter, 0)
    assert clock.waits == [60 - 9, 1]


def test_slow_answers_do_not_put_off_the_next_request(
    clock: StillClock, limiter: RateLimiter
) -> None:
    """RingCentral counts a request when it arrives, not when it is answered."""
    for remaining in reversed(range(10)):
        limiter.wait(CALLS, "heavy")
        limiter.count(CALLS)
        clock.advance(3)
        limiter.update_from_response(CALLS, 200, quota("heavy", remaining))
    limiter.wait(CALLS, "heavy")
    assert clock.waits == [pytest.approx(60 - 30 + 0.6)]


def test_time_spent_elsewhere_is_not_waited_again(clock: StillClock, limiter: RateLimiter) -> None:
    use_up(limiter, clock, seconds_apart=1)
    clock.advance(51)
    limiter.wait(CALLS, "heavy")
    assert clock.waits == []


def test_larger_quota_of_an_app_is_used(clock: StillClock, limiter: RateLimiter) -> None:
    for remaining in reversed(range(100)):
        limiter.wait(CALLS, "heavy")
        limiter.count(CALLS)
        limiter.update_from_response(
            CALLS, 200, {**quota("heavy", remaining), "X-Rate-Limit-Limit": "100"}
        )
    assert clock.waits == []
    limiter.wait(CALLS, "heavy")
    assert clock.waits == [60]


@pytest.mark.parametrize(("group", "limit"), [("heavy", 10), ("Medium", 40), ("light", 50)])
def test_answers_that_tell_nothing_leave_the_documented_quota(
    clock: StillClock, limiter: RateLimiter, group: str, limit: int
) -> None:
    for _ in range(limit):
        ask(limiter, None, group=group)
    assert clock.waits == []
    ask(limiter, None, group=group)
    assert clock.waits == [60]


@given(
    gaps=st.lists(st.integers(0, 40), min_size=12, max_size=40),
    answers=st.lists(st.sampled_from([0, 1, 3, 18]), min_size=40, max_size=40),
)
def test_quota_is_never_overdrawn_whenever_requests_come(
    gaps: list[int], answers: list[int]
) -> None:
    clock = StillClock()
    limiter = RateLimiter(clock)
    arrived: list[float] = []
    for gap, seconds in zip(gaps, answers, strict=False):
        clock.advance(gap)
        limiter.wait(CALLS, "heavy")
        limiter.count(CALLS)
        now = clock.time.timestamp()
        in_window = [moment for moment in arrived if moment > now - 60]
        assert len(in_window) < 10
        arrived.append(now)
        clock.advance(seconds)
        limiter.update_from_response(CALLS, 200, quota("heavy", 9 - len(in_window)))


def test_groups_do_not_wait_for_each_other(clock: StillClock, limiter: RateLimiter) -> None:
    ask(limiter, 0)
    ask(limiter, 5, QUEUES, "medium")
    limiter.wait(QUEUES, "medium")
    assert clock.waits == []


def test_endpoints_of_one_group_share_its_quota(clock: StillClock, limiter: RateLimiter) -> None:
    ask(limiter, 1, OTHER_CALLS, "Heavy")
    ask(limiter, 0, CALLS, "HEAVY")
    limiter.wait(OTHER_CALLS, "Heavy")
    assert clock.waits == [60]


def test_group_that_answers_name_is_the_one_that_counts(
    clock: StillClock, limiter: RateLimiter
) -> None:
    limiter.wait(CALLS, "heavy")
    limiter.count(CALLS)
    limiter.update_from_response(CALLS, 200, quota("exports", 0))
    limiter.wait(OTHER_CALLS, "heavy")
    assert clock.waits == []
    limiter.wait(CALLS, "heavy")
    assert clock.waits == [60]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Rate-Limit-Group": "heavy"},
        {"X-Rate-Limit-Remaining": "9", "X-Rate-Limit-Window": "60"},
        quota("heavy", "none"),
        quota("heavy", 9, "a minute"),
        quota("heavy", 9, 0),
        quota("heavy", 9, -60),
    ],
    ids=str,
)
def test_missing_or_odd_headers_hold_nothing_up(
    clock: StillClock, limiter: RateLimiter, headers: Mapping[str, str]
) -> None:
    limiter.wait(CALLS, "heavy")
    limiter.count(CALLS)
    limiter.update_from_response(CALLS, 200, headers)
    limiter.wait(CALLS, "heavy")
    assert clock.waits == []


def test_long_wait_is_told_with_its_reason_and_end(
    limiter: RateLimiter, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    ask(limiter, 0)
    limiter.wait(CALLS, "heavy")
    assert "Waiting 60 s, until 12:01:00 UTC: the quota of group heavy" in caplog.text


@pytest.mark.parametrize(
    "value",
    [
        "99999999999999999999",
        "9" * 5000,
        "86401",
        "Fri, 20 Mar 99999999999999999999 12:00:00 GMT",
        "Fri, 31 Dec 9999 23:59:59 GMT",
        "Mon, 01 Jan 0001 00:00:00 +1400",
        "nan",
    ],
    ids=lambda value: value[:24],
)
def test_wait_that_no_server_means_is_the_usual_one(clock: StillClock, value: str) -> None:
    pause = retry_after({"Retry-After": value}, now=clock.server_now())
    assert pause in {None, timedelta()}


@pytest.mark.parametrize("value", ["9" * 10, "9" * 20, "9" * 5000, "-1", "1.5", "inf"])
def test_limits_that_no_server_has_are_passed_over(
    limiter: RateLimiter, clock: StillClock, value: str
) -> None:
    names = ("X-Rate-Limit-Limit", "X-Rate-Limit-Remaining", "X-Rate-Limit-Window", "Retry-After")
    limiter.wait("/a", "heavy")
    limiter.count("/a")
    limiter.update_from_response("/a", 429, dict.fromkeys(names, value))
    limiter.wait("/a", "heavy")
    assert sum(clock.waits) <= 60
