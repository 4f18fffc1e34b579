"""The recordings of calls and legs: which there are, and from when to when they can be heard."""

from __future__ import annotations

import sys
from array import array
from bisect import insort
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ringcentral_simulator.calls.call import DAY_MS, SETTLED_AFTER_MS, Call
from ringcentral_simulator.calls.recorded import (
    SHORTEST_MS,
    has_recorded_leg,
    is_recorded,
    is_shared,
)
from ringcentral_simulator.clock import from_milliseconds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ringcentral_simulator.calls.calendar import Calendar
    from ringcentral_simulator.calls.lifecycle import Lifecycle
    from ringcentral_simulator.quirks import Quirks

_OF_CALL, _OF_LEG = 0, 1
_DAYS_KEPT, _DATES_KEPT, _MOMENTS_KEPT = 8, 1_100, 64


class Tape(NamedTuple):
    """A recording.

    Attributes:
        id: Decimal; the later its call began, the higher.
        calls: Whose records name it, the first of them first.
        of_leg: Whether a leg names it; else the record and its master leg do.
        lasts_ms: How long it is to be heard.
        attached_ms: From when on a record names it, milliseconds since 1970.
    """

    id: str
    calls: tuple[Call, ...]
    of_leg: bool
    lasts_ms: int
    attached_ms: int

    @property
    def start_ms(self) -> int:
        """When its call began, milliseconds since 1970."""
        return self.calls[0].start_ms

    @property
    def kind(self) -> str:
        """How it came about, as records say."""
        chosen = self.calls[0].key // (7 if self.of_leg else 1)
        return "OnDemand" if chosen % 7 == 0 else "Automatic"


class Kept(NamedTuple):
    """What the account has of a recording; milliseconds since 1970.

    Attributes:
        call: The first whose record names it, or named it.
        ready_ms: From when on it can be heard.
        gone_ms: When it was deleted; `None` while it was not.
    """

    tape: Tape
    call: Call
    ready_ms: int
    gone_ms: int | None


