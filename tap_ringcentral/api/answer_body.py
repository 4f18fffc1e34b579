"""The body of an answer: read once, parsed strictly, and mended where only that fails."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from tap_ringcentral.api.errors import RequestFailedError

if TYPE_CHECKING:
    import msgspec
    import requests

    from tap_ringcentral.api.lenient_json import Repairs

_CHUNK = 1024 * 1024  # bytes
# Malformed, not what was expected, no UTF-8; or nested so deep that there is no end to it.
NOT_STRICT = (ValueError, RecursionError)
_T = TypeVar("_T")


def body_of(response: requests.Response) -> bytes:
    """Read an answer's body, once; `response.content` would unpack it 10 kB at a time."""
    return b"".join(response.iter_content(_CHUNK))


def decoded(
    response: requests.Response, body: bytes, decoder: msgspec.json.Decoder[_T], repairs: Repairs
) -> _T:
    """Parse a body, mended where that helps.

    Raises:
        RequestFailedError: It is not what it should be.
    """
    try:
        return decoder.decode(body)
    except NOT_STRICT:
        body = mended(response, body, repairs)
    try:
        return decoder.decode(body)
    except NOT_STRICT:
        raise _no_json(response) from None


def mended(response: requests.Response, body: bytes, repairs: Repairs) -> bytes:
    """Mend a body, or a part of one.

    Raises:
        RequestFailedError: It is no JSON at all.
    """
    try:
        return repairs.mend(body)
    except ValueError:
        raise _no_json(response) from None


def _no_json(response: requests.Response) -> RequestFailedError:
    return RequestFailedError(
        f"RingCentral's answer for {urlsplit(response.url).path} is not the JSON that it "
        "should be. If that goes on, check server_url and any proxy on the way."
    )
