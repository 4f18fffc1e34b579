"""What the log of a Delta table says of files."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from target_parquet.delta.client import transaction
from target_parquet.partition import NULL, Grain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from target_parquet.record import Contents


@dataclass(frozen=True)
class LoggedFile:
    """A file of a Delta table.

    Attributes:
        path: relative to the table.
        partition: its partition's directory, empty where there are no partitions.
        size: in bytes.
        rows: how many it has; only told of files that come.
    """

    path: str
    partition: str
    size: int
    rows: int = 0

    @property
    def partition_values(self) -> dict[str, str | None]:
        """The value of the partition's column, as the log has it."""
        name, equals, value = self.partition.rstrip("/").partition("=")
        return {name: None if value == NULL else value} if equals else {}


def logged_files(actions: Any) -> Iterator[LoggedFile]:
    """Yield the files of a table, from what delta-rs returns of them."""
    for found in pa.table(actions).to_pylist():
        names = [name for name in found if name.startswith("partition.")]
        values = ((name.removeprefix("partition."), found[name]) for name in names)
        partition = "".join(f"{name}={NULL if v is None else v}/" for name, v in values)
        yield LoggedFile(found["path"], partition, found["size_bytes"])


def add(file: LoggedFile) -> Any:
    """Return the action by which a file comes."""
    return transaction().AddAction(
        path=file.path,
        size=file.size,
        partition_values=file.partition_values,
        modification_time=_milliseconds(),
        data_change=True,
        stats=f'{{"numRecords": {file.rows}}}',
    )


def remove(file: LoggedFile) -> Any:
    """Return the action by which a file goes. Its data stays for readers of older versions."""
    return transaction().RemoveAction(
        path=file.path,
        data_change=True,
        deletion_timestamp=_milliseconds(),
        size=file.size,
        partition_values=file.partition_values,
    )


def commit_properties(metadata: Mapping[str, Any], app_id: str, version: int | None) -> Any:
    """Return what a commit carries, and that it goes in next or not at all."""
    kind = transaction()
    versions = None if version is None else [kind.Transaction(app_id, version)]
    return kind.CommitProperties(
        custom_metadata=dict(metadata), max_commit_retries=0, app_transactions=versions
    )


def with_partition(contents: Contents) -> pa.Schema:
    """Return the columns of a table, of which the partitions' own is one."""
    if not contents.grain:
        return contents.schema
    return contents.schema.append(pa.field(contents.grain, Grain(contents.grain).data_type))


def _milliseconds() -> int:
    return int(time.time() * 1000)
