"""Voicemails and faxes, which come of calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringcentral_simulator.account_data.attachments import pages_of
from ringcentral_simulator.calls.call import HOUR_MS
from ringcentral_simulator.clock import timestamp

if TYPE_CHECKING:
    from ringcentral_simulator.account_data.attachments import Attachment, Attachments
    from ringcentral_simulator.account_data.transcription import Transcription
    from ringcentral_simulator.calls.call import Call
    from ringcentral_simulator.calls.scene import Story
    from ringcentral_simulator.company.company import Extension
    from ringcentral_simulator.gateway.wire import Json

_READ_SHARE = 0.8
_READ_WITHIN_MS = 20 * HOUR_MS
_READ = 21
_PARTY = ("phoneNumber", "extensionNumber", "extensionId", "name", "location")
_SENT = {"Sent": "Sent", "Fax Not Sent": "SendingFailed"}


def message(
    call: Call, story: Story, owner: Extension, now_ms: int, attachments: Attachments
) -> Json:
    """Return a message as it is at a time; someone may have read it since it came.

    Args:
        call: Which it came of.
        story: What happened on that call.
        owner: Whose mailbox it is in.
        now_ms: Milliseconds since 1970.
        attachments: Makes those of the message.
    """
    fields = story.fields
    reference, inbound = fields["message"], fields["direction"] == "Inbound"
    read_ms = _read_ms(call) if inbound else call.end_ms
    read = read_ms is not None and read_ms <= now_ms
    status = "Received" if inbound else _SENT[fields["result"]]
    is_voicemail = reference["type"] == "VoiceMail"
    told = attachments.transcription(call) if is_voicemail else None
    changes = (call.end_ms, read_ms or 0, told.ends_ms if told else 0)
    own = (
        _voicemail(call, told, attachments, now_ms)
        if is_voicemail
        else _fax(call, fields, attachments)
    )
    uri = f"{attachments.uri}/extension/{owner.id}/message-store/{reference['id']}"
    own["attachments"] = [_attachment(call, one, uri) for one in own["attachments"]]
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
        "lastModifiedTime": timestamp(max(at for at in changes if at <= now_ms)),
        "from": _party(fields["from"]),
        "to": [{**_party(fields["to"]), "messageStatus": status, "target": inbound}],
        "owner": {
            "extensionId": str(owner.id),
            "extensionType": owner.type,
            "name": owner.name,
        },
        "private": False,
        **own,
    }


def _read_ms(call: Call) -> int | None:
    """Return when someone opened it; `None` when nobody did."""
    chance = call.chance(_READ)
    return call.end_ms + int(_READ_WITHIN_MS * chance) if chance < _READ_SHARE else None


def _voicemail(
    call: Call, told: Transcription | None, attachments: Attachments, now_ms: int
) -> Json:
    status = "NotAvailable"
    if told is not None:
        status = told.status if told.ends_ms <= now_ms else "InProgress"
    return {"vmTranscriptionStatus": status, "attachments": attachments.of_voicemail(call, now_ms)}


def _fax(call: Call, fields: Json, attachments: Attachments) -> Json:
    cover = {"coverIndex": 0} if fields["direction"] == "Outbound" else {}
    return {
        "attachments": attachments.of_fax(call),
        "faxPageCount": pages_of(call),
        "faxResolution": "High",
        **cover,
    }


def _attachment(call: Call, one: Attachment, uri: str) -> Json:
    lasts = {"vmDuration": call.talk_ms // 1_000} if one.kind == "AudioRecording" else {}
    return {
        "id": int(one.id),
        "uri": f"{uri}/content/{one.id}",
        "type": one.kind,
        "contentType": one.content_type,
        **lasts,
    }


def _party(party: Json) -> Json:
    return {name: party[name] for name in _PARTY if name in party}
