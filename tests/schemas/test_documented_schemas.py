"""What a row has: all that RingCentral documents, in the types that it documents."""

from __future__ import annotations

import pytest
from support.documented_answers import (
    IN_GUIDES_ALONE,
    UNDER_ANOTHER_NAME,
    added_by_the_tap,
    documented_row,
)
from support.schema_nodes import KEYS, Schema, is_identifier, load_schema, types, walk

from tap_ringcentral.streams import STREAMS

every_stream = pytest.mark.parametrize("stream", STREAMS)


def documented_nodes(stream: str) -> dict[str, Schema]:
    """What stands in a documented row, by the names that the tap gives it."""
    nodes = dict(walk(documented_row(stream)))
    for former, name in UNDER_ANOTHER_NAME.get(stream, {}).items():
        assert former in nodes, f"{former} of {stream} is not documented any more"
        nodes = {path.replace(former, name): node for path, node in nodes.items()}
    return nodes


@every_stream
def test_every_documented_property_is_extracted_and_no_other(stream: str) -> None:
    theirs, ours = documented_nodes(stream).keys(), dict(walk(load_schema(stream))).keys()
    known = theirs | added_by_the_tap(stream)
    shown = tuple(IN_GUIDES_ALONE.get(stream, ()))
    file = f"tap_ringcentral/schemas/{stream}.json"
    assert theirs <= ours, f"RingCentral documents what {file} lacks: add it, in words of your own."
    assert not [path for path in ours - known if not path.startswith(shown)], (
        f"{file} has what RingCentral does not document: leave it out, or name it in "
        "tests/support/documented_answers.py with the reason."
    )


@every_stream
def test_every_documented_property_has_its_type(stream: str) -> None:
    ours, theirs = dict(walk(load_schema(stream))), documented_nodes(stream)
    for path in theirs.keys() & ours.keys():
        node = theirs[path]
        expected = "string" if is_identifier(path) else node["type"]
        assert types(ours[path]) - {"null"} == {expected}, path
        dated = ours[path].get("format") == "date-time"
        assert dated == (node.get("format") == "date-time"), path


@every_stream
def test_keys_are_in_the_answer_or_named_as_added_by_the_tap(stream: str) -> None:
    known = documented_row(stream)["properties"].keys() | added_by_the_tap(stream)
    key = STREAMS[stream].replication_key
    keys = KEYS[stream] | ({key} if isinstance(key, str) else set())
    assert keys <= known, (
        f"RingCentral does not answer with {', '.join(keys - known)}: choose other keys for "
        f"{STREAMS[stream].__name__}, or name them as ADDED in tests/support/documented_answers.py."
    )


@pytest.mark.parametrize("stream", IN_GUIDES_ALONE)
def test_what_the_guides_alone_show_is_still_not_documented(stream: str) -> None:
    assert not IN_GUIDES_ALONE[stream] & documented_nodes(stream).keys()
