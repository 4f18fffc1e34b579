"""The simulator's own time, which a test can move."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta
from functools import lru_cache

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)
_MINUTE_MS, _DAY_MS = 60_000, 86_400_000
_DAYS_KEPT = 1_100


class Clock:
    """A clock that starts where it is told and ticks with real time, unless frozen.

    Args:
        start: The time it shows at first; the real time when left out. Must be aware.
        frozen: Whether it moves only by `advance` and `set`.

    Raises:
        ValueError: If `start` has no time zone.
    """

    def __init__(self, start: datetime | None = None, *, frozen: bool = False) -> None:
        self._frozen = frozen
        self._lock = threading.Lock()
        self.set(start or datetime.now(UTC))

    @property
    def frozen(self) -> bool:
        """Whether it moves only when told."""
        return self._frozen

    def now(self) -> datetime:
        """Return the time in UTC."""
        with self._lock:
            return self._base + self._elapsed()

    def advance(self, seconds: float) -> None:
        """Move on by a number of seconds."""
        with self._lock:
            self._base += timedelta(seconds=seconds)

    def set(self, moment: datetime) -> None:
        """Jump to a moment, forth or back.

        Raises:
            ValueError: If `moment` has no time zone.
        """
        if moment.tzinfo is None:
            raise ValueError("the simulator's clock needs a time with a time zone")
        with self._lock:
            self._base = moment.astimezone(UTC)
            self._set_at = time.monotonic()

    def _elapsed(self) -> timedelta:
        return timedelta(0 if self._frozen else (time.monotonic() - self._set_at) / 86_400)


def to_milliseconds(moment: datetime) -> int:
    """Return whole milliseconds since 1970 of an aware time; what is finer is dropped."""
    return (moment - EPOCH) // MILLISECOND


def from_milliseconds(milliseconds: int) -> datetime:
    """Return the UTC time of milliseconds since 1970."""
    return EPOCH + timedelta(milliseconds=milliseconds)


def timestamp(milliseconds: int) -> str:
    """Return RingCentral's form of a time: ISO 8601 in UTC, three decimals and `Z`."""
    day, of_day = divmod(milliseconds, _DAY_MS)
    minute, of_minute = divmod(of_day, _MINUTE_MS)
    return f"{_date(day)}T{_MINUTES[minute]}:{of_minute / 1_000:06.3f}Z"


_MINUTES = [f"{minute // 60:02}:{minute % 60:02}" for minute in range(24 * 60)]


@lru_cache(_DAYS_KEPT)
def _date(day: int) -> str:
    """Return a day since 1970: of times that are written, most share theirs with others."""
    return from_milliseconds(day * _DAY_MS).date().isoformat()
