"""One piece of audio, fetched into a file aside and checked before it gets its name.

RingCentral gives `audio/mpeg` or `audio/wav`, as the company has it set; which of the two a body
is, its first bytes tell (WAV: RIFF, RFC 2361; MP3: an ID3 tag or the sync word of a frame, ISO/IEC
11172-3). A body that is none of them, or not as long as announced, gets no name.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, BinaryIO

from tap_ringcentral.api.errors import RequestFailedError
from tap_ringcentral.recordings.errors import StoreError

if TYPE_CHECKING:
    import requests

CONTENT_TYPES = {"mp3": "audio/mpeg", "wav": "audio/wav"}
"""Media types, by the ending of a file's name."""

_PIECE = 1024 * 1024  # bytes
_ENOUGH = 12  # bytes that tell a kind
_SYNC = 0xE0  # the upper bits of the second byte of a frame, behind 0xFF


@dataclass(frozen=True)
class Fetched:
    """What a body is, once it is whole in its file."""

    ending: str
    bytes: int
    sha256: str


def fetched(response: requests.Response, file: BinaryIO, stream: str, about: str) -> Fetched:
    """Write the body of a good answer into a file, a piece at a time.

    Args:
        response: The answer.
        file: Takes the body; what it held from a former try is dropped.
        stream: Name of the stream that asked, for messages.
        about: What it is, for messages.

    Raises:
        RequestFailedError: It is no audio, or not whole.
        requests.RequestException: It breaks off.
        StoreError: The file cannot be written.
    """
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if not kind.startswith("audio/"):
        raise _no_audio(_shown(kind), stream, about)
    digest, size, head = sha256(), 0, b""
    _write(file, None)
    for piece in response.iter_content(_PIECE):
        if len(head) < _ENOUGH:
            head += piece[:_ENOUGH]
        digest.update(piece)
        size += len(piece)
        _write(file, piece)
    ending = _ending(head)
    if ending is None:
        raise _no_audio("bytes that are none" if size else "nothing", stream, about)
    announced = response.headers.get("Content-Length", "")
    if announced.isdecimal() and int(announced) != size and not _is_packed(response):
        raise RequestFailedError(
            f"{stream}: RingCentral's answer has {size:,} bytes and not {int(announced):,}, as it "
            f"announced ({about}). Run again to resume."
        )
    return Fetched(ending, size, digest.hexdigest())


def _write(file: BinaryIO, piece: bytes | None) -> None:
    """Write a piece; none of them begins anew, as what a former try wrote is dropped."""
    try:
        if piece is None:
            file.seek(0)
            file.truncate()
        else:
            file.write(piece)
    except OSError as error:
        raise StoreError.of(error) from None


def _ending(head: bytes) -> str | None:
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return "wav"
    if head[:3] == b"ID3" or (len(head) > 1 and head[0] == 0xFF and head[1] & _SYNC == _SYNC):  # noqa: PLR2004 - the sync word
        return "mp3"
    return None


def _is_packed(response: requests.Response) -> bool:
    return response.headers.get("Content-Encoding", "identity").lower() != "identity"


def _shown(kind: str) -> str:
    """Return a media type as it may be told, whatever a proxy wrote there."""
    is_plain = kind.isascii() and kind.isprintable() and len(kind) <= 60  # noqa: PLR2004 - a line
    return kind if kind and is_plain else "something else"


def _no_audio(what: str, stream: str, about: str) -> RequestFailedError:
    return RequestFailedError(
        f"{stream}: RingCentral answered with {what} in the place of audio ({about}). Check any "
        "proxy between here and there; run again to resume."
    )
