"""What administrators changed, and who signed in.

Source: developers.ringcentral.com/guide/account/audit-trail.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from typing_extensions import override

from tap_ringcentral.api import timestamps
from tap_ringcentral.api.timestamps import whole_second
from tap_ringcentral.calls.windows import TimeWindow
from tap_ringcentral.streams.base.ranges import SearchStream

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

_MOST = 10_000  # events that a search finds, or that are kept: RingCentral's guide leaves it open


def _halves(window: TimeWindow) -> tuple[TimeWindow, ...]:
    """Cut a window in two on a whole second, which RingCentral may cut to; none within a second."""
    middle = whole_second(window.start + window.length / 2)
    if middle <= window.start:
        return ()
    return TimeWindow(window.start, middle), TimeWindow(middle, window.end)


class AuditTrail(SearchStream):
    """An event of the audit trail."""

    name = "audit_trail"
    path = "/audit-trail/search"
    page_size = 1000  # the maximum that RingCentral names for perPage, in its answer
    primary_keys = ("id",)
    replication_key = "eventTime"
    app_scope = "ReadAuditTrail"
    permission = ""
    kept = timedelta(days=180)

    _is_short = False
    """Whether RingCentral keeps back events, however it is asked."""

    @override
    def rows_in(self, window: TimeWindow) -> Iterator[dict[str, Any]]:
        self._is_short = False
        yield from self._search(window)
        if self._is_short:
            self.logger.warning(
                "%s: RingCentral searches the last %s events only; older ones may be missing. "
                "Run more often.",
                self.name,
                f"{_MOST:,}",
            )

    def _search(self, window: TimeWindow) -> Generator[dict[str, Any], None, int]:
        """Yield the events of a window, in two searches where one does not find all of them.

        Returns:
            How many there are.
        """
        halves = _halves(window)
        found = yield from self._found(window, may_leave=bool(halves))
        if found < _MOST:
            return found
        in_halves = 0
        for half in halves:
            in_halves += yield from self._search(half)
        if in_halves <= found:  # the limit is not of a search, but of all events
            self._is_short = True
        return max(found, in_halves)

    def _found(
        self, window: TimeWindow, *, may_leave: bool
    ) -> Generator[dict[str, Any], None, int]:
        """Yield what one search finds.

        Args:
            window: Of time.
            may_leave: Whether a search that is seen not to find all is left for narrower ones.
        """
        end = timestamps.render(window.end)
        asked = {
            "eventTimeFrom": timestamps.render(window.start),
            "eventTimeTo": end,
            "page": 1,
            "perPage": self.page_size,
        }
        count = 0
        for page in self.pages(self.request(body=asked)):
            if may_leave and page.rows is not None and page.rows >= _MOST:
                return _MOST
            for event in self.rows(page):
                # RingCentral takes in the end, which is the begin of the next window.
                if not event.get("eventTime") or timestamps.normalize(event["eventTime"]) < end:
                    count += 1
                    yield event
        return count

    @override
    def query(self) -> dict[str, Any]:
        """Return nothing: here all that is asked stands in the body."""
        return {}
