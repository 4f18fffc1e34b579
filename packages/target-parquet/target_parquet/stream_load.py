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

from target_parquet.schema_change import aligned, merged_schema

if TYPE_CHECKING:
    import pyarrow as pa

    from target_parquet.staging import StagedFiles
    from target_parquet.table import Layout, Table


class LoadMethod(StrEnum):
    """The Singer SDK's load methods."""

    APPEND_ONLY = "append-only"
    UPSERT = "upsert"
    OVERWRITE = "overwrite"


@dataclass
class _Generation:
    version: int | None
    files: StagedFiles
    schema: pa.Schema | None = None
    layout: Layout | None = None


class StreamLoad:
    """The load of one stream in one run."""

    def __init__(self, stream: str, table: Table, method: LoadMethod) -> None:
        self._stream = stream
        self._table = table
        self._method = method
        self._generation: _Generation | None = None
        self._announced: int | None = None
        self._finished = False

    @property
    def pending(self) -> bool:
        """Tell whether rows wait for a replacement to come, so that STATE has to wait too."""
        overwriting = self._method is LoadMethod.OVERWRITE
        return self._generation is not None or (overwriting and not self._finished)

    def load(self, rows: pa.Table, layout: Layout, version: int | None = None) -> None:
        """Load rows, which are safely in the lake on return unless the load is pending.

        Args:
            rows: the rows, in the order of the stream.
            layout: how the stream lies in the lake.
            version: the table version that the records carry.
        """
        if self._method is not LoadMethod.OVERWRITE and version in {None, self._table.version}:
            self._add(rows, layout)
            return
        generation = self._generation_of(version)
        columns = merged_schema(self._stream, generation.schema or rows.schema, rows.schema)
        self._table.stage(aligned(rows, columns), layout, generation.files)
        generation.schema, generation.layout = columns, layout

    def activate(self, version: int) -> None:
        """Make a table version the only one.

        After its records, the message says that they are complete: they replace all others now.
        Before its records, as singer-sdk taps send it, they will do so at the end of the input.
        """
        if self._method is LoadMethod.OVERWRITE or version == self._table.version:
            return
        generation = self._generation_of(version)
        if generation.layout is None:
            self._announced = version
        else:
            self._replace(generation)

    def finish(self) -> None:
        """Let the generation take over; one that was never activated is loaded as any rows."""
        generation = self._generation
        if self._method is LoadMethod.OVERWRITE:
            self._replace(generation or self._generation_of(None))
        elif generation and generation.version == self._announced:
            self._replace(generation)
        elif generation and generation.layout:
            for rows in generation.files.tables():
                self._add(rows, generation.layout)
        self._generation = None
        self._finished = True

    def close(self) -> None:
        """Let other processes load the stream."""
        self._table.close()

    def _add(self, rows: pa.Table, layout: Layout) -> None:
        if self._method is LoadMethod.UPSERT:
            self._table.upsert(rows, layout)
        else:
            self._table.append(rows, layout)

    def _generation_of(self, version: int | None) -> _Generation:
        known = self._generation
        if known and (self._method is LoadMethod.OVERWRITE or known.version == version):
            return known
        self._generation = _Generation(version, self._table.new_files())
        return self._generation

    def _replace(self, generation: _Generation) -> None:
        self._table.replace(generation.files, generation.version)
        self._generation = None
