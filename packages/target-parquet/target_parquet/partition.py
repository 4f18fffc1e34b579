"""Rows cut into hive partitions by UTC day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from target_parquet import compute as pc
from target_parquet.errors import LoadError

if TYPE_CHECKING:
    from collections.abc import Iterator

_NO_DAY = "__HIVE_DEFAULT_PARTITION__"


def check_partition_column(stream: str, schema: pa.Schema, column: str) -> None:
    """Make sure that a stream can be partitioned by a column.

    Raises:
        LoadError: it is no date or date-time, or the stream has a column named `day` itself.
    """
    position = schema.get_field_index(column)
    if position < 0 or not pa.types.is_temporal(schema.field(position).type):
        raise LoadError(
            f"partition_by: {stream}.{column} is not a date-time property of the stream's schema"
        )
    # Readers such as DuckDB, Spark and Athena do not tell names apart by case.
    if clashing := [name for name in schema.names if name.casefold() == "day"]:
        raise LoadError(
            f"partition_by: stream {stream!r} has a property {clashing[0]!r}, which would "
            "clash with the partitions' own; rename it with a stream map, or do not partition"
        )


def by_day(rows: pa.Table, column: str | None) -> Iterator[tuple[str, pa.Table]]:
    """Yield each partition's directory (empty when there are no partitions) and its rows."""
    if column is None:
        yield "", rows
        return
    instants = rows[column]
    if pa.types.is_timestamp(instants.type):
        # Without its zone a UTC timestamp needs no time zone database, which small images lack.
        instants = instants.cast(pa.timestamp(instants.type.unit))
    days = instants.cast(pa.date32()).cast(pa.string()).fill_null(_NO_DAY)
    distinct = sorted(days.unique().to_pylist())
    for day in distinct:
        yield f"day={day}/", rows if len(distinct) == 1 else rows.filter(pc.equal(days, day))
