"""A stream's rows in the lake, and the ways to add to them.

Each change is one commit of the stream's directory: a crash leaves all of it or nothing.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pyarrow as pa

from target_parquet import compute as pc
from target_parquet.errors import LoadError
from target_parquet.keys import has_key_of, is_last_of_key
from target_parquet.parquet_file import read_row_groups, read_rows, read_schema
from target_parquet.partition import by_day
from target_parquet.schema_change import aligned, merged_schema
from target_parquet.staging import StagedFiles

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pyarrow import fs

    from target_parquet.lake import StreamDirectory

_MERGED = "data.parquet"


@dataclass(frozen=True)
class Layout:
    """How a stream lies in the lake.

    Attributes:
        key_properties: the columns that tell rows apart; only an upsert needs them.
        partition_by: the column by whose UTC day rows are partitioned; None for no partitions.
        compression: of the Parquet files, as pyarrow names it.
    """

    key_properties: Sequence[str]
    partition_by: str | None
    compression: str


class Table:
    """The rows of one stream."""

    def __init__(self, stream: str, directory: StreamDirectory) -> None:
        self._stream = stream
        self._directory = directory
        self._schema: pa.Schema | None = None
        if directory.exists():
            directory.open()
        run = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
        self._new_names = (f"{run}-{number:06d}.parquet" for number in itertools.count())

    def append(self, rows: pa.Table, layout: Layout) -> None:
        """Add the rows, in files of their own.

        Raises:
            LoadError: the lake cannot take them; nothing has changed.
        """
        self._directory.open()
        self._check_layout(layout)
        self._schema = self._schema_with(rows.schema)
        staged = StagedFiles(self._directory, layout.compression)
        for partition, part in by_day(aligned(rows, self._schema), layout.partition_by):
            staged.write(f"{partition}{next(self._new_names)}", self._schema, [part])
        self._directory.commit(staged.publish)

    def upsert(self, rows: pa.Table, layout: Layout) -> None:
        """Add the rows, each in the place of the one that has its key.

        Only the partitions that hold one of the keys, or are to hold one, are rewritten, each
        into one file. A row whose day changed leaves its old partition in the same commit.

        Raises:
            LoadError: the lake cannot take them; nothing has changed.
        """
        self._directory.open()
        self._check_layout(layout)
        self._schema = self._schema_with(rows.schema)
        keys = layout.key_properties
        last = is_last_of_key(rows, keys)
        rows = aligned(rows if pc.all(last).as_py() else rows.filter(last), self._schema)
        incoming = dict(by_day(rows, layout.partition_by))
        stored = self._files_by_partition()
        touched = incoming.keys() | {
            partition
            for partition, files in stored.items()
            if partition not in incoming and self._holds_key_of(files, rows, keys)
        }
        staged = StagedFiles(self._directory, layout.compression)
        for partition in sorted(touched):
            files = stored.get(partition, [])
            schema = self._widened(files, self._schema)
            kept = self._survivors(files, rows, keys)
            added = incoming.get(partition, rows.slice(0, 0))
            parts = (aligned(part, schema) for part in itertools.chain(kept, [added]))
            staged.write(f"{partition}{_MERGED}", schema, parts)
        replaced = [file for partition in touched for file in stored.get(partition, [])]
        self._directory.commit(staged.publish, replaced)

    def batches(self) -> Iterator[pa.Table]:
        """Yield all rows, in the order in which they were loaded, a row group at a time."""
        for file in self._directory.data_files():
            yield from read_row_groups(*self._at(file))

    def _check_layout(self, layout: Layout) -> None:
        """Make sure that the stream's files are, or are not, partitioned as they are to be."""
        if self._schema is not None:
            return  # this run has loaded the stream already
        for file in self._directory.data_files():
            if ("/" in file) != bool(layout.partition_by):
                raise LoadError(
                    f"stream {self._stream!r} has {file} in the lake, which does not go with its "
                    f"partition_by, {layout.partition_by!r}: no reader would take both. Restore "
                    "the setting, load once with load_method 'overwrite', or move the stream's "
                    "directory away"
                )

    def _schema_with(self, new: pa.Schema) -> pa.Schema:
        """Return the columns of the lake's newest file, or of this run so far, and new ones."""
        if self._schema is None:
            return self._widened(self._directory.data_files()[-1:], new)
        return merged_schema(self._stream, self._schema, new)

    def _widened(self, files: Sequence[str], new: pa.Schema) -> pa.Schema:
        """Return the columns of all the files and the new ones."""
        merged, *others = [*(read_schema(*self._at(file)) for file in files), new]
        for schema in others:
            merged = merged_schema(self._stream, merged, schema)
        return merged

    def _files_by_partition(self) -> dict[str, list[str]]:
        """Return each partition's files, oldest first.

        An upsert leaves one file alone, and each append one that is named by its time: the names
        tell the order. Times of files do not, where a mount has coarse ones or a lake was copied.
        """
        partitions: dict[str, list[str]] = defaultdict(list)
        for file in sorted(self._directory.data_files(), key=_age):
            directory, slash, _ = file.rpartition("/")
            partitions[directory + slash].append(file)
        return partitions

    def _holds_key_of(self, files: Sequence[str], rows: pa.Table, keys: Sequence[str]) -> bool:
        key_schema = rows.select(keys).schema
        parts = (part for file in files for part in self._read_keys(file, key_schema))
        return any(pc.any(has_key_of(part, rows, keys)).as_py() for part in parts)

    def _survivors(
        self, files: Sequence[str], rows: pa.Table, keys: Sequence[str]
    ) -> Iterator[pa.Table]:
        """Yield what the files hold under other keys than the rows', each key once."""
        key_schema = rows.select(keys).schema
        last = None if _is_merged(files) else self._last_of_keys(files, key_schema)
        seen = 0
        for file in files:
            for part in read_rows(*self._at(file)):
                kept = pc.invert(has_key_of(self._keys_of(part, key_schema, file), rows, keys))
                if last is not None:
                    kept = pc.and_(kept, last.slice(seen, part.num_rows))
                    seen += part.num_rows
                yield part.filter(kept)

    def _last_of_keys(self, files: Sequence[str], key_schema: pa.Schema) -> pa.BooleanArray:
        """Return for each row of the files, one after the other, whether it is its key's last."""
        parts = [part for file in files for part in self._read_keys(file, key_schema)]
        return is_last_of_key(
            pa.concat_tables([*parts, key_schema.empty_table()]), key_schema.names
        )

    def _read_keys(self, file: str, key_schema: pa.Schema) -> Iterator[pa.Table]:
        for part in read_rows(*self._at(file), columns=key_schema.names):
            yield self._keys_of(part, key_schema, file)

    def _keys_of(self, part: pa.Table, key_schema: pa.Schema, file: str) -> pa.Table:
        if missing := set(key_schema.names) - set(part.column_names):
            raise LoadError(
                f"stream {self._stream!r}: {file} has no key column {sorted(missing)}, so its "
                "rows cannot be told apart: move the stream's directory away and load again"
            )
        return aligned(part.select(key_schema.names), key_schema)

    def _at(self, file: str) -> tuple[fs.FileSystem, str]:
        return self._directory.filesystem, self._directory.path(file)


def _age(file: str) -> tuple[bool, str]:
    name = file.rpartition("/")[2]
    return name != _MERGED, name


def _is_merged(files: Sequence[str]) -> bool:
    """Return whether an upsert left the files, with each key once, rather than appends."""
    return not any(_age(file)[0] for file in files)
