"""Which way the rows of a stream go in this run, and when a new generation takes over.

A generation is all that a full read of a stream brought. It is put aside and then replaces what
the lake has, so that what is gone at the source goes from the lake too. Two things make rows a
generation: the load method `overwrite`, and a table version that the lake does not have yet
(`version` and ACTIVATE_VERSION, https://hub.meltano.com/singer/spec#activate-version).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from target_parquet.table import Layout, Table

if TYPE_CHECKING:
    import pyarrow as pa

    from target_parquet.directory import Directory


class LoadMethod(StrEnum):
    """The Singer SDK's load methods."""

    APPEND_ONLY = "append-only"
    UPSERT = "upsert"
    OVERWRITE = "overwrite"


@dataclass
class _Generation:
    """Rows put aside, in a directory of their own within the stream's staging.

    Attributes:
        version: the table version that the rows carry.
        announced: whether the version was activated before its rows came.
        layout: how the rows lie, None as long as there are none.
    """

    version: int | None
    directory: Directory
    table: Table
    announced: bool = False
    layout: Layout | None = None


class StreamLoad:
    """The load of one stream in one run."""

    def __init__(self, stream: str, directory: Directory, method: LoadMethod) -> None:
        self._stream = stream
        self._directory = directory
        self._table = Table(stream, directory)
        self._method = method
        self._generation: _Generation | None = None
        self._finished = False
        self.rows = 0
        """How many rows were loaded."""

    @property
    def pending(self) -> bool:
        """Return whether rows wait for a replacement to come, so that STATE has to wait too."""
        overwriting = self._method is LoadMethod.OVERWRITE
        return self._generation is not None or (overwriting and not self._finished)

    def load(self, rows: pa.Table, layout: Layout, version: int | None = None) -> None:
        """Load rows, which are safely in the lake on return unless the load is pending.

        Args:
            rows: the rows, in the order of the stream.
            layout: how the stream lies in the lake.
            version: the table version that the records carry.

        Raises:
            LoadError: the lake cannot take them; nothing has changed.
        """
        self.rows += rows.num_rows
        if self._method is LoadMethod.OVERWRITE:
            version = None
        elif version is None or version == self._directory.version:
            self._add(self._table, rows, layout)
            return
        generation = self._generation_of(version)
        generation.layout = layout
        self._add(generation.table, rows, layout)

    def activate(self, version: int) -> None:
        """Make a table version the only one.

        After its records, the message says that they are complete: they replace all others now.
        Before its records, as singer-sdk taps send it, they will do so at the end of the input.
        """
        if self._method is LoadMethod.OVERWRITE or version == self._directory.version:
            return
        generation = self._generation_of(version)
        if generation.layout:
            self._replace_by(generation)
        else:
            generation.announced = True

    def finish(self) -> None:
        """Let the generation take over; one that was never activated is loaded as any rows."""
        generation = self._generation
        if self._method is LoadMethod.OVERWRITE and self._directory.exists():
            self._replace_by(generation or self._generation_of(None))
        elif generation and generation.announced:
            self._replace_by(generation)
        elif generation and generation.layout:
            for rows in generation.table.batches():
                self._add(self._table, rows, generation.layout)
        self._generation = None
        self._finished = True

    def close(self) -> None:
        """Let other processes load the stream."""
        self._directory.close()

    def _add(self, table: Table, rows: pa.Table, layout: Layout) -> None:
        if self._method is LoadMethod.UPSERT:
            table.upsert(rows, layout)
        else:
            table.append(rows, layout)

    def _generation_of(self, version: int | None) -> _Generation:
        if self._generation is None or self._generation.version != version:
            self._directory.open()
            directory = self._directory.aside()
            self._generation = _Generation(version, directory, Table(self._stream, directory))
        return self._generation

    def _replace_by(self, generation: _Generation) -> None:
        self._directory.replace_by(generation.directory, generation.version)
        self._table = Table(self._stream, self._directory)
        self._generation = None
