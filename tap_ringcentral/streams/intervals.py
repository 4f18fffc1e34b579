"""Whole hours and days of a time zone, as Business Analytics counts in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from tap_ringcentral.calls.windows import TimeWindow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

    from tap_ringcentral.config.settings import Length


@dataclass(frozen=True)
class Interval:
    """An hour, or a day of a time zone, which has 23 or 25 hours where clocks are changed."""

    length: Length
    zone: ZoneInfo

    def floor(self, instant: datetime) -> datetime:
        """The begin of the interval that holds an instant, UTC."""
        local = datetime.fromtimestamp(instant.timestamp(), self.zone)
        if self.length == "Hour":
            past = timedelta(
                minutes=local.minute, seconds=local.second, microseconds=local.microsecond
            )
            return local.astimezone(UTC) - past
        return datetime.combine(local.date(), time(), self.zone).astimezone(UTC)

    def after(self, begin: datetime, count: int = 1) -> datetime:
        """The begin of the interval that comes so many after the one with this begin, UTC."""
        if self.length == "Hour":
            return begin + timedelta(hours=count)
        day = begin.astimezone(self.zone).date() + timedelta(days=count)
        return datetime.combine(day, time(), self.zone).astimezone(UTC)

    def windows(self, wanted: TimeWindow, *, kept: TimeWindow, count: int) -> Iterator[TimeWindow]:
        """Cut a range into windows of so many intervals, so that none is counted in part.

        The first begins with the interval that holds the begin of the range, unless a part of that
        is no longer kept; the last ends with the one that holds its end, or now, while that one is
        still going on.
        """
        start = self.floor(wanted.start)
        if start < kept.start:
            start = self.after(start)
        last = self.floor(wanted.end)
        whole = last if last == wanted.end else self.after(last)
        stop = min(whole, kept.end)
        while start < stop:
            end = min(self.after(start, count), stop)
            yield TimeWindow(start, end)
            start = end
