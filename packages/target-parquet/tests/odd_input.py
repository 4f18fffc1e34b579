"""Strategies (hypothesis) for input that no loader expects."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

STREAM = "calls"
USUAL = {"id": {"type": "string"}, "at": {"type": "string", "format": "date-time"}}
_NAMES = st.sampled_from(["id", "at", "n", "", "Day", "a.b", "ü", "\ud800"])
_STREAMS = st.sampled_from([STREAM] * 5 + ["", ".", "../x", "a/b", "\x00", "x" * 300, "\ud83d"])
_TEXTS = st.text(max_size=5) | st.sampled_from(
    ["", "\x00", "\ud800", "x" * 70_000, "1", "2026-01-01", "20260101", "9999-12-31", "1969-12-31"]
)
_INSTANTS = st.datetimes().map(lambda time: f"{time.isoformat()}Z") | st.sampled_from(
    [
        *("0001-01-01T00:00:00+05:00", "9999-12-31T23:59:59-05:00", "1969-12-31T23:59:59.999999Z"),
        *("0000-01-01T00:00:00Z", "2016-12-31T23:59:60Z", "2026-01-01", "20260101T000000Z", ""),
        *("2026-01-01T24:00:00Z", "2026-01-01T00:00:00+25:00", "2026-01-01T00:00:00"),
    ]
)
# What Python's encoder does not write is put in as text, and unquoted afterwards.
_BEYOND = ("1e400", "-1e999", "9" * 9_000, "-" + "9" * 400)
_NUMBERS = st.sampled_from(
    [0, -0.0, 1.5, 2.0, 2**63 - 1, 2**63, -(2**63), 1e308, 5e-324, *(f"#{n}" for n in _BEYOND)]
)
_VALUES = st.recursive(
    st.none() | st.booleans() | _NUMBERS | _TEXTS | _INSTANTS,
    lambda part: st.lists(part, max_size=3) | st.dictionaries(_NAMES, part, max_size=3),
    max_leaves=6,
)
_TYPES = st.sampled_from(["string", "integer", "number", "boolean", "object", "array", "odd"])
_OPEN = st.one_of(
    st.fixed_dictionaries({"type": _TYPES}),
    st.fixed_dictionaries({"type": st.lists(_TYPES | st.just("null"), max_size=2)}),
    st.sampled_from(
        [{"type": "string", "format": format_} for format_ in ("date", "date-time", "time", "odd")]
    ),
)
_DECLARED = st.recursive(
    _OPEN | _VALUES,
    lambda part: st.one_of(
        st.fixed_dictionaries({"type": st.just("array"), "items": part}),
        st.fixed_dictionaries({"properties": st.dictionaries(_NAMES, part, max_size=3)}),
        st.fixed_dictionaries({"anyOf": st.lists(part, max_size=2)}),
    ),
    max_leaves=4,
)


_OF_TYPE = {
    "string": _TEXTS,
    "integer": _NUMBERS,
    "number": _NUMBERS,
    "boolean": st.booleans(),
}


def _fits(declared: Any) -> SearchStrategy[Any]:
    """Draw what a declaration allows, or nearly so."""
    match declared:
        case {"properties": dict(properties)}:
            parts = {name: _fits(part) for name, part in properties.items()}
            return st.fixed_dictionaries({}, optional=parts)
        case {"type": "array", "items": items}:
            return st.lists(st.none() | _fits(items), max_size=3)
        case {"format": "date" | "date-time"}:
            return _INSTANTS
        case {"type": str(name)}:
            return _OF_TYPE.get(name, _VALUES)
    return _VALUES


def _as_line(message: Any, *, escaped: bool) -> bytes:
    text = json.dumps(message, ensure_ascii=escaped)
    for number in _BEYOND:
        text = text.replace(f'"#{number}"', number)
    return text.encode("utf-8", "surrogatepass")


def _schema(properties: Any, stream: str = STREAM, keys: Any = ("id",)) -> dict[str, Any]:
    declared = {"type": "object", "properties": properties}
    return {"type": "SCHEMA", "stream": stream, "schema": declared, "key_properties": keys}


_MESSAGES = st.one_of(
    st.builds(_schema, st.dictionaries(_NAMES, _DECLARED, max_size=3) | _VALUES, _STREAMS, _VALUES),
    st.fixed_dictionaries(
        {"type": st.just("RECORD"), "stream": _STREAMS, "record": _VALUES},
        optional={"version": st.integers(0, 2) | _VALUES, "time_extracted": _VALUES},
    ),
    st.fixed_dictionaries(
        {"type": st.sampled_from(["STATE", "ACTIVATE_VERSION", "BATCH"]) | _VALUES},
        optional={
            "stream": _STREAMS | _VALUES,
            "value": _VALUES,
            "version": st.integers(0, 2) | _VALUES,
            "encoding": st.just({"format": "jsonl"}) | _VALUES,
            "manifest": st.lists(st.sampled_from(["", "file:///none/x", "x://y", "\x00"])),
        },
    ),
    _VALUES,
)


@st.composite
def _lines(draw: st.DrawFn) -> bytes:
    """Draw a line: a message, as it is or damaged, or any bytes."""
    line = draw(st.builds(_as_line, _MESSAGES, escaped=st.booleans()))
    at = draw(st.integers(0, len(line)))
    match draw(st.sampled_from(["whole", "whole", "cut", "bad byte", "other"])):
        case "cut":
            return line[:at]
        case "bad byte":
            return line[:at] + draw(st.binary(min_size=1, max_size=3)) + line[at:]
        case "other":
            deep = [b'{"a":' * 2_000, b"[" * 200 + b"]" * 200]
            return draw(st.binary() | st.sampled_from(deep))
    return line


@st.composite
def any_bytes(draw: st.DrawFn) -> bytes:
    """Draw an input: any lines at all, often behind a stream that is in order."""
    record = {"type": "RECORD", "stream": STREAM, "record": {"id": "a"}}
    start = [_as_line(message, escaped=True) for message in (_schema(USUAL), record)]
    lines = draw(st.sampled_from([[], start])) + draw(st.lists(_lines(), max_size=3))
    bom, end = (
        draw(st.sampled_from([b"", b"\xef\xbb\xbf"])),
        draw(st.sampled_from([b"\n", b"\r\n"])),
    )
    return bom + end.join(lines)


@st.composite
def any_records(draw: st.DrawFn) -> bytes:
    """Draw an input whose messages are in order, while their schemas and records are odd."""
    lines = []
    for _ in range(draw(st.integers(1, 2))):
        properties = draw(st.dictionaries(_NAMES, _DECLARED, max_size=3)) | USUAL
        lines.append(_schema(properties))
        parts = {name: st.none() | _fits(declared) for name, declared in properties.items()}
        parts = parts | {"id": st.sampled_from("abc")}
        records = st.lists(st.fixed_dictionaries({}, optional=parts | {"new": _VALUES}), max_size=3)
        for record in draw(records):
            message = {"type": "RECORD", "stream": STREAM, "record": {"id": "a", **record}}
            lines.append(message | draw(st.sampled_from([{}, {}, {"version": 1}, {"version": 2}])))
        lines.append(
            {"type": "ACTIVATE_VERSION", "stream": STREAM, "version": draw(st.integers(0, 2))}
        )
        lines.append({"type": "STATE", "value": draw(_VALUES)})
    return b"\n".join(_as_line(line, escaped=draw(st.booleans())) for line in lines)


SETTINGS = st.fixed_dictionaries(
    {"load_method": st.sampled_from(["append-only", "upsert", "overwrite"])},
    optional={"add_record_metadata": st.just(value=True), "partition_by": st.just({STREAM: "at"})},
)
