"""The report of a lake's rows and files that `make run` ends with."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from deltalake import write_deltalake

SCRIPT = Path(__file__).parent.parent / "scripts" / "lake_report.py"
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


def keep_two_streams(lake: Path, table_format: str) -> None:
    calls = [{"id": str(number), "startTime": NOON, "day": NOON.date()} for number in range(3)]
    for stream, rows in {"call_log": calls, "call_queue": [{"id": "7", "name": "山"}]}.items():
        table = pa.Table.from_pylist(rows)
        if table_format == "delta":
            write_deltalake(lake / stream, table)
        else:
            (lake / stream).mkdir(parents=True)
            pq.write_table(table, lake / stream / "data.parquet")
    (lake / "message").mkdir()  # of which nothing came


def report(lake: Path | str, *more: str) -> str:
    done = subprocess.run(
        [sys.executable, SCRIPT, lake, *more],
        env=os.environ | {"PYTHONIOENCODING": "ascii"},
        capture_output=True,
        encoding="ascii",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_lake_into_which_nothing_was_loaded_is_told(tmp_path: Path) -> None:
    assert "nothing was loaded" in report(tmp_path / "none")


@pytest.mark.parametrize("table_format", ["parquet", "delta"])
def test_lake_of_either_format_is_told_of(tmp_path: Path, table_format: str) -> None:
    keep_two_streams(tmp_path, table_format)
    output = report(tmp_path, "--streams")
    lines = [line.split() for line in output.splitlines()]
    assert ["call_log", "3", "1", "1", "2026-03-10", "to", "2026-03-10"] in lines
    assert ["call_queue", "1", "1"] in lines
    assert ["message", "0", "0"] in lines
    assert f"The lake {tmp_path}: 4 rows of 3 streams in 2 files." in output


def test_total_alone_is_one_line(tmp_path: Path) -> None:
    keep_two_streams(tmp_path, "parquet")
    assert len(report(tmp_path).splitlines()) == 1


def test_path_that_the_terminal_cannot_show_is_shown_with_escapes(tmp_path: Path) -> None:
    keep_two_streams(tmp_path / "山", "parquet")
    assert "\\u5c71: 4 rows" in report(tmp_path / "山")


def test_lake_in_a_bucket_is_not_said_to_be_empty() -> None:
    assert "not on this disk" in report("s3://bucket/lake")
