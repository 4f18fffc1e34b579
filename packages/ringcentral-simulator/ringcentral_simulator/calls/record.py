"""Writes a call out as the call log returns it."""

from __future__ import annotations

from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING

from ringcentral_simulator.calls import inbound, outbound, transfer
from ringcentral_simulator.calls.in_progress import in_progress
from ringcentral_simulator.calls.recorded import is_recorded
from ringcentral_simulator.calls.scenario import CONSULTATIONS, FAX, SECOND_HALF, Scenario
from ringcentral_simulator.calls.scene import Scene, Story, telephony_session
from ringcentral_simulator.clock import timestamp

if TYPE_CHECKING:
    from collections.abc import Callable

    from ringcentral_simulator.calls.call import Call
    from ringcentral_simulator.calls.lifecycle import Lifecycle
    from ringcentral_simulator.calls.recordings import Recordings
    from ringcentral_simulator.calls.tape import Tape
    from ringcentral_simulator.company.reorganization import Companies
    from ringcentral_simulator.gateway.hosts import Hosts
    from ringcentral_simulator.gateway.wire import Json
    from ringcentral_simulator.quirks import Quirks

_SECOND_HALVES = frozenset(SECOND_HALF.values())
_STORIES_KEPT = 8_192
_CENTS_A_MINUTE = {"International": 0.18}
_STORIES: dict[Scenario, Callable[[Scene], Story]] = {
    Scenario.QUEUE_ANSWERED: inbound.queue_answered,
    Scenario.QUEUE_ABANDONED: inbound.queue_abandoned,
    Scenario.QUEUE_VOICEMAIL: inbound.queue_voicemail,
    Scenario.QUEUE_OVERFLOW: inbound.queue_overflow,
    Scenario.QUEUE_TRANSFERRED: inbound.queue_transferred,
    Scenario.QUEUE_TRANSFER: inbound.queue_transfer,
    Scenario.QUEUE_CONSULTED: inbound.queue_consulted,
    Scenario.QUEUE_CONSULTATION: inbound.queue_consultation,
    Scenario.QUEUE_CALLBACK: inbound.queue_callback,
    Scenario.DIRECT_ANSWERED: inbound.direct_answered,
    Scenario.DIRECT_MISSED: inbound.direct_missed,
    Scenario.DIRECT_VOICEMAIL: inbound.direct_voicemail,
    Scenario.BLOCKED: inbound.blocked,
    Scenario.OUTBOUND: outbound.outbound,
    Scenario.OUTBOUND_FAILED: outbound.outbound_failed,
    Scenario.ON_BEHALF: outbound.on_behalf,
    Scenario.RING_OUT: outbound.ring_out,
    Scenario.INTERNAL: outbound.internal,
    Scenario.INTERNAL_MISSED: outbound.internal_missed,
    Scenario.CONFERENCE: outbound.conference,
    Scenario.TRANSFERRED: transfer.transferred,
    Scenario.TRANSFER: transfer.transfer,
    Scenario.CONSULTED: transfer.consulted,
    Scenario.CONSULTATION: transfer.consultation,
    Scenario.FAX_IN: transfer.fax_in,
    Scenario.FAX_OUT: transfer.fax_out,
}


class View(Enum):
    """How much of a record is returned."""

    SIMPLE = "Simple"
    DETAILED = "Detailed"


