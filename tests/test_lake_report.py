"""The report that `make run` ends with."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from deltalake import write_deltalake

SCRIPT = Path(__file__).parent.parent / "scripts" / "lake_report.py"
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


def keep(lake: Path, stream: str, table_format: str, **values: Any) -> None:
    rows = pa.Table.from_pylist([values])
    if table_format == "delta":
        write_deltalake(lake / stream, rows)
        return
    (lake / stream).mkdir(parents=True)
    pq.write_table(rows, lake / stream / "data.parquet")


def keep_a_call(lake: Path, table_format: str = "parquet") -> None:
    values = {"direction": "Inbound", "extension": {"id": "7"}, "day": NOON.date()}
    keep(lake, "call_log", table_format, id="c", startTime=NOON, **values)
    leg = {"startTime": NOON, "result": "Accepted", "master": False, "extension": {"id": "9"}}
    keep(lake, "call_log_leg", table_format, callLogId="c", **leg)
    keep(lake, "call_queue", table_format, id="7", name="Kancel\u0159 \u5c71")
    keep(lake, "extension", table_format, id="9", type="User")


def report(lake: Path | str, *more: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, SCRIPT, lake, *more],
        env=os.environ | environment,
        capture_output=True,
        encoding="ascii",
        check=False,
    )


@pytest.mark.parametrize("encoding", ["ascii", "iso-8859-1:strict"])
def test_name_of_a_queue_that_the_terminal_cannot_show_is_shown_with_escapes(
    tmp_path: Path, encoding: str
) -> None:
    keep_a_call(tmp_path)
    done = report(tmp_path, PYTHONIOENCODING=encoding)
    assert done.returncode == 0, done.stderr
    assert "  Kancel\\u0159 \\u5c71  " in done.stdout


def test_lake_into_which_nothing_was_loaded_is_told(tmp_path: Path) -> None:
    done = report(tmp_path / "none")
    assert done.returncode == 0, done.stderr
    assert "Nothing was loaded" in done.stdout


@pytest.mark.parametrize("table_format", ["parquet", "delta"])
def test_lake_of_either_format_is_told_of(tmp_path: Path, table_format: str) -> None:
    keep_a_call(tmp_path, table_format)
    done = report(tmp_path, "--streams", PYTHONIOENCODING="ascii")
    assert done.returncode == 0, done.stderr
    lines = [line.split() for line in done.stdout.splitlines()]
    assert ["call_log", "1", "1", "1", "2026-03-10", "to", "2026-03-10"] in lines
    assert ["Kancel\\u0159", "\\u5c71", "1", "100%", "0", "s"] in lines


def test_lake_in_a_bucket_is_not_said_to_be_empty() -> None:
    done = report("s3://bucket/lake")
    assert done.returncode == 0, done.stderr
    assert "not on this disk" in done.stdout
