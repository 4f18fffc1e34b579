"""One JSON Schema file a stream; what several share stands once, in `definitions.json`."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from singer_sdk.schema.source import SchemaSource
from singer_sdk.singerlib.schema import resolve_schema_references
from typing_extensions import override

# Where a schema may take parts from: the shared ones, and what other streams repeat.
_SOURCES = ("definitions", "call_log", "extension")


class SchemaFiles(SchemaSource[str]):
    """Reads a stream's schema from its file, each file once."""

    @override
    def fetch_schema(self, key: str) -> dict[str, Any]:
        """Read the schema of a stream, with its references resolved."""
        refs = {f"{source}.json": _read(source) for source in _SOURCES}
        return resolve_schema_references(_read(key), refs)


def _read(name: str) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(files(__name__).joinpath(f"{name}.json").read_text("utf-8"))
    return schema
