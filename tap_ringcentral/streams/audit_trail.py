"""What administrators changed, and who signed in.

Source: developers.ringcentral.com/guide/account/audit-trail.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from typing_extensions import override

from tap_ringcentral.api import timestamps
from tap_ringcentral.api.numbered_pages import NumberedPage
from tap_ringcentral.api.timestamps import whole_second
from tap_ringcentral.calls.windows import TimeWindow
from tap_ringcentral.streams.posted import PostedStream

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from urllib.parse import ParseResult

    import requests
    from singer_sdk.helpers.types import Context
    from singer_sdk.streams.rest import HTTPRequest, PageContext

_MOST = 10_000  # events that a search finds, or that are kept: RingCentral's guide leaves it open


def _halves(window: TimeWindow) -> tuple[TimeWindow, ...]:
    """Cut a window in two on a whole second, which RingCentral may cut to; none within a second."""
    middle = whole_second(window.start + window.length / 2)
    if middle <= window.start:
        return ()
    return TimeWindow(window.start, middle), TimeWindow(middle, window.end)


class AuditTrail(PostedStream):
    """An event of the audit trail."""

    name = "audit_trail"
    path = "/restapi/v1.0/account/{account_id}/audit-trail/search"
    page_size = 1000  # the maximum that RingCentral names for perPage, in its answer
    primary_keys = ("id",)
    replication_key = "eventTime"
    app_scope = "ReadAuditTrail"
    permission = ""
    kept = timedelta(days=180)

    _is_short = False
    """Whether RingCentral keeps back events, however it is asked."""
    _may_leave = False
    """Whether a search that does not find all is left for two that find more."""
    _is_left = False
    """Whether the present search is."""

    @override
    def in_range(self, wanted: TimeWindow) -> Iterator[dict[str, Any]]:
        self._is_short = False
        yield from self._search(wanted)
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
        self._may_leave = bool(halves)
        found = yield from self._found(window)
        if found < _MOST:
            return found
        in_halves = 0
        for half in halves:
            in_halves += yield from self._search(half)
        if in_halves <= found:  # the limit is not of a search, but of all events
            self._is_short = True
        return max(found, in_halves)

    def _found(self, window: TimeWindow) -> Generator[dict[str, Any], None, int]:
        """Yield what one search finds; nothing where it is seen at once not to find all."""
        start, end = timestamps.render(window.start), timestamps.render(window.end)
        self._is_left, count = False, 0
        for event in self.request_records({"start": start, "end": end}):
            # RingCentral takes in the end, which is the begin of the next window.
            if not event.get("eventTime") or timestamps.normalize(event["eventTime"]) < end:
                count += 1
                yield event
        return _MOST if self._is_left else count

    @override
    def parse_response(self, response: requests.Response) -> Iterator[dict[str, Any]]:
        rows = self.reader.read(response).rows
        self._is_left = self._may_leave and rows is not None and rows >= _MOST
        return iter(()) if self._is_left else super().parse_response(response)

    @override
    def get_new_paginator(self) -> NumberedPage:
        return NumberedPage(self.reader, has_left=lambda: self._is_left)

    @override
    def get_http_request(self, *, page: PageContext[ParseResult]) -> HTTPRequest:
        """Leave the query empty: here all that is asked stands in the body."""
        request = super().get_http_request(page=page)
        request.params = {}
        return request

    @override
    def prepare_request_payload(
        self, context: Context | None, next_page_token: ParseResult | None
    ) -> dict[str, Any]:
        """Ask for one page of the range; the page number has its place in the body."""
        bounds = context or {}
        page = parse_qs(next_page_token.query)["page"][0] if next_page_token else "1"
        return {
            "eventTimeFrom": bounds["start"],
            "eventTimeTo": bounds["end"],
            "page": int(page),
            "perPage": self.page_size,
        }
