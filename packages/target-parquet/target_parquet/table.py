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
import pyarrow.compute as pc
from pyarrow import fs

from target_parquet.errors import LoadError
from target_parquet.keys import has_key_of, last_of_each_key, last_rows
from target_parquet.parquet_file import read_rows, read_schema
from target_parquet.partition import by_day
from target_parquet.schema_change import aligned, merged_schema
from target_parquet.staging import StagedFiles

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
        run = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
        self._new_names = (f"{run}-{number:06d}.parquet" for number in itertools.count())

    @property
    def version(self) -> int | None:
        """The table version that the rows in the lake have."""
        return self._directory.version

    def append(self, rows: pa.Table, layout: Layout) -> None:
        """Add the rows, in files of their own."""
        staged = self.new_files()
        self._schema = self._schema_with(rows.schema)
        self.stage(aligned(rows, self._schema), layout, staged)
        self._directory.commit(staged.publish)

    def upsert(self, rows: pa.Table, layout: Layout) -> None:
        """Add the rows, each in the place of the one that has its key.

        Only the partitions that hold one of the keys, or are to hold one, are rewritten, each
        into one file. A row whose day changed leaves its old partition in the same commit.
        """
        staged = self.new_files()
        self._schema = self._schema_with(rows.schema)
        keys = layout.key_properties
        rows = aligned(last_of_each_key(rows, keys), self._schema)
        incoming = dict(by_day(rows, layout.partition_by))
        stored = self._files_by_partition()
        touched = incoming.keys() | {
            partition
            for partition, files in stored.items()
            if partition not in incoming and self._holds_key_of(files, rows, keys)
        }
        replaced = [file for partition in touched for file in stored.get(partition, [])]
        for partition in sorted(touched):
            files = stored.get(partition, [])
            schema = self._widened(files, self._schema)
            kept = self._survivors(files, rows, keys)
            added = incoming.get(partition, rows.slice(0, 0))
            parts = (aligned(part, schema) for part in itertools.chain(kept, [added]))
            staged.write(f"{partition}{_MERGED}", schema, parts, layout.compression)
        self._directory.commit(staged.publish, replaced)

    def new_files(self) -> StagedFiles:
        """Return where files are put aside for the next commit."""
        self._directory.open()
        return StagedFiles(self._directory)

    def stage(self, rows: pa.Table, layout: Layout, staged: StagedFiles) -> None:
        """Put the rows aside, one new file a partition."""
        for partition, part in by_day(rows, layout.partition_by):
            published = f"{partition}{next(self._new_names)}"
            staged.write(published, rows.schema, [part], layout.compression)

    def replace(self, staged: StagedFiles, version: int | None) -> None:
        """Publish the files in the place of all others, as the given table version."""
        self._directory.replace_all(staged.publish, version)
        self._schema = None

    def close(self) -> None:
        """Let other processes load the stream."""
        self._directory.close()

    def _schema_with(self, new: pa.Schema) -> pa.Schema:
        """Return the columns of the lake's newest file, or of this run so far, and new ones."""
        if self._schema is None:
            self._schema = self._widened(self._directory.data_files()[-1:], new)
        return merged_schema(self._stream, self._schema, new)

    def _widened(self, files: Sequence[str], new: pa.Schema) -> pa.Schema:
        """Return the columns of all the files and the new ones."""
        schemas = [read_schema(*self._at(file)) for file in files]
        merged, *others = [*schemas, new]
        for schema in others:
            merged = merged_schema(self._stream, merged, schema)
        return merged

    def _files_by_partition(self) -> dict[str, list[str]]:
        """Return each partition's files, oldest first."""
        partitions: dict[str, list[str]] = defaultdict(list)
        for file in self._directory.data_files():
            directory, slash, _ = file.rpartition("/")
            partitions[directory + slash].append(file)
        return partitions

    def _holds_key_of(self, files: Sequence[str], rows: pa.Table, keys: Sequence[str]) -> bool:
        return any(
            pc.any(has_key_of(part, rows, keys)).as_py()
            for file in files
            for part in self._read_keys(file, rows.select(keys).schema)
        )

    def _survivors(
        self, files: Sequence[str], rows: pa.Table, keys: Sequence[str]
    ) -> Iterator[pa.Table]:
        """Yield what the files hold under other keys than the rows', each key once."""
        key_schema = rows.select(keys).schema
        last = None if _is_merged(files) else self._last_rows(files, key_schema)
        seen = 0
        for file in files:
            for part in read_rows(*self._at(file)):
                kept = pc.invert(has_key_of(aligned(part.select(keys), key_schema), rows, keys))
                if last is not None:
                    numbers = pa.arange(seen, seen + part.num_rows)
                    kept = pc.and_(kept, pc.is_in(numbers, value_set=last))
                    seen += part.num_rows
                yield part.filter(kept)

    def _last_rows(self, files: Sequence[str], key_schema: pa.Schema) -> pa.ChunkedArray:
        """Return the number of each key's last row, counted over all the files."""
        parts = [part for file in files for part in self._read_keys(file, key_schema)]
        return last_rows(pa.concat_tables([*parts, key_schema.empty_table()]), key_schema.names)

    def _read_keys(self, file: str, key_schema: pa.Schema) -> Iterator[pa.Table]:
        missing = set(key_schema.names) - set(read_schema(*self._at(file)).names)
        if missing:
            raise LoadError(
                f"stream {self._stream!r}: {file} has no key column {sorted(missing)}, so its "
                "rows cannot be told apart: move the stream's directory away and load again"
            )
        for part in read_rows(*self._at(file), columns=key_schema.names):
            yield aligned(part, key_schema)

    def _at(self, file: str) -> tuple[fs.FileSystem, str]:
        return self._directory.filesystem, self._directory.path(file)


def _is_merged(files: Sequence[str]) -> bool:
    """Tell whether an upsert left the files, with each key once, rather than appends."""
    return [file.rpartition("/")[2] for file in files] in ([], [_MERGED])
