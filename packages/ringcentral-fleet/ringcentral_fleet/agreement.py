"""How far an account's answers agree with RingCentral's own figures, where they were made."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

_MART = "ringcentral__reconciliation.parquet"
_EQUAL = 0.0005  # seconds: figures have milliseconds


class Agreement(NamedTuple):
    """Days and hours of queues that RingCentral has counted to the end.

    Attributes:
        settled: How many there are.
        differing: How many of them the models count otherwise.
    """

    settled: int
    differing: int


def agreement(lake: str) -> Agreement | None:
    """Read what the models say of an account's lake; None where no models were run on it.

    Args:
        lake: The account's folder. Answers lie beside it, on a disk alone.
    """
    mart = Path(f"{lake}.answers") / _MART
    if "://" in lake or not mart.exists():
        return None
    from pyarrow import parquet  # noqa: PLC0415 - few runs need it

    rows = parquet.read_table(mart).to_pylist()
    settled = [row for row in rows if row["is_settled"]]
    counted = [name for name in (rows[0] if rows else {}) if name.endswith("_difference")]
    differing = [row for row in settled if any(abs(row[name] or 0) > _EQUAL for name in counted)]
    return Agreement(len(settled), len(differing))
