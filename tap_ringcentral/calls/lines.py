"""Calls as the lines that a target reads, made while RingCentral's answer is read.

Each call becomes its RECORD line, and those of its parts, before it waits for its turn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from tap_ringcentral.calls.rows import PART_ROWS, call_row

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from tap_ringcentral.api.clock import Clock
    from tap_ringcentral.schemas.shape import RecordShape

_encoder = msgspec.json.Encoder()
_COMMA = ord(",")


class CallLines:
    """Makes the lines of calls.

    Args:
        shape: Brings a call into the schema's shape.
        clock: Tells when a call was extracted.
        streams: Names of the streams whose lines are wanted: of calls, or of what is part of them.
        without: Properties of a call that its own line shall not have.
        added: Properties that each row begins with, whatever it is of.
    """

    def __init__(
        self,
        shape: RecordShape,
        clock: Clock,
        streams: Collection[str],
        without: Collection[str] = (),
        added: Mapping[str, str] | None = None,
    ) -> None:
        self._shape = shape
        self._clock = clock
        self._without = frozenset(without)
        self._has_calls = "call_log" in streams
        # Chosen here, once, so that nothing is asked for each row.
        self._encode_into = _encode_behind if added else _encoder.encode_into
        begun = _encoder.encode(added)[:-1] if added else b""
        self._call_head = head_of("call_log") + begun
        self._parts = [
            (head_of(name) + begun, PART_ROWS[name]) for name in PART_ROWS if name in streams
        ]

    def __call__(self, call: dict[str, Any]) -> bytes:
        """Return the lines of a call, those of its parts first: no bookmark passes them unwritten.

        Raises:
            RingCentralError: No target could store it.
        """
        call = self._shape(call)
        end = b',"time_extracted":' + _encoder.encode(self._clock.local_now()) + b"}\n"
        lines, encode_into = bytearray(), self._encode_into
        for head, rows in self._parts:
            for row in rows(call):
                lines += head
                encode_into(row, lines, -1)
                lines += end
        if self._has_calls:
            lines += self._call_head
            encode_into(call_row(call, self._without), lines, -1)
            lines += end
        return bytes(lines)


def head_of(stream: str) -> bytes:
    """Return what each row of a stream begins with, and nothing within one: a quote is escaped."""
    return b'{"type":"RECORD","stream":"%s","record":' % stream.encode()


def _encode_behind(row: dict[str, Any], lines: bytearray, _end: int) -> None:
    """Go on with an object that is begun: a comma in the place of the row's own brace."""
    begin = len(lines)
    _encoder.encode_into(row, lines, -1)
    lines[begin] = _COMMA
