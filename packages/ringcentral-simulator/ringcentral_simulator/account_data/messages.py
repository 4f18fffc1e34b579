"""Voicemails and faxes, which come of calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringcentral_simulator.calls.call import HOUR_MS
from ringcentral_simulator.clock import timestamp

if TYPE_CHECKING:
    from ringcentral_simulator.calls.call import Call
    from ringcentral_simulator.calls.scene import Story
    from ringcentral_simulator.company.company import Extension
    from ringcentral_simulator.gateway.wire import Json

_READ_SHARE = 0.8
_READ_WITHIN_MS = 20 * HOUR_MS
_READ = 21
_MS_A_PAGE = 30_000
_PARTY = ("phoneNumber", "extensionNumber", "extensionId", "name", "location")
_SENT = {"Sent": "Sent", "Fax Not Sent": "SendingFailed"}


def message(call: Call, story: Story, owner: Extension, now_ms: int) -> Json:
    """Return a message as it is at a time; someone may have read it since it came.

    Args:
        call: Which it came of.
        story: What happened on that call.
        owner: Whose mailbox it is in.
        now_ms: Milliseconds since 1970.
    """
    fields = story.fields
    reference, inbound = fields["message"], fields["direction"] == "Inbound"
    read_ms = _read_ms(call) if inbound else call.end_ms
    read = read_ms is not None and read_ms <= now_ms
    status = "Received" if inbound else _SENT[fields["result"]]
    return {
        "uri": reference["uri"],
        "id": int(reference["id"]),
        "extensionId": str(owner.id),
        "type": reference["type"],
        "direction": fields["direction"],
        "availability": "Alive",
        "priority": "Normal",
        "messageStatus": status,
        "readStatus": "Read" if read else "Unread",
        "creationTime": timestamp(call.end_ms),
        "lastModifiedTime": timestamp(read_ms if read and read_ms else call.end_ms),
        "from": _party(fields["from"]),
        "to": [{**_party(fields["to"]), "messageStatus": status, "target": inbound}],
        "owner": {
            "extensionId": str(owner.id),
            "extensionType": owner.type,
            "name": owner.name,
        },
        "private": False,
        **(_voicemail(call, reference) if reference["type"] == "VoiceMail" else _fax(call, fields)),
    }


def _read_ms(call: Call) -> int | None:
    """Return when someone opened it; `None` when nobody did."""
    chance = call.chance(_READ)
    return call.end_ms + int(_READ_WITHIN_MS * chance) if chance < _READ_SHARE else None


def _voicemail(call: Call, reference: Json) -> Json:
    attachment = {
        **_attachment(reference, "AudioRecording", "audio/mpeg"),
        "vmDuration": call.talk_ms // 1_000,
    }
    return {"attachments": [attachment], "vmTranscriptionStatus": "NotAvailable"}


def _fax(call: Call, fields: Json) -> Json:
    reference = fields["message"]
    cover = {"coverIndex": 0} if fields["direction"] == "Outbound" else {}
    return {
        "attachments": [_attachment(reference, "RenderedDocument", "application/pdf")],
        "faxPageCount": 1 + call.talk_ms // _MS_A_PAGE,
        "faxResolution": "High",
        **cover,
    }


def _attachment(reference: Json, kind: str, content_type: str) -> Json:
    return {
        "id": int(reference["id"]),
        "uri": f"{reference['uri']}/content/{reference['id']}",
        "type": kind,
        "contentType": content_type,
    }


def _party(party: Json) -> Json:
    return {name: party[name] for name in _PARTY if name in party}