class RecordWriter:
    """Writes records; the same call at the same time in the same view is the same record.

    Args:
        companies: Whose calls they are.
        lifecycle: When records change.
        recordings: What was recorded.
        hosts: Where this server is, for the addresses in a record.
        quirks: How legs are told.
    """

    def __init__(
        self,
        companies: Companies,
        lifecycle: Lifecycle,
        recordings: Recordings,
        hosts: Hosts,
        quirks: Quirks,
    ) -> None:
        self._companies = companies
        self._quirks = quirks
        self._lifecycle = lifecycle
        self._recordings = recordings
        account = f"/restapi/v1.0/account/{companies.before.account_id}"
        self._account_uri, self._media_uri = hosts.platform + account, hosts.media + account
        self._told = lru_cache(_STORIES_KEPT)(self._tell)

    def write(self, call: Call, now_ms: int, view: View) -> Json:
        """Return the record as it is at a time; a deleted one as it was deleted."""
        lifecycle = self._lifecycle
        record = self._standing(call, lifecycle.state_ms(call, now_ms), view)
        if lifecycle.is_deleted(call, now_ms):
            return {**record, "deleted": True}
        return in_progress(record, now_ms) if now_ms < lifecycle.appears_ms(call) else record

    def story(self, call: Call) -> Story:
        """Return what happened on the call; whoever changes it changes a copy."""
        return self._told(call)

    def parties(self, call: Call) -> tuple[Json, Json]:
        """Return who is on the call: its `from` and its `to`."""
        fields = self.story(call).fields
        return fields["from"], fields.get("to", {})

    def telephony_session_id(self, call: Call) -> str:
        """Return the telephony session the record belongs to."""
        key = call.key ^ 1 if call.scenario in CONSULTATIONS else call.key
        return telephony_session(key)

    def _standing(self, call: Call, now_ms: int, view: View) -> Json:
        story = self.story(call)
        own = self._own_fields(call, now_ms, story)
        identifier = call.id
        record = {
            "uri": f"{self._account_uri}/call-log/{identifier}?view={view.value}",
            "id": identifier,
            "sessionId": session_id(call),
            **own,
        }
        if view is View.DETAILED:
            billing = self._billing(call, now_ms, story.fields)
            record |= billing
            record["lastModifiedTime"] = timestamp(self._lifecycle.last_modified_ms(call, now_ms))
            master = {**own, **billing, "legType": story.leg_type, "master": True}
            legs = [dict(leg) for leg in story.legs]
            if (tape := self._named(self._recordings.of_leg(call), call, now_ms)) is not None:
                longest = max(legs, key=lambda leg: int(leg["durationMs"]))
                longest["recording"] = self._reference(tape)
            record["legs"] = [master, *legs]
        return record

    def _tell(self, call: Call) -> Story:
        company = self._companies.at(call.start_ms)
        return _STORIES[call.scenario](Scene(call, company, self._account_uri, self._quirks))

    def _own_fields(self, call: Call, now_ms: int, story: Story) -> Json:
        half = 2 if call.scenario in _SECOND_HALVES else 1
        return {
            "telephonySessionId": telephony_session(call.key),
            "partyId": f"p-a{call.key:016x}z1{call.key % 0xFFFFFF:06x}z0000-{half}",
            "sipUuidInfo": f"{call.key:016X}{call.start_ms:016X}",
            "startTime": timestamp(call.start_ms),
            "duration": call.duration_ms // 1_000,
            "durationMs": call.duration_ms,
            "type": "Fax" if call.scenario in FAX else "Voice",
            **story.fields,
            **self._recording_fields(call, now_ms),
            "finished": True,
        }

    def recordings(self, call: Call, now_ms: int) -> list[Tape]:
        """Return what its record names so far, of itself and of its legs."""
        state = self._lifecycle.state_ms(call, now_ms)
        own, leg = self._recordings.of_call(call), self._recordings.of_leg(call)
        named = (self._named(tape, call, state) for tape in (own, leg))
        return [tape for tape in named if tape is not None]

    def _named(self, tape: Tape | None, call: Call, now_ms: int) -> Tape | None:
        """Return a recording if a call's record names it at a time."""
        if tape is None:
            return None
        at = self._lifecycle.recording_ms(call)
        if at is None or at > now_ms:
            return None
        stays = self._quirks.deleted_stays_listed
        return tape if stays or not self._recordings.is_gone(tape, now_ms) else None

    def _reference(self, tape: Tape) -> Json:
        return {
            "uri": f"{self._account_uri}/recording/{tape.id}",
            "id": tape.id,
            "type": tape.kind,
            "contentUri": f"{self._media_uri}/recording/{tape.id}/content",
        }

    def _recording_fields(self, call: Call, now_ms: int) -> Json:
        if not is_recorded(call, self._quirks):
            return {}
        tape = self._recordings.of_call(call)
        if tape is not None:
            named = self._named(tape, call, now_ms)
            return {} if named is None else {"recording": self._reference(named)}
        at = self._lifecycle.recording_ms(call)
        return {} if at is None or at > now_ms else {"shortRecording": True}

    def _billing(self, call: Call, now_ms: int, fields: Json) -> Json:
        if fields["transport"] != "PSTN":
            return {}
        minutes = -(-call.talk_ms // 60_000)
        purchased = minutes * _CENTS_A_MINUTE.get(fields.get("internalType", ""), 0.0)
        if purchased and (at := self._lifecycle.billing_ms(call)) is not None and at > now_ms:
            purchased = 0.0
        included = 0.0 if purchased else minutes * 0.01
        return {
            "billing": {"costIncluded": round(included, 3), "costPurchased": round(purchased, 3)}
        }


def session_id(call: Call) -> str:
    """Return the session that related records share; a conference bridge has none."""
    return "0" if call.scenario is Scenario.CONFERENCE else str(10**11 + call.key % 10**11)
