"""A record has what its schema declares, whatever the API adds or changes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tap_ringcentral.api.errors import RingCentralError
from tap_ringcentral.schemas.shape import RecordShape

TEXT = {"type": ["string", "null"]}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "id": TEXT,
        "duration": {"type": ["integer", "null"]},
        "cost": {"type": ["number", "null"]},
        "billed": {"type": ["boolean", "null"]},
        "startTime": {"type": ["string", "null"], "format": "date-time"},
        "from": {
            "type": ["object", "null"],
            "properties": {"extensionId": TEXT, "name": TEXT},
        },
        "legs": {
            "type": ["array", "null"],
            "items": {
                "type": ["object", "null"],
                "properties": {
                    "extension": {"type": ["object", "null"], "properties": {"id": TEXT}}
                },
            },
        },
        "tags": {"type": ["array", "null"], "items": TEXT},
        "free": {"type": ["object", "null"]},
    },
}

VALIDATOR = Draft202012Validator(SCHEMA)


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


@pytest.mark.parametrize("name", sorted(SCHEMA["properties"].keys() - {"id"}))
def test_null_stays_null(shape: RecordShape, name: str) -> None:
    assert shape({"id": "1", name: None}) == {"id": "1", name: None}


def test_null_within_an_array_stays_null(shape: RecordShape) -> None:
    record = {"id": "1", "legs": [None, {"extension": None}], "tags": [None]}
    assert shape(record) == record


@pytest.mark.parametrize(
    ("name", "given", "written"),
    [
        ("duration", 17.0, 17),
        ("duration", "17", 17),
        ("duration", "-1", -1),
        ("cost", 0.008, 0.008),
        ("cost", 2, 2),
        ("cost", "0.008", 0.008),
        ("duration", "17.0", 17),
        ("duration", -(2**63), -(2**63)),
        ("cost", "-.5", -0.5),
        ("cost", "1e3", 1000.0),
        ("billed", "true", True),
        ("billed", "False", False),
        ("billed", 1, True),
        ("billed", 0, False),
        ("startTime", "20260310T180752Z", "2026-03-10T18:07:52.000Z"),
        ("startTime", "2026-03-10T18:07:52Z", "2026-03-10T18:07:52Z"),
        ("from", {"extensionId": 101.0}, {"extensionId": "101"}),
        ("from", {"name": 1.5}, {"name": "1.5"}),
        ("from", {"name": "😀" * 100_000}, {"name": "😀" * 100_000}),
    ],
)
def test_value_that_means_what_is_declared_is_written_as_that(
    shape: RecordShape, name: str, given: Any, written: Any
) -> None:
    assert shape({"id": "1", name: given}) == {"id": "1", name: written}


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("id", True, "id as a boolean, not as a string"),
        ("duration", "Ann Smith", "duration as a string, not as an integer"),
        ("duration", 1.5, "duration as a number, not as an integer"),
        ("duration", True, "duration as a boolean, not as an integer"),
        ("duration", "--60", "duration as a string, not as an integer"),
        ("duration", "1_000", "duration as a string, not as an integer"),
        ("duration", "\u0661\u0662", "duration as a string, not as an integer"),
        ("duration", 2**63, "duration as a number out of range, not as an integer"),
        ("duration", "9" * 5000, "duration as a number out of range, not as an integer"),
        ("cost", 10**400, "cost as a number out of range, not as a number"),
        ("cost", "1e400", "cost as a number out of range, not as a number"),
        ("cost", "nan", "cost as a string, not as a number"),
        ("cost", "inf", "cost as a string, not as a number"),
        ("cost", "1_000", "cost as a string, not as a number"),
        ("cost", True, "cost as a boolean, not as a number"),
        ("billed", "yes", "billed as a string, not as true or false"),
        ("startTime", "2026-03-10", "startTime as a string, not as a date and time"),
        ("startTime", "2026-02-30T00:00:00.000Z", "startTime as a string, not as a date and time"),
        ("cost", [], "cost as an array, not as a number"),
        ("cost", "Ann Smith", "cost as a string, not as a number"),
        ("billed", 2, "billed as a number, not as true or false"),
        ("startTime", "yesterday", "startTime as a string, not as a date and time"),
        ("startTime", 12, "startTime as a number, not as a date and time"),
        ("from", "Ann Smith", "from as a string, not as an object"),
        ("from", {"name": {}}, "from.name as an object, not as a string"),
        ("legs", {}, "legs as an object, not as an array"),
        ("legs", [{"extension": "Ann Smith"}], "legs[].extension as a string"),
        ("tags", [["Ann Smith"]], "tags[] as an array, not as a string"),
        ("free", "Ann Smith", "free as a string, not as an object"),
    ],
)
def test_value_that_no_target_could_store_names_stream_record_and_property(
    shape: RecordShape, name: str, value: Any, told: str
) -> None:
    with pytest.raises(RingCentralError) as caught:
        shape({"id": "Ab1", name: value})
    assert f"call_log: RingCentral gave {told}" in str(caught.value)
    assert "Ann Smith" not in str(caught.value)
    assert name == "id" or "id Ab1" in str(caught.value)


@pytest.mark.parametrize("name", ["duration", "cost", "billed", "startTime"])
def test_empty_text_is_null_where_no_text_is_meant_and_told_once(
    shape: RecordShape, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    for _ in range(2):
        assert shape({"id": "1", name: ""}) == {"id": "1", name: None}
    assert [entry.getMessage() for entry in caplog.records] == [
        f"call_log.{name} came as an empty text; taken as null."
    ]


def test_names_and_ids_that_would_break_a_line_do_not(
    shape: RecordShape, caplog: pytest.LogCaptureFixture
) -> None:
    shape({"id": "1", "a\nb\x1b[31m": 1})
    assert len(caplog.messages[0].splitlines()) == 1
    with pytest.raises(RingCentralError) as caught:
        shape({"id": "1\n2", "duration": "x"})
    assert len(str(caught.value).splitlines()) == 1


def test_what_is_deselected_may_be_anything_and_stays_out() -> None:
    shape = RecordShape("call_log", SCHEMA, is_wanted=lambda where: "from" not in where)
    assert shape({"id": 1, "from": "x"}) == {"id": "1"}
    with pytest.raises(RingCentralError, match="call_log: RingCentral gave duration"):
        shape({"id": 1, "duration": "x"})


def test_record_that_came_in_is_left_as_it_was(shape: RecordShape) -> None:
    record = {"id": 1, "from": {"extensionId": 2, "new": 3}}
    shape(record)
    assert record == {"id": 1, "from": {"extensionId": 2, "new": 3}}


SCALARS: list[Any] = [None, True, 0, -7, 10**30, 1.5, 2.0, "", "17", "0.5", "é😀", "2026-03-20"]
ANYTHING = st.sampled_from(SCALARS) | st.recursive(
    st.sampled_from(SCALARS),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "name", "extension", "x"]), inner, max_size=3)
    ),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from([*SCHEMA["properties"], "new"]), ANYTHING, max_size=6))
def test_record_fits_its_schema_or_is_refused_by_name(record: dict[str, Any]) -> None:
    shape = RecordShape("call_log", SCHEMA)
    refusal, shaped = None, {}
    try:
        shaped = shape(record)
    except RingCentralError as error:
        refusal = str(error)
    if refusal is None:
        assert not list(VALIDATOR.iter_errors(shaped))
        assert shaped.keys() == record.keys() - {"new"}
    else:
        assert "call_log" in refusal
