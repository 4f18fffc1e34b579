"""From the JSON Schema of a SCHEMA message to the Arrow schema of its Parquet files.

Nested data stays nested: an object with properties is a struct, an array a list. What has no
one Arrow type (an object without properties, a union of unlike types) is a string column of JSON
text, marked as such in the field's metadata. Every column may be null.
"""

from __future__ import annotations

from typing import Any

import pyarrow as pa

TIMESTAMP = pa.timestamp("us", "UTC")
_JSON_TEXT = {b"content_type": b"application/json"}
_SCALARS = {
    "boolean": pa.bool_(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "string": pa.string(),
}
_STRING_FORMATS = {"date-time": TIMESTAMP, "date": pa.date32()}


def arrow_schema(json_schema: dict[str, Any]) -> pa.Schema:
    """Return the columns that a stream's JSON Schema declares.

    `date-time` is a UTC timestamp in microseconds, `date` a date, `time` a string, `integer`
    64 bits wide, `number` a double.
    """
    return pa.schema(
        [_field(name, declared) for name, declared in json_schema["properties"].items()]
    )


def holds_json_text(field: pa.Field) -> bool:
    """Return whether a string column holds JSON text rather than the string itself."""
    return bool(field.metadata and field.metadata.items() >= _JSON_TEXT.items())


def _field(name: str, declared: Any) -> pa.Field:
    data_type = _data_type(declared)
    if data_type is None:
        return pa.field(name, pa.string(), metadata=_JSON_TEXT)
    return pa.field(name, data_type)


def _data_type(declared: Any) -> pa.DataType | None:
    """Return the one Arrow type of a declared property, None where there is none."""
    candidates = [_single(branch) for branch in _branches(declared)]
    if not candidates or None in candidates:
        return None
    distinct = set(candidates)
    if len(distinct) == 1:
        return candidates[0]
    if distinct == {pa.int64(), pa.float64()}:
        return pa.float64()
    if distinct <= {pa.string(), *_STRING_FORMATS.values()}:
        return pa.string()
    return None


def _branches(declared: Any) -> list[dict[str, Any]]:
    """Spell a nullable type, a list of types, anyOf or oneOf out as single types, less null."""
    if not isinstance(declared, dict):
        return []
    for union in ("anyOf", "oneOf"):
        if isinstance(declared.get(union), list):
            return [branch for option in declared[union] for branch in _branches(option)]
    types = declared.get("type", "object" if "properties" in declared else [])
    names = types if isinstance(types, list) else [types]
    if not types:
        return [declared]
    return [{**declared, "type": name} for name in names if name != "null"]


def _single(declared: dict[str, Any]) -> pa.DataType | None:
    """Return the Arrow type of a declaration with exactly one JSON type."""
    match declared.get("type"):
        case "object" if isinstance(properties := declared.get("properties"), dict) and properties:
            return pa.struct([_field(name, part) for name, part in properties.items()])
        case "array" if "items" in declared:
            return pa.list_(_field("element", declared["items"]))
        case "string":
            return _STRING_FORMATS.get(str(declared.get("format")), pa.string())
        case str(name):
            return _SCALARS.get(name)
    return None
