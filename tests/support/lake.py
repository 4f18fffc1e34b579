"""The loader, up to the columns of its files: it takes every row that the tap lets through."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from support.schema_nodes import KEYS, load_schema
from target_parquet.arrow_schema import arrow_schema
from target_parquet.row_buffer import RowBuffer

if TYPE_CHECKING:
    from collections.abc import Iterable


class Lake:
    """Rows of any streams, as columns."""

    def __init__(self) -> None:
        self._buffers: dict[str, RowBuffer] = {}

    def take(self, rows: Iterable[tuple[str, dict[str, Any]]]) -> None:
        """Take rows, each with the name of its stream; what does not fit is an error."""
        for stream, row in rows:
            if stream not in self._buffers:
                schema = arrow_schema(load_schema(stream))
                self._buffers[stream] = RowBuffer(stream, schema, sorted(KEYS[stream]))
            self._buffers[stream].add(row)

    def load(self) -> dict[str, int]:
        """Make columns of them; tell how many there are of each stream."""
        return {stream: buffer.take().num_rows for stream, buffer in self._buffers.items()}
