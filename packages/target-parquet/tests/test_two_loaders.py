"""Two loaders of one stream on an object store: what was said to be stored is there, once."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from .messages import COMMAND
from .two_loaders import CALLS, lost_or_twice, one_round

if TYPE_CHECKING:
    from .conftest import BucketLake


def test_two_loaders_of_a_delta_table_lose_nothing_though_they_are_killed(
    bucket: BucketLake, tmp_path: Path, round_seed: int
) -> None:
    seed = round_seed + 1
    loaders, held = one_round(bucket, [COMMAND], tmp_path, seed, table_format="delta")
    assert not lost_or_twice(loaders, held)
    assert [loader.stored for loader in loaders] == [CALLS, CALLS]
    assert {code for loader in loaders for code in loader.ends} <= {0, -9}
    assert (-9 in loaders[0].ends + loaders[1].ends) == bool(seed % 5)


def test_the_same_with_plain_files_would_lose_rows_and_be_found(
    bucket: BucketLake, tmp_path: Path
) -> None:
    bucket.table_format = "parquet"
    command = [sys.executable, str(Path(__file__).with_name("plain_on_a_store.py"))]
    found = set[str]()
    for seed in range(0, 50, 5):  # which nobody kills
        bucket.root = bucket.root.parent / f"round-{seed}"
        found |= lost_or_twice(*one_round(bucket, command, tmp_path, seed))
        if found:
            return
    assert found
