"""Records with one value each that RingCentral should not give, and what is to become of it."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from support.schema_nodes import load_schema, types, walk
from tap_ringcentral.api.answer_body import Answer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from support.schema_nodes import Schema

MISSING = object()
INSTANT = "2026-03-20T12:00:00.000Z"
# Written between marks, since no Python value is written so; the marks go.
_MARK = "\u2603"

VALUES: dict[str, Any] = {
    "null": None,
    "missing": MISSING,
    "empty text": "",
    "text": "Ann Smith",
    "number": 7,
    "negative": -5,
    "fraction": 1.5,
    "whole as a fraction": 101.0,
    "huge": 10**40,
    "beyond a double": f"{_MARK}1e400{_MARK}",
    "5,000 digits": f"{_MARK}{'9' * 5000}{_MARK}",
    "not a number": f"{_MARK}NaN{_MARK}",
    "number as text": "17",
    "nan as text": "nan",
    "many signs": "--60",
    "true": True,
    "true as text": "true",
    "one": 1,
    "list": [],
    "object": {},
    "half a pair": "Front desk \ud83d",
    "bad byte": "Zo\udceb",
    "date": "2026-03-20",
    "instant of another form": "20260320T120000Z",
    "instant without offset": "2026-03-20T12:00:00.000",
    "no such day": "2026-02-30T00:00:00.000Z",
    "hour 24": "2026-03-20T24:00:00.000Z",
    "before the year 1": "0001-01-01T00:00:00+14:00",
    "24 characters": "x" * 24,
}
_WITHOUT_VALUE = {"null", "missing", "empty text"}
_TEXTS = {name for name, value in VALUES.items() if type(value) is str}
_NUMBERS = {"number", "negative", "fraction", "whole as a fraction", "huge", "one"}
_TAKEN = {
    "string": _WITHOUT_VALUE | _TEXTS | _NUMBERS,
    "date-time": _WITHOUT_VALUE | {"instant of another form", "instant without offset"},
    "integer": _WITHOUT_VALUE
    | {"number", "negative", "whole as a fraction", "number as text", "one"},
    "number": _WITHOUT_VALUE | _NUMBERS | {"number as text"},
    "boolean": _WITHOUT_VALUE | {"true", "true as text", "one"},
    "object": {"null", "missing", "object"},
    "array": {"null", "missing", "list"},
}


def kind(node: Schema) -> str:
    """What a property is: `date-time`, or its one type."""
    (declared,) = types(node) - {"null"}
    named: str = node.get("format", declared)
    return named


def is_taken(node: Schema, value: str) -> bool:
    """Whether a value means something in the place of a property; a key is never null."""
    is_key = "null" not in types(node)
    return value in _TAKEN[kind(node)] and not (is_key and value in _WITHOUT_VALUE)


def whole(node: Schema) -> Any:
    """A value with every property that is declared."""
    samples = {"string": "Ab1", "date-time": INSTANT, "integer": 3, "number": 0.5, "boolean": True}
    if "properties" in node:
        return {name: whole(below) for name, below in node["properties"].items()}
    if "items" in node:
        return [whole(node["items"])]
    return samples.get(kind(node), {})


def spoiled(record: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """The record with a value at a path such as `legs[].from.name`."""
    record = deepcopy(record)
    at: Any = record
    *outer, last = path.replace("[]", ".[]").split(".")
    for name in outer:
        at = at[0 if name == "[]" else name]
    if last == "[]":
        at[0] = None if value is MISSING else value
    elif value is MISSING:
        del at[last]
    else:
        at[last] = value
    return record


def shapes(stream: str, *own: str) -> Iterator[tuple[str, Schema, str, dict[str, Any]]]:
    """Each property of a stream with each value: path, schema, name of the value, the record."""
    schema = load_schema(stream)
    record = {name: each for name, each in whole(schema).items() if name not in own}
    for path, node in walk(schema):
        if path.split(".")[0].removesuffix("[]") not in own:
            for name, value in VALUES.items():
                yield path, node, name, spoiled(record, path, value)


def as_json(value: Any) -> bytes:
    """Write JSON as RingCentral never should: half pairs escaped, bad bytes and numbers as such."""
    text = json.dumps(value, ensure_ascii=False)
    text = text.replace(f'"{_MARK}', "").replace(f'{_MARK}"', "").replace("\ud83d", "\\ud83d")
    return text.encode(errors="surrogateescape")


def answer_of(body: bytes) -> Answer:
    """An answer that has just come."""
    return Answer("http://127.0.0.1/call-log", body)
