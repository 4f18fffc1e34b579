"""What a row promises: complete against RingCentral's API description, tolerant, documented."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from jsonschema import Draft202012Validator
from singer_sdk.singerlib.schema import resolve_schema_references

if TYPE_CHECKING:
    from collections.abc import Iterator

Schema = dict[str, Any]

CHECKOUT = Path(__file__).parents[1]
SCHEMAS = CHECKOUT / "tap_ringcentral" / "schemas"
API_DESCRIPTION = CHECKOUT.parent / "shared" / "ringcentral-openapi.json"

ACCOUNT = "/restapi/v1.0/account/{accountId}"
WORDS_THAT_MAKE_A_SENTENCE = 4


class Answer(NamedTuple):
    """Where the API description documents a stream's record."""

    path: str
    listed: bool


KEYS = {
    "call_log": {"id"},
    "call_log_leg": {"callLogId", "index"},
    "call_queue": {"id"},
    "call_queue_member": {"queueId", "id"},
    "extension": {"id"},
}

ANSWERS = {
    "call_log": Answer(f"{ACCOUNT}/call-log", listed=True),
    "call_queue": Answer(f"{ACCOUNT}/call-queues/{{groupId}}", listed=False),
    "call_queue_member": Answer(f"{ACCOUNT}/call-queues/{{groupId}}/members", listed=True),
    "extension": Answer(f"{ACCOUNT}/extension", listed=True),
}

every_stream = pytest.mark.parametrize("stream", KEYS)
needs_api_description = pytest.mark.skipif(
    not API_DESCRIPTION.exists(),
    reason="RingCentral's API description does not lie beside the checkout",
)


def read_schema(name: str) -> Schema:
    schema: Schema = json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    return schema


def load_schema(stream: str) -> Schema:
    shared = {"definitions.json": read_schema("definitions")}
    return resolve_schema_references(read_schema(stream), shared)


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


def documented_record(stream: str, api: Schema) -> Schema:
    answer = ANSWERS[stream]
    content = api["paths"][answer.path]["get"]["responses"]["200"]["content"]
    body = merge_alternatives(content["application/json"]["schema"], api)
    record: Schema = body["properties"]["records"]["items"] if answer.listed else body
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
    assert KEYS[stream] - {"index"} <= identifiers.keys()
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


@needs_api_description
@pytest.mark.parametrize("stream", ANSWERS)
def test_every_documented_property_is_extracted(stream: str, api: Schema) -> None:
    documented = dict(walk(documented_record(stream, api)))
    ours = dict(walk(load_schema(stream)))
    own = {"queueId"} if stream == "call_queue_member" else set()
    assert documented.keys() == ours.keys() - own
    for path, node in documented.items():
        expected = "string" if is_identifier(path) else node["type"]
        assert types(ours[path]) - {"null"} == {expected}, path
        dated = ours[path].get("format") == "date-time"
        assert dated == (node.get("format") == "date-time"), path


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
