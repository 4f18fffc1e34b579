"""The call log as a list of changes, oldest first: `GET .../call-log-extract-sync`.

FSync gives what changed since a time, and a token; ISync gives what changed since the token, as
long as RingCentral says that newer records exist. A deleted call comes with `deleted: true`.
Source: RingCentral's API reference, "Extract Sync Company Call Log".
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

import requests
from typing_extensions import override

from tap_ringcentral.api import timestamps
from tap_ringcentral.api.errors import RequestRefusedError, RingCentralError
from tap_ringcentral.api.pages import PageWalk
from tap_ringcentral.calls.endpoint import CallEndpoint
from tap_ringcentral.calls.windows import PAGE_SIZE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from urllib.parse import ParseResult

    from singer_sdk.helpers.types import Context

    from tap_ringcentral.api.pages import PageReader
    from tap_ringcentral.calls.page import CallPage

_NOT_OFFERED = {requests.codes.forbidden, requests.codes.not_found}
_VIEW = {"view": "Detailed"}


class CallChanges(CallEndpoint):
    """What changed in the company's call log, page by page."""

    path = "/restapi/v1.0/account/{account_id}/call-log-extract-sync"
    ordered_by = "lastModifiedTime"

    def read(self, since: datetime) -> Iterator[CallPage]:
        """Yield all that changed at or after an instant, the longest ago first.

        A token that RingCentral no longer takes is replaced by one from where the reading stands.

        Raises:
            RingCentralError: RingCentral did not give all, or does not offer such a list.
        """
        begin = timestamps.render(since)
        while True:
            reached, is_first = begin, True
            try:
                for page in self._pages({"dateFrom": begin}):
                    reached = max([reached, *(call.at for call in page.records)])
                    is_first = False
                    yield page
            except RequestRefusedError as error:
                if error.status in _NOT_OFFERED:
                    raise type(error)(
                        f"{error} Without this endpoint calls can be replicated by their start: "
                        'set the replication-key of call_log to "startTime"; the bookmark carries '
                        "over.",
                        error.status,
                    ) from None
                if is_first or error.status != requests.codes.bad_request:
                    raise
                if reached == begin:  # no page parts the changes of one millisecond
                    reached = timestamps.render(timestamps.parse(begin) + timedelta(milliseconds=1))
                begin = reached
                self.logger.info("RingCentral refused the sync token; going on from %s.", begin)
            else:
                return

    def _pages(self, asked: dict[str, str]) -> Iterator[CallPage]:
        pages: Iterator[Any] = iter(self.request_records(asked))
        return pages

    @override
    def get_url_params(
        self, context: Context | None, next_page_token: ParseResult | None
    ) -> dict[str, Any]:
        if next_page_token is not None:  # names all that an ISync may be asked
            return {}
        return {"syncType": "FSync", "recordCount": PAGE_SIZE, **_VIEW, **(context or {})}

    @override
    def get_new_paginator(self) -> SyncWalk:
        return SyncWalk(self.reader)

    @override
    def parse_response(self, response: requests.Response) -> Iterator[Any]:
        """Yield the answer as one page."""
        yield self.reader.read(response)


class SyncWalk(PageWalk):
    """Goes on from token to token while newer records exist."""

    def __init__(self, reader: PageReader[CallPage]) -> None:
        super().__init__()
        self._reader = reader

    @override
    def following(self, response: requests.Response) -> str | None:
        sync = self._reader.read(response).sync
        if sync is None:
            raise RingCentralError(
                "RingCentral's answer does not say where the extract-sync stands (syncInfo). "
                'Set the replication-key of call_log to "startTime" if it stays so.'
            )
        if not sync.newer_records_exist:
            return None
        query = {"syncType": "ISync", "syncToken": sync.sync_token, **_VIEW}
        return urlsplit(response.url)._replace(query=urlencode(query)).geturl()
