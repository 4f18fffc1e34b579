"""A stream's schema, and what stands in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from tap_ringcentral.schemas import SchemaFiles
from tap_ringcentral.streams import STREAMS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Schema = dict[str, Any]

# Of the classes, where the SDK has a property.
KEYS = {name: set(cast("Sequence[str]", kind.primary_keys)) for name, kind in STREAMS.items()}


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
