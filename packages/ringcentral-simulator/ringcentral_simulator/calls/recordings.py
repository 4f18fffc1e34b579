"""The recordings of calls and legs: which there are, and from when to when they can be heard."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from ringcentral_simulator.calls.call import DAY_MS
from ringcentral_simulator.calls.recorded import (
    SHORTEST_MS,
    has_recorded_leg,
    is_recorded,
    is_shared,
)
from ringcentral_simulator.calls.retention import Retention
from ringcentral_simulator.calls.tape import Kept, Tape
from ringcentral_simulator.clock import from_milliseconds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ringcentral_simulator.calls.calendar import Calendar
    from ringcentral_simulator.calls.call import Call
    from ringcentral_simulator.calls.lifecycle import Lifecycle
    from ringcentral_simulator.quirks import Quirks

_OF_CALL, _OF_LEG = 0, 1
_DAYS_KEPT = 8


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
        self._retention = Retention(calendar, self._of_day, quirks)
        self._transfers = lru_cache(_DAYS_KEPT)(self._find_transfers)

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
        """Whether a recording was deleted by a time."""
        return self._retention.is_gone(tape, now_ms)

    def delete(self, number: str, now_ms: int) -> None:
        """Delete a recording at a time, for good.

        Raises:
            LookupError: If there is none of that identifier then.
        """
        if self.find(number, now_ms) is None:
            raise LookupError(f"no call has a recording {number}")
        self._retention.delete(number, now_ms)

    def kept(self, from_ms: int, to_ms: int, now_ms: int) -> Iterator[Kept]:
        """Yield what records of calls named by a time, the oldest first, each once.

        Args:
            from_ms: The first start of a call.
            to_ms: The last one.
            now_ms: Only what has happened by then.
        """
        dropped = self._retention.dropped(from_ms // DAY_MS, now_ms)
        for day in range(from_ms // DAY_MS, to_ms // DAY_MS + 1):
            for tape in self._of_day(day):
                call = self._first_to_name(tape, now_ms)
                if call is None or not from_ms <= tape.start_ms <= to_ms:
                    continue
                gone = self._retention.deleted(tape, now_ms, dropped)
                yield Kept(tape, call, self._ready_ms(tape), gone)

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
