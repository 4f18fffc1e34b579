"""A record has what its schema declares, whatever the API adds or changes."""

from __future__ import annotations

from typing import Any

import pytest

from tap_ringcentral.record_shape import RecordShape

TEXT = {"type": ["string", "null"]}
NUMBER = {"type": ["integer", "null"]}
SCHEMA = {
    "type": "object",
    "properties": {
        "id": {"type": "string"},
        "duration": NUMBER,
        "billed": {"type": ["boolean", "null"]},
        "from": {
            "type": ["object", "null"],
            "properties": {"extensionId": TEXT, "name": TEXT},
        },
        "legs": {
            "type": ["array", "null"],
            "items": {
                "type": ["object", "null"],
                "properties": {"extension": {"type": "object", "properties": {"id": TEXT}}},
            },
        },
        "tags": {"type": ["array", "null"], "items": TEXT},
        "free": {"type": ["object", "null"]},
    },
}


@pytest.fixture
def shape() -> RecordShape:
    return RecordShape("call_log", SCHEMA)


def test_ids_are_text_however_deep_they_lie(shape: RecordShape) -> None:
    record = {
        "id": 1,
        "duration": 17,
        "from": {"extensionId": 2},
        "legs": [{"extension": {"id": 3}}, {"extension": {"id": "4"}}],
        "tags": [5, "6"],
    }
    assert shape(record) == {
        "id": "1",
        "duration": 17,
        "from": {"extensionId": "2"},
        "legs": [{"extension": {"id": "3"}}, {"extension": {"id": "4"}}],
        "tags": ["5", "6"],
    }


def test_unknown_properties_are_left_out_and_each_is_named_once(
    shape: RecordShape, caplog: pytest.LogCaptureFixture
) -> None:
    record = {"id": "1", "new": 1, "from": {"new": 2}, "legs": [{"new": 3}, {"new": 4}]}
    for _ in range(2):
        assert shape(record) == {"id": "1", "from": {}, "legs": [{}, {}]}
    named = [entry.getMessage().rsplit(" ", 1)[-1] for entry in caplog.records]
    assert named == ["call_log.new.", "call_log.from.new.", "call_log.legs[].new."]


def test_value_of_an_unknown_property_is_not_logged(
    shape: RecordShape, caplog: pytest.LogCaptureFixture
) -> None:
    shape({"id": "1", "callerName": "Ann Smith"})
    assert "callerName" in caplog.text
    assert "Ann Smith" not in caplog.text


def test_object_without_declared_properties_is_kept_whole(shape: RecordShape) -> None:
    record = {"id": "1", "free": {"any": {"thing": 1}}}
    assert shape(record) == record


@pytest.mark.parametrize("name", ["from", "legs", "tags", "duration", "free"])
def test_null_stays_null(shape: RecordShape, name: str) -> None:
    assert shape({"id": "1", name: None}) == {"id": "1", name: None}


def test_null_within_an_array_stays_null(shape: RecordShape) -> None:
    record = {"id": "1", "legs": [None, {"extension": None}], "tags": [None]}
    assert shape(record) == record


@pytest.mark.parametrize("name", ["from", "legs", "tags", "duration", "billed"])
@pytest.mark.parametrize("value", ["text", True, 1.5, [], {}, ["a"]], ids=str)
def test_value_of_an_unexpected_type_is_kept(shape: RecordShape, name: str, value: Any) -> None:
    assert shape({"id": "1", name: value}) == {"id": "1", name: value}


def test_true_and_fractions_are_no_ids(shape: RecordShape) -> None:
    assert shape({"id": True, "from": {"extensionId": 1.5}}) == {
        "id": True,
        "from": {"extensionId": 1.5},
    }


def test_record_that_came_in_is_left_as_it_was(shape: RecordShape) -> None:
    record = {"id": 1, "from": {"extensionId": 2, "new": 3}}
    shape(record)
    assert record == {"id": 1, "from": {"extensionId": 2, "new": 3}}
