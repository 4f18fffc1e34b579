"""Which calls concern an extension, which left something in its mailbox, and which go on."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ringcentral_simulator.calls.call import DAY_MS, LONGEST_CALL_MS
from ringcentral_simulator.clock import from_milliseconds

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ringcentral_simulator.calls.calendar import Calendar
    from ringcentral_simulator.calls.call import Call
    from ringcentral_simulator.calls.record import RecordWriter, View
    from ringcentral_simulator.calls.scene import Story
    from ringcentral_simulator.gateway.wire import Json

_DAYS_KEPT = 64


class _Day(NamedTuple):
    """The calls of a UTC day, by extension.

    Attributes:
        concerning: Those that an extension owns or that have a leg of it.
        messages: Those that left a voicemail or fax in its mailbox.
    """

    concerning: Mapping[int, tuple[Call, ...]]
    messages: Mapping[int, tuple[Call, ...]]


class Participants:
    """Looks at calls from the side of whoever is on them; finds are kept for some days.

    Args:
        calendar: Draws the calls.
        writer: Tells what happened on each.
        history_days: Days after which a message is no longer found.
    """

    def __init__(self, calendar: Calendar, writer: RecordWriter, history_days: int) -> None:
        self._calendar = calendar
        self._writer = writer
        self._history_ms = history_days * DAY_MS
        self._of_day = lru_cache(_DAYS_KEPT)(self._find)

    def calls_of_day(self, day: date) -> tuple[Call, ...]:
        """Return a UTC day's calls, the oldest first."""
        return self._calendar.calls_of_day(day)

    def calls_concerning(self, extension: int, day: date) -> tuple[Call, ...]:
        """Return a UTC day's calls that an extension owns or has a leg of, oldest first."""
        return self._of_day(day).concerning.get(extension, ())

    def story(self, call: Call) -> Story:
        """Return what happened on a call."""
        return self._writer.story(call)

    def messages(self, extension: int, from_ms: int, to_ms: int, now_ms: int) -> list[Call]:
        """Return calls that left a message in a mailbox, the newest message first.

        Args:
            extension: Whose mailbox.
            from_ms: The first time of a message, which is there from its call's end on.
            to_ms: The last one.
            now_ms: Milliseconds since 1970.
        """
        from_ms, to_ms = max(from_ms, now_ms - self._history_ms), min(to_ms, now_ms)
        found = [
            call
            for day in _days(from_ms - LONGEST_CALL_MS, to_ms)
            for call in self._of_day(day).messages.get(extension, ())
            if from_ms <= call.end_ms <= to_ms
        ]
        return sorted(found, key=lambda call: (call.end_ms, call.key), reverse=True)

    def message(self, number: str, now_ms: int) -> Call | None:
        """Return the call that left a message in some mailbox; `None` if there is none by a time.

        Args:
            number: The message's identifier.
            now_ms: Milliseconds since 1970.
        """
        call = self._calendar.by_number(number)
        if call is None or call.number() != number:
            return None
        is_kept = now_ms - self._history_ms <= call.end_ms <= now_ms
        return call if is_kept and "message" in self.story(call).fields else None

    def in_progress(self, now_ms: int, view: View) -> list[Json]:
        """Return the records of calls that go on, as they are now, the newest first."""
        return [
            self._writer.write(call, now_ms, view)
            for day in reversed(list(_days(now_ms - LONGEST_CALL_MS, now_ms)))
            for call in reversed(self._calendar.calls_of_day(day))
            if call.start_ms <= now_ms < call.end_ms
        ]

    def _find(self, day: date) -> _Day:
        concerning: dict[int, list[Call]] = {}
        messages: dict[int, list[Call]] = {}
        for call in self._calendar.calls_of_day(day):
            story = self._writer.story(call)
            parts = (story.fields, *story.legs)
            for extension in {part["extension"]["id"] for part in parts if "extension" in part}:
                concerning.setdefault(extension, []).append(call)
            if "message" in story.fields:
                messages.setdefault(story.fields["extension"]["id"], []).append(call)
        return _Day(
            {extension: tuple(calls) for extension, calls in concerning.items()},
            {extension: tuple(calls) for extension, calls in messages.items()},
        )


def _days(from_ms: int, to_ms: int) -> Iterator[date]:
    """Yield the UTC days that a span touches, the oldest first; none when it is empty."""
    if from_ms <= to_ms:
        first, last = from_milliseconds(from_ms).date(), from_milliseconds(to_ms).date()
        yield from (first + timedelta(days=n) for n in range((last - first).days + 1))
