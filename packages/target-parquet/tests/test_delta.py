"""Delta tables: what their log says, and what happens where two loaders meet."""

from __future__ import annotations

import hashlib
import sys
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest
from deltalake import DeltaTable

from target_parquet import TargetParquet
from target_parquet.delta import client
from target_parquet.delta.log import DeltaLog
from target_parquet.delta.pauses import Pauses
from target_parquet.errors import LoadError

from .conftest import Lake
from .messages import activate, properties, record, schema, state

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BY_DAY = {"partition_by": {"call_log": "startTime"}}
MONDAY, TUESDAY = "2026-03-02T12:00:00Z", "2026-03-03T12:00:00Z"


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "lake", "delta")


def history(lake: Lake) -> list[dict[str, Any]]:
    """The commits of the stream, oldest first."""
    return DeltaTable(lake.root / "call_log").history()[::-1]


def test_a_commit_says_which_run_made_it_and_which_state_goes_out_then(lake: Lake) -> None:
    for number in (1, 2):
        lake.upsert(schema(), record(id="a"), state({"b": number, "a": 1}))
    first, second = history(lake)
    assert first["target-parquet.run"] != second["target-parquet.run"]
    digest = hashlib.sha256(b'{"a":1,"b":2}').hexdigest()
    assert second["target-parquet.state-sha256"] == digest


def test_a_new_table_version_takes_over_in_one_commit(lake: Lake) -> None:
    lake.upsert(schema(), *(record(id=i, startTime=MONDAY) for i in "abc"), **BY_DAY)
    calls = [record(id=i, startTime=TUESDAY, version=2) for i in "cd"]
    lake.upsert(schema(), *calls, activate(2), **BY_DAY, batch_size_rows=1)
    assert len(history(lake)) == 2
    assert lake.rows("id, day::varchar") == [("c", "2026-03-03"), ("d", "2026-03-03")]
    assert not [f for f in (lake.root / "call_log").rglob("part-*") if f not in lake.files()]


def test_a_widened_column_is_written_anew_in_every_file_with_all_that_is_nested(lake: Lake) -> None:
    def declared(kind: str, **more: Any) -> dict[str, Any]:
        leg = {"type": "object", "properties": {"n": {"type": kind}, **more}}
        at = {"type": "string", "format": "date-time"}
        return properties(id={"type": "string"}, at=at, legs={"type": "array", "items": leg})

    by = {"partition_by": {"call_log": "at"}}
    lake.upsert(
        schema(declared=declared("integer")),
        record(id="a", at=MONDAY, legs=[{"n": 1}, None]),
        record(id="b", at=TUESDAY, legs=[{"n": 2}]),
        **by,
    )
    text = {"type": "string"}
    lake.upsert(
        schema(declared=declared("number", new=text)),
        record(id="b", at=TUESDAY, legs=[{"n": 2.5, "new": "x"}]),
        **by,
    )
    assert lake.rows("id, legs") == [
        ("a", [{"n": 1.0, "new": None}, None]),
        ("b", [{"n": 2.5, "new": "x"}]),
    ]
    for file in lake.files():
        assert str(pq.read_schema(file).field("legs").type).startswith("list<element: struct<n: do")


def test_a_nested_field_that_is_new_costs_no_row_of_the_same_day_anything(lake: Lake) -> None:
    """As it did with delta-rs's own merge (1.6.6), which made the column null."""

    def declared(*names: str) -> dict[str, Any]:
        leg = properties(**{name: {"type": "string"} for name in names})
        return properties(id={"type": "string"}, legs={"type": "array", "items": leg})

    lake.upsert(
        schema(declared=declared("x")), *(record(id=i, legs=[{"x": i}, None]) for i in "ab")
    )
    lake.upsert(schema(declared=declared("x", "y")), record(id="b", legs=[{"y": "new"}]))
    assert lake.rows("id, legs") == [
        ("a", [{"x": "a", "y": None}, None]),
        ("b", [{"x": None, "y": "new"}]),
    ]


def meeting(
    monkeypatch: pytest.MonkeyPatch, times: int, other: Callable[[int], object]
) -> list[float]:
    """Let another loader commit just before each of the next commits; return what was waited."""
    waited: list[float] = []
    commit, left = DeltaLog.commit, list(range(times))

    def late(self: DeltaLog, *arguments: Any) -> None:
        if left:
            number = left.pop(0)
            with monkeypatch.context() as usual:
                usual.setattr(DeltaLog, "commit", commit)
                other(number)
        commit(self, *arguments)

    monkeypatch.setattr(TargetParquet, "pauses", Pauses(waited.append, lambda: 1.0))
    monkeypatch.setattr(DeltaLog, "commit", late)
    return waited


