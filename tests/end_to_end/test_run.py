"""`make run`: what a newcomer sees first, and that it fits on a screen or two."""

from __future__ import annotations

import os
import re
import subprocess
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from support.pipeline import PROJECT

from tap_ringcentral.streams import STREAMS

if TYPE_CHECKING:
    from pathlib import Path

MOST_LINES = 60
# The streams that are selected by default, each with a line of its own.
USUAL = {name for name, stream in STREAMS.items() if stream.selected_by_default}


def make_run(home: Path) -> list[str]:
    """Run it into a lake, and with a state, of its own: two days are as many lines as a month."""
    lately = datetime.now(UTC) - timedelta(days=2)
    own = {
        "HISTORY_DAYS": "2",
        "MELTANO_DATABASE_URI": f"sqlite:///{home}/meltano.db",
        "TAP_RINGCENTRAL_START_DATE": lately.isoformat(),
        "TAP_RINGCENTRAL_TOKEN_STORE": str(home / "token.json"),
        "TARGET_PARQUET_DESTINATION_PATH": str(home / "lake"),
    }
    ended = subprocess.run(
        ["make", "--silent", "--no-print-directory", "run"],
        cwd=PROJECT,
        env=os.environ | own,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout
    return ended.stdout.splitlines()


def test_first_run_says_what_it_reads_waits_for_and_loaded_in_sixty_lines(tmp_path: Path) -> None:
    lines = make_run(tmp_path)
    assert len(lines) <= MOST_LINES, "\n".join(lines)
    output = "\n".join(lines)
    assert "Account: the simulator" in lines[0]
    assert f"Reading {len(USUAL)} streams: " in output
    assert "Reading calls that started from " in output
    assert "100 % of the range done" in output
    of_streams = re.findall(r"tap-ringcentral (\w+): ([\d,]+) rows?, [\d,]+ requests?, ", output)
    assert {name for name, _ in of_streams} == USUAL
    rows = sum(int(number.replace(",", "")) for _, number in of_streams)
    assert f"Read {rows:,} rows of {len(USUAL)} streams with " in output
    (loaded,) = re.findall(r"target-parquet Loaded ([\d,]+) rows of \d+ streams into ", output)
    assert int(loaded.replace(",", "")) == rows
    built = r" dbt +Built \d+ tables and views: \d+ checks passed, \d+ warned, 0 failed\."
    assert re.search(built, output)
    page = tmp_path / "lake.report" / "index.html"
    assert lines[-1] == f"The page: {page}"
    assert "<svg" in page.read_text("utf-8")
    assert "METRIC" not in output
