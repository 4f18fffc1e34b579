"""Calls as the lines that a target reads, made straight from RingCentral's answer.

An answer is parsed once into typed records, and each becomes its RECORD line, and those of its
legs, before it waits for its turn. What does not fit the type takes the way through dictionaries,
and teaches the type.
"""

from __future__ import annotations

from operator import attrgetter, methodcaller
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import UNSET

from tap_ringcentral.api.answer_body import NOT_STRICT
from tap_ringcentral.calls.page import Answer, PackedCall
from tap_ringcentral.calls.recordings import each_once
from tap_ringcentral.calls.typed_record import Lessons, TypedRecord, attribute

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from tap_ringcentral.api.clock import Clock
    from tap_ringcentral.calls.page import ReplicationKey
    from tap_ringcentral.schemas.shape import RecordShape

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
        self._recordings = "call_recording" in streams
        self._learn()

    def answer(self, content: bytes) -> Answer[PackedCall] | None:
        """Make the lines of an answer; give none where a call does not fit the type."""
        end = self._end()
        try:
            found = self._decode_answer(content)
            calls = [self._of_record(record, end) for record in found.records]
        except NOT_STRICT:
            return None
        return Answer(calls, found.navigation, found.paging, found.sync_info)

    def of(self, call: PackedCall) -> PackedCall:
        """Make the lines of a call that waits as its JSON.

        Raises:
            RingCentralError: No target could store it.
        """
        end = self._end()
        try:
            lines = self._of_record(self._decode_record(call.body), end).body
        except NOT_STRICT:
            return self._of_dictionary(call, end)
        return PackedCall(call.at, call.id, lines)

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
        at = getattr(record, self._at)
        if type(at) is not str:
            raise ValueError("The instant that orders calls is missing.")
        lines = []
        if self._legs or self._recordings:
            legs = record.p_legs or ()
            times = record.p_startTime or None, record.p_lastModifiedTime or None
            of_call = _of_call(record.p_id, *times)
            recorded: Iterable[Any] = ()
            if self._recordings:
                parts = (part.p_recording for part in (record, *legs) if part)
                recorded = each_once(record.p_id, parts, id_of=attrgetter("p_id"))
            lines += self._of_parts(of_call, legs, recorded, end)
            for name in self._without:
                setattr(record, attribute(name), UNSET)
        if self._calls:
            lines += [_CALL, _encode(record), end]
        return PackedCall(at, record.p_id, b"".join(lines))

    def _of_dictionary(self, call: PackedCall, end: bytes) -> PackedCall:
        record = self._shape(_decode(call.body))
        learned = len(self._shape.texts_of_numbers | _NUMBERS) + len(self._shape.unknown)
        if len(self._lessons) < learned <= _MOST_LESSONS:
            self._learn()
        legs = record.get("legs") or ()
        of_call = _of_call(call.id, record.get("startTime"), record.get("lastModifiedTime"))
        recorded: Iterable[Any] = ()
        if self._recordings:
            parts = (part.get("recording") for part in (record, *legs) if part)
            recorded = each_once(call.id, parts, id_of=methodcaller("get", "id"))
        lines = self._of_parts(of_call, legs, recorded, end)
        for name in self._without:
            record.pop(name, None)
        if self._calls:
            lines += [_CALL, _encode(record), end]
        return PackedCall(call.at, call.id, b"".join(lines))

    def _of_parts(
        self, of_call: bytes, legs: Iterable[Any], recordings: Iterable[Any], end: bytes
    ) -> list[bytes]:
        """Write what is part of a call ahead of it, so that no bookmark passes it unwritten."""
        lines = []
        if self._legs:
            for index, leg in enumerate(legs):
                if leg is not None:
                    own = _encode(leg)
                    rest = b"}" if own == b"{}" else b"," + own[1:]
                    lines += [_LEG, b"{", of_call, b',"index":%d' % index, rest, end]
        for recording in recordings:
            lines += [_RECORDING, _encode(recording)[:-1], b",", of_call, b"}", end]
        return lines

    def _end(self) -> bytes:
        """The end of each line that is made now."""
        return b',"time_extracted":' + _encode(self._clock.machine_time()) + b"}\n"


_CALL = b'{"type":"RECORD","stream":"call_log","record":'
_LEG = b'{"type":"RECORD","stream":"call_log_leg","record":'
_RECORDING = b'{"type":"RECORD","stream":"call_recording","record":'


def _of_call(key: str, started: str | None, changed: str | None) -> bytes:
    """What tells in a part's row which call it belongs to, without the braces."""
    own = {"callLogId": key, "callStartTime": started, "callLastModifiedTime": changed}
    return _encode(own)[1:-1]
