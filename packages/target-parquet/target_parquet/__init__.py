"""Singer target that loads nested records into a lake of Parquet files."""

from __future__ import annotations

from target_parquet.target import TargetParquet

__all__ = ["TargetParquet"]