@pytest.mark.parametrize("method", ["upsert", "append-only"])
@pytest.mark.parametrize("exists", [False, True])
def test_of_two_loaders_that_meet_the_slower_one_goes_on_from_what_the_faster_one_left(
    lake: Lake, monkeypatch: pytest.MonkeyPatch, method: str, *, exists: bool
) -> None:
    if exists:
        lake.load(schema(), record(id="before", startTime=MONDAY), load_method=method, **BY_DAY)

    def other(number: int) -> None:
        row = record(id=f"other{number}", startTime=MONDAY)
        lake.load(schema(), row, load_method=method, **BY_DAY)

    waited = meeting(monkeypatch, 3, other)
    own = record(id="own", startTime=MONDAY, duration=1)
    assert lake.load(schema(), own, state(1), load_method=method, **BY_DAY) == [1]
    expected = [("before",)] * exists + [(f"other{n}",) for n in range(3)] + [("own",)]
    assert lake.rows("id") == expected
    assert waited == [0.05, 0.1, 0.2]
    if method == "append-only":  # what was written in vain is not left behind
        written = {*(lake.root / "call_log").rglob("day*/*.parquet")}
        assert written == set(lake.files())


def test_of_two_loaders_with_the_same_row_one_row_stays(
    lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = record(id="a", startTime=MONDAY, duration=1)
    meeting(monkeypatch, 2, lambda _: lake.upsert(schema(), row, **BY_DAY))
    lake.upsert(schema(), record(id="a", startTime=MONDAY, duration=2), **BY_DAY)
    assert lake.rows("id, duration") == [("a", 2)]


def test_a_loader_that_always_comes_second_gives_up_in_one_line_and_lets_no_state_out(
    lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited = meeting(monkeypatch, 99, lambda n: lake.upsert(schema(), record(id=str(n))))
    with pytest.raises(LoadError, match="was changed by another loader each time"):
        lake.upsert(schema(), record(id="own"), state(1))
    assert len(waited) == 30
    assert max(waited) == 5.0
    assert ("own",) not in lake.rows("id")


def test_a_log_that_cannot_be_written_is_one_line_and_no_state(
    lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake.upsert(schema(), record(id="old"))

    def full(*_: Any, **__: Any) -> None:
        raise OSError("Generic LocalFileSystem error: No space left on device (os error 28)")

    with monkeypatch.context() as disk:
        disk.setattr(DeltaTable, "create_write_transaction", full)
        with pytest.raises(LoadError, match=r"call_log cannot be read or written: .* No space"):
            lake.upsert(schema(), record(id="new"), state(1))
    assert lake.rows("id") == [("old",)]
    assert lake.upsert(schema(), record(id="new"), state(1)) == [1]


def test_plain_files_and_a_delta_table_do_not_mix(tmp_path: Path) -> None:
    plain, delta = (Lake(tmp_path / "lake", kind) for kind in ("parquet", "delta"))
    plain.load(schema(), record(id="a"))
    with pytest.raises(LoadError, match=r"plain Parquet files .* table_format to 'parquet'"):
        delta.load(schema(), record(id="b"))
    delta.load(schema("other"), record("other", id="b"))
    with pytest.raises(LoadError, match=r"is a Delta table .* table_format to 'delta'"):
        plain.load(schema("other"), record("other", id="c"))
    assert plain.rows("id") == [("a",)]
    assert delta.rows("id", "other") == [("b",)]


def test_a_table_with_features_of_another_writer_is_refused(lake: Lake) -> None:
    lake.load(schema(), record(id="a"))
    table = DeltaTable(lake.root / "call_log")
    table.alter.set_table_properties({"delta.enableDeletionVectors": "true"})
    with pytest.raises(LoadError, match="is a Delta table with deletionVectors, "):
        lake.upsert(schema(), record(id="b"), state(1))


def test_a_loader_without_deltalake_says_what_to_install(
    lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.deltalake.cache_clear()
    monkeypatch.setitem(sys.modules, "deltalake", None)
    with pytest.raises(LoadError, match=r"install target-parquet\[delta\]"):
        lake.load(schema(), record(id="a"))


def test_a_name_that_no_delta_table_can_have_is_refused(lake: Lake) -> None:
    lake.root = lake.root / "Zoë b (x)"
    lake.load(schema("a b+c"), record("a b+c", id="a"))
    assert DeltaTable(lake.root / "a b+c").version() == 0
    with pytest.raises(LoadError, match="cannot be in a directory named a%2Fb: rename the stream"):
        lake.load(schema("a/b"), record("a/b", id="a"))
