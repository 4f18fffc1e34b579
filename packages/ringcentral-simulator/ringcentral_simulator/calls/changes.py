"""Which records changed when: what extract-sync goes by."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ringcentral_simulator.calls.call import DAY_MS, SETTLED_AFTER_MS, Call
from ringcentral_simulator.clock import from_milliseconds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ringcentral_simulator.calls.calendar import Calendar
    from ringcentral_simulator.calls.deletions import Deletions
    from ringcentral_simulator.calls.lifecycle import Lifecycle

_DAYS_KEPT = 8
_LAG = 17  # no salt of the lifecycle


class Change(NamedTuple):
    """A record's last change; they sort by time, then by the record's identifier.

    Attributes:
        modified_ms: When it was made, milliseconds since 1970.
        id: The record's.
        call: Whose record it is.
    """

    modified_ms: int
    id: str
    call: Call


class Changes:
    """The last change of each record, by the UTC day of that change, kept for a few days.

    What the profile has happen to a record happens within a day of the call's start, so that a
    day's changes are those of two days' calls. Deletions by hand come at any time, and are few.

    Args:
        calendar: Knows the calls.
        lifecycle: Knows their changes.
        deletions: What was deleted by hand.
        lag: Seconds after which a change is known at the latest.
    """

    def __init__(
        self, calendar: Calendar, lifecycle: Lifecycle, deletions: Deletions, lag: float
    ) -> None:
        self._calendar = calendar
        self._lifecycle = lifecycle
        self._deletions = deletions
        self._lag_ms = 1_000 * lag
        self._settled = lru_cache(_DAYS_KEPT)(self._draw_settled)
        self._unsettled = lru_cache(_DAYS_KEPT)(self._draw)  # page after page at one time

    def page(
        self, after_ms: int, now_ms: int, *, oldest_ms: int, count: int
    ) -> tuple[list[Change], bool]:
        """Return the first changes after a time, ascending, and whether there are more.

        Args:
            after_ms: Only later ones.
            now_ms: Only what is known by then.
            oldest_ms: Only of calls that began no earlier.
            count: How many at most; more where the last shares its millisecond.
        """
        found: list[Change] = []
        for change in self._after(after_ms, now_ms, oldest_ms):
            if len(found) >= count and change.modified_ms > found[-1].modified_ms:
                return found, True
            found.append(change)
        return found, False

    def known_ms(self, call: Call, now_ms: int) -> int:
        """Return the time as of which a call is known now."""
        return now_ms - int(self._lag_ms * call.chance(_LAG))

    def _after(self, after_ms: int, now_ms: int, oldest_ms: int) -> Iterator[Change]:
        first = max(after_ms + 1, oldest_ms)
        deleted = self._deleted_by_hand(now_ms)
        for day in range(first // DAY_MS, now_ms // DAY_MS + 1):
            for change in self._of_day(day, now_ms, deleted):
                if change.modified_ms >= first and change.call.start_ms >= oldest_ms:
                    yield change

    def _of_day(self, day: int, now_ms: int, deleted: dict[Call, int]) -> list[Change]:
        settled = self._settles_ms(day) <= now_ms
        drawn = self._settled(day) if settled else self._unsettled(day, now_ms)
        if not deleted:
            return drawn
        others = [change for change in drawn if change.call not in deleted]
        by_hand = [Change(at, call.id, call) for call, at in deleted.items() if at // DAY_MS == day]
        return sorted(others + by_hand)

    def _deleted_by_hand(self, now_ms: int) -> dict[Call, int]:
        return {
            call: at
            for call, at in self._deletions.times.items()
            if at <= self.known_ms(call, now_ms) and self._lifecycle.deleted_ms(call) == at
        }

    def _settles_ms(self, day: int) -> int:
        return (day + 1) * DAY_MS + SETTLED_AFTER_MS + int(self._lag_ms)

    def _draw_settled(self, day: int) -> list[Change]:
        return self._draw(day, self._settles_ms(day))

    def _draw(self, day: int, now_ms: int) -> list[Change]:
        found = []
        for start in (day - 1, day):
            for call in self._calendar.calls_of_day(from_milliseconds(start * DAY_MS).date()):
                known = self.known_ms(call, now_ms)
                modified = self._lifecycle.drawn_change_ms(call, known)
                if modified is not None and modified // DAY_MS == day:
                    found.append(Change(modified, call.id, call))
        return sorted(found)
