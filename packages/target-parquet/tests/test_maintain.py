"""`target-parquet-maintain`: days become months, many files few, and no row is lost meanwhile."""

from __future__ import annotations

import io
import json
import os
from typing import TYPE_CHECKING, Any

from click.testing import CliRunner
from deltalake import DeltaTable

from target_parquet import TargetParquet
from target_parquet.maintain import main

from .conftest import Lake, in_both_formats
from .messages import as_input, record, schema
from .test_crash import Snapshots, traced

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

DAYS = {"partition_by": {"call_log": "startTime"}}
MONTHS = {"partition_by": {"call_log": "month(startTime) fixed"}}
CALLS = [
    record(id="a", startTime="2026-02-27T12:00:00Z", duration=1, legs=[{"duration": 1}, None]),
    record(id="b", startTime="2026-02-28T12:00:00Z", duration=2),
    record(id="c", startTime="2026-03-01T12:00:00Z", duration=3),
    record(id="d", duration=4),
]
ROWS = "id, duration, startTime, legs"


def maintain(lake: Lake, *arguments: str, **config: Any) -> str:
    settings = lake.root.parent / "maintain.json"
    own = {"destination_path": str(lake.root), "table_format": lake.table_format}
    settings.write_text(json.dumps({**own, "load_method": "upsert", **config}))
    done = CliRunner().invoke(main, ["--config", str(settings), *arguments])
    assert done.exit_code == 0, done.output
    return done.stdout


@in_both_formats
def test_a_lake_by_day_goes_on_by_day_until_it_is_rewritten(
    lake: Lake, caplog: pytest.LogCaptureFixture
) -> None:
    lake.upsert(schema(), *CALLS, **DAYS)
    edited = [{**CALLS[1]["record"], "duration": 5}, {**CALLS[3]["record"], "duration": 6}]
    lake.upsert(schema(), *(record(**row) for row in edited), **MONTHS)
    assert "goes on so; to have it by month, run target-parquet-maintain" in caplog.text
    assert {file.parent.name.partition("=")[0] for file in lake.files()} == {"day"}
    before = lake.rows(ROWS)
    assert maintain(lake, **MONTHS) == "call_log: 4 days became 3 months\n"
    assert [file.parent.name for file in lake.files()] == [
        "month=2026-02",
        "month=2026-03",
        "month=__HIVE_DEFAULT_PARTITION__",
    ]
    assert not list(lake.root.rglob("day=*")) or lake.table_format == "delta"
    assert lake.rows(ROWS) == before
    lake.upsert(schema(), record(id="a", startTime="2026-02-27T12:00:00Z", duration=9), **MONTHS)
    assert lake.rows("id, duration, month") == [
        ("a", 9, "2026-02"),
        ("b", 5, "2026-02"),
        ("c", 3, "2026-03"),
        ("d", 6, None),
    ]
    assert maintain(lake, **MONTHS) == "call_log: nothing to do\n"


@in_both_formats
def test_a_rewriting_that_is_killed_at_any_line_loses_no_row(lake: Lake, tmp_path: Path) -> None:
    lake.upsert(schema(), *CALLS, **DAYS)
    before = lake.rows(ROWS)
    snapshots = Snapshots(lake, tmp_path / "killed")
    with traced(snapshots):
        maintain(lake, **MONTHS)
    assert len(snapshots.lakes) > 2
    for left in snapshots.lakes:
        left.load(schema())  # as any start of the stream, it completes or forgets the change
        assert left.rows(ROWS) == before
        maintain(left, **MONTHS)
        assert left.rows(ROWS) == before
        assert {file.parent.name[:5] for file in left.files()} == {"month"}


@in_both_formats
def test_files_of_many_appends_become_one_a_partition_and_keep_the_order_of_rows(
    lake: Lake,
) -> None:
    for duration in (1, 2, 3):
        lake.load(schema(), record(**{**CALLS[0]["record"], "duration": duration}), **DAYS)
    assert maintain(lake, **DAYS) == "call_log: 3 files merged\n"
    assert len(lake.files()) == 1
    assert lake.rows("duration") == [(1,), (2,), (3,)]
    lake.upsert(schema(), CALLS[1], **DAYS)
    lake.upsert(schema(), record(id="e", startTime="2026-02-27T13:00:00Z"), **DAYS)
    assert lake.rows("id, duration") == [("a", 3), ("b", 2), ("e", None)]


def test_what_left_a_delta_table_is_removed_only_when_no_reader_can_need_it(
    tmp_path: Path,
) -> None:
    lake = Lake(tmp_path / "lake", "delta")
    lake.upsert(schema(), *CALLS, **DAYS)
    (old,) = (file for file in lake.files() if "02-27" in str(file))
    lake.upsert(schema(), CALLS[0], **DAYS)
    left_by_a_kill = lake.root / "call_log" / "day=2026-02-27" / "data-killed.parquet"
    left_by_a_kill.write_bytes(old.read_bytes())
    assert maintain(lake, **DAYS) == "call_log: nothing to do\n"
    assert old.exists()
    eight_days = 8 * 24 * 3600
    past = old.stat().st_mtime - eight_days
    os.utime(left_by_a_kill, (past, past))
    assert maintain(lake, **DAYS) == "call_log: 1 files removed\n"
    assert old.exists()
    assert DeltaTable(lake.root / "call_log").version() >= 1
    settings = tmp_path / "maintain.json"
    short = CliRunner().invoke(main, ["--config", str(settings), "--retention-hours", "1"])
    assert short.exit_code == 2
    assert "x>=168" in short.output


def test_a_lake_that_another_process_loads_is_left_alone(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    lake = Lake(tmp_path / "lake")
    lake.upsert(schema(), *CALLS, **DAYS)
    settings = tmp_path / "maintain.json"
    settings.write_text(json.dumps({"destination_path": str(lake.root), **MONTHS}))
    config = {"destination_path": str(lake.root), "batch_size_rows": 1, **DAYS}
    first = TargetParquet(config=config)
    first.process_lines(io.StringIO(as_input([schema(), CALLS[0]])))
    done = CliRunner().invoke(main, ["--config", str(settings)])
    first.process_endofpipe()
    assert done.exit_code == 1
    assert "is being loaded" in caplog.text
