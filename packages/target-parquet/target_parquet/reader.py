"""Singer messages read from lines of JSON."""

from __future__ import annotations

import codecs
import io
import logging
import sys
from typing import IO, TYPE_CHECKING, Any

from singer_sdk.exceptions import SyncError
from singer_sdk.singerlib.encoding.base import GenericSingerReader
from singer_sdk.singerlib.exceptions import InvalidInputLine, SingerReadError

from target_parquet.errors import BadLineError, key_of
from target_parquet.json_line import read_line
from target_parquet.message import message_of
from target_parquet.record_lines import runs

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Iterator, Sequence

logger = logging.getLogger("target-parquet")
_CHUNK_BYTES = 2**18


class MessageReader(GenericSingerReader[bytes]):
    """Reads messages from bytes; no error shows a line, which may hold personal data.

    Args:
        before_failure: called before an error ends the reading.
        take_records: takes the RECORD lines of a stream together, all or none; returns whether.
    """

    def __init__(
        self,
        before_failure: Callable[[], None],
        take_records: Callable[[str, Sequence[bytes]], bool],
    ) -> None:
        super().__init__()
        self._before_failure = before_failure
        self._take_records = take_records
        self._line = 0
        self._taken = 0
        self._keys: dict[str, list[str]] = {}
        self._mended: set[str] = set()

    @property
    def default_input(self) -> IO[bytes]:
        """Standard input, as bytes."""
        if sys.stdin is None:
            raise SingerReadError("standard input is closed: pipe a tap into it, or give --input")
        return sys.stdin.buffer

    def process_lines(
        self,
        file_input: IO[bytes] | IO[str] | None,
        callbacks: dict[str, Callable[[dict[str, Any]], None]],
    ) -> Counter[str]:
        """Read all messages.

        Where the input is at fault, what came before the fault is loaded first.

        Raises:
            SingerReadError: a line is no Singer message.
            SyncError: a message does not fit its stream.
        """
        lines = self._lines(self.default_input if file_input is None else file_input)
        try:
            counted = super().process_lines(lines, callbacks)  # type: ignore[arg-type] # it iterates only
        except (SingerReadError, SyncError):
            self._before_failure()
            raise
        counted["RECORD"] += self._taken
        return counted

    def deserialize_json(self, line: bytes) -> dict[str, Any]:
        """Read a line's message.

        Raises:
            InvalidInputLine: it has none.
        """
        try:
            read = read_line(line)
            message = message_of(read)
        except BadLineError as error:
            raise InvalidInputLine(f"input line {self._line} {error}") from None
        if message["type"] == "SCHEMA":
            self._keys[message["stream"]] = message.get("key_properties") or []
        if read.is_mended:
            self._tell_of(message)
        return message

    @staticmethod
    def assert_line_requires(line_dict: dict[str, Any], requires: set[str]) -> None:
        """Leave it to `message_of`, which the line has passed."""

    def _lines(self, source: IO[bytes] | IO[str]) -> Iterator[bytes]:
        """Yield the lines that hold anything and were not taken together, and count all."""
        for whole in self._chunks(source):
            for stream, lines in runs(whole):
                if stream is not None and self._take_records(stream, lines):
                    self._line += len(lines)
                    self._taken += len(lines)
                    continue
                for line in lines:
                    self._line += 1
                    if line.strip():
                        yield line

    def _chunks(self, source: IO[bytes] | IO[str]) -> Iterator[list[bytes]]:
        """Yield the lines that can be read without waiting for more."""
        begun: list[bytes] = []
        bom = codecs.BOM_UTF8
        while chunk := self._next(source):
            begun.append(chunk.removeprefix(bom))
            bom = b""
            if b"\n" in chunk:
                *lines, rest = b"".join(begun).split(b"\n")
                begun = [rest]
                yield lines
        yield [b"".join(begun)]

    def _next(self, source: IO[bytes] | IO[str]) -> bytes:
        try:
            if isinstance(source, io.BufferedIOBase):
                return source.read1(_CHUNK_BYTES)
            line = source.readline()
        except (OSError, ValueError) as error:
            raise InvalidInputLine(f"input line {self._line + 1} cannot be read: {error}") from None
        return line.encode("utf-8", "surrogatepass") if isinstance(line, str) else line

    def _tell_of(self, message: dict[str, Any]) -> None:
        """Warn of replaced text, once for a stream, and once for STATE."""
        kind, stream = message["type"], ""
        where = f"a {kind} message"
        if kind == "RECORD":
            where = f"the record {key_of(message['record'], self._keys.get(message['stream'], ()))}"
        if kind != "STATE":
            stream = message["stream"]
            where = f"{where} of stream {stream}"
        if stream in self._mended:
            return
        self._mended.add(stream)
        logger.warning(
            "Input line %d: text of %s is no Unicode (a bad byte or a lone surrogate); U+FFFD is "
            "in its place. Later ones are not told.",
            self._line,
            where,
        )
