"""The call log as a list, newest first, filtered by start: `GET .../call-log`.

Source: developers.ringcentral.com/guide/voice/call-log.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from tap_ringcentral.api import timestamps
from tap_ringcentral.api.pages import linked
from tap_ringcentral.api.request import ACCOUNT, Request
from tap_ringcentral.api.timestamps import next_whole_second, whole_second
from tap_ringcentral.calls.windows import PAGE_SIZE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tap_ringcentral.calls.page import CallPage, CallPages, PackedCall
    from tap_ringcentral.calls.windows import TimeWindow

ENDPOINT = f"{ACCOUNT}/call-log"


def listed_calls(
    pages: CallPages,
    window: TimeWindow,
    stream: str = "call_log",
    filtered: Mapping[str, str] | None = None,
) -> Iterator[PackedCall]:
    """Yield the company's calls that started in a window, newest first; some come twice.

    Args:
        pages: Brings the pages of a request.
        window: Of whole seconds.
        stream: Name of the stream that asks.
        filtered: What else is asked of the calls.

    Raises:
        RingCentralError: RingCentral did not give them all.
    """
    end = timestamps.render(window.end)
    asked = {
        "view": "Detailed",
        "perPage": PAGE_SIZE,
        "dateFrom": timestamps.render(window.start),
        # Inclusive, and perhaps cut to the second: what is too late is left out below.
        "dateTo": timestamps.render(next_whole_second(window.end)),
        **(filtered or {}),
    }
    request = Request(ENDPOINT, stream, query=asked)
    for page in pages(request, narrowed):
        yield from (call for call in page.records if call.at < end)


def narrowed(request: Request, page: CallPage) -> Request | None:
    """Ask for the next page by time, from where the last one ended, instead of by its number.

    Page numbers count from the newest call. When a call is deleted while the list is read, those
    behind it move up, and one moves over the border to a page that was read already: it would be
    lost. A border in time stays where it is, and RingCentral need not count its way to a high page
    number. The next link still decides whether there is more, and is followed itself where time
    does not help: after an empty page, a page within one second, a page without order. A full page
    without a link is not taken for the last before time has been asked, too.
    """
    asked = request.query
    if page.next_url or len(page.records) >= (page.size or PAGE_SIZE):
        border = _border([call.at for call in page.records])
        if border.items() - asked.items():
            return replace(request, query={**asked, **border, "page": "1"})
    if not page.next_url:
        return None
    # A link may leave out what was asked for; the list must stay the same one.
    kept = {name: value for name, value in asked.items() if name not in {"page", "perPage"}}
    query = {name: values[0] for name, values in parse_qs(urlsplit(page.next_url).query).items()}
    return replace(linked(request, page.next_url), query={**asked, **query, **kept})


def _border(starts: list[str]) -> dict[str, Any]:
    """Return where a page in the order of time ended: the whole second that holds its last call.

    Calls of that second come again. RingCentral names no order for the list; all that was seen of
    it is newest first.
    """
    if starts and starts[0] > starts[-1] and all(a >= b for a, b in pairwise(starts)):
        return {"dateTo": timestamps.render(next_whole_second(timestamps.parse(starts[-1])))}
    if starts and starts[0] < starts[-1] and all(a <= b for a, b in pairwise(starts)):
        return {"dateFrom": timestamps.render(whole_second(timestamps.parse(starts[-1])))}
    return {}
