"""Intervals of analytics are whole hours and days of a time zone, whatever its clocks do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tap_ringcentral.calls.windows import TimeWindow
from tap_ringcentral.streams.intervals import Interval

if TYPE_CHECKING:
    from tap_ringcentral.config.settings import Length

NEW_YORK = ZoneInfo("America/New_York")
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
AT_NO_TIME = LONG_AGO - timedelta(days=2)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}Z")


@pytest.mark.parametrize(
    ("length", "zone", "instant", "begin"),
    [
        ("Hour", "UTC", "2026-03-20T15:59:59.999", "2026-03-20T15:00"),
        ("Hour", "Asia/Kolkata", "2026-03-20T15:10", "2026-03-20T14:30"),
        ("Hour", "America/New_York", "2026-11-01T06:30", "2026-11-01T06:00"),  # 1:30, once more
        ("Day", "UTC", "2026-03-20T15:00", "2026-03-20T00:00"),
        ("Day", "America/New_York", "2026-03-20T03:59", "2026-03-19T04:00"),
        ("Day", "America/New_York", "2026-03-08T12:00", "2026-03-08T05:00"),  # begun in winter
    ],
)
def test_begin_is_that_of_the_zone(length: Length, zone: str, instant: str, begin: str) -> None:
    interval = Interval(length, ZoneInfo(zone))
    assert interval.floor(at(instant)) == at(begin)


@pytest.mark.parametrize(("day", "hours"), [("2026-03-08", 23), ("2026-11-01", 25)])
def test_day_on_which_clocks_are_changed_is_whole(day: str, hours: int) -> None:
    interval = Interval("Day", NEW_YORK)
    begin = interval.floor(at(f"{day}T12:00"))
    assert interval.after(begin) - begin == timedelta(hours=hours)


@given(
    st.timedeltas(timedelta(), timedelta(days=7 * 365)).map(LONG_AGO.__add__),
    st.integers(1, 24 * 90),
    st.sampled_from(["Hour", "Day"]),
    st.integers(1, 200),
)
def test_windows_leave_out_nothing_and_cut_no_interval(
    start: datetime, hours: int, length: Length, count: int
) -> None:
    interval, end = Interval(length, NEW_YORK), start + timedelta(hours=hours)
    wanted, kept = TimeWindow(start, end), TimeWindow(AT_NO_TIME, end)
    windows = list(interval.windows(wanted, kept=kept, count=count))
    assert windows[0].start <= start
    assert windows[-1].end == end
    for former, following in pairwise(windows):
        assert former.end == following.start
    assert all(interval.floor(window.start) == window.start for window in windows)


def test_interval_that_ringcentral_has_in_part_only_is_left_out() -> None:
    kept = TimeWindow(at("2026-03-01T15:00"), at("2026-03-05T12:00"))
    windows = Interval("Day", ZoneInfo("UTC")).windows(kept, kept=kept, count=168)
    assert list(windows) == [TimeWindow(at("2026-03-02T00:00"), kept.end)]


@pytest.mark.parametrize(("end", "whole"), [("12T10:30", "13T04:00"), ("12T04:00", "12T04:00")])
def test_end_date_within_a_day_does_not_replace_the_figures_of_that_day_by_a_part(
    end: str, whole: str
) -> None:
    wanted = TimeWindow(at("2026-03-11T04:00"), at(f"2026-03-{end}"))
    kept = TimeWindow(AT_NO_TIME, at("2026-03-20T00:00"))
    windows = list(Interval("Day", NEW_YORK).windows(wanted, kept=kept, count=168))
    assert windows == [TimeWindow(wanted.start, at(f"2026-03-{whole}"))]


def test_nothing_wanted_is_no_window() -> None:
    now = at("2026-03-20T00:00")
    none = TimeWindow(now, now)
    assert list(Interval("Day", NEW_YORK).windows(none, kept=none, count=1)) == []