class Recordings:
    """All that was recorded, drawn when asked for.

    Args:
        calendar: Draws the calls.
        lifecycle: When records change.
        quirks: How recordings are kept.
    """

    def __init__(self, calendar: Calendar, lifecycle: Lifecycle, quirks: Quirks) -> None:
        self._calendar = calendar
        self._lifecycle = lifecycle
        self._quirks = quirks
        self._ready_after_ms = int(1_000 * quirks.recording_ready_after)
        self._kept_ms = quirks.recordings_kept_days * DAY_MS
        self._deleted: dict[str, int] = {}
        self._transfers = lru_cache(_DAYS_KEPT)(self._find_transfers)
        self._dates = lru_cache(_DATES_KEPT)(self._draw_dates)
        self._most = lru_cache(_DATES_KEPT)(self._count_at_most)
        self._oldest_kept = lru_cache(_MOMENTS_KEPT)(self._find_oldest_kept)

    def of_call(self, call: Call) -> Tape | None:
        """Return a call's own recording; `None` where there is none, or a too short one."""
        if not is_recorded(call, self._quirks):
            return None
        calls: tuple[Call, ...] = (call,)
        if is_shared(call, self._quirks):
            calls = self._transfers(call.start_ms // DAY_MS)[call.key]
        lasts = sum(one.talk_ms for one in calls)
        return self._tape(calls, _OF_CALL, lasts) if lasts >= SHORTEST_MS else None

    def of_leg(self, call: Call) -> Tape | None:
        """Return the recording of a leg of a call; `None` where there is none."""
        if not has_recorded_leg(call, self._quirks):
            return None
        return self._tape((call,), _OF_LEG, call.talk_ms)

    def find(self, number: str, now_ms: int) -> Tape | None:
        """Return a recording that some record could name by a time; `None` if there is none."""
        call = self._calendar.by_number(number)
        tapes = () if call is None else self._of(call)
        return next((one for one in tapes if one.id == number and one.attached_ms <= now_ms), None)

    def is_there(self, tape: Tape, now_ms: int) -> bool:
        """Whether a recording can be heard at a time."""
        return self._ready_ms(tape) <= now_ms and not self.is_gone(tape, now_ms)

    def is_gone(self, tape: Tape, now_ms: int) -> bool:
        """Whether a recording was deleted by a time: by age, by number or by hand."""
        deleted = self._deleted.get(tape.id)
        if deleted is not None and deleted <= now_ms:
            return True
        if tape.start_ms + self._kept_ms <= now_ms:
            return True
        most = self._most(tape.start_ms // DAY_MS, now_ms // DAY_MS)
        return most > self._quirks.recordings_kept_number and int(tape.id) < self._oldest_kept(
            now_ms
        )

    def delete(self, number: str, now_ms: int) -> None:
        """Delete a recording at a time, for good.

        Raises:
            LookupError: If there is none of that identifier then.
        """
        if self.find(number, now_ms) is None:
            raise LookupError(f"no call has a recording {number}")
        self._deleted.setdefault(number, now_ms)

    def kept(self, from_ms: int, to_ms: int, now_ms: int) -> Iterator[Kept]:
        """Yield what records of calls named by a time, the oldest first, each once.

        Args:
            from_ms: The first start of a call.
            to_ms: The last one.
            now_ms: Only what has happened by then.
        """
        dropped = self._dropped(from_ms // DAY_MS, now_ms)
        for day in range(from_ms // DAY_MS, to_ms // DAY_MS + 1):
            for tape in self._of_day(day):
                call = self._first_to_name(tape, now_ms)
                if call is None or not from_ms <= tape.start_ms <= to_ms:
                    continue
                gone = (
                    self._deleted.get(tape.id),
                    tape.start_ms + self._kept_ms,
                    dropped.get(int(tape.id)),
                )
                so_far = [at for at in gone if at is not None and at <= now_ms]
                yield Kept(tape, call, self._ready_ms(tape), min(so_far, default=None))

    def _first_to_name(self, tape: Tape, now_ms: int) -> Call | None:
        for call in tape.calls:
            at = self._lifecycle.recording_ms(call)
            if at is not None and at <= self._lifecycle.state_ms(call, now_ms):
                return call
        return None

    def _ready_ms(self, tape: Tape) -> int:
        return tape.attached_ms + self._ready_after_ms

    def _tape(self, calls: tuple[Call, ...], part: int, lasts_ms: int) -> Tape:
        times = (self._lifecycle.recording_ms(call) for call in calls)
        attached = min(at for at in times if at is not None)
        return Tape(calls[0].number(part), calls, part == _OF_LEG, lasts_ms, attached)

    def _of(self, call: Call) -> list[Tape]:
        """Return a call's recordings; one that it shares only if it is the first to have it."""
        own, leg = self.of_call(call), self.of_leg(call)
        tapes = [own] if own is not None and own.calls[0] == call else []
        return [*tapes, leg] if leg is not None else tapes

    def _of_day(self, day: int) -> Iterator[Tape]:
        for call in self._calendar.calls_of_day(from_milliseconds(day * DAY_MS).date()):
            yield from self._of(call)

    def _find_transfers(self, day: int) -> dict[int, tuple[Call, ...]]:
        """Return both records of the transfers that share a recording, by their key."""
        found: dict[int, tuple[Call, ...]] = {}
        for call in self._calendar.calls_of_day(from_milliseconds(day * DAY_MS).date()):
            if is_shared(call, self._quirks):
                found[call.key] = (*found.get(call.key, ()), call)
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
        return 2 * calls if self._quirks.legs_recorded else calls

    def _find_oldest_kept(self, now_ms: int) -> int:
        """Return the identifier of the oldest recording that the account has room for."""
        left = self._quirks.recordings_kept_number
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

    def _dropped(self, first: int, now_ms: int) -> dict[int, int]:
        """Return when recordings since a day had to go for newer ones, by their identifiers."""
        room, today = self._quirks.recordings_kept_number, now_ms // DAY_MS
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
