"""What administrators changed, and who signed in.

Source: developers.ringcentral.com/guide/account/audit-trail.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from typing_extensions import override

from tap_ringcentral import timestamps
from tap_ringcentral.streams.posted import PostedStream

if TYPE_CHECKING:
    from collections.abc import Iterator
    from urllib.parse import ParseResult

    from singer_sdk.helpers.types import Context
    from singer_sdk.streams.rest import HTTPRequest, PageContext

    from tap_ringcentral.time_window import TimeWindow

_MOST = 10_000  # events that RingCentral searches


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

    @override
    def in_range(self, wanted: TimeWindow) -> Iterator[dict[str, Any]]:
        bounds = {"start": timestamps.render(wanted.start), "end": timestamps.render(wanted.end)}
        count = 0
        for event in self.request_records(bounds):
            count += 1
            yield event
        if count >= _MOST:
            self.logger.warning(
                "%s: RingCentral searches the last %s events only; older ones may be missing. "
                "Run more often.",
                self.name,
                f"{_MOST:,}",
            )

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
