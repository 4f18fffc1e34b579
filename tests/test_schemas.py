"""What a row promises: complete against RingCentral's API description, tolerant, documented."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from jsonschema import Draft202012Validator

from tap_ringcentral.schemas import SchemaFiles

if TYPE_CHECKING:
    from collections.abc import Iterator

Schema = dict[str, Any]

CHECKOUT = Path(__file__).parents[1]
SCHEMAS = CHECKOUT / "tap_ringcentral" / "schemas"
API_DESCRIPTION = CHECKOUT.parent / "shared" / "ringcentral-openapi.json"

RESTAPI = "/restapi/v1.0"
ACCOUNT = f"{RESTAPI}/account/{{accountId}}"
EXTENSION = f"{ACCOUNT}/extension/{{extensionId}}"
TIMELINE = "/analytics/calls/v1/accounts/{accountId}/timeline/fetch"
WORDS_THAT_MAKE_A_SENTENCE = 4


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


KEYS = {
    "account": {"id"},
    "active_call": {"id", "snapshotTime"},
    "assigned_role": {"extensionId"},
    "audit_trail": {"id"},
    "call_analytics_queue": {"id", "interval", "time"},
    "call_analytics_user": {"id", "interval", "time"},
    "call_log": {"id"},
    "call_log_leg": {"callLogId", "index"},
    "call_monitoring_group": {"id"},
    "call_monitoring_group_member": {"groupId", "id"},
    "call_queue": {"id"},
    "call_queue_member": {"queueId", "id"},
    "call_queue_presence": {"queueId", "memberId", "snapshotTime"},
    "call_recording": {"id"},
    "call_recording_extension": {"id"},
    "call_recording_setting": {"accountId"},
    "company_answering_rule": {"id"},
    "company_business_hours": {"accountId"},
    "cost_center": {"id"},
    "custom_field": {"id"},
    "directory_entry": {"id"},
    "extension": {"id"},
    "extension_answering_rule": {"extensionId", "id"},
    "extension_blocked_number": {"extensionId", "id"},
    "extension_business_hours": {"extensionId"},
    "extension_call_log": {"extensionId", "id"},
    "extension_caller_blocking": {"extensionId"},
    "extension_detail": {"id"},
    "extension_device": {"extensionId", "id"},
    "extension_forwarding_number": {"extensionId", "id"},
    "external_contact": {"extensionId", "id"},
    "fax_cover_page": {"id"},
    "greeting": {"id"},
    "ivr_menu": {"id"},
    "ivr_prompt": {"id"},
    "message": {"extensionId", "id"},
    "phone_number": {"id"},
    "site": {"id"},
    "site_member": {"siteId", "id"},
    "user_role": {"id"},
}

# Keys that tell a position or a time, not a thing.
NO_IDENTIFIERS = {"index", "interval", "snapshotTime", "time"}

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

# Documented of a record, though it is of the list that the record stands in.
OF_THE_LIST = {"greeting": ("navigation", "paging")}

every_stream = pytest.mark.parametrize("stream", KEYS)
needs_api_description = pytest.mark.skipif(
    not API_DESCRIPTION.exists(),
    reason="RingCentral's API description does not lie beside the checkout",
)


def read_schema(name: str) -> Schema:
    schema: Schema = json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    return schema


def load_schema(stream: str) -> Schema:
    return SchemaFiles().fetch_schema(stream)


def walk(schema: Schema, path: str = "") -> Iterator[tuple[str, Schema]]:
    """Every node below a schema: `from.device.id` is a property, `legs[]` an array's items."""
    for name, node in schema.get("properties", {}).items():
        below = f"{path}.{name}" if path else name
        yield below, node
        yield from walk(node, below)
    if "items" in schema:
        yield f"{path}[]", schema["items"]
        yield from walk(schema["items"], f"{path}[]")


def is_identifier(path: str) -> bool:
    name = path.rsplit(".", maxsplit=1)[-1]
    return name == "id" or name.endswith("Id")


def types(node: Schema) -> set[str]:
    declared = node["type"]
    return {declared} if isinstance(declared, str) else set(declared)


def shape(schema: Schema) -> dict[str, tuple[list[str], str | None]]:
    """A schema without its words: type and format of each node."""
    return {path: (node["type"], node.get("format")) for path, node in walk(schema)}


@pytest.fixture(scope="module")
def api() -> Schema:
    description: Schema = json.loads(API_DESCRIPTION.read_text(encoding="utf-8"))
    return description


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


def descriptions(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("description"), str):
            yield node["description"]
        for below in node.values():
            yield from descriptions(below)
    elif isinstance(node, list):
        for below in node:
            yield from descriptions(below)


def sentences(text: str) -> Iterator[str]:
    """Sentences and clauses long enough to be somebody's, as bare words between spaces."""
    for sentence in re.split(r"[.;:]\s|\n\n", f"{text} "):
        words = re.findall(r"\w+", sentence.lower())
        if len(words) >= WORDS_THAT_MAKE_A_SENTENCE:
            yield f" {' '.join(words)} "


