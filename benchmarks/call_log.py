"""An account reduced to its call log, which is so large that only the tap's own work counts."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from ringcentral_simulator.clock import to_milliseconds

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.arrivals import Calls
    from benchmarks.records import Templates, View

_NEVER = 2**62


class _Change(NamedTuple):
    """A call as it is from one change to the next, milliseconds since 1970."""

    at: int
    call: int
    until: int


class CallLog:
    """Answers as RingCentral's call log and its extract-sync do, out of lists of numbers.

    Args:
        calls: What it holds.
        templates: What its records look like.
        now: Tells the account's time.
    """

    def __init__(self, calls: Calls, templates: Templates, now: Callable[[], datetime]) -> None:
        self._starts = calls.starts
        self._changes = calls.changes
        self._templates = templates
        self.now = now

    def page(self, address: str, query: dict[str, str]) -> bytes:
        """Answer `GET .../call-log`, newest first."""
        size, number = min(1_000, int(query.get("perPage", "100"))), int(query.get("page", "1"))
        found = self.found(_instant(query["dateFrom"]), _instant(query["dateTo"]))
        first = (number - 1) * size
        shown = found[::-1][first : first + size]
        paging = b'"paging":{"page":%d,"perPage":%d}' % (number, size)
        following = ""
        if len(found) > first + size:
            following = (
                f'"nextPage":{{"uri":"{address}?{urlencode({**query, "page": number + 1})}"}}'
            )
        records = self._written("Detailed" if query.get("view") == "Detailed" else "Simple", shown)
        return b'{"records":[%s],%s,"navigation":{%s}}' % (records, paging, following.encode())

    def sync(self, query: dict[str, str]) -> bytes:
        """Answer `GET .../call-log-extract-sync`; a token is where the one before ended."""
        position = int(query.get("syncToken", 0)) or _instant(query["dateFrom"]) - 1
        found = self.changed(position)
        page, reached = found[:1_000], position
        if page:
            reached = page[-1].at
            page += [change for change in found[1_000:] if change.at == reached]
        records = self._templates.write(
            "Detailed", [(change.call, self._starts[change.call], change.at) for change in page]
        )
        more = b"true" if len(found) > len(page) else b"false"
        info = b'"syncInfo":{"syncToken":"%d","newerRecordsExist":%s}' % (reached, more)
        return b'{"records":[%s],%s}' % (records, info)

    def found(self, from_ms: int, to_ms: int) -> Sequence[int]:
        """The calls there are now that began in a range, both ends included; oldest first."""
        first, last = bisect_left(self._starts, from_ms), bisect_right(self._starts, to_ms)
        calls = range(first, last)
        if not self._changes:
            return calls
        now = self._now_ms()
        return [call for call in calls if self._changes[call][0] <= now]

    def changed(self, after_ms: int) -> list[_Change]:
        """The calls whose last change so far came after a time; by that change, oldest first."""
        now = self._now_ms()
        first = bisect_left(self._in_order, (after_ms + 1,))
        last = bisect_left(self._in_order, (now + 1,))
        return [change for change in self._in_order[first:last] if change.until > now]

    @cached_property
    def _in_order(self) -> list[_Change]:
        return sorted(
            _Change(at, call, until)
            for call, changes in enumerate(self._changes)
            for at, until in zip(changes, (*changes[1:], _NEVER), strict=True)
        )

    def _written(self, view: View, calls: Sequence[int]) -> bytes:
        now = self._now_ms()
        rows = [(call, self._starts[call], self._changed_at(call, now)) for call in calls]
        return self._templates.write(view, rows)

    def _changed_at(self, call: int, now: int) -> int:
        if not self._changes:
            return self._starts[call]
        return max(change for change in self._changes[call] if change <= now)

    def _now_ms(self) -> int:
        return to_milliseconds(self.now())


def _instant(text: str) -> int:
    moment = datetime.fromisoformat(text)
    return to_milliseconds(moment.replace(tzinfo=moment.tzinfo or UTC))
