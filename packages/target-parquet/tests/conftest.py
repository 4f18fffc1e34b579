"""A lake in a temporary directory, loaded by the real target and read by DuckDB."""

from __future__ import annotations

import contextlib
import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from target_parquet import TargetParquet

from .messages import as_input

if TYPE_CHECKING:
    from pathlib import Path


@dataclass
class Lake:
    """A lake under a root directory."""

    root: Path

    def load(self, *messages: dict[str, Any], **config: Any) -> list[Any]:
        """Load messages in one run; return the STATE that came out."""
        return self.feed(as_input(messages).encode(), **config)

    def feed(self, content: bytes, **config: Any) -> list[Any]:
        """Load an input in one run; return the STATE that came out."""
        target = TargetParquet(config={"destination_path": str(self.root), **config})
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
        return sorted((self.root / stream).rglob("*.parquet"))

    def rows(self, select: str = "*", stream: str = "call_log") -> list[tuple[Any, ...]]:
        """Return what DuckDB reads from the stream, in order."""
        files = [str(file) for file in self.files(stream)]
        if not files:
            return []
        with duckdb.connect() as db:
            db.execute("SET TimeZone = 'UTC'")
            found = db.read_parquet(files, union_by_name=True, hive_partitioning=True)
            return found.project(select).order("ALL").fetchall()


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "lake")
