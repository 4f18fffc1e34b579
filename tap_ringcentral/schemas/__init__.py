"""One JSON Schema file a stream; what several share stands once, in `definitions.json`."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import msgspec
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
        refs = {f"{source}.json": _parsed(source) for source in _SOURCES if b'"$ref"' in _read(key)}
        return resolve_schema_references(_parsed(key), refs)


FILES = SchemaFiles()
"""The one that all streams share."""


def _parsed(name: str) -> dict[str, Any]:
    """Parse a file anew: the SDK resolves references in place."""
    return msgspec.json.decode(_read(name), type=dict[str, Any])


@cache
def _read(name: str) -> bytes:
    return files(__name__).joinpath(f"{name}.json").read_bytes()
