"""Bytes that are no JSON, and may be more than fit into memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Piece = bytes | memoryview


@dataclass(frozen=True, slots=True)
class Content:
    """What a recording, a voicemail or a fax consists of.

    Attributes:
        content_type: What it is called, such as `audio/mpeg`.
        length: In bytes.
        pieces: Yields it from its beginning, anew with each call; skipped ones must cost little.
    """

    content_type: str
    length: int
    pieces: Callable[[], Iterator[Piece]]

    @classmethod
    def of(cls, content_type: str, whole: bytes) -> Content:
        """Return what is small enough to be held whole."""
        return cls(content_type, len(whole), lambda: iter((whole,)))

    def whole(self) -> bytes:
        """Return all of it."""
        return b"".join(self.pieces())


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a content, from `start` up to `stop`."""

    content: Content
    start: int
    stop: int

    def __len__(self) -> int:
        return self.stop - self.start

    def __iter__(self) -> Iterator[Piece]:
        begins = 0
        for piece in self.content.pieces():
            ends = begins + len(piece)
            if ends > self.start:
                part = piece[max(0, self.start - begins) : self.stop - begins]
                if part:
                    yield part
            if ends >= self.stop:
                return
            begins = ends


@dataclass(frozen=True, slots=True)
class Download:
    """What an endpoint answers with where it answers with content.

    Attributes:
        span: What of the content.
        status: 200 for all of it, 206 for a part.
        headers: Further ones.
        chunked: Whether its length is left out.
    """

    span: Span
    status: int
    headers: dict[str, str]
    chunked: bool


Body = bytes | Span
"""What an answer carries."""


def cut(body: Body, start: int, stop: int) -> Body:
    """Return a part of a body."""
    if isinstance(body, bytes):
        return body[start:stop]
    return Span(body.content, body.start + start, min(body.start + stop, body.stop))


def pieces(body: Body) -> Iterator[Piece]:
    """Yield a body piece by piece, none of them empty."""
    if not isinstance(body, bytes):
        yield from body
    elif body:
        yield body
