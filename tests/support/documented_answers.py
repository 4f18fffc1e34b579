"""The row of each stream as RingCentral documents it, and where the project differs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ringcentral_simulator import facts
from support.endpoints import documented, path_of

if TYPE_CHECKING:
    from collections.abc import Iterable

Schema = dict[str, Any]

OF_THE_CALL = frozenset({"callLogId", "callStartTime", "callLastModifiedTime"})
OF_THE_INTERVAL = frozenset({"id", "interval"})
OF_THE_FILE = frozenset({"status", "path", "contentType", "bytes", "sha256", "storedAt"})
OF_THE_VOICEMAIL = frozenset(
    {
        "creationTime",
        "duration",
        "extensionId",
        "lastModifiedTime",
        "messageId",
        "transcription",
        "transcriptionStatus",
    }
)
# What the tap adds to a row, less the ids that the request's own path has.
ADDED = {
    "active_call": frozenset({"snapshotTime"}),
    "call_analytics_queue": OF_THE_INTERVAL,
    "call_analytics_user": OF_THE_INTERVAL,
    "call_log_leg": OF_THE_CALL | {"index"},
    "call_queue_presence": frozenset({"memberId", "snapshotTime"}),
    "call_recording": OF_THE_CALL,
    "call_recording_audio": OF_THE_FILE | {"id", "callLogId", "callStartTime"},
    "voicemail": OF_THE_FILE | OF_THE_VOICEMAIL,
}
# Rows of a file or a text, which the tap makes of several answers; ADDED names all that they have.
OF_THE_TAP = {"call_recording_audio", "voicemail"}
# Where a record stands, if it is neither one of the records nor the whole answer.
PLACES = {
    "call_log_leg": ("records", "legs"),
    "call_recording": ("records", "recording"),
}
# Shown in the guides' JSON examples, and all that is below; the description lacks them.
IN_GUIDES_ALONE = {
    "call_queue_answering_rule": {"greetings[].prompt"},
    "company_answering_rule": {"forwarding", "greetings[].prompt", "screening", "voicemail"},
    "extension_answering_rule": {"greetings[].prompt"},
    "message": {"to[].contact", "forwarding.originalSender.contact", "from.phoneNumberInfo"},
}
# Documented under two names that differ in case only, which many stores cannot hold.
UNDER_ANOTHER_NAME = {"account": {"serviceInfo.ubrand": "serviceInfo.uBrand"}}
# Documented of a record, though it is of the list that the record stands in.
OF_THE_LIST = {"greeting": ("navigation", "paging")}


def documented_row(stream: str) -> Schema:
    """What RingCentral documents of a row, as one plain schema."""
    operation = documented(stream)
    if stream in OF_THE_TAP:
        return {"properties": {}}
    if "timeline" in operation.path:
        return _interval(operation.answer)
    row = _at(operation.answer, PLACES.get(stream, ("records",) if operation.is_list else ()))
    for name in OF_THE_LIST.get(stream, ()):
        del row["properties"][name]
    if stream == "account":  # one row out of two answers
        info = facts.operation(f"{operation.path}/service-info").answer
        row["properties"]["serviceInfo"]["properties"] |= info["properties"]
    return row


def added_by_the_tap(stream: str) -> frozenset[str]:
    """What a row may have beyond the answer: the ids in its path, and what is named above."""
    paths = path_of(stream) + documented(stream).path
    return ADDED.get(stream, frozenset()) | frozenset(re.findall(r"\{(\w+)\}", paths))


def _at(node: Schema, place: Iterable[str]) -> Schema:
    for name in place:
        node = node["properties"][name]
        node = node.get("items", node)
    return node


def _interval(answer: Schema) -> Schema:
    """A point in time of a queue or user, with who it is."""
    record = _at(answer, ("data", "records"))["properties"]
    assert record["key"]["type"] == "string"  # which becomes the id
    point = record["points"]["items"]["properties"]
    return {"properties": record["info"]["properties"] | point}
