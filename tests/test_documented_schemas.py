"""What a row has: all that RingCentral's API description documents, in words of our own."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.documented_answers import (
    ACCOUNT,
    ANSWERS,
    IN_GUIDES_ALONE,
    TIMELINE,
    UNDER_ANOTHER_NAME,
    documented_answer,
    documented_record,
)
from support.schema_nodes import KEYS, Schema, is_identifier, load_schema, types, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

CHECKOUT = Path(__file__).parents[1]
SCHEMAS = CHECKOUT / "tap_ringcentral" / "schemas"
API_DESCRIPTION = CHECKOUT.parent / "shared" / "ringcentral-openapi.json"
WORDS_THAT_MAKE_A_SENTENCE = 4

needs_api_description = pytest.mark.skipif(
    not API_DESCRIPTION.exists(),
    reason="RingCentral's API description does not lie beside the checkout",
)


@pytest.fixture(scope="module")
def api() -> Schema:
    description: Schema = json.loads(API_DESCRIPTION.read_text(encoding="utf-8"))
    return description


def read_schema(name: str) -> Schema:
    schema: Schema = json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    return schema


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


def assert_documented(
    documented: Schema, ours: Schema, own: frozenset[str], stream: str = ""
) -> None:
    theirs, mine = dict(walk(documented)), dict(walk(ours))
    shown = tuple(IN_GUIDES_ALONE.get(stream, ()))
    own |= {path for path in mine if path.startswith(shown)} if shown else set()
    for former, name in UNDER_ANOTHER_NAME.get(stream, {}).items():
        theirs = {path.replace(former, name): node for path, node in theirs.items()}
    assert theirs.keys() == mine.keys() - own
    for path, node in theirs.items():
        expected = "string" if is_identifier(path) else node["type"]
        assert types(mine[path]) - {"null"} == {expected}, path
        dated = mine[path].get("format") == "date-time"
        assert dated == (node.get("format") == "date-time"), path


@needs_api_description
@pytest.mark.parametrize("stream", ANSWERS)
def test_every_documented_property_is_extracted(stream: str, api: Schema) -> None:
    record = documented_record(stream, api)
    if stream == "account":  # one row out of two answers
        info = documented_answer(f"{ACCOUNT}/service-info", "get", api)["properties"]
        record["properties"]["serviceInfo"]["properties"] |= info
    assert_documented(record, load_schema(stream), ANSWERS[stream].own, stream)


@needs_api_description
@pytest.mark.parametrize("stream", ["call_analytics_queue", "call_analytics_user"])
def test_every_documented_figure_of_an_interval_is_extracted(stream: str, api: Schema) -> None:
    data = documented_answer(TIMELINE, "post", api)["properties"]["data"]
    record = data["properties"]["records"]["items"]["properties"]
    point = record.pop("points")["items"]["properties"]
    assert record.pop("key")["type"] == "string"  # which becomes the id
    flat = {"properties": record["info"]["properties"] | point}
    assert_documented(flat, load_schema(stream), frozenset({"id", "interval"}))


def test_every_stream_is_held_against_its_answer() -> None:
    elsewhere = {"call_log_leg", "call_analytics_queue", "call_analytics_user"}
    assert ANSWERS.keys() | elsewhere == KEYS.keys()
    assert {p.stem for p in SCHEMAS.glob("*.json")} == KEYS.keys() | {"definitions"}


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
