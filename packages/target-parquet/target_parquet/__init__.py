"""Singer target that loads nested records into a lake of Parquet files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from target_parquet.target import TargetParquet

__all__ = ["TargetParquet"]


def __getattr__(name: str) -> Any:
    """Import the target where it is asked for, and not with each of its modules (PEP 562)."""
    if name == "TargetParquet":
        from target_parquet.target import TargetParquet  # noqa: PLC0415 - see above

        return TargetParquet
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
