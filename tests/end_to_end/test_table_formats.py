"""`tap-ringcentral | target-parquet` into lakes of each format, on a disk and in a bucket."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from deltalake import DeltaTable
from pyarrow.dataset import dataset
from support import leaks
from support.object_store import ObjectStore
from support.pipeline import BIN, PROJECT, START, assert_rows_are_the_truth
from support.runs import catalog_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ringcentral_simulator import Simulator

LOADER = yaml.safe_load((PROJECT / "meltano.yml").read_text("utf-8"))["plugins"]["loaders"][0]
OF_PARTITIONS = {"day", "month"}


@pytest.fixture(scope="module")
def store() -> Iterator[ObjectStore]:
    """An object store for the tests of this module."""
    with ObjectStore() as store:
        yield store


class Pipe:
    """The two commands, with nothing between them."""

    def __init__(self, simulator: Simulator, home: Path, store: dict[str, str]) -> None:
        self.home = home
        self.store = store
        own = {"TAP_RINGCENTRAL_START_DATE": START.isoformat()}
        self.environment = os.environ | simulator.environment() | store | own
        self.catalog = home / "catalog.json"
        self.catalog.write_text(json.dumps(catalog_of({})))
        self.state: list[str | Path] = []

    def run(self, **config: Any) -> None:
        """Load what is new."""
        settings, log = self.home / "target.json", self.home / "tap.log"
        own = {name: LOADER["config"][name] for name in ("load_method", "partition_by")}
        settings.write_text(json.dumps({**own, **config}))
        tap = [BIN / "tap-ringcentral", "--config=ENV", "--catalog", self.catalog, *self.state]
        with (
            log.open("w") as stderr,
            subprocess.Popen(
                tap, env=self.environment, stdout=subprocess.PIPE, stderr=stderr
            ) as process,
        ):
            loaded = subprocess.run(
                [BIN / "target-parquet", "--config", settings],
                stdin=process.stdout,
                capture_output=True,
                text=True,
                env=self.environment,
                check=False,
            )
        leaks.printed.append(log.read_text())
        assert (process.returncode, loaded.returncode) == (0, 0), loaded.stderr[-2_000:]
        state = self.home / "state.json"
        state.write_text(loaded.stdout.splitlines()[-1])
        self.state = ["--state", state]

    def delta_rows(self, root: str, stream: str) -> list[dict[str, Any]]:
        """Read a stream of Delta tables as README shows it."""
        options = {**self.store, "AWS_ALLOW_HTTP": "true"} if self.store else None
        table = DeltaTable(f"{root}/{stream}", storage_options=options).to_pyarrow_dataset()
        names = [name for name in table.schema.names if name not in OF_PARTITIONS]
        rows: list[dict[str, Any]] = table.to_table(names).to_pylist()
        return rows


@pytest.mark.parametrize("is_remote", [False, True])
def test_lake_of_delta_tables_is_the_truth_after_a_first_run_and_a_later_one(
    simulator: Simulator, tmp_path: Path, store: ObjectStore, *, is_remote: bool
) -> None:
    pipe = Pipe(simulator, tmp_path, store.environment() if is_remote else {})
    root = f"s3://{store.new_bucket()}/lake" if is_remote else str(tmp_path / "lake")
    for hours in (0, 6):
        simulator.clock.advance(hours * 3600)
        pipe.run(destination_path=root, table_format="delta")
        assert_rows_are_the_truth(lambda stream: pipe.delta_rows(root, stream), simulator)


def test_lake_of_plain_files_in_a_bucket_is_the_truth_after_a_first_run(
    simulator: Simulator, tmp_path: Path, store: ObjectStore
) -> None:
    bucket = store.new_bucket()
    pipe = Pipe(simulator, tmp_path, store.environment())
    pipe.run(destination_path=f"s3://{bucket}/lake", load_method="append-only")

    def rows_of(stream: str) -> list[dict[str, Any]]:
        files = dataset(f"{bucket}/lake/{stream}", filesystem=store.filesystem())
        rows: list[dict[str, Any]] = files.to_table().to_pylist()
        return rows

    assert_rows_are_the_truth(rows_of, simulator)
