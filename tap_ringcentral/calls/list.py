"""The call log as a list, newest first, filtered by start: `GET .../call-log`.

Source: developers.ringcentral.com/guide/voice/call-log.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

from typing_extensions import override

from tap_ringcentral.api import timestamps
from tap_ringcentral.api.pages import PageWalk
from tap_ringcentral.api.timestamps import next_whole_second, whole_second
from tap_ringcentral.calls.endpoint import CallEndpoint
from tap_ringcentral.calls.windows import PAGE_SIZE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from urllib.parse import ParseResult

    import requests
    from singer_sdk.helpers.types import Context

    from tap_ringcentral.api.pages import PageReader
    from tap_ringcentral.calls.page import CallPage, PackedCall
    from tap_ringcentral.calls.windows import TimeWindow


class CallList(CallEndpoint):
    """The company's calls of a window of time."""

    path = "/restapi/v1.0/account/{account_id}/call-log"
    ordered_by = "startTime"

    def read(self, window: TimeWindow) -> Iterator[PackedCall]:
        """Yield the calls that started in a window, newest first; some come twice.

        Raises:
            RingCentralError: RingCentral did not give them all.
        """
        end = timestamps.render(window.end)
        asked = {
            "dateFrom": timestamps.render(window.start),
            # Inclusive, and perhaps cut to the second: what is too late is left out below.
            "dateTo": timestamps.render(next_whole_second(window.end)),
        }
        calls: Iterator[Any] = iter(self.request_records(asked))
        return (call for call in calls if call.at < end)

    @override
    def get_url_params(
        self, context: Context | None, next_page_token: ParseResult | None
    ) -> dict[str, Any]:
        return {"view": "Detailed", "perPage": PAGE_SIZE, **(context or {})}

    @override
    def get_new_paginator(self) -> NarrowingWalk:
        return NarrowingWalk(self.reader)

    @override
    def parse_response(self, response: requests.Response) -> Iterator[Any]:
        """Yield the calls of an answer, packed."""
        yield from self.reader.read(response).records


class NarrowingWalk(PageWalk):
    """Asks for the next page by time, from where the last one ended, instead of by its number.

    Page numbers count from the newest call. When a call is deleted while the list is read, those
    behind it move up, and one moves over the border to a page that was read already: it would be
    lost. A border in time stays where it is, and RingCentral need not count its way to a high page
    number. The next link still decides whether there is more, and is followed itself where time
    does not help: after an empty page, a page within one second, a page without order. A full page
    without a link is not taken for the last before time has been asked, too.
    """

    def __init__(self, reader: PageReader[CallPage]) -> None:
        super().__init__()
        self._reader = reader

    @override
    def following(self, response: requests.Response) -> str | None:
        page = self._reader.read(response)
        # The first of possible redirects is what was asked for.
        first = response.history[0] if response.history else response
        asked = _query(first.request.url or "")
        if page.next_url or len(page.records) >= (page.size or PAGE_SIZE):
            border = _border([call.at for call in page.records])
            if border.items() - asked.items():
                return _address(response.url, {**asked, **border, "page": "1"})
        if page.next_url is None:
            return None
        # A link may leave out what was asked for; the list must stay the same one.
        kept = {name: value for name, value in asked.items() if name not in {"page", "perPage"}}
        return _address(page.next_url, {**asked, **_query(page.next_url), **kept})


def _border(starts: list[str]) -> dict[str, str]:
    """Return where a page in the order of time ended: the whole second that holds its last call.

    Calls of that second come again. RingCentral names no order for the list; all that was seen of
    it is newest first.
    """
    if starts and starts[0] > starts[-1] and all(a >= b for a, b in pairwise(starts)):
        return {"dateTo": timestamps.render(next_whole_second(timestamps.parse(starts[-1])))}
    if starts and starts[0] < starts[-1] and all(a <= b for a, b in pairwise(starts)):
        return {"dateFrom": timestamps.render(whole_second(timestamps.parse(starts[-1])))}
    return {}


def _query(url: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


def _address(url: str, query: dict[str, str]) -> str:
    return urlsplit(url)._replace(query=urlencode(query)).geturl()
