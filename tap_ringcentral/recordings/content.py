"""Requests for content, at the address that RingCentral names for it."""

from __future__ import annotations

from urllib.parse import urlsplit

from tap_ringcentral.api.errors import RequestFailedError
from tap_ringcentral.api.pages import linked
from tap_ringcentral.api.request import Request

_WHOLE = {"Accept-Encoding": "identity"}  # else its announced length would not tell its end


def content_request(endpoint: str, stream: str, uri: object, *, about: str, group: str) -> Request:
    """Return the request for content.

    Args:
        endpoint: Path with the names of its ids in braces: what RingCentral counts requests by.
        stream: Name of the stream that asks.
        uri: The address, as an answer has it.
        about: What it is, for messages, such as `recording 123`.
        group: Rate-limit group that it is documented to be in.

    Raises:
        RequestFailedError: It is no address.
    """
    try:
        is_address = isinstance(uri, str) and bool(urlsplit(uri).netloc)
    except ValueError:
        is_address = False
    if not is_address:
        raise RequestFailedError(
            f"{stream}: RingCentral names no address of what was said ({about}). Run again to "
            "resume."
        )
    request = Request(endpoint, stream, group=group, headers=_WHOLE, about=about)
    return linked(request, str(uri))
