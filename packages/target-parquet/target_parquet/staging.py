"""Files written aside, to be published together."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from target_parquet.lake import STAGING, StreamDirectory
from target_parquet.parquet_file import ParquetWriter

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyarrow as pa


class StagedFiles:
    """The files of one commit to come.

    Attributes:
        publish: path of each staged file, and the path it shall have in the stream's directory.
    """

    def __init__(self, directory: StreamDirectory, compression: str) -> None:
        self._directory = directory
        self._compression = compression
        self.publish: dict[str, str] = {}

    def write(self, published: str, schema: pa.Schema, parts: Iterable[pa.Table]) -> None:
        """Stage a file of the given rows; none at all if there are no rows."""
        rows = (part for part in parts if part.num_rows)
        first = next(rows, None)
        if first is None:
            return
        staged = f"{STAGING}/{uuid.uuid4().hex}.part"
        path = self._directory.path(staged)
        with ParquetWriter(self._directory.filesystem, path, schema, self._compression) as file:
            file.write(first)
            for part in rows:
                file.write(part)
        self.publish[staged] = published
