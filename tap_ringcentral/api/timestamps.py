"""Instants as RingCentral writes them: UTC, milliseconds, a trailing `Z`.

One fixed width and offset, so that two such texts compare as their instants do: the SDK compares
bookmarks as text.
"""

from __future__ import annotations

import re
from datetime import MAXYEAR, UTC, datetime, timedelta

FIRST_YEAR = 1900
"""Ahead of any call; arithmetic with an earlier one may leave what a date can be."""

_USUAL = len("2026-03-10T18:07:52.534Z")
# RFC 3339, section 5.6, in the form that it prefers, and as fine as every target stores.
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)", re.ASCII)
# What else of ISO 8601 names an instant: Python's parser takes dates alone, and any separator.
_ISO8601 = re.compile(r"[\dW-]{8,10}[T ](?!24)[\d:]{4,8}([.,]\d+)?(Z|[+-][\d:]{2,5})?", re.ASCII)


def render(instant: datetime) -> str:
    """Write an aware instant as `2026-03-10T18:07:52.534Z`, cut to the millisecond."""
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def parse(text: str) -> datetime:
    """Read an RFC 3339 instant; one without an offset is taken as UTC.

    Raises:
        ValueError: The text is not a date-time, or one that lies outside the years 1 to 9999.
    """
    instant = datetime.fromisoformat(text)
    try:
        return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
    except OverflowError:
        raise ValueError("The instant is outside the years 1 to 9999.") from None


def is_usual(text: str) -> bool:
    """Return whether a text is an instant in the one format; quickly, for there are many."""
    try:
        datetime.fromisoformat(text)
        # Python takes any separator, and weeks (2026-W11-2) as well.
        return len(text) == _USUAL and text[19] == "." and text[10::13] == "TZ" and text[5] != "W"
    except ValueError:
        return False


def normalize(text: str) -> str:
    """Rewrite an instant in the one format; most of RingCentral's are in it already.

    Raises:
        ValueError: The text is not a date-time.
    """
    return text if is_usual(text) else render(parse(text))


def storable(text: str) -> str:
    """Return an instant that every target can read: RFC 3339 as it came, else in the one format.

    Raises:
        ValueError: The text does not name an instant, such as a date without a time.
    """
    if is_usual(text):  # most are
        return text
    if _RFC3339.fullmatch(text):
        parse(text)
        return text
    text = text.upper()
    if not _ISO8601.fullmatch(text):
        raise ValueError("The text is no date and time.")
    return render(parse(text))


def whole_second(instant: datetime) -> datetime:
    """Cut an instant to its second, the coarsest unit that RingCentral reads filters in."""
    return instant - timedelta(microseconds=instant.microsecond)


def next_whole_second(instant: datetime) -> datetime:
    """Raise an instant to the next second, unless it is one; the last of all is cut."""
    if instant.year == MAXYEAR:
        return whole_second(instant)
    return whole_second(instant + timedelta(microseconds=999_999))
