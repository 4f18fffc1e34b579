"""Which calls a filter takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringcentral_simulator.calls.record import session_id
from ringcentral_simulator.calls.scenario import FAX, OUTBOUND

if TYPE_CHECKING:
    from ringcentral_simulator.calls.call import Call
    from ringcentral_simulator.calls.query import Filter
    from ringcentral_simulator.calls.record import RecordWriter


class Selection:
    """Compares calls with what is wanted of them.

    Args:
        writer: Tells what their records say.
        sees_legs: Whether what a leg has recorded counts.
    """

    def __init__(self, writer: RecordWriter, *, sees_legs: bool) -> None:
        self._writer = writer
        self._sees_legs = sees_legs

    def takes(self, wanted: Filter, call: Call, now_ms: int) -> bool:
        """Whether a call of a wanted extension is wanted, as far as it is known at a time."""
        direction = "Outbound" if call.scenario in OUTBOUND else "Inbound"
        kind = "Fax" if call.scenario in FAX else "Voice"
        return (
            (not wanted.directions or direction in wanted.directions)
            and (not wanted.types or kind in wanted.types)
            and wanted.session_id in {"", session_id(call)}
            and wanted.telephony_session_id in {"", self._writer.telephony_session_id(call)}
            and (not wanted.transports or self._transport(call) in wanted.transports)
            and self._has_recording(wanted, call, now_ms)
            and self._has_party(wanted, call)
        )

    def _transport(self, call: Call) -> str:
        transport: str = self._writer.story(call).fields["transport"]
        return transport

    def _has_recording(self, wanted: Filter, call: Call, now_ms: int) -> bool:
        if not wanted.recording:
            return True
        return any(
            wanted.recording in {"All", tape.kind}
            for tape in self._writer.recordings(call, now_ms)
            if self._sees_legs or not tape.of_leg
        )

    def _has_party(self, wanted: Filter, call: Call) -> bool:
        if not wanted.phone_number and not wanted.extension_number:
            return True
        return any(
            wanted.phone_number in {"", party.get("phoneNumber", "").removeprefix("+")}
            and wanted.extension_number in {"", party.get("extensionNumber", "")}
            for party in self._writer.parties(call)
        )
