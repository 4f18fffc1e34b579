"""Lakes on other file systems than the local one, stream names as directories, BATCH messages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import fsspec
import pyarrow.dataset as ds
import pytest

from target_parquet.errors import LoadError
from target_parquet.location import directory_name

from .conftest import Lake
from .messages import activate, record, schema

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def memory() -> Iterator[fsspec.AbstractFileSystem]:
    filesystem = fsspec.filesystem("memory")
    yield filesystem
    filesystem.rm("/", recursive=True)


def test_append_only_works_without_a_local_disk(
    memory: fsspec.AbstractFileSystem, tmp_path: Path
) -> None:
    config = {
        "destination_path": "fsspec+memory://lake",
        "partition_by": {"call_log": "startTime"},
    }
    start = "2026-03-02T00:00:00Z"

    def ids() -> list[str]:
        files = [path for path in memory.find("/lake/call_log") if path.endswith(".parquet")]
        table = ds.dataset(files, filesystem=memory).to_table()
        return sorted(table["id"].to_pylist())

    lake = Lake(tmp_path)
    for _ in range(2):
        lake.load(schema(), record(id="a", startTime=start), **config)
    assert ids() == ["a", "a"]
    assert all(path.endswith(".parquet") for path in memory.find("/lake"))
    for method in ("upsert", "overwrite"):
        with pytest.raises(LoadError, match=f"load_method '{method}' .* set table_format to 'delt"):
            lake.load(schema(), record(id="b"), load_method=method, **config)
    with pytest.raises(LoadError, match=r"ACTIVATE_VERSION.* set table_format to 'delta'"):
        lake.load(schema(), record(id="c", version=1), activate(1), **config)
    assert ids() == ["a", "a"]


def test_a_file_uri_is_a_local_lake(lake: Lake) -> None:
    lake.load(schema(), record(id="a"), destination_path=lake.root.as_uri())
    assert lake.rows("id") == [("a",)]


@pytest.mark.parametrize(
    ("stream", "name"),
    [
        ("call_log", "call_log"),
        ("public-orders", "public-orders"),
        ("../escape", "%2E.%2Fescape"),
        ("_hidden", "%5Fhidden"),
        ("test:Special!in?", "test%3ASpecial!in%3F"),
    ],
)
def test_a_stream_name_is_one_visible_directory(stream: str, name: str) -> None:
    assert directory_name(stream) == name


def test_readers_see_no_staging_files(lake: Lake) -> None:
    lake.load(schema(), record(id="a"))
    (lake.root / "call_log" / ".staging" / "left.part").write_text("half a file")
    assert ds.dataset(lake.root / "call_log").count_rows() == 1
    lake.load(schema())
    assert not (lake.root / "call_log" / ".staging" / "left.part").exists()


def test_batch_messages_are_loaded(lake: Lake, tmp_path: Path) -> None:
    batch = tmp_path / "batch.jsonl"
    batch.write_text("".join(f"{json.dumps({'id': key, 'duration': 1})}\n" for key in "ab"))
    message = {
        "type": "BATCH",
        "stream": "call_log",
        "encoding": {"format": "jsonl", "compression": "none"},
        "manifest": [batch.as_uri()],
    }
    lake.upsert(schema(), record(id="a", duration=0), message)
    assert lake.rows("id, duration") == [("a", 1), ("b", 1)]
