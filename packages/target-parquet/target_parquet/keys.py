"""Rows told apart by their key properties."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from target_parquet import compute as pc

if TYPE_CHECKING:
    from collections.abc import Sequence

_ROW = "__row"


def is_last_of_key(rows: pa.Table, keys: Sequence[str]) -> pa.BooleanArray:
    """Return for each row whether no later row has its key."""
    last = _numbered(rows, keys).group_by(list(keys), use_threads=False)
    numbers = last.aggregate([(_ROW, "max")])[f"{_ROW}_max"]
    return pc.is_in(pa.arange(0, rows.num_rows), value_set=numbers)


def has_key_of(rows: pa.Table, others: pa.Table, keys: Sequence[str]) -> pa.BooleanArray:
    """Return for each row whether one of the others has its key."""
    matching = _numbered(rows, keys).join(
        others.select(list(keys)), list(keys), join_type="left semi", use_threads=False
    )
    return pc.is_in(pa.arange(0, rows.num_rows), value_set=matching[_ROW])


def _numbered(rows: pa.Table, keys: Sequence[str]) -> pa.Table:
    return rows.select(list(keys)).append_column(_ROW, pa.arange(0, rows.num_rows))
