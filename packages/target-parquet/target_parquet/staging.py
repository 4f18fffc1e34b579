"""Files written aside, to be published together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from target_parquet.parquet_file import ParquetWriter
from target_parquet.record import Change, Contents, StagedFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pyarrow as pa

    from target_parquet.directory import Directory


class StagedFiles:
    """The files of one commit to come."""

    def __init__(self, directory: Directory, compression: str) -> None:
        self._directory = directory
        self._compression = compression
        self._files: list[StagedFile] = []

    def write(self, published: str, schema: pa.Schema, parts: Iterable[pa.Table]) -> None:
        """Stage a file of the given rows; none at all if there are no rows."""
        rows = (part for part in parts if part.num_rows)
        first = next(rows, None)
        if first is None:
            return
        staged = self._directory.staged_name(published)
        path = self._directory.path(staged)
        written = first.num_rows
        with ParquetWriter(self._directory.filesystem, path, schema, self._compression) as file:
            file.write(first)
            for part in rows:
                file.write(part)
                written += part.num_rows
        self._files.append(StagedFile(staged, published, written))

    def commit(self, contents: Contents, remove: Sequence[str] = ()) -> None:
        """Publish the files, and remove others.

        Raises:
            ConflictError: another loader was faster.
        """
        self._directory.commit(Change(self._files, remove, contents))
