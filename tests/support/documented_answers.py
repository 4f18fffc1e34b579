"""Where RingCentral's API description documents each stream's record."""

from __future__ import annotations

from typing import Any, NamedTuple

Schema = dict[str, Any]

RESTAPI = "/restapi/v1.0"
ACCOUNT = f"{RESTAPI}/account/{{accountId}}"
EXTENSION = f"{ACCOUNT}/extension/{{extensionId}}"
TIMELINE = "/analytics/calls/v1/accounts/{accountId}/timeline/fetch"


class Answer(NamedTuple):
    """Where the API description documents a stream's record."""

    path: str
    record: str = ""
    """Where the record stands in the answer; empty where it is the answer."""
    own: frozenset[str] = frozenset()
    """Properties that the tap adds."""
    method: str = "get"


def listed(path: str, *own: str) -> Answer:
    return Answer(path, "records[]", frozenset(own))


ANSWERS = {
    "account": Answer(ACCOUNT),
    "active_call": listed(f"{ACCOUNT}/active-calls", "snapshotTime"),
    "assigned_role": listed(f"{ACCOUNT}/assigned-role"),
    "audit_trail": Answer(f"{ACCOUNT}/audit-trail/search", "records[]", method="post"),
    "call_log": listed(f"{ACCOUNT}/call-log"),
    "call_monitoring_group": listed(f"{ACCOUNT}/call-monitoring-groups"),
    "call_monitoring_group_member": listed(
        f"{ACCOUNT}/call-monitoring-groups/{{groupId}}/members", "groupId"
    ),
    "call_queue": Answer(f"{ACCOUNT}/call-queues/{{groupId}}"),
    "call_queue_member": listed(f"{ACCOUNT}/call-queues/{{groupId}}/members", "queueId"),
    "call_queue_presence": listed(
        f"{ACCOUNT}/call-queues/{{groupId}}/presence", "queueId", "memberId", "snapshotTime"
    ),
    "call_recording": Answer(
        f"{ACCOUNT}/call-log",
        "records[].recording",
        frozenset({"callLogId", "callStartTime", "callLastModifiedTime"}),
    ),
    "call_recording_extension": listed(f"{ACCOUNT}/call-recording/extensions"),
    "call_recording_setting": Answer(f"{ACCOUNT}/call-recording", own=frozenset({"accountId"})),
    "company_answering_rule": Answer(f"{ACCOUNT}/answering-rule/{{ruleId}}"),
    "company_business_hours": Answer(f"{ACCOUNT}/business-hours", own=frozenset({"accountId"})),
    "cost_center": listed("/restapi/v2/accounts/{accountId}/cost-centers"),
    "custom_field": listed(f"{ACCOUNT}/custom-fields"),
    "directory_entry": listed(f"{ACCOUNT}/directory/entries"),
    "extension": listed(f"{ACCOUNT}/extension"),
    "extension_answering_rule": listed(f"{EXTENSION}/answering-rule", "extensionId"),
    "extension_blocked_number": listed(f"{EXTENSION}/caller-blocking/phone-numbers", "extensionId"),
    "extension_business_hours": Answer(
        f"{EXTENSION}/business-hours", own=frozenset({"extensionId"})
    ),
    "extension_call_log": listed(f"{EXTENSION}/call-log", "extensionId"),
    "extension_caller_blocking": Answer(
        f"{EXTENSION}/caller-blocking", own=frozenset({"extensionId"})
    ),
    "extension_detail": Answer(EXTENSION),
    "extension_device": listed(f"{EXTENSION}/device", "extensionId"),
    "extension_forwarding_number": listed(f"{EXTENSION}/forwarding-number", "extensionId"),
    "external_contact": listed(f"{EXTENSION}/address-book/contact", "extensionId"),
    "fax_cover_page": listed(f"{RESTAPI}/dictionary/fax-cover-page"),
    "greeting": listed(f"{RESTAPI}/dictionary/greeting"),
    "ivr_menu": Answer(f"{ACCOUNT}/ivr-menus/{{ivrMenuId}}"),
    "ivr_prompt": listed(f"{ACCOUNT}/ivr-prompts"),
    "message": listed(f"{EXTENSION}/message-store"),
    "phone_number": listed("/restapi/v2/accounts/{accountId}/phone-numbers"),
    "site": listed(f"{ACCOUNT}/sites"),
    "site_member": listed(f"{ACCOUNT}/sites/{{siteId}}/members", "siteId"),
    "user_role": listed(f"{ACCOUNT}/user-role"),
}

# Shown in the guides' JSON examples, and all that is below; the description lacks them.
IN_GUIDES_ALONE = {
    "company_answering_rule": {"forwarding", "greetings[].prompt", "screening", "voicemail"},
    "extension_answering_rule": {"greetings[].prompt"},
    "message": {"to[].contact", "forwarding.originalSender.contact", "from.phoneNumberInfo"},
}
# Documented under two names that differ in case only, which many stores cannot hold.
UNDER_ANOTHER_NAME = {"account": {"serviceInfo.ubrand": "serviceInfo.uBrand"}}

# Documented of a record, though it is of the list that the record stands in.
OF_THE_LIST = {"greeting": ("navigation", "paging")}


def merge_alternatives(node: Schema, api: Schema) -> Schema:
    """One plain schema of what the API description spreads over $ref, allOf, oneOf and anyOf."""
    if "$ref" in node:
        return merge_alternatives(
            api["components"]["schemas"][node["$ref"].rsplit("/", maxsplit=1)[-1]], api
        )
    merged: Schema = {key: node[key] for key in ("type", "format") if key in node}
    properties: Schema = {}
    for keyword in ("allOf", "oneOf", "anyOf"):
        for part in node.get(keyword, []):
            one = merge_alternatives(part, api)
            properties |= one.pop("properties", {})
            merged = one | merged
    for name, below in node.get("properties", {}).items():
        properties[name] = merge_alternatives(below, api)
    if properties:
        merged["properties"] = properties
    if "items" in node:
        merged["items"] = merge_alternatives(node["items"], api)
    return merged


def documented_answer(path: str, method: str, api: Schema) -> Schema:
    content = api["paths"][path][method]["responses"]["200"]["content"]
    return merge_alternatives(next(iter(content.values()))["schema"], api)


def documented_record(stream: str, api: Schema) -> Schema:
    answer = ANSWERS[stream]
    record = documented_answer(answer.path, answer.method, api)
    for name in filter(None, answer.record.split(".")):
        record = record["properties"][name.removesuffix("[]")]
        record = record["items"] if name.endswith("[]") else record
    for name in OF_THE_LIST.get(stream, ()):
        del record["properties"][name]
    return record
