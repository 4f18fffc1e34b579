"""`tap-ringcentral | target-parquet` into lakes of each format, on a disk and in a bucket."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from deltalake import DeltaTable
from pyarrow.dataset import dataset
from support.object_store import ObjectStore
from support.pipeline import COMPARED, START, assert_rows_are_the_truth
from support.pipes import Pipe

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ringcentral_simulator import Simulator

OF_PARTITIONS = {"day", "month"}


@pytest.fixture(scope="module")
def store() -> Iterator[ObjectStore]:
    """An object store for the tests of this module."""
    with ObjectStore() as store:
        yield store


SINCE = {"TAP_RINGCENTRAL_START_DATE": START.isoformat()}


def delta_rows(table: str, store: dict[str, str]) -> list[dict[str, Any]]:
    """Read a stream of Delta tables as docs/lake.md shows it."""
    options = {**store, "AWS_ALLOW_HTTP": "true"} if store else None
    rows = DeltaTable(table, storage_options=options).to_pyarrow_dataset()
    names = [name for name in rows.schema.names if name not in OF_PARTITIONS]
    found: list[dict[str, Any]] = rows.to_table(names).to_pylist()
    return found


@pytest.mark.parametrize("is_remote", [False, True])
def test_lake_of_delta_tables_is_the_truth_after_a_first_run_and_a_later_one(
    simulator: Simulator, tmp_path: Path, store: ObjectStore, *, is_remote: bool
) -> None:
    own = store.environment() if is_remote else {}
    pipe = Pipe(simulator, tmp_path, SINCE | own, COMPARED)
    root = f"s3://{store.new_bucket()}/lake" if is_remote else str(tmp_path / "lake")
    for hours in (0, 6):
        simulator.clock.advance(hours * 3600)
        pipe.run(destination_path=root, table_format="delta")
        assert_rows_are_the_truth(lambda stream: delta_rows(f"{root}/{stream}", own), simulator)


def test_lake_of_plain_files_in_a_bucket_is_the_truth_after_a_first_run(
    simulator: Simulator, tmp_path: Path, store: ObjectStore
) -> None:
    bucket = store.new_bucket()
    pipe = Pipe(simulator, tmp_path, SINCE | store.environment(), COMPARED)
    pipe.run(destination_path=f"s3://{bucket}/lake", load_method="append-only")

    def rows_of(stream: str) -> list[dict[str, Any]]:
        files = dataset(f"{bucket}/lake/{stream}", filesystem=store.filesystem())
        rows: list[dict[str, Any]] = files.to_table().to_pylist()
        return rows

    assert_rows_are_the_truth(rows_of, simulator)
