"""What a run costs before it loads a row: every few minutes that is most of what it costs.

Singer's SDK brings joblib, jsonschema, fsspec, requests and asyncio along, whoever imports any part
of it; none of these is the target's to leave out.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

from .messages import as_input, schema, state

if TYPE_CHECKING:
    from pathlib import Path

NOT_NEEDED = {
    "duckdb",
    "faker",
    "pandas",
    "pyarrow.acero",
    "pyarrow.compute",
    "pyarrow.dataset",
    "pyarrow.flight",
    "singer_sdk.sql",
    "singer_sdk.testing",
    "sqlalchemy",
}
COLLECTS = """
import gc, sys
from target_parquet.__main__ import main

try:
    main()
finally:
    print("collects", gc.isenabled(), gc.get_threshold()[0] > 0, file=sys.stderr)
"""


def python(*arguments: str, content: str = "") -> str:
    """Run Python to its end, and return what it said."""
    ended = subprocess.run(
        [sys.executable, *arguments],
        input=content,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stderr


def test_run_without_rows_imports_nothing_that_only_rows_need(tmp_path: Path) -> None:
    config = tmp_path / "config.json"
    config.write_text(json.dumps({"destination_path": str(tmp_path / "lake")}), "utf-8")
    command = ("-m", "target_parquet", f"--config={config}")
    said = python("-X", "importtime", *command, content=as_input([schema(), state(1)]))
    imported = {line.split("|")[-1].strip() for line in said.splitlines() if "import time" in line}
    assert "target_parquet.sink" in imported  # else nothing was looked at
    assert not imported & NOT_NEEDED


def test_memory_is_freed_in_a_long_run() -> None:
    """The command imports without the search for garbage, and must not stay so."""
    assert "collects True True" in python("-c", COLLECTS, "--version")
