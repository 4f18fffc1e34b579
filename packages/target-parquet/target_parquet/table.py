"""A stream's rows in the lake, and the ways to add to them.

Each change is one commit of the stream's directory: a crash leaves all of it or nothing.
"""

from __future__ import annotations

import itertools
import logging
import uuid
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from target_parquet import compute as pc
from target_parquet.errors import LoadError
from target_parquet.keys import is_last_of_key
from target_parquet.parquet_file import read_row_groups
from target_parquet.partition import NULL, Grain, Partitioning, by_partition
from target_parquet.record import Contents
from target_parquet.schema_change import aligned, merged_schema, retypes
from target_parquet.staging import StagedFiles
from target_parquet.stored_rows import StoredRows, age

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pyarrow as pa

    from target_parquet.directory import Directory

logger = logging.getLogger("target-parquet")
MERGED = "data.parquet"


@dataclass(frozen=True)
class Layout:
    """How a stream lies in the lake.

    Attributes:
        key_properties: the columns that tell rows apart; only an upsert needs them.
        partitioning: by what rows are partitioned; None for no partitions.
        compression: of the Parquet files, as pyarrow names it.
    """

    key_properties: Sequence[str]
    partitioning: Partitioning | None
    compression: str


class Table:
    """The rows of one stream."""

    def __init__(self, stream: str, directory: Directory) -> None:
        self._stream = stream
        self._directory = directory
        self._told_of_grain = False
        if directory.exists():
            directory.open()
        run = f"{datetime.now(UTC).strftime('%Y%m%dT%H%M%S%fZ')}-{uuid.uuid4().hex[:8]}"
        self._new_names = (f"{run}-{number:06d}.parquet" for number in itertools.count())

    def append(self, rows: pa.Table, layout: Layout) -> None:
        """Add the rows, in files of their own.

        Raises:
            LoadError: the lake cannot take them; nothing has changed.
        """
        self._directory.attempt(lambda: self._append(rows, layout))

    def upsert(self, rows: pa.Table, layout: Layout) -> None:
        """Add the rows, each in the place of the one that has its key.

        Only the partitions that hold one of the keys, or are to hold one, are rewritten, each
        into one file. A row whose partition changed leaves its old one in the same commit.

        Raises:
            LoadError: the lake cannot take them; nothing has changed.
        """
        last = is_last_of_key(rows, layout.key_properties)
        if not pc.all(last).as_py():
            rows = rows.filter(last)
        self._directory.attempt(lambda: self._upsert(rows, layout))

    def rewrite(
        self, groups: Mapping[str, Sequence[str]], contents: Contents, compression: str
    ) -> None:
        """Write files anew, several into one, in one commit; rows and their order stay.

        Args:
            groups: a partition's directory, and the files whose rows are to be one file there.
            contents: what the directory holds afterwards.
            compression: of the new files.
        """
        staged = StagedFiles(self._directory, compression)
        for partition, files in groups.items():
            is_merged = len(files) == 1 and not age(files[0])[0]
            name = MERGED if is_merged else next(self._new_names)
            parts = (aligned(part, contents.schema) for part in self._row_groups(files))
            staged.write(f"{partition}{name}", contents.schema, parts)
        staged.commit(contents, [file for files in groups.values() for file in files])

    def batches(self) -> Iterator[pa.Table]:
        """Yield all rows, in the order in which they were loaded, a row group at a time."""
        yield from self._row_groups(self._directory.data_files())

    def partitions(self) -> dict[str, list[str]]:
        """Return each partition's files, oldest first."""
        found: dict[str, list[str]] = defaultdict(list)
        for file in sorted(self._directory.data_files(), key=age):
            directory, slash, _ = file.rpartition("/")
            found[directory + slash].append(file)
        return found

    def _append(self, rows: pa.Table, layout: Layout) -> None:
        self._directory.open()
        contents, layout = self._fitted(rows.schema, layout)
        staged = StagedFiles(self._directory, layout.compression)
        rows = aligned(rows, contents.schema)
        for partition, part in by_partition(rows, layout.partitioning):
            staged.write(f"{partition}{next(self._new_names)}", contents.schema, [part])
        staged.commit(contents)

    def _upsert(self, rows: pa.Table, layout: Layout) -> None:
        self._directory.open()
        contents, layout = self._fitted(rows.schema, layout)
        rows = aligned(rows, contents.schema)
        incoming = dict(by_partition(rows, layout.partitioning))
        stored = StoredRows(self._stream, self._directory, rows, layout.key_properties)
        touched = self._touched(incoming, stored, layout.partitioning)
        staged = StagedFiles(self._directory, layout.compression)
        for partition, files in sorted(touched.items()):
            schema = stored.widened(files, contents.schema)
            added = incoming.get(partition, rows.slice(0, 0))
            parts = (aligned(part, schema) for part in (*stored.others(files), added))
            staged.write(f"{partition}{MERGED}", schema, parts)
        staged.commit(contents, [file for files in touched.values() for file in files])

    def _touched(
        self, incoming: Mapping[str, pa.Table], stored: StoredRows, by: Partitioning | None
    ) -> dict[str, list[str]]:
        """Return the partitions that an upsert rewrites, with their files.

        Where the partition of a row never changes, no other is looked into, but the one of the
        rows whose property is null: it may have been null before, or be null from now on.
        """
        without = f"{by.grain}={NULL}/" if by else ""
        if by is None or (by.is_fixed and without not in incoming):
            wanted = {*incoming, without}
            files_in = self._directory.partition_files
            found = {partition: sorted(files_in(partition), key=age) for partition in wanted}
        else:
            found = self.partitions()
        return {name: found.get(name, []) for name in incoming} | {
            name: files
            for name, files in found.items()
            if name not in incoming and stored.have_key_of(files)
        }

    def _fitted(self, new: pa.Schema, layout: Layout) -> tuple[Contents, Layout]:
        """Return what the directory will hold, and the layout as the lake has it.

        Raises:
            LoadError: the lake cannot hold the columns, or is partitioned and is not to be.
        """
        by = layout.partitioning
        stored = self._directory.contents()
        if stored is None or (not self._fits(stored, by) and not self._directory.data_files()):
            return Contents(new, by.grain if by else ""), layout
        if not self._fits(stored, by):
            raise LoadError(
                f"stream {self._stream!r} has {self._directory.data_files()[-1]} in the lake, "
                f"which does not go with its partition_by, {by and by.column!r}: no reader would "
                "take both. Restore the setting, load once with load_method 'overwrite', or move "
                "the stream's directory away"
            )
        if by and by.grain != stored.grain:
            self._tell_of_grain(stored.grain, by.grain)
            layout = replace(layout, partitioning=replace(by, grain=Grain(stored.grain)))
        contents = replace(stored, schema=merged_schema(self._stream, stored.schema, new))
        if self._directory.has_one_schema and retypes(stored.schema, contents.schema):
            self.rewrite(self.partitions(), contents, layout.compression)
        return contents, layout

    @staticmethod
    def _fits(stored: Contents, by: Partitioning | None) -> bool:
        return bool(stored.grain) == bool(by)

    def _tell_of_grain(self, stored: str, wanted: str) -> None:
        if not self._told_of_grain:
            self._told_of_grain = True
            logger.warning(
                "Stream %r lies in the lake by %s, and goes on so; to have it by %s, run "
                "target-parquet-maintain.",
                self._stream,
                stored,
                wanted,
            )

    def _row_groups(self, files: Sequence[str]) -> Iterator[pa.Table]:
        for file in files:
            yield from read_row_groups(self._directory.filesystem, self._directory.path(file))
