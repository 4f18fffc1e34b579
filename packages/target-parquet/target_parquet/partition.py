"""Rows cut into hive partitions by UTC day or month."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Self

import pyarrow as pa

from target_parquet import compute as pc
from target_parquet.errors import LoadError

if TYPE_CHECKING:
    from collections.abc import Iterator

NULL = "__HIVE_DEFAULT_PARTITION__"
_FORM = re.compile(r"(?:(day|month)\((.+)\)|(.+?))(\s+fixed)?")


class Grain(StrEnum):
    """How much time a partition holds; its value is the name of the partition's column."""

    DAY = "day"
    MONTH = "month"

    @property
    def data_type(self) -> pa.DataType:
        """Type of the partition's column, as readers of hive partitions find it."""
        return pa.date32() if self is Grain.DAY else pa.string()


@dataclass(frozen=True)
class Partitioning:
    """By what a stream's rows are partitioned.

    Attributes:
        column: a date or date-time property of the stream.
        grain: how much time of it a partition holds.
        is_fixed: whether the property of a row never changes, so that no other partition need be
            looked into for the row's key. Not relied upon where the property is null.
    """

    column: str
    grain: Grain = Grain.DAY
    is_fixed: bool = False

    @classmethod
    def parse(cls, stream: str, text: str, schema: pa.Schema) -> Self:
        """Read what the setting has for a stream: `startTime`, `month(eventTime) fixed`.

        Raises:
            LoadError: the stream has no such date-time property, or has one that is named as the
                partitions are to be.
        """
        found = None if text in schema.names else _FORM.fullmatch(text.strip())
        grain, inner, plain, fixed = found.groups() if found else (None, None, text, None)
        partitioning = cls(str(inner or plain), Grain(grain or "day"), bool(fixed))
        partitioning._check(stream, schema)
        return partitioning

    def _check(self, stream: str, schema: pa.Schema) -> None:
        position = schema.get_field_index(self.column)
        if position < 0 or not pa.types.is_temporal(schema.field(position).type):
            raise LoadError(
                f"partition_by: {stream}.{self.column} is not a date-time property of the stream's "
                "schema"
            )
        # Readers such as DuckDB, Spark and Athena do not tell names apart by case.
        if clashing := [name for name in schema.names if name.casefold() == self.grain]:
            raise LoadError(
                f"partition_by: stream {stream!r} has a property {clashing[0]!r}, which would "
                "clash with the partitions' own; rename it with a stream map, or do not partition"
            )


def by_partition(
    rows: pa.Table, partitioning: Partitioning | None
) -> Iterator[tuple[str, pa.Table]]:
    """Yield each partition's directory (empty when there are no partitions) and its rows."""
    if partitioning is None:
        yield "", rows
        return
    instants = rows[partitioning.column]
    if pa.types.is_timestamp(instants.type):
        # Without its zone a UTC timestamp needs no time zone database, which small images lack.
        instants = instants.cast(pa.timestamp(instants.type.unit))
    times = instants.cast(pa.date32()).cast(pa.string())
    if partitioning.grain is Grain.MONTH:
        times = pc.utf8_slice_codeunits(times, 0, len("2026-03"))
    times = times.fill_null(NULL)
    for time in sorted(times.unique().to_pylist()):
        yield f"{partitioning.grain}={time}/", _where(rows, times, time)


def _where(rows: pa.Table, values: pa.ChunkedArray, value: str) -> pa.Table:
    """Return the rows that have a value: a view where, as most often, they follow each other."""
    is_wanted = pc.equal(values, value)
    first, count = pc.index(values, value).as_py(), pc.sum(is_wanted).as_py()
    if pc.all(is_wanted.slice(first, count)).as_py():
        return rows.slice(first, count)
    return rows.filter(is_wanted)


def grain_of(file: str) -> str:
    """Return the grain of a file's partition by its path, empty where it is in none."""
    name, equals, _ = file.partition("/")[0].partition("=")
    return name if equals else ""


def coarser(partition: str, grain: Grain) -> str:
    """Return the directory of a partition's rows under a grain that is no finer."""
    value = partition.rstrip("/").partition("=")[2]
    if value != NULL and grain is Grain.MONTH:
        value = value[: len("2026-03")]
    return f"{grain}={value}/"
