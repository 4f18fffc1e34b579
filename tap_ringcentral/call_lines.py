"""Calls as the lines that a target reads, made straight from RingCentral's answer.

An answer is parsed once into typed records, and each becomes its RECORD line, and those of its
legs, before it waits for its turn. What does not fit the type takes the way through dictionaries,
and teaches the type.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import UNSET

from tap_ringcentral.call_page import Answer, PackedCall
from tap_ringcentral.timestamps import normalize
from tap_ringcentral.typed_record import Lessons, TypedRecord, attribute

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from tap_ringcentral.call_page import ReplicationKey
    from tap_ringcentral.clock import Clock
    from tap_ringcentral.record_shape import RecordShape

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(dict[str, Any]).decode
# Numbers by RingCentral's description; the schema has them, like all ids, as text.
_NUMBERS = frozenset({"extension.id", "legs[].extension.id"})
_MOST_LESSONS = 100  # an object whose names are data would teach something new for ever


class CallLines:
    """Makes the lines of calls.

    Args:
        shape: Brings a call that does not fit the type into the schema's shape.
        key: What calls are ordered by.
        clock: Tells when a call was extracted.
        streams: Names of the streams whose lines are wanted: of calls, or of what is part of them.
        without: Properties of a call that its own line shall not have.
    """

    def __init__(
        self,
        shape: RecordShape,
        key: ReplicationKey,
        clock: Clock,
        streams: Collection[str],
        without: Collection[str] = (),
    ) -> None:
        self._shape = shape
        self._clock = clock
        self._at = attribute(key)
        self._without = tuple(without)
        self._calls = "call_log" in streams
        self._legs = "call_log_leg" in streams
        self._learn()

    def answer(self, content: bytes) -> Answer[PackedCall] | None:
        """Make the lines of an answer; give none where a call does not fit the type."""
        try:
            found = self._decode_answer(content)
        except msgspec.DecodeError:
            return None
        end = self._end()
        try:
            calls = [self._of_record(record, end) for record in found.records]
        except (TypeError, ValueError):  # without the instant that orders calls
            return None
        return Answer(calls, found.navigation, found.paging, found.sync_info)

    def of(self, call: PackedCall) -> PackedCall:
        """Make the lines of a call that waits as its JSON.

        Raises:
            RingCentralError: No target could store it.
        """
        end = self._end()
        try:
            record = self._decode_record(call.body)
        except msgspec.DecodeError:
            return self._of_dictionary(call, end)
        return PackedCall(call.at, call.id, self._of_record(record, end).body)

    def _learn(self) -> None:
        numbers = self._shape.texts_of_numbers | _NUMBERS
        self._lessons = Lessons(frozenset(numbers), frozenset(self._shape.unknown))
        shape = self._shape
        typed = TypedRecord.of(shape.schema, ("id",), self._lessons, shape.is_wanted)
        self._amend = typed.amend
        self._decode_record = msgspec.json.Decoder(typed.type).decode
        whole: Any = Answer[typed.type]  # type: ignore[name-defined] # made at runtime
        self._decode_answer = msgspec.json.Decoder(whole).decode

    def _of_record(self, record: Any, end: bytes) -> PackedCall:
        if self._amend:
            self._amend(record)
        times = record.p_startTime or None, record.p_lastModifiedTime or None
        legs = record.p_legs or ()
        for name in self._without:
            setattr(record, attribute(name), UNSET)
        lines = self._lines(record, record.p_id, times, legs, end)
        return PackedCall(normalize(getattr(record, self._at)), record.p_id, lines)

    def _of_dictionary(self, call: PackedCall, end: bytes) -> PackedCall:
        record = self._shape(_decode(call.body))
        learned = len(self._shape.texts_of_numbers | _NUMBERS) + len(self._shape.unknown)
        if len(self._lessons) < learned <= _MOST_LESSONS:
            self._learn()
        times = record.get("startTime"), record.get("lastModifiedTime")
        legs = record.get("legs") or ()
        for name in self._without:
            record.pop(name, None)
        return PackedCall(call.at, call.id, self._lines(record, call.id, times, legs, end))

    def _end(self) -> bytes:
        """The end of each line that is made now."""
        return b',"time_extracted":' + _encode(self._clock.machine_time()) + b"}\n"

    def _lines(
        self,
        call: Any,
        key: str,
        times: tuple[str | None, str | None],
        legs: Iterable[Any],
        end: bytes,
    ) -> bytes:
        """Write the legs ahead of their call, so that no bookmark passes unwritten legs."""
        parts = []
        if self._legs and legs:
            of_call = {
                "callLogId": key,
                "callStartTime": times[0],
                "callLastModifiedTime": times[1],
            }
            head = _LEG + _encode(of_call)[:-1] + b',"index":'
            for index, leg in enumerate(legs):
                if leg is not None:
                    of_leg = _encode(leg)
                    rest = b"}" if of_leg == b"{}" else b"," + of_leg[1:]
                    parts += [head, b"%d" % index, rest, end]
        if self._calls:
            parts += [_CALL, _encode(call), end]
        return b"".join(parts)


_CALL = b'{"type":"RECORD","stream":"call_log","record":'
_LEG = b'{"type":"RECORD","stream":"call_log_leg","record":'
