"""What a lake holds of a stream, as a load must know it before it can add to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Sequence

_GRAIN = b"target-parquet.grain"


@dataclass(frozen=True)
class Contents:
    """The columns of a stream's files, and how the files are partitioned.

    Attributes:
        schema: the columns, without the partitions' own.
        grain: name of the partitions' column; empty where there are no partitions.
    """

    schema: pa.Schema
    grain: str

    def to_bytes(self) -> bytes:
        """Return the contents as an Arrow schema in IPC form."""
        metadata = (self.schema.metadata or {}) | {_GRAIN: self.grain.encode()}
        return bytes(self.schema.with_metadata(metadata).serialize())

    @classmethod
    def from_bytes(cls, serialized: bytes) -> Self:
        """Read what `to_bytes` returned.

        Raises:
            pa.ArrowException: it is damaged.
            KeyError: it is something else.
        """
        schema = pa.ipc.read_schema(pa.BufferReader(serialized))
        metadata = dict(schema.metadata or {})
        grain = metadata.pop(_GRAIN).decode()
        return cls(schema.with_metadata(metadata or None), grain)


@dataclass(frozen=True)
class StagedFile:
    """A file that is written and not yet part of the lake.

    Attributes:
        staged: where it is, in the stream's directory.
        published: where it shall be, unless the directory gives names of its own.
        rows: how many rows it has.
    """

    staged: str
    published: str
    rows: int


@dataclass(frozen=True)
class Change:
    """What a commit does to a stream, all of it or nothing.

    Attributes:
        publish: files that come.
        remove: files that go, unless one of the same name comes.
        contents: what the stream's directory holds then, None if nothing.
    """

    publish: Sequence[StagedFile]
    remove: Sequence[str]
    contents: Contents | None
