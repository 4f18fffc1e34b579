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


def ask(
    limiter: RateLimiter, remaining: int | None, endpoint: str = CALLS, group: str = "heavy"
) -> None:
    """Send a request in its turn; the answer comes at once."""
    limiter.wait(endpoint, group)
    limiter.count(endpoint)
    limiter.learn(endpoint, 200, {} if remaining is None else quota(group, remaining))


def throttled(limiter: RateLimiter, headers: Mapping[str, str], endpoint: str = CALLS) -> None:
    limiter.wait(endpoint, "heavy")
    limiter.count(endpoint)
    limiter.learn(endpoint, 429, headers)


def use_up(limiter: RateLimiter, clock: StillClock, *, seconds_apart: int) -> None:
    """Use ten requests of the group heavy."""
    for remaining in reversed(range(10)):
        ask(limiter, remaining)
        if remaining:
            clock.advance(seconds_apart)


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
        limiter.learn(CALLS, 200, quota("heavy", remaining))
    limiter.wait(CALLS, "heavy")
    assert clock.waits == [pytest.approx(60 - 30 + 0.6)]


def test_time_spent_elsewhere_is_not_waited_again(clock: StillClock, limiter: RateLimiter) -> None:
    use_up(limiter, clock, seconds_apart=1)
    clock.advance(51)
    limiter.wait(CALLS, "heavy")
    assert clock.waits == []


def test_quota_that_another_program_used_up_is_waited_for(
    clock: StillClock, limiter: RateLimiter
) -> None:
    ask(limiter, 0)
    limiter.wait(CALLS, "heavy")
    assert clock.waits == [60]


def test_requests_of_another_program_leave_room_as_they_leave_the_window(
    clock: StillClock, limiter: RateLimiter
) -> None:
    ask(limiter, 3)  # six of theirs came before
    clock.advance(20)
    for remaining in (2, 1, 0):
        ask(limiter, remaining)
    limiter.wait(CALLS, "heavy")
    assert clock.waits == [40]


def test_room_that_comes_back_early_is_used(clock: StillClock, limiter: RateLimiter) -> None:
    ask(limiter, 0)
    limiter.learn(CALLS, 200, quota("heavy", 3))
    limiter.wait(CALLS, "heavy")
    assert clock.waits == []


def test_larger_quota_of_an_app_is_used(clock: StillClock, limiter: RateLimiter) -> None:
    for remaining in reversed(range(100)):
        limiter.wait(CALLS, "heavy")
        limiter.count(CALLS)
        limiter.learn(CALLS, 200, {**quota("heavy", remaining), "X-Rate-Limit-Limit": "100"})
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
        limiter.learn(CALLS, 200, quota("heavy", 9 - len(in_window)))


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
    limiter.learn(CALLS, 200, quota("exports", 0))
    limiter.wait(OTHER_CALLS, "heavy")
    assert clock.waits == []
    limiter.wait(CALLS, "heavy")
    assert clock.waits == [60]


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "37"}, 37),
        ({"Retry-After": "300"}, 300),
        ({"Retry-After": "5"}, 30),
        ({"Retry-After": "Fri, 20 Mar 2026 12:02:00 GMT"}, 120),
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
    throttled(limiter, CaseInsensitiveDict(headers))
    limiter.wait(CALLS, "heavy")
    assert clock.waits == [seconds]


def test_throttled_group_waits_as_a_whole(clock: StillClock, limiter: RateLimiter) -> None:
    ask(limiter, 9, OTHER_CALLS)
    throttled(limiter, {**quota("heavy", 0), "Retry-After": "30"})
    limiter.wait(OTHER_CALLS, "heavy")
    assert clock.waits == [30]


def test_throttled_answer_without_a_group_holds_the_group_of_its_endpoint(
    clock: StillClock, limiter: RateLimiter
) -> None:
    ask(limiter, 9)
    ask(limiter, 8, OTHER_CALLS)
    throttled(limiter, {"Retry-After": "30"})
    limiter.wait(OTHER_CALLS, "heavy")
    assert clock.waits == [30]


def test_pause_grows_while_another_program_restarts_the_penalty(
    clock: StillClock, limiter: RateLimiter
) -> None:
    for _ in range(3):
        throttled(limiter, {"Retry-After": "60"})
    ask(limiter, 9)
    throttled(limiter, {"Retry-After": "60"})
    limiter.wait(CALLS, "heavy")
    assert clock.waits == [60, 150, 180, 120]


def test_pause_leaves_another_program_the_time_to_notice_its_own(
    clock: StillClock, limiter: RateLimiter
) -> None:
    ask(limiter, 5)
    throttled(limiter, {"Retry-After": "60"})
    limiter.wait(CALLS, "heavy")
    assert clock.waits == [120]


def test_after_a_refusal_half_is_left_to_another_program_until_it_is_known(
    clock: StillClock, limiter: RateLimiter
) -> None:
    ask(limiter, 9)
    ask(limiter, 5)
    throttled(limiter, {"Retry-After": "60"})
    for remaining in (9, 8, 7, 6, 5):
        ask(limiter, remaining)
    assert clock.waits == [120]
    limiter.wait(CALLS, "heavy")
    assert clock.waits == [120, 60]


def test_what_another_program_uses_is_left_to_it_with_one_request_more(
    clock: StillClock, limiter: RateLimiter, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    ask(limiter, 9)
    for remaining in (5, 4, 3, 2):  # three of ten are theirs
        ask(limiter, remaining)
    clock.advance(60)
    for remaining in (9, 8, 7, 6, 5, 4):
        ask(limiter, remaining)
    assert clock.waits == []
    limiter.wait(CALLS, "heavy")
    assert clock.waits == [60]
    assert "10 requests, 4 left to other programs" in caplog.text


def test_run_that_ended_just_before_slows_this_one_for_a_minute_only(
    clock: StillClock, limiter: RateLimiter
) -> None:
    ask(limiter, 3)  # six were its
    clock.advance(60)
    ask(limiter, 9)
    for remaining in reversed(range(9)):
        clock.advance(0.1)
        ask(limiter, remaining)
    assert clock.waits == []


def test_request_that_counts_in_another_group_than_thought_is_no_stranger_there(
    clock: StillClock, limiter: RateLimiter
) -> None:
    for remaining in reversed(range(10)):
        limiter.wait(QUEUES, "medium")
        limiter.count(QUEUES)
        limiter.learn(QUEUES, 200, quota("heavy", remaining))
    clock.advance(60)
    for remaining in reversed(range(10)):
        ask(limiter, remaining)
    assert clock.waits == []


def test_pause_is_kept_once(clock: StillClock, limiter: RateLimiter) -> None:
    throttled(limiter, {"Retry-After": "30"})
    ask(limiter, 9)
    limiter.wait(CALLS, "heavy")
    assert clock.waits == [30]


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
    limiter.learn(CALLS, 200, headers)
    limiter.wait(CALLS, "heavy")
    assert clock.waits == []


def test_long_wait_is_told_with_its_reason_and_end(
    limiter: RateLimiter, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    ask(limiter, 0)
    limiter.wait(CALLS, "heavy")
    assert "Waiting 60 s, until 12:01:00 UTC: the quota of group heavy" in caplog.text
