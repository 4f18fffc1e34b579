"""Values at the edges: kept as they are, or refused with stream, property and key."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest

from target_parquet.errors import BadRecordError, LoadError

from .messages import as_input, properties, record, schema

if TYPE_CHECKING:
    from .conftest import Lake

TIME = {"type": ["null", "string"], "format": "date-time"}
DECLARED = properties(
    id={"type": "string"},
    whole={"type": ["null", "integer"]},
    number={"type": ["null", "number"]},
    text={"type": ["null", "string"]},
    at=TIME,
    day_of={"type": ["null", "string"], "format": "date"},
    free={},
    times={"type": "array", "items": TIME},
    parts={"type": "array", "items": {"type": "object", "properties": {"at": TIME}}},
)


def line(name: str, value: str) -> bytes:
    """Return a record as it is written by a tap in another language."""
    inner = f'{{"id": "k7", "{name}": {value}}}'
    return f'{{"type": "RECORD", "stream": "call_log", "record": {inner}}}\n'.encode()


@pytest.mark.parametrize(
    ("name", "value", "path"),
    [
        ("whole", "9223372036854775808", "whole: Expected"),
        ("whole", "-9223372036854775809", "whole: Expected"),
        ("whole", "9" * 10_000, "whole: Expected"),
        ("whole", "1e400", "whole: Expected"),
        ("number", "1e400", "number: Expected"),
        ("number", "-1e400", "number: Expected"),
        ("number", "9" * 10_000, "number: Expected"),
        ("text", "9" * 10_000, "text: Expected"),
        ("free", '{"a": [1e400]}', "free: Number out of range"),
        ("at", '"0000-01-01T00:00:00Z"', "at: Invalid RFC3339"),
        ("at", '"2016-12-31T23:59:60Z"', "at: Invalid RFC3339"),
        ("at", '"2026-01-01T24:00:00Z"', "at: Invalid RFC3339"),
        ("at", '"2026-01-01T00:00:00+24:00"', "at: Invalid RFC3339"),
        ("at", '"20260101T000000Z"', "at: Invalid RFC3339"),
        ("at", '"2026-01-01"', "at: Invalid RFC3339"),
        ("at", '""', "at: Invalid RFC3339"),
        ("day_of", '"20260101"', "day_of: Invalid RFC3339"),
        ("day_of", '"2026-01-01T00:00:00Z"', "day_of: Invalid RFC3339"),
        ("times", '[null, "today"]', r"times\[1\]: Invalid RFC3339"),
        ("parts", '[{"at": 5}]', r"parts\[0\].at: Expected"),
        ("parts", '["x"]', r"parts\[0\]: Expected"),
    ],
)
def test_a_value_that_fits_no_column_is_named_with_its_key(
    lake: Lake, name: str, value: str, path: str
) -> None:
    started = as_input([schema(declared=DECLARED)]).encode()
    with pytest.raises(BadRecordError, match=rf"^call_log\.{path}.*id='k7'$"):
        lake.feed(started + line(name, value))


@pytest.mark.parametrize("value", [math.inf, -math.inf, math.nan])
def test_a_number_that_json_cannot_say_is_refused_wherever_it_comes_from(
    lake: Lake, value: float
) -> None:
    """A stream map may reckon one."""
    maps = {"call_log": {"number": f"float('{value}')"}}
    with pytest.raises(BadRecordError, match=r"call_log\.number: Expected .*id='k7'"):
        lake.load(schema(declared=DECLARED), record(id="k7"), stream_maps=maps)


def test_values_at_the_edges_are_kept(lake: Lake) -> None:
    text = "\u0000 \u2028 \U0001f600" + "x" * 5_000_000
    kept: dict[str, Any] = {
        "whole": -(2**63),
        "number": 5e-324,
        "text": text,
        "day_of": "0001-01-01",
        "free": {"a": [10**30, None]},
        "times": [None, "1969-12-31T23:59:59.999999Z"],
        "parts": [None, {}, {"at": None}],
    }
    lake.load(schema(declared=DECLARED), record(id="a", **kept), record(id="b", number=-0.0))
    first, second = pq.read_table(lake.files()[0]).to_pylist()
    assert first == {
        **kept,
        "id": "a",
        "at": None,
        "day_of": dt.date(1, 1, 1),
        "free": '{"a":[1000000000000000000000000000000,null]}',
        "times": [None, dt.datetime(1969, 12, 31, 23, 59, 59, 999999, tzinfo=dt.UTC)],
        "parts": [None, {"at": None}, {"at": None}],
    }
    assert math.copysign(1, second["number"]) == -1


@pytest.mark.parametrize(
    ("time", "day"),
    [
        (None, "__HIVE_DEFAULT_PARTITION__"),
        ("1969-12-31T23:59:59.999999Z", "1969-12-31"),
        ("0001-01-01T00:00:00Z", "0001-01-01"),
        ("9999-12-31T23:59:59.999999Z", "9999-12-31"),
        ("2026-01-01T00:00:00+14:00", "2025-12-31"),
    ],
)
def test_a_row_is_in_the_partition_of_its_utc_day(lake: Lake, time: str | None, day: str) -> None:
    lake.upsert(schema(), record(id="a", startTime=time), partition_by={"call_log": "startTime"})
    (file,) = lake.files()
    assert file.parent.name == f"day={day}"


@pytest.mark.parametrize("name", ["day", "Day", "DAY"])
def test_a_property_that_partitions_would_hide_is_refused(lake: Lake, name: str) -> None:
    declared = properties(id={"type": "string"}, at=TIME, **{name: {"type": "string"}})
    with pytest.raises(LoadError, match=f"has a property '{name}', which would clash"):
        lake.load(schema(declared=declared), partition_by={"call_log": "at"})


@pytest.mark.parametrize("key", ["parts", "times"])
def test_a_key_that_is_a_list_is_refused_by_an_upsert(lake: Lake, key: str) -> None:
    with pytest.raises(LoadError, match=f"key property '{key}', which is an object or a list"):
        lake.upsert(schema(declared=DECLARED, keys=[key]), record(id="a"))


def test_a_long_key_is_cut_in_an_error(lake: Lake) -> None:
    with pytest.raises(BadRecordError, match=r"in the record id='x{59}$"):
        lake.load(schema(), record(id="x" * 9_000, duration="long"))
