"""How a range of time is cut: nothing left out, nothing twice, no window too full."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tap_ringcentral.api.timestamps import whole_second
from tap_ringcentral.calls.windows import TARGET, TimeWindow, WindowPlan

START = datetime(2025, 3, 20, 12, 0, tzinfo=UTC)
YEAR = timedelta(days=365)


def plan_at(density: float, start: datetime, end: datetime) -> list[TimeWindow]:
    """Walk a range in which that many calls start in each second."""
    plan = WindowPlan(start, end)
    windows = []
    for window in plan:
        windows.append(window)
        plan.record_count(int(density * window.length.total_seconds()))
    return windows


@given(
    offset=st.timedeltas(timedelta(), YEAR),
    length=st.timedeltas(timedelta(microseconds=1), timedelta(days=40)),
    held=st.lists(st.integers(0, 20 * TARGET), min_size=1, max_size=50),
)
def test_windows_cover_the_range_exactly_whatever_they_hold(
    offset: timedelta, length: timedelta, held: list[int]
) -> None:
    start = START + offset
    plan = WindowPlan(start, start + length)
    windows = []
    for window in plan:
        windows.append(window)
        plan.record_count(held[len(windows)] if len(windows) < len(held) else 0)
    assert windows[0].start == whole_second(start)
    assert windows[-1].end == start + length
    assert all(window.start < window.end for window in windows)
    assert all(one.end == next_.start for one, next_ in pairwise(windows))


def test_borders_between_windows_are_whole_seconds() -> None:
    windows = plan_at(0.7, START + timedelta(milliseconds=534), START + timedelta(days=30))
    assert len(windows) > 2
    assert {window.start.microsecond for window in windows} == {0}


@pytest.mark.parametrize("density", [0.01, 1, 50, 3000])
def test_only_the_first_window_can_hold_more_than_the_target(density: float) -> None:
    windows = plan_at(density, START, START + timedelta(days=2, hours=3))
    later = [density * window.length.total_seconds() for window in windows[1:]]
    assert max(later) <= TARGET


def test_steady_density_fills_its_windows() -> None:
    windows = plan_at(1, START, START + timedelta(days=10))
    full = windows[1:-1]
    assert full
    assert {window.length.total_seconds() for window in full} == {TARGET}


def test_quiet_year_takes_few_requests() -> None:
    assert len(plan_at(0, START, START + YEAR)) <= 5


def test_silence_before_a_busy_time_does_not_make_a_huge_window() -> None:
    windows = plan_at(0, START, START + YEAR)
    assert all(next_.length <= 8 * one.length for one, next_ in pairwise(windows))


def test_window_never_shrinks_to_nothing() -> None:
    plan = WindowPlan(START, START + timedelta(days=2, seconds=3))
    windows = []
    for window in plan:
        windows.append(window)
        plan.record_count(10**12)
    assert [window.length for window in windows[1:]] == [timedelta(seconds=1)] * 3


@pytest.mark.parametrize("length", [timedelta(), -timedelta(hours=1)])
def test_range_without_time_has_no_windows(length: timedelta) -> None:
    assert plan_at(0, START, START + length) == []
