"""How many recordings wait, how long they take, and whether RingCentral deletes some before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

_DAY = timedelta(days=1)
_REMEDY = (
    "Ask RingCentral for a higher Heavy limit, add a second helper extension, or narrow "
    "recordings_type, recordings_min_seconds or recordings_extension_ids."
)


@dataclass(frozen=True)
class Retention:
    """How long RingCentral keeps recordings.

    Source: its support's page on retention, and `GET .../call-recording` of the account itself.
    """

    period: timedelta = timedelta(days=90)
    number: int = 100_000
    """Of the account; the oldest go first."""
    is_told: bool = False
    """Whether the account's own settings say so; else it is what holds for most."""

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any]) -> Retention:
        """Read the account's settings; what they do not tell is as for most accounts."""
        parts = [part for name in ("automatic", "onDemand") if (part := _object(settings, name))]
        days = [days for part in parts if (days := _positive(part, "retentionPeriod"))]
        numbers = [number for part in parts if (number := _positive(part, "maxNumberLimit"))]
        return cls(
            period=timedelta(days=max(days)) if days else cls.period,
            number=max(numbers, default=cls.number),
            is_told=bool(days),
        )

    def left(self, age: timedelta, newer: int, a_day: float) -> timedelta:
        """Return how long one is still kept; nothing where it is deleted by now.

        Args:
            age: How long ago its call began.
            newer: How many there are that are newer.
            a_day: How many are made.
        """
        by_number = (self.number - newer) / a_day * _DAY
        return max(min(self.period - age, by_number), timedelta())


def _object(settings: Mapping[str, Any], name: str) -> dict[str, Any]:
    value = settings.get(name)
    return value if isinstance(value, dict) else {}


def _positive(settings: Mapping[str, Any], name: str) -> int:
    value = settings.get(name)
    return value if isinstance(value, int) and 0 < value < 10**6 else 0


@dataclass(frozen=True)
class Outlook:
    """What is to be expected of a run.

    Attributes:
        waiting: Recordings that are not stored yet.
        is_exact: Whether all of them were listed; else it is their number at the same rate.
        pace: What one takes where the quota is used up.
        left: How long from now until RingCentral deletes the oldest.
        is_late: Whether it deletes some before their turn comes.
    """

    waiting: int
    is_exact: bool
    pace: timedelta
    left: timedelta
    is_late: bool

    @classmethod
    def of(
        cls,
        listed: Sequence[tuple[datetime, bool]],
        until: datetime,
        now: datetime,
        pace: timedelta,
        retention: Retention,
    ) -> Outlook:
        """Work it out.

        Args:
            listed: When the call of each recording began, oldest first, and whether it waits.
            until: Up to when calls were listed.
            now: Up to when they are wanted.
            pace: What one takes where the quota is used up.
            retention: How long RingCentral keeps them.
        """
        waiting = [number for number, (_, waits) in enumerate(listed) if waits]
        begin = listed[0][0] if listed else until
        a_day = max(len(listed), 1) / max((until - begin) / _DAY, 1.0)
        unseen = round((now - until) / _DAY * a_day) if until < now and listed else 0

        def left(number: int) -> timedelta:
            newer = len(listed) + unseen - number - 1
            return retention.left(now - listed[number][0], newer, a_day)

        total = len(waiting) + unseen
        # Those that are made meanwhile wait behind these, and count where they come too fast.
        is_late = a_day * pace > _DAY or total * pace > retention.period
        is_late = is_late or any(turn * pace > left(number) for turn, number in enumerate(waiting))
        oldest = left(waiting[0]) if waiting else retention.period
        return cls(total, until >= now, pace, oldest, is_late)

    def __str__(self) -> str:
        """Say it in a line or two."""
        about = "" if self.is_exact else "about "
        number = f"{about}{self.waiting:,} recording{'' if self.waiting == 1 else 's wait'}"
        number += " waits" if self.waiting == 1 else ""
        a_minute = timedelta(minutes=1) / self.pace
        takes = "they take" if self.waiting != 1 else "it takes"
        text = (
            f"{number}. At {a_minute:,.0f} a minute {takes} {in_words(self.waiting * self.pace)}; "
            f"the oldest is deleted in {in_words(self.left)}."
        )
        return f"{text} {_REMEDY}" if self.is_late else text


def in_words(time: timedelta) -> str:
    """Return a length of time in its two largest units: 3 d 15 h, 2 h 4 min, less than 1 min."""
    minutes = round(time / timedelta(minutes=1))
    if not minutes:
        return "less than 1 min"
    units = [("d", minutes // 1440), ("h", minutes // 60 % 24), ("min", minutes % 60)]
    while not units[0][1]:
        del units[0]
    return " ".join(f"{value} {unit}" for unit, value in units[:2] if value)
