"""RECORD lines of one stream read together, straight into the types of its columns.

One line at a time, and through a dictionary, each record costs more in Python than in C. What is
read here is what the one-by-one way would read; lines that this cannot read at once are left to
that way, which names what is wrong with one of them. Only how deep a property is nested that the
stream does not declare, and that is dropped, is not looked at.
"""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import msgspec

from target_parquet.json_line import is_deeper
from target_parquet.row_type import json_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_FAILURES = (msgspec.DecodeError, RecursionError, UnicodeDecodeError)
_NAME_OF_RECORD = b'"record"'
_FARTHEST = 300  # where a line's record begins, at most
_SHALLOW = 20  # levels that a value of any shape may have wherever it is in a line


class _Message(msgspec.Struct, gc=False):
    stream: str


_message = msgspec.json.Decoder(_Message)


class Records(NamedTuple):
    """What lines hold.

    Attributes:
        rows: the records, as `row_type` has them.
        version: the table version that all of them carry.
    """

    rows: list[Any]
    version: int | None


class RecordLines:
    """Reads RECORD lines of one stream.

    Args:
        stream: the stream's name.
        row_type: the type of its records.
        keys: attributes of that type which no record may lack.
    """

    def __init__(self, stream: str, row_type: Any, keys: Sequence[str]) -> None:
        parts: list[tuple[str, Any] | tuple[str, Any, Any]] = [
            ("type", Literal["RECORD"]),
            ("stream", Literal[stream]),
            ("record", row_type),
            ("version", int | None, None),
        ]
        message: Any = msgspec.defstruct("Message", parts, gc=False)
        self._decode = msgspec.json.Decoder(message, dec_hook=_shallow_text).decode
        self._keys = [attrgetter(key) for key in keys]

    def read(self, lines: Sequence[bytes]) -> Records | None:
        """Return what the lines hold, None if one of them is not in order."""
        try:
            messages = list(map(self._decode, lines))
        except _FAILURES:
            return None
        rows = [message.record for message in messages]
        versions = {message.version for message in messages}
        if len(versions) != 1 or any(None in map(key, rows) for key in self._keys):
            return None
        return Records(rows, versions.pop())


def _shallow_text(kind: type, value: Any) -> Any:
    if is_deeper(value, _SHALLOW):
        raise ValueError("May be nested too deep")
    return json_text(kind, value)


def runs(lines: Sequence[bytes]) -> Iterator[tuple[str | None, list[bytes]]]:
    """Yield lines that follow each other and begin alike, with the stream that the first is of.

    The stream is None where the lines are not to be read together. That all of them are of this
    stream, `RecordLines` finds out.
    """
    for beginning, run in groupby(lines, _beginning):
        together = list(run)
        yield _stream_of(together[0]) if beginning else None, together


def _beginning(line: bytes) -> bytes:
    return line[: max(0, line.find(_NAME_OF_RECORD, 0, _FARTHEST))]


def _stream_of(line: bytes) -> str | None:
    try:
        return _message.decode(line).stream
    except _FAILURES:
        return None
