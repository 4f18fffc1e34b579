"""Append-only, overwrite, and what a full read does to rows that are gone at the source."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from target_parquet import TargetParquet
from target_parquet.errors import LoadError

from .conftest import Lake, in_both_formats
from .messages import activate, as_input, record, schema, state

if TYPE_CHECKING:
    from pathlib import Path


@in_both_formats
def test_append_only_is_the_default_and_keeps_every_record(lake: Lake) -> None:
    for duration in (1, 2):
        lake.load(schema(), record(id="a", duration=duration))
    assert lake.rows("id, duration") == [("a", 1), ("a", 2)]


@in_both_formats
def test_appended_files_sort_by_the_time_of_their_run(lake: Lake) -> None:
    lake.load(schema(), *(record(id=str(n)) for n in range(3)), batch_size_rows=1)
    first = [file.name for file in lake.files()]
    lake.load(schema(), record(id="later"))
    assert [file.name for file in lake.files()][:3] == first
    assert len(lake.files()) == 4


@in_both_formats
def test_a_stream_without_records_makes_no_file(lake: Lake) -> None:
    for method in ("append-only", "upsert", "overwrite"):
        assert lake.load(schema(), state({"n": 1}), load_method=method) == [{"n": 1}]
    assert lake.files() == []


@in_both_formats
def test_overwrite_leaves_what_this_run_brought(lake: Lake) -> None:
    lake.load(schema(), record(id="old"), record(id="kept"))
    lake.load(
        schema(), record(id="kept"), record(id="new"), load_method="overwrite", batch_size_rows=1
    )
    assert lake.rows("id") == [("kept",), ("new",)]


@in_both_formats
def test_overwrite_with_an_empty_stream_empties_it(lake: Lake) -> None:
    lake.load(schema(), record(id="old"))
    lake.load(schema(), load_method="overwrite")
    assert lake.rows() == []


@in_both_formats
def test_overwrite_holds_state_until_the_new_rows_are_in_place(lake: Lake) -> None:
    calls = [message for n in range(5) for message in (record(id=str(n)), state({"n": n}))]
    assert lake.load(schema(), *calls, load_method="overwrite", batch_size_rows=1) == [{"n": 4}]


@in_both_formats
def test_an_overwrite_that_fails_leaves_the_old_rows(lake: Lake) -> None:
    lake.load(schema(), record(id="old"))
    with pytest.raises(Exception, match=r"call_log\.duration"):
        lake.load(
            schema(),
            record(id="new"),
            state({"n": 1}),
            record(id="bad", duration="x"),
            load_method="overwrite",
            batch_size_rows=1,
        )
    assert lake.rows("id") == [("old",)]


def members(version: int, *names: str) -> list[dict[str, object]]:
    return [record(id=name, version=version) for name in names]


@in_both_formats
@pytest.mark.parametrize("method", ["upsert", "append-only"])
@pytest.mark.parametrize("where", ["before", "after", "both"])
def test_rows_gone_at_the_source_go_with_a_new_version(lake: Lake, method: str, where: str) -> None:
    def read(version: int, *names: str) -> list[object]:
        before = [activate(version)] * (where != "after")
        after = [activate(version)] * (where != "before")
        messages = [schema(), *before, *members(version, *names), *after, state({"v": version})]
        return lake.load(*messages, load_method=method)

    assert read(1, "ann", "bob", "cid") == [{"v": 1}]
    assert read(2, "ann", "dan") == [{"v": 2}]
    assert lake.rows("id") == [("ann",), ("dan",)]


@in_both_formats
def test_an_empty_full_read_empties_the_stream(lake: Lake) -> None:
    lake.upsert(schema(), *members(1, "ann"), activate(1))
    lake.upsert(schema(), activate(2))
    assert lake.rows() == []


@in_both_formats
def test_a_version_that_was_never_activated_removes_nothing(lake: Lake) -> None:
    lake.upsert(schema(), *members(1, "ann", "bob"), activate(1))
    lake.upsert(schema(), *members(2, "bob", "cid"))
    assert lake.rows("id") == [("ann",), ("bob",), ("cid",)]


@in_both_formats
def test_a_version_that_the_lake_has_is_added_to(lake: Lake) -> None:
    lake.upsert(schema(), activate(1), *members(1, "ann"))
    lake.upsert(schema(), activate(1), *members(1, "bob"))
    assert lake.rows("id") == [("ann",), ("bob",)]


@in_both_formats
def test_a_child_stream_announces_its_version_once_for_each_parent(lake: Lake) -> None:
    lake.upsert(schema(), *members(1, "gone"), activate(1))
    lake.upsert(
        schema(), activate(2), *members(2, "ann"), activate(2), *members(2, "bob"), activate(2)
    )
    assert lake.rows("id") == [("ann",), ("bob",)]


@in_both_formats
def test_a_record_that_a_full_read_brought_twice_is_held_once(lake: Lake) -> None:
    calls = [record(id="a", duration=n, version=2) for n in (1, 2)]
    lake.upsert(schema(), activate(2), *calls, batch_size_rows=1)
    assert lake.rows("id, duration") == [("a", 2)]


@in_both_formats
def test_partitioning_may_not_change_under_a_loaded_stream(lake: Lake) -> None:
    call = record(id="a", startTime="2026-03-02T00:00:00Z")
    by_day = {"partition_by": {"call_log": "startTime"}}
    lake.upsert(schema(), call)
    with pytest.raises(LoadError, match="does not go with its partition_by, 'startTime'"):
        lake.upsert(schema(), call, **by_day)
    lake.load(schema(), call, load_method="overwrite", **by_day)
    with pytest.raises(LoadError, match="does not go with its partition_by, None"):
        lake.load(schema(), call)
    assert lake.rows("day::varchar") == [("2026-03-02",)]


@in_both_formats
def test_versions_can_be_ignored(lake: Lake) -> None:
    for version, name in ((1, "ann"), (2, "bob")):
        lake.upsert(
            schema(),
            *members(version, name),
            activate(version),
            process_activate_version_messages=False,
        )
    assert lake.rows("id") == [("ann",), ("bob",)]


def test_two_loaders_of_one_stream_of_plain_files_do_not_mix(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    first = TargetParquet(config={"destination_path": str(lake.root), "batch_size_rows": 1})
    first.process_lines(io.StringIO(as_input([schema(), record(id="a")])))
    with pytest.raises(LoadError, match=r"'call_log' is being loaded .* by another process"):
        lake.load(schema(), record(id="b"))
    first.process_endofpipe()
    lake.load(schema(), record(id="b"))
    assert lake.rows("id") == [("a",), ("b",)]
