"""Instants as RingCentral writes them: UTC, milliseconds, a trailing `Z`.

One fixed width and offset, so that two such texts compare as their instants do: the SDK compares
bookmarks as text.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

FIRST_YEAR = 1900
"""Ahead of any call; arithmetic with an earlier one may leave what a date can be."""

_FORM = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", re.ASCII)


def render(instant: datetime) -> str:
    """Write an aware instant as `2026-03-10T18:07:52.534Z`, cut to the millisecond."""
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def parse(text: str) -> datetime:
    """Read an RFC 3339 instant; one without an offset is taken as UTC.

    Raises:
        ValueError: The text is not a date-time.
        OverflowError: Its offset leads out of the years 1 to 9999.
    """
    instant = datetime.fromisoformat(text)
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)


def normalize(text: str) -> str:
    """Rewrite an instant in the one format; most of RingCentral's are in it already.

    Raises:
        ValueError: The text is not a date-time.
    """
    instant = parse(text)
    return text if _FORM.fullmatch(text) else render(instant)


def whole_second(instant: datetime) -> datetime:
    """Cut an instant to its second, the coarsest unit that RingCentral reads filters in."""
    return instant - timedelta(microseconds=instant.microsecond)


def next_whole_second(instant: datetime) -> datetime:
    """Raise an instant to the next second, unless it is one."""
    return whole_second(instant + timedelta(microseconds=999_999))
