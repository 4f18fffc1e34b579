"""A lake in a temporary directory, loaded by the real target and read by DuckDB."""

from __future__ import annotations

import contextlib
import io
import json
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa
import pytest
from deltalake import DeltaTable
from deltalake.exceptions import TableNotFoundError
from pyarrow import fs
from support.object_store import ObjectStore

from target_parquet import TargetParquet

from .messages import as_input

if TYPE_CHECKING:
    from collections.abc import Iterator


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
        """Return the stream's files, as a reader would find them."""
        if self.table_format == "parquet":
            return sorted((self.root / stream).rglob("*.parquet"))
        return [self.root / stream / name for name in logged(str(self.root / stream))]

    def rows(self, select: str = "*", stream: str = "call_log") -> list[tuple[Any, ...]]:
        """Return what DuckDB reads from the stream, in order."""
        files = [str(file) for file in self.files(stream)]
        if not files:
            return []
        with duckdb.connect() as db:
            db.execute("SET TimeZone = 'UTC'")
            found = db.read_parquet(files, union_by_name=True, hive_partitioning=True)
            return found.project(select).order("ALL").fetchall()


@dataclass
class BucketLake(Lake):
    """A lake in a bucket of an object store."""

    store: ObjectStore = field(default_factory=ObjectStore)

    def path(self, relative: str) -> str:
        return f"{self.root}/{relative}"

    def load(self, *messages: dict[str, Any], **config: Any) -> list[Any]:
        return super().load(*messages, **{"destination_path": f"s3://{self.root}", **config})

    def files(self, stream: str = "call_log") -> list[Path]:
        root = self.root / stream
        if self.table_format == "delta":
            options = {**self.store.environment(), "AWS_ALLOW_HTTP": "true"}
            return [root / name for name in logged(f"s3://{root}", options)]
        found = self.store.filesystem().get_file_info(
            fs.FileSelector(str(root), recursive=True, allow_not_found=True)
        )
        return sorted(Path(info.path) for info in found if info.path.endswith(".parquet"))

    def rows(self, select: str = "*", stream: str = "call_log") -> list[tuple[Any, ...]]:
        """Copy what is in the bucket, and read it as on a disk."""
        with TemporaryDirectory() as home:
            copy = Lake(Path(home))
            for file in self.files(stream):
                here = Path(home) / file.relative_to(self.root)
                here.parent.mkdir(parents=True, exist_ok=True)
                with self.store.filesystem().open_input_file(str(file)) as there:
                    here.write_bytes(there.read())
            return copy.rows(select, stream)


def logged(table: str, options: dict[str, str] | None = None) -> list[str]:
    """Return the paths of a Delta table's files within it, none if there is no table."""
    try:
        found = DeltaTable(table, storage_options=options)
    except TableNotFoundError:
        return []
    return sorted(pa.table(found.get_add_actions(flatten=True))["path"].to_pylist())


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let `make soak` try more than `make test` has the time for."""
    parser.addoption("--old-lake-days", type=int, default=120, help="days of an old lake")
    parser.addoption("--rounds", type=int, default=1, help="how often two loaders meet")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give each test of a round as many as `--rounds` says."""
    if "round_seed" in metafunc.fixturenames:
        metafunc.parametrize("round_seed", range(metafunc.config.getoption("--rounds")))


in_both_formats = pytest.mark.parametrize("lake", ["parquet", "delta"], indirect=True)
"""Marks tests whose `lake` is of plain files, and then of Delta tables."""


@pytest.fixture
def lake(request: pytest.FixtureRequest, tmp_path: Path) -> Lake:
    return Lake(tmp_path / "lake", getattr(request, "param", "parquet"))


@pytest.fixture(scope="session")
def store() -> Iterator[ObjectStore]:
    """An object store, started once for all tests that need one."""
    with ObjectStore() as store:
        yield store


@pytest.fixture
def bucket(store: ObjectStore, monkeypatch: pytest.MonkeyPatch) -> BucketLake:
    """A lake of Delta tables in a bucket of its own."""
    store.use(monkeypatch)
    return BucketLake(Path(store.new_bucket(), "lake"), "delta", store)
