"""A lake in a temporary directory, loaded by the real target and read by DuckDB."""

from __future__ import annotations

import contextlib
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest
from deltalake import DeltaTable
from deltalake.exceptions import TableNotFoundError

from target_parquet import TargetParquet

from .messages import as_input


@dataclass
class Lake:
    """A lake under a root directory, of plain files or of Delta tables."""

    root: Path
    table_format: str = "parquet"

    def load(self, *messages: dict[str, Any], **config: Any) -> list[Any]:
        """Load messages in one run; return the STATE that came out."""
        return self.feed(as_input(messages).encode(), **config)

    def feed(self, content: bytes, **config: Any) -> list[Any]:
        """Load an input in one run; return the STATE that came out."""
        own = {"destination_path": str(self.root), "table_format": self.table_format}
        target = TargetParquet(config={**own, **config})
        try:
            with contextlib.redirect_stdout(io.StringIO()) as out:
                target.listen(io.BytesIO(content))  # type: ignore[arg-type] # it reads bytes, as ours does
        finally:
            for stream in target._loads.values():
                stream.close()  # as the end of its process would
        return [json.loads(line) for line in out.getvalue().splitlines()]

    def upsert(self, *messages: dict[str, Any], **config: Any) -> list[Any]:
        return self.load(*messages, load_method="upsert", **config)

    def files(self, stream: str = "call_log") -> list[Path]:
        if self.table_format == "parquet":
            return sorted((self.root / stream).rglob("*.parquet"))
        try:
            table = DeltaTable(self.root / stream)
        except TableNotFoundError:
            return []
        return sorted(map(Path, table.file_uris()))

    def rows(self, select: str = "*", stream: str = "call_log") -> list[tuple[Any, ...]]:
        """Return what DuckDB reads from the stream, in order."""
        files = [str(file) for file in self.files(stream)]
        if not files:
            return []
        with duckdb.connect() as db:
            db.execute("SET TimeZone = 'UTC'")
            found = db.read_parquet(files, union_by_name=True, hive_partitioning=True)
            return found.project(select).order("ALL").fetchall()


in_both_formats = pytest.mark.parametrize("lake", ["parquet", "delta"], indirect=True)
"""Marks tests whose `lake` is of plain files, and then of Delta tables."""


@pytest.fixture
def lake(request: pytest.FixtureRequest, tmp_path: Path) -> Lake:
    return Lake(tmp_path / "lake", getattr(request, "param", "parquet"))
