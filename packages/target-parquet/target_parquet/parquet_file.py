"""Parquet files written and read a piece at a time, so that memory stays bounded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pyarrow as pa
from pyarrow import fs
from pyarrow import parquet as pq

from target_parquet.errors import LoadError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import TracebackType

_ROW_GROUP_BYTES = 8 * 2**20
_PART_BYTES = 2**20
_DICTIONARY_BYTES = 128 * 2**10  # a writer keeps one for each of a nested schema's columns


class ParquetWriter:
    """Writes rows into one file, in row groups of about 8 MiB of Arrow data."""

    def __init__(
        self, filesystem: fs.FileSystem, path: str, schema: pa.Schema, compression: str
    ) -> None:
        self._writer = pq.ParquetWriter(
            path,
            schema,
            filesystem=filesystem,
            compression=compression,
            dictionary_pagesize_limit=_DICTIONARY_BYTES,
        )
        self._waiting: list[pa.Table] = []
        self._waiting_bytes = 0

    def write(self, rows: pa.Table) -> None:
        """Add rows of the file's schema."""
        step = _rows_in_part(rows.nbytes, rows.num_rows)
        for start in range(0, rows.num_rows, step):
            part = rows.slice(start, step)
            self._waiting.append(part)
            self._waiting_bytes += part.nbytes
            if self._waiting_bytes >= _ROW_GROUP_BYTES:
                self._write_row_group()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        error_type: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if error is None and self._waiting:
            self._write_row_group()
        self._writer.close()

    def _write_row_group(self) -> None:
        rows = pa.concat_tables(self._waiting)
        self._waiting, self._waiting_bytes = [], 0
        self._writer.write_table(rows, row_group_size=rows.num_rows)


def read_rows(
    filesystem: fs.FileSystem,
    path: str,
    columns: Sequence[str] | None = None,
) -> Iterator[pa.Table]:
    """Yield a file's rows, about 1 MiB at a time; all columns unless told which.

    Raises:
        LoadError: the file is not a whole Parquet file.
    """
    try:
        with pq.ParquetFile(path, filesystem=filesystem) as file:
            rows = _rows_in_part(_bytes_of(file.metadata, columns), file.metadata.num_rows)
            for batch in file.iter_batches(rows, columns=columns, use_threads=False):
                yield pa.Table.from_batches([batch])
    except (pa.ArrowException, OSError) as error:
        raise _unreadable(path, error) from error


def read_row_groups(filesystem: fs.FileSystem, path: str) -> Iterator[pa.Table]:
    """Yield a file's rows, a row group at a time.

    Raises:
        LoadError: the file is not a whole Parquet file.
    """
    try:
        with pq.ParquetFile(path, filesystem=filesystem) as file:
            for number in range(file.num_row_groups):
                yield file.read_row_group(number, use_threads=False)
    except (pa.ArrowException, OSError) as error:
        raise _unreadable(path, error) from error


def read_schema(filesystem: fs.FileSystem, path: str) -> pa.Schema:
    """Return a file's columns.

    Raises:
        LoadError: the file is not a whole Parquet file.
    """
    try:
        with pq.ParquetFile(path, filesystem=filesystem) as file:
            return file.schema_arrow
    except (pa.ArrowException, OSError) as error:
        raise _unreadable(path, error) from error


def _rows_in_part(nbytes: int, rows: int) -> int:
    return max(1, _PART_BYTES * rows // max(1, nbytes))


def _bytes_of(metadata: pq.FileMetaData, columns: Sequence[str] | None) -> int:
    """Return the size of a file's columns before compression."""
    groups = [metadata.row_group(number) for number in range(metadata.num_row_groups)]
    chunks = (group.column(number) for group in groups for number in range(group.num_columns))
    return sum(
        chunk.total_uncompressed_size
        for chunk in chunks
        if columns is None or chunk.path_in_schema in columns
    )


def _unreadable(path: str, error: Exception) -> LoadError:
    reason = str(error).partition("\n")[0]
    return LoadError(f"{path} cannot be read as Parquet ({reason}): move it away and load again")
