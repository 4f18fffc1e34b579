"""Singer messages read from lines of JSON."""

from __future__ import annotations

import sys
from typing import IO, TYPE_CHECKING, Any

import msgspec
from singer_sdk.exceptions import SyncError
from singer_sdk.singerlib.encoding.base import GenericSingerReader
from singer_sdk.singerlib.exceptions import InvalidInputLine, SingerReadError

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable

_decoder = msgspec.json.Decoder()


class MessageReader(GenericSingerReader[str]):
    """Reads messages with msgspec; no error shows a line, which may hold personal data."""

    default_input = sys.stdin

    def __init__(self, before_failure: Callable[[], None]) -> None:
        super().__init__()
        self._before_failure = before_failure
        self._line = 0

    def process_lines(
        self, file_input: IO[str] | None, callbacks: dict[str, Callable[[dict[str, Any]], None]]
    ) -> Counter[str]:
        """Read all messages.

        Where the input is at fault, what came before the fault is loaded first.

        Raises:
            SingerReadError: a line is no Singer message.
            SyncError: a message does not fit its stream.
        """
        try:
            return super().process_lines(file_input, callbacks)
        except (SingerReadError, SyncError):
            self._before_failure()
            raise

    def deserialize_json(self, line: str) -> dict[str, Any]:
        """Parse a line.

        Raises:
            InvalidInputLine: it is not a JSON object.
        """
        self._line += 1
        try:
            message = _decoder.decode(line)
        except msgspec.MsgspecError as error:
            raise InvalidInputLine(f"input line {self._line} is not JSON: {error}") from None
        if not isinstance(message, dict):
            raise InvalidInputLine(f"input line {self._line} is not a JSON object")
        return message

    @staticmethod
    def assert_line_requires(line_dict: dict[str, Any], requires: set[str]) -> None:
        """Make sure that a message has what its type requires.

        Raises:
            InvalidInputLine: something is missing.
        """
        if missing := requires - line_dict.keys():
            raise InvalidInputLine(f"an input line has no {', '.join(sorted(missing))}")

    def _process_unknown_message(self, message_dict: dict[str, Any]) -> None:
        raise InvalidInputLine(
            f"input line {self._line} has the unknown message type {message_dict['type']!r}"
        )
