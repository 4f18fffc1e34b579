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

SCRIPT = Path(__file__).parent.parent / "scripts" / "lake_report.py"
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


def keep(lake: Path, stream: str, **values: Any) -> None:
    (lake / stream).mkdir(parents=True)
    pq.write_table(pa.Table.from_pylist([values]), lake / stream / "data.parquet")


def report(lake: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, SCRIPT, lake],
        env=os.environ | environment,
        capture_output=True,
        encoding="ascii",
        check=False,
    )


@pytest.mark.parametrize("encoding", ["ascii", "iso-8859-1:strict"])
def test_name_of_a_queue_that_the_terminal_cannot_show_is_shown_with_escapes(
    tmp_path: Path, encoding: str
) -> None:
    keep(tmp_path, "call_log", id="c", startTime=NOON, direction="Inbound", extension={"id": "7"})
    leg = {"startTime": NOON, "result": "Accepted", "master": False, "extension": {"id": "9"}}
    keep(tmp_path, "call_log_leg", callLogId="c", **leg)
    keep(tmp_path, "call_queue", id="7", name="Kancel\u0159 \u5c71")
    keep(tmp_path, "extension", id="9", type="User")
    done = report(tmp_path, PYTHONIOENCODING=encoding)
    assert done.returncode == 0, done.stderr
    assert "  Kancel\\u0159 \\u5c71  " in done.stdout


def test_lake_into_which_nothing_was_loaded_is_told(tmp_path: Path) -> None:
    done = report(tmp_path / "none")
    assert done.returncode == 0, done.stderr
    assert "Nothing was loaded" in done.stdout
