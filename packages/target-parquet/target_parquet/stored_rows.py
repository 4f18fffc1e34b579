"""The rows that a stream's files hold, as an upsert looks at them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from target_parquet import compute as pc
from target_parquet.errors import LoadError
from target_parquet.keys import has_key_of, is_last_of_key
from target_parquet.parquet_file import read_rows, read_schema
from target_parquet.schema_change import aligned, merged_schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from target_parquet.directory import Directory


class StoredRows:
    """What files hold beside the rows of an upsert.

    Args:
        stream: the stream's name, for errors.
        directory: where the files are.
        rows: the rows that come.
        keys: the columns that tell rows apart.
    """

    def __init__(
        self, stream: str, directory: Directory, rows: pa.Table, keys: Sequence[str]
    ) -> None:
        self._stream = stream
        self._directory = directory
        self._rows = rows
        self._keys = rows.select(list(keys)).schema

    def have_key_of(self, files: Sequence[str]) -> bool:
        """Return whether the files hold a key of the rows that come."""
        parts = (part for file in files for part in self._read_keys(file))
        return any(pc.any(self._comes(part)).as_py() for part in parts)

    def others(self, files: Sequence[str]) -> Iterator[pa.Table]:
        """Yield what the files hold under other keys than the rows that come, each key once."""
        last = self._last_of_keys(files) if any(age(file)[0] for file in files) else None
        seen = 0
        for file in files:
            for part in read_rows(self._directory.filesystem, self._directory.path(file)):
                kept = pc.invert(self._comes(self._keys_of(part, file)))
                if last is not None:
                    kept = pc.and_(kept, last.slice(seen, part.num_rows))
                    seen += part.num_rows
                yield part.filter(kept)

    def widened(self, files: Sequence[str], new: pa.Schema) -> pa.Schema:
        """Return the columns of all the files and the new ones."""
        read = (read_schema(self._directory.filesystem, self._directory.path(f)) for f in files)
        merged, *others = [*read, new]
        for schema in others:
            merged = merged_schema(self._stream, merged, schema)
        return merged

    def _comes(self, keys: pa.Table) -> pa.BooleanArray:
        return has_key_of(keys, self._rows, self._keys.names)

    def _last_of_keys(self, files: Sequence[str]) -> pa.BooleanArray:
        """Return for each row of the files, one after the other, whether it is its key's last."""
        parts = [part for file in files for part in self._read_keys(file)]
        return is_last_of_key(
            pa.concat_tables([*parts, self._keys.empty_table()]), self._keys.names
        )

    def _read_keys(self, file: str) -> Iterator[pa.Table]:
        path = self._directory.path(file)
        for part in read_rows(self._directory.filesystem, path, columns=self._keys.names):
            yield self._keys_of(part, file)

    def _keys_of(self, part: pa.Table, file: str) -> pa.Table:
        if missing := set(self._keys.names) - set(part.column_names):
            raise LoadError(
                f"stream {self._stream!r}: {file} has no key column {sorted(missing)}, so its "
                "rows cannot be told apart: move the stream's directory away and load again"
            )
        return aligned(part.select(self._keys.names), self._keys)


def age(file: str) -> tuple[bool, str]:
    """Return by what a partition's files are sorted to have the oldest first.

    An upsert leaves one file alone, and each append one that is named by its time: the names tell
    the order. Times of files do not, where a mount has coarse ones or a lake was copied.

    Returns:
        Whether it is a file that an append left, in which a key may be twice, and its name.
    """
    name = file.rpartition("/")[2]
    return not (name == "data.parquet" or name.startswith("data-")), name
