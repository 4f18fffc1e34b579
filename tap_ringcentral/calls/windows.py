"""Cuts a range of time into windows worth about ten full pages.

RingCentral lists calls newest first. A window is read whole, sorted, and written oldest first, so
that a bookmark may advance with every call. Windows must therefore be short where calls are dense,
since a window waits to be written, and long where they are sparse, since each costs a request.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tap_ringcentral.api.timestamps import whole_second

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE_SIZE = 1000
"""Calls on a full page: RingCentral's largest."""

TARGET = 10 * PAGE_SIZE
"""Calls that a window should hold."""

_FIRST = timedelta(days=2)  # one window for a nightly run with the usual lookback
_SHORTEST = timedelta(seconds=1)
_GROWTH = 8  # at most, from one window to the next: a quiet year takes four requests


@dataclass(frozen=True)
class TimeWindow:
    """From `start` to just before `end`: adjacent windows share no call and leave out none."""

    start: datetime
    end: datetime

    @property
    def length(self) -> timedelta:
        """How long the window is."""
        return self.end - self.start


class WindowPlan:
    """Walks from start to end, each window as long as the density so far allows.

    Borders are whole seconds, which RingCentral reads the same whether or not it cuts a filter to
    the second. There are no windows where start is not before end.
    """

    def __init__(self, start: datetime, end: datetime) -> None:
        self._start = whole_second(start)
        self._end = end
        self._held = 0

    def record_count(self, held: int) -> None:
        """Record how many calls the current window held."""
        self._held = held

    def __iter__(self) -> Iterator[TimeWindow]:
        """Yield the windows, oldest first; `record_count` comes between two of them."""
        start, length = self._start, _FIRST
        while start < self._end:
            window = TimeWindow(start, min(whole_second(start + length), self._end))
            yield window
            start, length = window.end, next_length(window.length, self._held)


def next_length(length: timedelta, held: int) -> timedelta:
    """Return how long the next window should be, after one of a length that held some calls."""
    growth = TARGET / held if held else float("inf")
    return max(length * min(growth, _GROWTH), _SHORTEST)
