"""What a row promises: keys, types that join, tolerance, a word on each property."""

from __future__ import annotations

import pytest
from jsonschema import Draft202012Validator
from support.schema_nodes import KEYS, Schema, is_identifier, load_schema, types, walk

# Keys that tell a position or a time, not a thing.
NO_IDENTIFIERS = {"index", "interval", "snapshotTime", "time"}

every_stream = pytest.mark.parametrize("stream", KEYS)


def shape(schema: Schema) -> dict[str, tuple[list[str], str | None]]:
    """A schema without its words: type and format of each node."""
    return {path: (node["type"], node.get("format")) for path, node in walk(schema)}


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
    assert never_null == KEYS[stream], "Leave null out of the types of the primary keys alone."


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
    assert schema.keys() - allowed == {"$schema"}, (
        "Begin as the other schemas do, with $schema; what else differs is not allowed here."
    )
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


@every_stream
def test_no_two_properties_of_an_object_are_equal_without_case(stream: str) -> None:
    """Spark, Hive and Athena read no table with columns or fields like uBrand and ubrand."""
    schema = load_schema(stream)
    objects = [("", schema), *walk(schema)]
    doubled = [
        path
        for path, node in objects
        if len({name.lower() for name in node.get("properties", {})})
        < len(node.get("properties", {}))
    ]
    assert doubled == []
