"""Files written aside, to be published together."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pyarrow as pa

from target_parquet.lake import STAGING, StreamDirectory
from target_parquet.parquet_file import ParquetWriter, read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class StagedFiles:
    """The files of one commit to come.

    Attributes:
        publish: path of each staged file, and the path it shall have in the stream's directory.
    """

    def __init__(self, directory: StreamDirectory) -> None:
        self._directory = directory
        self.publish: dict[str, str] = {}

    def write(
        self, published: str, schema: pa.Schema, parts: Iterable[pa.Table], compression: str
    ) -> None:
        """Stage a file of the given rows; none at all if there are no rows."""
        rows = (part for part in parts if part.num_rows)
        first = next(rows, None)
        if first is None:
            return
        staged = f"{STAGING}/{uuid.uuid4().hex}.part"
        filesystem = self._directory.filesystem
        path = self._directory.path(staged)
        with ParquetWriter(filesystem, path, schema, compression) as file:
            file.write(first)
            for part in rows:
                file.write(part)
        self.publish[staged] = published

    def tables(self) -> Iterator[pa.Table]:
        """Yield the rows of each staged file."""
        for staged in self.publish:
            parts = read_rows(self._directory.filesystem, self._directory.path(staged))
            yield pa.concat_tables(parts)
