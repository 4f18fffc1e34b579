"""The text that RingCentral made of a voicemail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tap_ringcentral.api.errors import RequestFailedError

if TYPE_CHECKING:
    import requests

_LONGEST = 1024 * 1024  # bytes; a voicemail has minutes


def transcription(response: requests.Response, stream: str, about: str) -> str:
    """Read a text, which is taken for UTF-8 whatever else the answer says.

    Args:
        response: A good answer.
        stream: Name of the stream that asked, for messages.
        about: What it is of, for messages.

    Raises:
        RequestFailedError: It is no plain text, or one without an end.
        requests.RequestException: It breaks off.
    """
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if kind != "text/plain":
        raise _no_text("something else", stream, about)
    body = b""
    for piece in response.iter_content(_LONGEST):
        body += piece
        if len(body) > _LONGEST:
            raise _no_text("more than a text", stream, about)
    return body.decode("utf-8", errors="replace").replace("\x00", "")


def _no_text(what: str, stream: str, about: str) -> RequestFailedError:
    return RequestFailedError(
        f"{stream}: RingCentral answered with {what} in the place of a transcription ({about}). "
        "Check any proxy between here and there; run again to resume."
    )
