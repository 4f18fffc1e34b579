"""How figures are said: counts, shares, times."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

NOTHING = "–"
MINUTE, HOUR = 60, 3600


def count(number: float | None) -> str:
    """Say a number of things: 1,234."""
    return NOTHING if number is None else f"{number:,.0f}"


def share(part: float | None, whole: float | None) -> str:
    """Say a part of a whole in percent: 58 %; one decimal where it is below one."""
    if part is None or not whole:
        return NOTHING
    percent = 100 * part / whole
    return f"{percent:.1f} %" if 0 < percent < 1 else f"{percent:.0f} %"


def seconds(time: float | None) -> str:
    """Say a time: 17 s, 3 min 05 s, 2 h 10 min."""
    if time is None:
        return NOTHING
    whole = round(time)
    if whole < MINUTE:
        return f"{whole} s"
    if whole < HOUR:
        return f"{whole // MINUTE} min {whole % MINUTE:02} s"
    return f"{whole // HOUR:,} h {whole % HOUR // MINUTE:02} min"


def day(when: date) -> str:
    """Say a day: Mon 9 Mar 2026."""
    return f"{when:%a} {when.day} {when:%b %Y}"


def short_day(when: date) -> str:
    """Say a day of a year that is known: 9 Mar."""
    return f"{when.day} {when:%b}"


def some(number: int, one: str, many: str | None = None) -> str:
    """Say how many of something: 1 call, 2 calls."""
    return f"{count(number)} {one if number == 1 else many or one + 's'}"


def masked(number: str | None, shown: str) -> str:
    """Say as much of an outside number as may be shown: `full`, `last4`, else nothing."""
    if not number or shown == "none":
        return NOTHING
    return number if shown == "full" else f"…{number[-4:]}"
