"""Time that a test can move."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from ringcentral_simulator import Clock
from ringcentral_simulator.clock import timestamp, to_milliseconds

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


def test_a_frozen_clock_moves_only_when_told() -> None:
    clock = Clock(NOON, frozen=True)
    assert clock.now() == clock.now() == NOON
    clock.advance(90)
    assert clock.now() == NOON + timedelta(seconds=90)
    clock.set(NOON)
    assert clock.now() == NOON


def test_a_running_clock_goes_on_from_where_it_was_set() -> None:
    clock = Clock(NOON)
    first = clock.now()
    clock.advance(3_600)
    assert timedelta(hours=1) <= clock.now() - first < timedelta(hours=1, minutes=1)


def test_any_time_zone_is_read_as_utc() -> None:
    clock = Clock(NOON.astimezone(timezone(timedelta(hours=-7))), frozen=True)
    assert clock.now().isoformat() == "2026-03-10T12:00:00+00:00"


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Clock(datetime(2026, 3, 10))  # noqa: DTZ001 - the very mistake


def test_timestamps_have_three_decimals_and_lose_nothing() -> None:
    moment = NOON + timedelta(milliseconds=7)
    assert timestamp(to_milliseconds(moment)) == "2026-03-10T12:00:00.007Z"
