"""The call log: which records a request finds."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING

from ringcentral_simulator.calls.calendar import Calendar
from ringcentral_simulator.calls.call import DAY_MS, SETTLED_AFTER_MS, Call, Lifecycle
from ringcentral_simulator.calls.participants import Participants
from ringcentral_simulator.calls.record import RecordWriter, View, session_id
from ringcentral_simulator.calls.scenario import FAX, OUTBOUND
from ringcentral_simulator.clock import from_milliseconds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ringcentral_simulator.calls.profile import Profile
    from ringcentral_simulator.company import Company
    from ringcentral_simulator.wire import Json

_ONE_DAY = timedelta(days=1)
_COUNTS_KEPT = 4_096
_start = attrgetter("start_ms")


@dataclass(frozen=True, slots=True)
class Filter:
    """What a request asks of a call; an empty filter takes all.

    Attributes:
        directions: `Inbound`, `Outbound`; empty for both.
        types: `Voice`, `Fax`; empty for both.
        recording: `All`, `Automatic` or `OnDemand`; empty for recorded or not.
        phone_number: Of either party, E.164 without the plus.
        extension_number: Of either party.
        extension_id: Of an extension that owns the record or has a leg of it; 0 for any.
        transports: `PSTN`, `VoIP`; empty for both.
    """

    directions: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    recording: str = ""
    phone_number: str = ""
    extension_number: str = ""
    session_id: str = ""
    telephony_session_id: str = ""
    extension_id: int = 0
    transports: frozenset[str] = frozenset()


EVERYTHING = Filter()


@dataclass(frozen=True, slots=True)
class Query:
    """What a request asks of the log.

    Attributes:
        from_ms: The first start it takes, milliseconds since 1970.
        to_ms: The last start it takes.
        now_ms: What has not appeared by then is not found.
        wanted: What else must hold.
    """

    from_ms: int
    to_ms: int
    now_ms: int
    wanted: Filter = EVERYTHING

    def days(self) -> list[date]:
        """The UTC days it touches, the newest first; none when its range is empty."""
        if self.from_ms > self.to_ms:
            return []
        first = from_milliseconds(self.from_ms).date()
        last = from_milliseconds(self.to_ms).date()
        return [last - _ONE_DAY * n for n in range((last - first).days + 1)]


class CallLog:
    """All records the account has, drawn when asked for.

    Args:
        seed: What every call follows from.
        company: Whose calls they are.
        profile: How many there are, and how they change.
        server: Where this server is, for the addresses in a record.

    Attributes:
        participants: Its calls from the side of whoever is on them.
    """

    def __init__(self, seed: int, company: Company, profile: Profile, server: str) -> None:
        self._calendar = Calendar(seed, company, profile)
        self._lifecycle = Lifecycle(profile)
        self._writer = RecordWriter(company, self._lifecycle, server)
        self._history_ms = profile.history_days * DAY_MS
        self.participants = Participants(self._calendar, self._writer, profile.history_days)
        self._settled_count = lru_cache(_COUNTS_KEPT)(self._count_settled)

    def page(self, query: Query, *, skip: int = 0, limit: int) -> list[Call]:
        """What a request finds, the newest first.

        Args:
            query: What it asks for.
            skip: How many to leave out, at the newest end.
            limit: How many at most.
        """
        query = self._within_history(query)
        found: list[Call] = []
        for day in query.days():
            count = self._known_count(day, query)
            if count is not None and skip >= count:
                skip -= count
                continue
            calls = self._of_day(day, query)
            found += calls[::-1][skip : skip + limit - len(found)]
            skip = max(0, skip - len(calls))
            if len(found) == limit:
                break
        return found

    def oldest_first(self, query: Query) -> Iterator[Call]:
        """All that a request finds, page by page, but the oldest first."""
        query = self._within_history(query)
        for day in reversed(query.days()):
            yield from self._of_day(day, query)

    def record(self, call: Call, now_ms: int, view: View) -> Json:
        """The record of a call as it is at a time."""
        return self._writer.write(call, now_ms, view)

    def _within_history(self, query: Query) -> Query:
        oldest = query.now_ms - self._history_ms
        return replace(
            query,
            from_ms=max(query.from_ms, oldest),
            to_ms=min(query.to_ms, query.now_ms),
        )

    def _known_count(self, day: date, query: Query) -> int | None:
        """How many of a day's calls are found, where that is cheap to know."""
        start = _day_start(day)
        whole = query.from_ms <= start and start + DAY_MS - 1 <= query.to_ms
        if not whole or start + DAY_MS + SETTLED_AFTER_MS > query.now_ms:
            return None
        if query.wanted == EVERYTHING:
            return self._calendar.size_of_day(day)
        return self._settled_count(day, query.wanted)

    def _count_settled(self, day: date, wanted: Filter) -> int:
        start = _day_start(day)
        settled = start + DAY_MS + SETTLED_AFTER_MS
        return len(self._of_day(day, Query(start, start + DAY_MS - 1, settled, wanted)))

    def _of_day(self, day: date, query: Query) -> list[Call]:
        calls = self._calendar.calls_of_day(day)
        first = bisect_left(calls, query.from_ms, key=_start)
        last = bisect_right(calls, query.to_ms, key=_start)
        appears = self._lifecycle.appears_ms
        found = [call for call in calls[first:last] if appears(call) <= query.now_ms]
        if query.wanted == EVERYTHING:
            return found
        return [call for call in found if self._takes(query.wanted, call, query.now_ms)]

    def _takes(self, wanted: Filter, call: Call, now_ms: int) -> bool:
        direction = "Outbound" if call.scenario in OUTBOUND else "Inbound"
        kind = "Fax" if call.scenario in FAX else "Voice"
        return (
            (not wanted.extension_id or self.participants.concerns(wanted.extension_id, call))
            and (not wanted.directions or direction in wanted.directions)
            and (not wanted.types or kind in wanted.types)
            and wanted.session_id in {"", session_id(call)}
            and wanted.telephony_session_id in {"", self._writer.telephony_session_id(call)}
            and (not wanted.transports or self._transport(call) in wanted.transports)
            and self._has_recording(wanted, call, now_ms)
            and self._has_party(wanted, call)
        )

    def _transport(self, call: Call) -> str:
        transport: str = self._writer.story(call).fields["transport"]
        return transport

    def _has_recording(self, wanted: Filter, call: Call, now_ms: int) -> bool:
        if not wanted.recording:
            return True
        recording = self._writer.recording(call, now_ms)
        return recording is not None and wanted.recording in {"All", recording["type"]}

    def _has_party(self, wanted: Filter, call: Call) -> bool:
        if not wanted.phone_number and not wanted.extension_number:
            return True
        return any(
            wanted.phone_number in {"", party.get("phoneNumber", "").removeprefix("+")}
            and wanted.extension_number in {"", party.get("extensionNumber", "")}
            for party in self._writer.parties(call)
        )


def _day_start(day: date) -> int:
    return (day - date(1970, 1, 1)).days * DAY_MS
