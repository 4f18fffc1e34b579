"""Any record that fits any schema comes back from the lake as it went in."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .conftest import Lake
from .messages import record, schema

NAMES = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters='"\\'),
    min_size=1,
    max_size=6,
)
INSTANTS = st.datetimes(timezones=st.just(dt.UTC), min_value=dt.datetime(1, 1, 2))  # noqa: DTZ001 - hypothesis wants it naive
LEAVES = st.sampled_from(
    [
        ({"type": ["null", "boolean"]}, st.booleans()),
        ({"type": ["null", "integer"]}, st.integers(-(2**63), 2**63 - 1)),
        ({"type": ["null", "number"]}, st.floats(allow_nan=False, allow_infinity=False)),
        ({"type": ["null", "string"]}, st.text(st.characters(codec="utf-8"))),
        ({"type": ["null", "string"], "format": "date-time"}, INSTANTS),
        ({"type": ["null", "string"], "format": "date"}, st.dates()),
    ]
)


def _list_of(item: tuple[dict[str, Any], Any]) -> tuple[dict[str, Any], Any]:
    declared, values = item
    return {"type": ["null", "array"], "items": declared}, st.lists(st.none() | values, max_size=3)


def _struct_of(parts: dict[str, Any]) -> tuple[dict[str, Any], Any]:
    declared = {name: part for name, (part, _) in parts.items()}
    values = {name: st.none() | value for name, (_, value) in parts.items()}
    return {"type": ["null", "object"], "properties": declared}, st.fixed_dictionaries(values)


def _nested(part: Any) -> Any:
    structs = st.dictionaries(NAMES, part, min_size=1, max_size=3).map(_struct_of)
    return part.map(_list_of) | structs


VALUES = st.recursive(LEAVES, _nested, max_leaves=5)
STRUCTS = st.dictionaries(NAMES, VALUES, min_size=1, max_size=4).map(_struct_of)


@given(st.data())
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
def test_records_survive_the_lake(data: st.DataObject) -> None:
    declared, values = data.draw(STRUCTS)
    records = data.draw(st.lists(values, min_size=1, max_size=4))
    texts = json.loads(json.dumps(records, default=lambda instant: instant.isoformat()))
    with tempfile.TemporaryDirectory() as directory:
        lake = Lake(Path(directory))
        lake.load(schema(declared=declared, keys=()), *({**record(), "record": r} for r in texts))
        (file,) = lake.files()
        assert pq.read_table(file).to_pylist() == records
