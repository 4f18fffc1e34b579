"""The body of an answer: read once, parsed strictly, and mended where only that fails."""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True)
class Answer:
    """A good answer, whose body is here."""

    url: str
    body: bytes

    @classmethod
    def from_response(cls, response: requests.Response) -> Answer:
        """Read the body, once; `response.content` would unpack it 10 kB at a time.

        Raises:
            requests.RequestException: It does not come whole.
        """
        return cls(response.url, b"".join(response.iter_content(_CHUNK)))


def decoded(
    answer: Answer, decoder: msgspec.json.Decoder[_T], repairs: Repairs, part: bytes | None = None
) -> _T:
    """Parse a body or a part of it, mended where that helps.

    Raises:
        RequestFailedError: It is not what it should be.
    """
    body = answer.body if part is None else part
    try:
        return decoder.decode(body)
    except NOT_STRICT:
        body = mended(answer, body, repairs)
    try:
        return decoder.decode(body)
    except NOT_STRICT:
        raise _no_json(answer) from None


def mended(answer: Answer, body: bytes, repairs: Repairs) -> bytes:
    """Mend a body, or a part of one.

    Raises:
        RequestFailedError: It is no JSON at all.
    """
    try:
        return repairs.mend(body)
    except ValueError:
        raise _no_json(answer) from None


def _no_json(answer: Answer) -> RequestFailedError:
    return RequestFailedError(
        f"RingCentral's answer for {urlsplit(answer.url).path} is not the JSON that it "
        "should be. If that goes on, check server_url and any proxy on the way."
    )
