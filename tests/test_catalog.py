"""The catalog entry of each stream, so that a change of a schema or key shows in review.

After a change that is meant: `make docs`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from support.endpoints import path_of

from tap_ringcentral.streams import STREAMS
from tap_ringcentral.tap import TapRingCentral

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion


@pytest.fixture(scope="module")
def catalog() -> dict[str, dict[str, Any]]:
    tap = TapRingCentral(config={}, validate_config=False)
    return {entry["stream"]: entry for entry in tap.catalog_dict["streams"]}


def test_discovery_knows_every_stream_by_its_name(catalog: dict[str, Any]) -> None:
    assert catalog.keys() == STREAMS.keys()


@pytest.mark.parametrize("stream", STREAMS)
def test_catalog_entry_is_as_it_was(
    stream: str, catalog: dict[str, Any], snapshot: SnapshotAssertion
) -> None:
    entry = catalog[stream]
    schema = entry.pop("schema")
    entry["properties"] = properties(schema)
    entry["metadata"] = [m["metadata"] for m in entry["metadata"] if not m["breadcrumb"]]
    assert json.loads(json.dumps(entry)) == snapshot


def properties(schema: dict[str, Any]) -> Any:
    """A schema as names and types: its words are no matter of compatibility."""
    kinds = schema["type"]
    kind = "|".join([kinds] if isinstance(kinds, str) else kinds)
    if "properties" in schema:
        return {name: properties(node) for name, node in schema["properties"].items()}
    if "items" in schema:
        return [properties(schema["items"])]
    return f"{kind} {schema['format']}" if "format" in schema else kind


def test_streams_that_cost_much_or_a_right_are_not_selected_by_default_and_say_so() -> None:
    tap = TapRingCentral(config={}, validate_config=False)
    unselected = {name: s for name, s in tap.streams.items() if not s.selected_by_default}
    costly = {name for name in STREAMS if "{extensionId}" in path_of(name)}
    costly |= {"call_queue_answering_rule", "call_queue_overflow", "call_recording_audio"}
    assert unselected.keys() == costly
    for stream in unselected.values():
        assert "select it only where you need it" in stream.schema["description"]
        assert not stream.selected
