"""What a reader of the lake finds in the columns."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from target_parquet.arrow_schema import TIMESTAMP, arrow_schema, holds_json_text

from .conftest import in_both_formats
from .messages import properties, record, schema

if TYPE_CHECKING:
    from .conftest import Lake

UTC = dt.UTC


@in_both_formats
def test_nested_records_read_back_as_structs_and_lists(lake: Lake) -> None:
    legs = [
        {"startTime": "2026-03-10T18:07:52.534Z", "from": {"phoneNumber": "+1650"}},
        {"duration": 7},
        None,
    ]
    lake.load(
        schema(),
        record(id="a", startTime="2026-03-10T18:07:52Z", duration=194, legs=legs),
        record(id="b"),
    )
    at = dt.datetime(2026, 3, 10, 18, 7, 52, tzinfo=UTC)
    assert lake.rows("id, startTime, duration, legs[1].from.phoneNumber, len(legs)") == [
        ("a", at, 194, "+1650", 3),
        ("b", None, None, None, None),
    ]
    (file,) = lake.files()
    table = pq.read_table(file)
    assert table.schema.field("startTime").type == TIMESTAMP
    assert table["legs"].to_pylist() == [
        [
            {
                "startTime": at.replace(microsecond=534000),
                "duration": None,
                "from": {"phoneNumber": "+1650"},
            },
            {"startTime": None, "duration": 7, "from": None},
            None,
        ],
        None,
    ]


@in_both_formats
@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-01-01T00:00:00Z", dt.datetime(2026, 1, 1, tzinfo=UTC)),
        ("2026-01-01T00:00:00.1Z", dt.datetime(2026, 1, 1, 0, 0, 0, 100000, tzinfo=UTC)),
        ("2026-01-01T00:00:00.123456789Z", dt.datetime(2026, 1, 1, 0, 0, 0, 123457, tzinfo=UTC)),
        ("2026-01-01T01:00:00+05:30", dt.datetime(2025, 12, 31, 19, 30, tzinfo=UTC)),
        ("2026-01-01t00:00:00z", dt.datetime(2026, 1, 1, tzinfo=UTC)),
        ("2026-01-01 00:00:00", dt.datetime(2026, 1, 1, tzinfo=UTC)),
        ("9999-12-31T23:59:59Z", dt.datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("0001-01-01T00:00:00Z", dt.datetime(1, 1, 1, tzinfo=UTC)),
    ],
)
def test_rfc_3339_instants_are_kept_to_the_microsecond(
    lake: Lake, text: str, instant: dt.datetime
) -> None:
    lake.load(schema(), record(id="a", startTime=text))
    assert pq.read_table(lake.files()[0])["startTime"].to_pylist() == [instant]


@in_both_formats
def test_scalars_keep_their_values(lake: Lake) -> None:
    declared = properties(
        id={"type": "integer"},
        price={"type": "number"},
        ok={"type": "boolean"},
        day={"type": "string", "format": "date"},
        at={"type": "string", "format": "time"},
        days={"type": "array", "items": {"type": "string", "format": "date"}},
    )
    lake.load(
        schema(declared=declared),
        record(
            id=2**63 - 1, price=1, ok=True, day="2026-02-28", at="10:00:00", days=["1969-12-31"]
        ),
        record(id=3.0, price=0.1, ok=False, day=None, at="ü\u0000 \"'\n", days=[]),
    )
    assert pq.read_table(lake.files()[0]).to_pylist() == [
        {
            "id": 2**63 - 1,
            "price": 1.0,
            "ok": True,
            "day": dt.date(2026, 2, 28),
            "at": "10:00:00",
            "days": [dt.date(1969, 12, 31)],
        },
        {"id": 3, "price": 0.1, "ok": False, "day": None, "at": "ü\u0000 \"'\n", "days": []},
    ]


@in_both_formats
def test_what_has_no_one_type_is_json_text(lake: Lake) -> None:
    declared = properties(
        id={"type": "string"},
        free={"type": "object"},
        mixed={"type": ["string", "integer", "null"]},
        parts={"type": "array", "items": {"type": "object"}},
    )
    lake.load(
        schema(declared=declared),
        record(id="a", free={"b": [1, None]}, mixed="x", parts=[{"c": 1}]),
        record(id="b", free=None, mixed=5, parts=None),
    )
    assert lake.rows("free, mixed, parts") == [
        ('{"b":[1,null]}', '"x"', ['{"c":1}']),
        (None, "5", None),
    ]


@in_both_formats
def test_undeclared_properties_are_left_out(lake: Lake) -> None:
    lake.load(schema(), record(id="a", surprise=1, legs=[{"duration": 1, "other": 2}]))
    assert "surprise" not in pq.read_schema(lake.files()[0]).names
    assert lake.rows("legs[1].duration") == [(1,)]


@in_both_formats
def test_metadata_columns_come_only_when_asked_for(lake: Lake) -> None:
    lake.load(schema(), record(id="a"))
    assert not [name for name in pq.read_schema(lake.files()[0]).names if name.startswith("_sdc")]
    lake.load(schema("other"), record("other", id="a"), add_record_metadata=True)
    ((received,),) = lake.rows("_sdc_received_at", "other")
    assert received.tzinfo is not None


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        ({"type": ["null", "string"]}, pa.string()),
        ({"anyOf": [{"type": "string", "format": "date-time"}, {"type": "null"}]}, TIMESTAMP),
        ({"oneOf": [{"type": "null"}, {"type": ["integer", "null"]}]}, pa.int64()),
        ({"type": ["integer", "number"]}, pa.float64()),
        (
            {"anyOf": [{"type": "string", "format": "date-time"}, {"type": "string"}]},
            pa.string(),
        ),
        ({"properties": {"a": {"type": "integer"}}}, pa.struct([("a", pa.int64())])),
        ({"type": "array", "items": {"type": "boolean"}}, pa.list_(pa.bool_())),
    ],
)
def test_nullable_unions_have_the_type_of_their_one_branch(
    declared: dict[str, object], expected: pa.DataType
) -> None:
    field = arrow_schema(properties(a=declared)).field("a")
    assert field.type == expected
    assert not holds_json_text(field)


@pytest.mark.parametrize(
    "declared",
    [
        {},
        True,
        {"type": "null"},
        {"type": "object"},
        {"type": "object", "properties": {}},
        {"type": "array"},
        {"type": ["string", "integer"]},
        {"anyOf": [{"type": "string"}, {"type": "object"}]},
        {"enum": [1, "a"]},
        {"type": "array", "items": [{"type": "string"}]},
    ],
)
def test_anything_else_is_text(declared: object) -> None:
    field = arrow_schema(properties(a=declared)).field("a")
    inner = field.type.value_field if pa.types.is_list(field.type) else field
    assert inner.type == pa.string()
    assert holds_json_text(inner)
