"""When recordings go: by age, by number or by hand."""

from __future__ import annotations

import sys
from array import array
from bisect import insort
from functools import lru_cache
from typing import TYPE_CHECKING

from ringcentral_simulator.calls.call import DAY_MS, SETTLED_AFTER_MS
from ringcentral_simulator.clock import from_milliseconds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ringcentral_simulator.calls.calendar import Calendar
    from ringcentral_simulator.calls.tape import Tape
    from ringcentral_simulator.quirks import Quirks

_DATES_KEPT, _MOMENTS_KEPT = 1_100, 64


class Retention:
    """How long the account keeps recordings.

    Args:
        calendar: Counts the calls.
        of_day: Draws a day's recordings, the oldest first; days are counted from 1970.
        quirks: How long that is.
    """

    def __init__(
        self, calendar: Calendar, of_day: Callable[[int], Iterable[Tape]], quirks: Quirks
    ) -> None:
        self._calendar = calendar
        self._of_day = of_day
        self._room = quirks.recordings_kept_number
        self._each_call = 2 if quirks.legs_recorded else 1
        self._kept_ms = quirks.recordings_kept_days * DAY_MS
        self._by_hand: dict[str, int] = {}
        self._dates = lru_cache(_DATES_KEPT)(self._draw_dates)
        self._most = lru_cache(_DATES_KEPT)(self._count_at_most)
        self._oldest_kept = lru_cache(_MOMENTS_KEPT)(self._find_oldest_kept)

    def delete(self, number: str, at_ms: int) -> None:
        """Delete a recording by hand."""
        self._by_hand.setdefault(number, at_ms)

    def is_gone(self, tape: Tape, now_ms: int) -> bool:
        """Whether a recording was deleted by a time: by age, by number or by hand."""
        if self.deleted(tape, now_ms, {}) is not None:
            return True
        most = self._most(tape.start_ms // DAY_MS, now_ms // DAY_MS)
        return most > self._room and int(tape.id) < self._oldest_kept(now_ms)

    def deleted(self, tape: Tape, now_ms: int, dropped: Mapping[int, int]) -> int | None:
        """Return when a recording was deleted, by a time; `None` if it was not.

        Args:
            tape: Which.
            now_ms: Only what has happened by then.
            dropped: What `dropped` told of its day and later ones.
        """
        times = (
            self._by_hand.get(tape.id),
            tape.start_ms + self._kept_ms,
            dropped.get(int(tape.id)),
        )
        return min((at for at in times if at is not None and at <= now_ms), default=None)

    def dropped(self, first: int, now_ms: int) -> dict[int, int]:
        """Return when recordings since a day had to go for newer ones, by their identifiers."""
        room, today = self._room, now_ms // DAY_MS
        if self._most(first, today) <= room:
            return {}
        known = [one for day in range(first, today + 1) for one in self._known(day, now_ms)]
        newer: list[int] = []
        found: dict[int, int] = {}
        for number, attached in reversed(known):
            if len(newer) >= room:
                found[number] = max(attached, newer[room - 1]) if room else attached
            insort(newer, attached)
        return found

    def _draw_dates(self, day: int) -> tuple[array[int], array[int]]:
        """Return the identifiers of a day's recordings, ascending, and when each is attached."""
        ids, attached = array("q"), array("q")
        for tape in self._of_day(day):
            ids.append(int(tape.id))
            attached.append(tape.attached_ms)
        return ids, attached

    def _known(self, day: int, now_ms: int) -> list[tuple[int, int]]:
        ids, attached = self._dates(day)
        return [(one, at) for one, at in zip(ids, attached, strict=True) if at <= now_ms]

    def _count_at_most(self, first: int, last: int) -> int:
        """Return how many recordings some days have at most: cheap, for it draws no call."""
        days = (from_milliseconds(day * DAY_MS).date() for day in range(first, last + 1))
        calls = sum(map(self._calendar.size_of_day, days))
        return self._each_call * calls

    def _find_oldest_kept(self, now_ms: int) -> int:
        """Return the identifier of the oldest recording that the account has room for."""
        left = self._room
        if not left:
            return sys.maxsize
        today = now_ms // DAY_MS
        for day in range(today, (now_ms - self._kept_ms) // DAY_MS - 1, -1):
            settled = (day + 1) * DAY_MS + SETTLED_AFTER_MS <= now_ms
            ids = self._dates(day)[0] if settled else [one for one, _ in self._known(day, now_ms)]
            if len(ids) >= left:
                return ids[-left]
            left -= len(ids)
        return 0
