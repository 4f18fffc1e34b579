"""Others use the quota as well, and a request too many is refused: no penalty is restarted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from requests.structures import CaseInsensitiveDict
from support.quotas import CALLS, OTHER_CALLS, QUEUES, ask, quota, throttled

if TYPE_CHECKING:
    from support.still_clock import StillClock

    from tap_ringcentral.api.rate_limit import RateLimiter


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
    limiter.update_from_response(CALLS, 200, quota("heavy", 3))
    limiter.wait(CALLS, "heavy")
    assert clock.waits == []


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
        limiter.update_from_response(QUEUES, 200, quota("heavy", remaining))
    clock.advance(60)
    for remaining in reversed(range(10)):
        ask(limiter, remaining)
    assert clock.waits == []


def test_pause_is_kept_once(clock: StillClock, limiter: RateLimiter) -> None:
    throttled(limiter, {"Retry-After": "30"})
    ask(limiter, 9)
    limiter.wait(CALLS, "heavy")
    assert clock.waits == [30]
