"""The call log: which records a request finds."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace
from datetime import date
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING

from ringcentral_simulator.calls.calendar import Calendar
from ringcentral_simulator.calls.call import (
    DAY_MS,
    LONGEST_CALL_MS,
    SETTLED_AFTER_MS,
    Call,
    day_of,
)
from ringcentral_simulator.calls.changes import Change, Changes
from ringcentral_simulator.calls.conversations import Conversation, conversations
from ringcentral_simulator.calls.deletions import Deletions
from ringcentral_simulator.calls.lifecycle import Lifecycle
from ringcentral_simulator.calls.participants import Participants
from ringcentral_simulator.calls.query import EVERYTHING, Deleted, Filter, Query
from ringcentral_simulator.calls.record import RecordWriter, View
from ringcentral_simulator.calls.recordings import Recordings
from ringcentral_simulator.calls.selection import Selection
from ringcentral_simulator.clock import from_milliseconds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ringcentral_simulator.calls.profile import Profile
    from ringcentral_simulator.calls.tape import Kept
    from ringcentral_simulator.company.reorganization import Companies
    from ringcentral_simulator.gateway.hosts import Hosts
    from ringcentral_simulator.gateway.wire import Json
    from ringcentral_simulator.quirks import Quirks

_COUNTS_KEPT = 4_096
_start = attrgetter("start_ms")


class CallLog:
    """All records the account has, drawn when asked for.

    Args:
        seed: What every call follows from.
        companies: Whose calls they are.
        profile: How many there are, and how they change.
        hosts: Where this server is, for the addresses in a record.
        quirks: How it is listed.

    Attributes:
        participants: Its calls from the side of whoever is on them.
        recordings: What was recorded of them.
    """

    def __init__(
        self, seed: int, companies: Companies, profile: Profile, hosts: Hosts, quirks: Quirks
    ) -> None:
        self._calendar = Calendar(seed, companies.before, profile)
        self._deletions = Deletions()
        self._lifecycle = Lifecycle(profile, self._deletions, quirks)
        self._quirks = quirks
        self._changes = Changes(self._calendar, self._lifecycle, self._deletions, quirks.sync_lag)
        self.recordings = Recordings(self._calendar, self._lifecycle, quirks)
        self._writer = RecordWriter(companies, self._lifecycle, self.recordings, hosts, quirks)
        self._history_ms = profile.history_days * DAY_MS
        self.participants = Participants(self._calendar, self._writer, profile.history_days)
        self._selection = Selection(self._writer, sees_legs=quirks.filter_sees_legs)
        usual = {Deleted.SHOWN, Deleted.HIDDEN}
        self._in_full = {Deleted.SHOWN} if profile.delete_share else usual
        self._settled_count = lru_cache(_COUNTS_KEPT)(self._count_settled)

    def page(self, query: Query, *, skip: int = 0, limit: int) -> list[Call]:
        """Return what a request finds, in the order in which the log is listed.

        Args:
            query: What it asks for.
            skip: How many to leave out, at the beginning.
            limit: How many at most.
        """
        query = self._within_history(query)
        found: list[Call] = []
        step = -1 if self._quirks.newest_first else 1
        for day in query.days()[::-step]:
            count = self._known_count(day, query)
            if count is not None and skip >= count:
                skip -= count
                continue
            calls = self._of_day(day, query)
            found += calls[::step][skip : skip + limit - len(found)]
            skip = max(0, skip - len(calls))
            if len(found) == limit:
                break
        return found

    def oldest_first(self, query: Query) -> Iterator[Call]:
        """Yield all that a request finds, page by page, but the oldest first."""
        query = self._within_history(query)
        for day in reversed(query.days()):
            yield from self._of_day(day, query)

    def record(self, call: Call, now_ms: int, view: View) -> Json:
        """Return the record of a call as it is at a time."""
        return self._writer.write(call, now_ms, view)

    def conversations(self, query: Query) -> Iterator[Conversation]:
        """Yield what was drawn for the conversations that began in a query's span."""
        span = self._within_history(query)
        whole = replace(span, to_ms=span.to_ms + LONGEST_CALL_MS, deleted=Deleted.SHOWN)
        last = from_milliseconds(span.to_ms)
        for found in conversations(self.oldest_first(whole), self._writer):
            if found.began_at <= last:
                yield found

    def recorded(self, query: Query) -> Iterator[Kept]:
        """Yield what was recorded of calls that began in a query's span, the oldest first."""
        span = self._within_history(query)
        yield from self.recordings.kept(span.from_ms, span.to_ms, span.now_ms)

    def delete(self, call_id: str, now_ms: int) -> None:
        """Delete a record at a time.

        Raises:
            LookupError: If the log has none of that identifier then.
        """
        call = self._find(call_id, now_ms)
        if call is None:
            raise LookupError(f"the call log has no record {call_id}")
        self._deletions.add(call, now_ms)

    def changed(self, after_ms: int, now_ms: int, count: int) -> tuple[list[Change], bool]:
        """Return the first records last changed after a time, ascending, and if there are more.

        Args:
            after_ms: Only later changes.
            now_ms: Only changes so far; some of them may not be known yet.
            count: How many at most; more where the last shares its millisecond.
        """
        reach = self._quirks.sync_reach_days
        if reach is not None:
            after_ms = max(after_ms, now_ms - reach * DAY_MS - 1)
        oldest = now_ms - self._history_ms
        return self._changes.page(after_ms, now_ms, oldest_ms=oldest, count=count)

    def changed_record(self, call: Call, now_ms: int, view: View) -> Json:
        """Return the record of a call as far as its changes are known at a time."""
        return self._writer.write(call, self._changes.known_ms(call, now_ms), view)

    def _find(self, call_id: str, now_ms: int) -> Call | None:
        try:
            start = day_of(call_id) * DAY_MS
        except ValueError:
            return None
        listed = self.oldest_first(Query(start, start + DAY_MS - 1, now_ms))
        appears = self._lifecycle.appears_ms
        return next((c for c in listed if c.id == call_id and appears(c) <= now_ms), None)

    def _within_history(self, query: Query) -> Query:
        oldest = query.now_ms - self._history_ms
        return replace(
            query,
            from_ms=max(query.from_ms, oldest),
            to_ms=min(query.to_ms, query.now_ms),
        )

    def _known_count(self, day: date, query: Query) -> int | None:
        """Return how many of a day's calls are found, where that is cheap to know."""
        start = _day_start(day)
        whole = query.from_ms <= start and start + DAY_MS - 1 <= query.to_ms
        if not whole or start + DAY_MS + SETTLED_AFTER_MS > query.now_ms:
            return None
        if start // DAY_MS in self._deletions.days:
            return None
        if query.wanted == EVERYTHING and query.deleted in self._in_full:
            return self._calendar.size_of_day(day)
        if query.wanted.recording and not self._quirks.deleted_stays_listed:
            return None
        return self._settled_count(day, query.wanted, query.deleted)

    def _count_settled(self, day: date, wanted: Filter, deleted: Deleted) -> int:
        start = _day_start(day)
        settled = start + DAY_MS + SETTLED_AFTER_MS
        return len(self._of_day(day, Query(start, start + DAY_MS - 1, settled, wanted, deleted)))

    def _of_day(self, day: date, query: Query) -> list[Call]:
        if extension := query.wanted.extension_id:  # a few of many: the others are not even drawn
            calls = self.participants.calls_concerning(extension, day)
        else:
            calls = self._calendar.calls_of_day(day)
        first = bisect_left(calls, query.from_ms, key=_start)
        last = bisect_right(calls, query.to_ms, key=_start)
        found = [call for call in calls[first:last] if self._is_listed(call, query)]
        if query.wanted == EVERYTHING:
            return found
        takes = self._selection.takes
        return [call for call in found if takes(query.wanted, call, query.now_ms)]

    def _is_listed(self, call: Call, query: Query) -> bool:
        appears, now = self._lifecycle.appears_ms, query.now_ms
        if not self._quirks.shows_in_progress and appears(call) > now:
            return False
        if query.deleted is Deleted.SHOWN:
            return True
        return self._lifecycle.is_deleted(call, now) == (query.deleted is Deleted.ALONE)


def _day_start(day: date) -> int:
    return (day - date(1970, 1, 1)).days * DAY_MS