@every_stream
def test_schema_is_valid_and_a_record_of_its_keys_alone_passes(stream: str) -> None:
    schema = load_schema(stream)
    Draft202012Validator.check_schema(schema)
    keys = {name: 0 if name == "index" else "1" for name in KEYS[stream]}
    others = dict.fromkeys(schema["properties"])
    assert not list(Draft202012Validator(schema).iter_errors(keys))
    assert not list(Draft202012Validator(schema).iter_errors(others | keys))


@every_stream
def test_no_reference_is_left_unresolved(stream: str) -> None:
    assert [path for path, node in walk(load_schema(stream)) if "$ref" in node] == []


@every_stream
def test_keys_are_never_null_and_all_else_may_be(stream: str) -> None:
    schema = load_schema(stream)
    never_null = {path for path, node in walk(schema) if "null" not in types(node)}
    assert never_null == KEYS[stream]


@every_stream
def test_every_identifier_is_a_string_so_that_streams_join(stream: str) -> None:
    identifiers = {path: node for path, node in walk(load_schema(stream)) if is_identifier(path)}
    assert KEYS[stream] - NO_IDENTIFIERS <= identifiers.keys()
    assert {p for p, node in identifiers.items() if types(node) - {"null"} != {"string"}} == set()


@every_stream
def test_new_values_and_properties_pass(stream: str) -> None:
    """No enum, no limit, no required, no additionalProperties: RingCentral's values drift."""
    allowed = {"type", "format", "description", "properties", "items"}
    schema = load_schema(stream)
    assert schema.keys() - allowed == {"$schema"}
    assert {
        path: node.keys() - allowed for path, node in walk(schema) if node.keys() - allowed
    } == {}


@every_stream
def test_every_property_is_described(stream: str) -> None:
    schema = load_schema(stream)
    undescribed = [
        path
        for path, node in walk(schema)
        if not path.endswith("[]") and not node.get("description", "").endswith(".")
    ]
    assert schema["description"].endswith(".")
    assert undescribed == []


def test_call_log_and_call_log_leg_agree_on_a_leg() -> None:
    in_the_call = load_schema("call_log")["properties"]["legs"]["items"]["properties"]
    alone = load_schema("call_log_leg")["properties"]
    own = {"callLogId", "index", "callStartTime", "callLastModifiedTime"}
    assert {name: node for name, node in alone.items() if name not in own} == in_the_call
    assert own <= alone.keys()


def test_what_a_call_and_a_leg_share_has_the_same_type() -> None:
    call = shape(load_schema("call_log"))
    leg = shape(load_schema("call_log")["properties"]["legs"]["items"])
    assert leg.keys() - call.keys() == {"legType", "master"}
    assert {path for path in call.keys() & leg.keys() if call[path] != leg[path]} == set()


def assert_documented(documented: Schema, ours: Schema, own: frozenset[str]) -> None:
    theirs, mine = dict(walk(documented)), dict(walk(ours))
    assert theirs.keys() == mine.keys() - own
    for path, node in theirs.items():
        expected = "string" if is_identifier(path) else node["type"]
        assert types(mine[path]) - {"null"} == {expected}, path
        dated = mine[path].get("format") == "date-time"
        assert dated == (node.get("format") == "date-time"), path


@needs_api_description
@pytest.mark.parametrize("stream", ANSWERS)
def test_every_documented_property_is_extracted(stream: str, api: Schema) -> None:
    record = documented_record(stream, api)
    if stream == "account":  # one row out of two answers
        info = documented_answer(f"{ACCOUNT}/service-info", "get", api)["properties"]
        record["properties"]["serviceInfo"]["properties"] |= info
    assert_documented(record, load_schema(stream), ANSWERS[stream].own)


@needs_api_description
@pytest.mark.parametrize("stream", ["call_analytics_queue", "call_analytics_user"])
def test_every_documented_figure_of_an_interval_is_extracted(stream: str, api: Schema) -> None:
    data = documented_answer(TIMELINE, "post", api)["properties"]["data"]
    record = data["properties"]["records"]["items"]["properties"]
    point = record.pop("points")["items"]["properties"]
    assert record.pop("key")["type"] == "string"  # which becomes the id
    flat = {"properties": record["info"]["properties"] | point}
    assert_documented(flat, load_schema(stream), frozenset({"id", "interval"}))


def test_every_stream_is_held_against_its_answer() -> None:
    elsewhere = {"call_log_leg", "call_analytics_queue", "call_analytics_user"}
    assert ANSWERS.keys() | elsewhere == KEYS.keys()
    assert {p.stem for p in SCHEMAS.glob("*.json")} == KEYS.keys() | {"definitions"}


@needs_api_description
def test_descriptions_are_our_own_words(api: Schema) -> None:
    theirs = [sentence for text in descriptions(api) for sentence in sentences(text)]
    ours = [
        sentence
        for path in sorted(SCHEMAS.glob("*.json"))
        for text in descriptions(read_schema(path.stem))
        for sentence in sentences(text)
    ]
    assert theirs
    assert ours
    assert [sentence for sentence in ours if any(sentence in other for other in theirs)] == []
    assert [sentence for sentence in theirs if any(sentence in own for own in ours)] == []
