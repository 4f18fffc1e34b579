"""Upsert: each key once, its last record, and only the days it touches rewritten."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest

from target_parquet.errors import LoadError

from .conftest import in_both_formats
from .messages import properties, record, schema

if TYPE_CHECKING:
    from .conftest import Lake

pytestmark = in_both_formats

BY_DAY = {"partition_by": {"call_log": "startTime"}}
MONDAY, TUESDAY, WEDNESDAY = (f"2026-03-0{day}T23:30:00Z" for day in (2, 3, 4))


def test_loading_the_same_twice_changes_nothing(lake: Lake) -> None:
    messages = (
        schema(),
        record(id="a", startTime=MONDAY, duration=1, legs=[{"duration": 1}]),
        record(id="b", startTime=TUESDAY, duration=2),
    )
    lake.upsert(*messages, **BY_DAY)
    before = lake.rows()
    lake.upsert(*messages, **BY_DAY)
    assert lake.rows() == before
    assert len(before) == 2


@pytest.mark.parametrize("config", [{}, BY_DAY])
def test_the_last_record_of_a_key_wins_within_a_run_and_over_the_lake(
    lake: Lake, config: dict[str, dict[str, str]]
) -> None:
    first = [record(id="a", startTime=MONDAY, duration=n) for n in (1, 2)]
    lake.upsert(schema(), *first, record(id="b", startTime=MONDAY, duration=9), **config)
    assert lake.rows("id, duration") == [("a", 2), ("b", 9)]
    lake.upsert(schema(), record(id="a", startTime=MONDAY), **config)
    assert lake.rows("id, duration") == [("a", None), ("b", 9)]


def test_untouched_days_keep_their_very_files(lake: Lake) -> None:
    days = [record(id=day, startTime=day) for day in (MONDAY, TUESDAY, WEDNESDAY)]
    lake.upsert(schema(), *days, **BY_DAY)
    before = {file: (file.stat().st_ino, file.stat().st_mtime_ns) for file in lake.files()}
    lake.upsert(schema(), record(id="new", startTime=TUESDAY), **BY_DAY)
    after = {file: (file.stat().st_ino, file.stat().st_mtime_ns) for file in lake.files()}
    assert [file.parent.name for file in before if before[file] != after.get(file)] == [
        "day=2026-03-03"
    ]
    assert len(lake.rows()) == 4


def test_a_key_whose_day_changed_is_held_once(lake: Lake) -> None:
    lake.upsert(
        schema(),
        record(id="a", startTime=MONDAY),
        record(id="b", startTime=TUESDAY),
        record(id="c", startTime=TUESDAY),
        **BY_DAY,
    )
    lake.upsert(
        schema(), record(id="a", startTime=WEDNESDAY), record(id="b", startTime=MONDAY), **BY_DAY
    )
    assert lake.rows("id, day::varchar") == [
        ("a", "2026-03-04"),
        ("b", "2026-03-02"),
        ("c", "2026-03-03"),
    ]


def test_a_day_that_lost_its_last_row_has_no_file(lake: Lake) -> None:
    lake.upsert(schema(), record(id="a", startTime=MONDAY), **BY_DAY)
    lake.upsert(schema(), record(id="a", startTime=TUESDAY), **BY_DAY)
    assert [file.parent.name for file in lake.files()] == ["day=2026-03-03"]


def test_days_are_utc_and_a_missing_day_has_a_partition(lake: Lake) -> None:
    lake.upsert(
        schema(),
        record(id="a", startTime="2026-03-02T23:30:00-05:00"),
        record(id="b"),
        record(id="c", startTime="1969-12-31T23:59:59.9Z"),
        **BY_DAY,
    )
    assert [file.parent.name for file in lake.files()] == [
        "day=1969-12-31",
        "day=2026-03-03",
        "day=__HIVE_DEFAULT_PARTITION__",
    ]
    lake.upsert(schema(), record(id="b", duration=1), **BY_DAY)
    assert lake.rows("id, duration, startTime is null") == [
        ("a", None, False),
        ("b", 1, True),
        ("c", None, False),
    ]


def test_files_of_an_append_only_past_are_merged_without_loss(lake: Lake) -> None:
    lake.load(
        schema(),
        record(id="a", startTime=MONDAY, duration=1),
        record(id="a", startTime=MONDAY, duration=2),
        record(id="b", startTime=MONDAY, duration=3),
        **BY_DAY,
    )
    lake.load(schema(), record(id="b", startTime=MONDAY, duration=4), **BY_DAY)
    assert len(lake.files()) == 2
    lake.upsert(schema(), record(id="c", startTime=MONDAY, duration=5), **BY_DAY)
    assert len(lake.files()) == 1
    assert lake.rows("id, duration") == [("a", 2), ("b", 4), ("c", 5)]


def test_keys_of_several_properties_tell_rows_apart(lake: Lake) -> None:
    declared = properties(call={"type": "string"}, index={"type": "integer"}, v={"type": "integer"})
    start = schema("leg", declared, keys=("call", "index"))
    lake.upsert(start, *(record("leg", call=c, index=i, v=0) for c in "ab" for i in (1, 2)))
    lake.upsert(start, record("leg", call="a", index=2, v=1))
    assert lake.rows("call, index, v", "leg") == [
        ("a", 1, 0),
        ("a", 2, 1),
        ("b", 1, 0),
        ("b", 2, 0),
    ]


def test_many_batches_leave_one_file_with_all_rows(lake: Lake) -> None:
    calls = [record(id=str(number), duration=number) for number in range(1000)]
    lake.upsert(schema(), *calls, batch_size_rows=99)
    (file,) = lake.files()
    assert pq.read_metadata(file).num_rows == 1000
    assert len(set(lake.rows("id"))) == 1000


def test_a_stream_without_keys_is_refused_by_name(lake: Lake) -> None:
    with pytest.raises(LoadError, match="'call_log' has no key properties"):
        lake.upsert(schema(keys=()), record(id="a"))


def test_an_old_file_without_the_key_column_is_refused_not_lost(lake: Lake) -> None:
    lake.load(schema(declared=properties(name={"type": "string"}), keys=()), record(name="x"))
    with pytest.raises(LoadError, match="has no key column"):
        lake.upsert(schema(), record(id="a"))
    assert lake.rows("name") == [("x",)]


def test_a_new_key_that_old_rows_do_not_have_is_refused_not_lost(lake: Lake) -> None:
    lake.upsert(schema(), record(id="a"))
    declared = properties(id={"type": "string"}, number={"type": "integer"})
    with pytest.raises(LoadError, match="has no key column"):
        lake.upsert(schema(declared=declared, keys=("number",)), record(id="b", number=1))
    assert lake.rows("id") == [("a",)]


@pytest.mark.parametrize("column", ["duration", "nowhere"])
def test_only_a_date_time_can_partition(lake: Lake, column: str) -> None:
    with pytest.raises(LoadError, match=rf"call_log\.{column} is not a date-time property"):
        lake.upsert(schema(), partition_by={"call_log": column})


def test_a_column_named_day_cannot_be_partitioned(lake: Lake) -> None:
    declared = properties(id={"type": "string"}, day={"type": "string", "format": "date"})
    with pytest.raises(LoadError, match="property 'day'"):
        lake.upsert(schema(declared=declared), partition_by={"call_log": "day"})
