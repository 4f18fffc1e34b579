"""Schemas change between runs and within one; rows and columns do not get lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from target_parquet.errors import LoadError

from .conftest import in_both_formats
from .messages import properties, record, schema

if TYPE_CHECKING:
    from .conftest import Lake

pytestmark = in_both_formats

ID = {"type": "string"}
INTEGER = {"type": ["null", "integer"]}
NUMBER = {"type": ["null", "number"]}
TEXT = {"type": ["null", "string"]}


@pytest.mark.parametrize("method", ["append-only", "upsert"])
def test_new_and_vanished_columns_are_null_where_they_are_missing(lake: Lake, method: str) -> None:
    lake.load(schema(declared=properties(id=ID, old=TEXT)), record(id="a", old="x"))
    declared = schema(declared=properties(id=ID, new=TEXT))
    lake.load(declared, record(id="b", new="y"), load_method=method)
    assert lake.rows("id, old, new") == [("a", "x", None), ("b", None, "y")]
    lake.load(declared, record(id="c"), load_method=method)
    assert lake.rows("id, old, new")[2] == ("c", None, None)


def test_integers_widen_to_numbers_and_stay_wide(lake: Lake) -> None:
    for declared, key, value in ((INTEGER, "a", 1), (NUMBER, "b", 1.5), (INTEGER, "c", 2)):
        lake.upsert(schema(declared=properties(id=ID, n=declared)), record(id=key, n=value))
    assert lake.rows("id, n, typeof(n)") == [
        ("a", 1.0, "DOUBLE"),
        ("b", 1.5, "DOUBLE"),
        ("c", 2.0, "DOUBLE"),
    ]


def test_columns_change_within_structs_and_lists(lake: Lake) -> None:
    def legs(**declared: object) -> dict[str, object]:
        return {"type": "array", "items": {"type": "object", "properties": declared}}

    lake.upsert(
        schema(declared=properties(id=ID, legs=legs(n=INTEGER, old=TEXT))),
        record(id="a", legs=[{"n": 1, "old": "x"}]),
    )
    lake.upsert(
        schema(declared=properties(id=ID, legs=legs(new=TEXT, n=NUMBER))),
        record(id="b", legs=[{"n": 0.5, "new": "y"}]),
    )
    assert lake.rows("id, legs[1].n, legs[1].old, legs[1].new") == [
        ("a", 1.0, "x", None),
        ("b", 0.5, None, "y"),
    ]


@pytest.mark.parametrize("method", ["append-only", "upsert"])
@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        (TEXT, {"type": "object", "properties": {"a": TEXT}}, r"call_log\.c is string"),
        (INTEGER, TEXT, r"call_log\.c is int64"),
        (TEXT, {"type": "string", "format": "date-time"}, r"call_log\.c is string"),
        (
            {"type": "array", "items": {"type": "object", "properties": {"a": TEXT}}},
            {"type": "array", "items": {"type": "object", "properties": {"a": INTEGER}}},
            r"call_log\.c\[\]\.a is string",
        ),
    ],
)
def test_an_impossible_change_names_the_column_and_loses_nothing(
    lake: Lake, method: str, old: dict[str, object], new: dict[str, object], path: str
) -> None:
    lake.load(schema(declared=properties(id=ID, c=old)), record(id="a"), load_method=method)
    with pytest.raises(LoadError, match=path):
        lake.load(schema(declared=properties(id=ID, c=new)), record(id="b"), load_method=method)
    assert lake.rows("id") == [("a",)]


def test_overwrite_may_change_any_column(lake: Lake) -> None:
    lake.load(schema(declared=properties(id=ID, c=INTEGER)), record(id="a", c=1))
    lake.load(
        schema(declared=properties(id=ID, c=TEXT)), record(id="b", c="x"), load_method="overwrite"
    )
    assert lake.rows("id, c") == [("b", "x")]


@pytest.mark.parametrize("method", ["append-only", "upsert", "overwrite"])
def test_a_schema_that_changes_within_a_run_keeps_the_order_of_records(
    lake: Lake, method: str
) -> None:
    lake.load(
        schema(declared=properties(id=ID, n=INTEGER)),
        record(id="a", n=1),
        record(id="b", n=1),
        schema(declared=properties(id=ID, n=NUMBER, new=TEXT)),
        record(id="a", n=2.5, new="x"),
        load_method=method,
    )
    expected = [("a", 2.5, "x"), ("b", 1.0, None)]
    assert lake.rows("id, n, new") == (
        expected if method == "upsert" else sorted([("a", 1.0, None), *expected])
    )


def test_a_property_that_turned_into_json_text_stays_a_string_column(lake: Lake) -> None:
    lake.upsert(schema(declared=properties(id=ID, c=TEXT)), record(id="a", c="x"))
    lake.upsert(schema(declared=properties(id=ID, c={"type": "object"})), record(id="b", c={}))
    assert lake.rows("id, c") == [("a", "x"), ("b", "{}")]
