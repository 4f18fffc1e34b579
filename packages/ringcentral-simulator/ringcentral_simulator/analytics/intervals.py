"""Hours, days, weeks and months of a time zone."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Self

from ringcentral_simulator.calls.call import HOUR_MS
from ringcentral_simulator.clock import from_milliseconds, to_milliseconds

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_DECEMBER = 12


class Length(Enum):
    """How long an interval is."""

    HOUR = "Hour"
    DAY = "Day"
    WEEK = "Week"
    MONTH = "Month"


@dataclass(frozen=True, slots=True)
class Intervals:
    """Every interval that a span touches, by the milliseconds at which they begin."""

    starts: tuple[int, ...]

    @classmethod
    def between(cls, from_ms: int, to_ms: int, length: Length, zone: ZoneInfo) -> Self:
        """Return those of a span, both ends included; a week begins on Monday."""
        local = from_milliseconds(from_ms).astimezone(zone)
        if length is Length.HOUR:
            into = timedelta(
                minutes=local.minute, seconds=local.second, microseconds=local.microsecond
            )
            first = to_milliseconds(from_milliseconds(from_ms) - into)
            return cls(tuple(range(first, to_ms + 1, HOUR_MS)))
        day = _first_day(local.date(), length)
        starts = []
        while (start := to_milliseconds(datetime.combine(day, time(), zone))) <= to_ms:
            starts.append(start)
            day = _next(day, length)
        return cls(tuple(starts))

    def index_of(self, moment_ms: int) -> int:
        """Return which of them holds a moment."""
        return bisect_right(self.starts, moment_ms) - 1


def _first_day(day: date, length: Length) -> date:
    if length is Length.WEEK:
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if length is Length.MONTH else day


def _next(day: date, length: Length) -> date:
    if length is not Length.MONTH:
        return day + timedelta(days=7 if length is Length.WEEK else 1)
    return date(day.year + day.month // _DECEMBER, day.month % _DECEMBER + 1, 1)
