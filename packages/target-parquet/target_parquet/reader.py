"""Singer messages read from lines of JSON."""

from __future__ import annotations

import codecs
import logging
import sys
from typing import IO, TYPE_CHECKING, Any

from singer_sdk.exceptions import SyncError
from singer_sdk.singerlib.encoding.base import GenericSingerReader
from singer_sdk.singerlib.exceptions import InvalidInputLine, SingerReadError

from target_parquet.errors import BadLineError, key_of
from target_parquet.json_line import read_line
from target_parquet.message import message_of

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Iterator

logger = logging.getLogger("target-parquet")


class MessageReader(GenericSingerReader[bytes]):
    """Reads messages from bytes; no error shows a line, which may hold personal data."""

    def __init__(self, before_failure: Callable[[], None]) -> None:
        super().__init__()
        self._before_failure = before_failure
        self._line = 0
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
            return super().process_lines(lines, callbacks)  # type: ignore[arg-type] # it iterates only
        except (SingerReadError, SyncError):
            self._before_failure()
            raise

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
        """Yield the lines that hold anything, and count all."""
        while line := self._next(source):
            self._line += 1
            if self._line == 1:
                line = line.removeprefix(codecs.BOM_UTF8)
            if not line.isspace():
                yield line

    def _next(self, source: IO[bytes] | IO[str]) -> bytes:
        try:
            line = source.readline()
        except (OSError, ValueError) as error:
            raise InvalidInputLine(f"input line {self._line + 1} cannot be read: {error}") from None
        return line.encode("utf-8", "surrogatepass") if isinstance(line, str) else line

    def _tell_of(self, message: dict[str, Any]) -> None:
        """Warn of replaced text, once for a stream."""
        stream = message.get("stream", "STATE")
        if stream in self._mended:
            return
        self._mended.add(stream)
        where = f"a {message['type']} message"
        if message["type"] == "RECORD":
            where = f"the record {key_of(message['record'], self._keys.get(stream, ()))}"
        logger.warning(
            "Input line %d, stream %s: text of %s is no Unicode (a bad byte or a lone surrogate); "
            "U+FFFD is in its place. Further ones of the stream are not told.",
            self._line,
            stream,
            where,
        )
