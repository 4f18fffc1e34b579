"""The time that counts is RingCentral's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING

import pytest
import time_machine

from tap_ringcentral.clock import Clock

if TYPE_CHECKING:
    from support.still_clock import StillClock

HOUR = timedelta(hours=1)


def date_header(instant: datetime) -> str:
    return format_datetime(instant, usegmt=True)


def test_clock_that_learned_nothing_tells_the_machines_time() -> None:
    noon = datetime(2026, 3, 20, 12, 0, tzinfo=UTC)
    with time_machine.travel(noon, tick=False):
        assert Clock().now() == noon


@pytest.mark.parametrize("skew", [HOUR, -HOUR, timedelta(seconds=6)])
def test_machine_that_is_off_follows_ringcentral(clock: StillClock, skew: timedelta) -> None:
    clock.learn(date_header(clock.time + skew))
    assert clock.now() == clock.time + skew
    clock.advance(60)
    assert clock.now() == clock.time + skew


@pytest.mark.parametrize("seconds", [0, 5, -5])
def test_seconds_of_travel_are_not_skew(clock: StillClock, seconds: int) -> None:
    clock.learn(date_header(clock.time + timedelta(seconds=seconds)))
    assert clock.now() == clock.time


def test_time_does_not_jitter_with_every_answer(clock: StillClock) -> None:
    clock.learn(date_header(clock.time + HOUR))
    clock.learn(date_header(clock.time + HOUR + timedelta(seconds=2)))
    assert clock.now() == clock.time + HOUR


def test_machine_that_was_set_right_meanwhile_is_trusted_again(clock: StillClock) -> None:
    theirs = clock.time + HOUR
    clock.learn(date_header(theirs))
    clock.time = theirs  # as a time service would do
    clock.learn(date_header(theirs + timedelta(seconds=1)))
    assert clock.now() == theirs


@pytest.mark.parametrize(
    "header", [None, "", "soon", "Fri, 31 Feb 2026 12:00:00 GMT", "Fri, 20 Mar 2026 18:00:00 -0000"]
)
def test_odd_date_header_changes_nothing(clock: StillClock, header: str | None) -> None:
    clock.learn(header)
    assert clock.now() == clock.time
