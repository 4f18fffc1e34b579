"""Files written aside, to be published together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from target_parquet.parquet_file import ParquetWriter
from target_parquet.record import Change, Contents, StagedFile
from target_parquet.side_by_side import SideBySide

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pyarrow as pa

    from target_parquet.directory import Directory


class StagedFiles:
    """The files of one commit to come."""

    def __init__(self, directory: Directory, compression: str) -> None:
        self._directory = directory
        self._compression = compression
        self._files: SideBySide[StagedFile | None] = SideBySide()

    def write(self, published: str, schema: pa.Schema, parts: Iterable[pa.Table]) -> None:
        """Stage a file of the given rows; none at all if there are no rows."""
        self._files.call(self._write, published, schema, parts)

    def commit(self, contents: Contents, remove: Sequence[str] = ()) -> None:
        """Publish the files, and remove others.

        Raises:
            ConflictError: another loader was faster.
        """
        files = [file for file in self._files.results() if file]
        self._directory.commit(Change(files, remove, contents))

    def _write(
        self, published: str, schema: pa.Schema, parts: Iterable[pa.Table]
    ) -> StagedFile | None:
        rows = (part for part in parts if part.num_rows)
        first = next(rows, None)
        if first is None:
            return None
        staged = self._directory.staged_name(published)
        path = self._directory.path(staged)
        written = first.num_rows
        with ParquetWriter(self._directory.filesystem, path, schema, self._compression) as file:
            file.write(first)
            for part in rows:
                file.write(part)
                written += part.num_rows
        return StagedFile(staged, published, written)
