"""A lake as the settings describe it: where it is, and which format its tables have."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from pyarrow import fs

from target_parquet.appended import AppendedFiles
from target_parquet.delta.directory import DeltaDirectory
from target_parquet.delta.location import delta_location
from target_parquet.delta.log import DeltaLog
from target_parquet.delta.pauses import Pauses
from target_parquet.delta.run_note import RunNote
from target_parquet.errors import LoadError
from target_parquet.lake import StreamDirectory
from target_parquet.location import directory_name, open_filesystem
from target_parquet.stream_load import LoadMethod

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from target_parquet.directory import Directory


class TableFormat(StrEnum):
    """What a stream's directory is."""

    PARQUET = "parquet"
    DELTA = "delta"


class Lake:
    """The directories of all streams.

    Args:
        config: the loader's settings.
        note: what commits say about this run.
        pauses: how long to wait for other loaders.

    Attributes:
        filesystem: where the lake is.
        root: its path there.
    """

    def __init__(
        self, config: Mapping[str, Any], note: RunNote | None = None, pauses: Pauses | None = None
    ) -> None:
        destination = config["destination_path"]
        self.filesystem, path = open_filesystem(destination)
        self.root = path.rstrip("/")
        self._note = note or RunNote()
        self._pauses = pauses or Pauses()
        self._is_local = isinstance(self.filesystem, fs.LocalFileSystem)
        self._delta = None
        if config["table_format"] == TableFormat.DELTA:
            self._delta = delta_location(destination, self.root if self._is_local else None)
        elif not self._is_local and (method := config["load_method"]) != LoadMethod.APPEND_ONLY:
            raise LoadError(
                f"load_method '{LoadMethod(method)}' replaces files, and of two loaders on an "
                "object store one would lose the other's rows: set table_format to 'delta', or "
                "load_method to 'append-only'"
            )

    def directory(self, stream: str) -> Directory:
        """Return the directory of a stream."""
        name = directory_name(stream)
        root = f"{self.root}/{name}"
        if self._delta:
            log = DeltaLog(self._delta.stream(name), self._delta.options)
            return DeltaDirectory(self.filesystem, root, log, self._note, self._pauses)
        if self._is_local:
            return StreamDirectory(self.filesystem, root, stream)
        return AppendedFiles(self.filesystem, root, stream)
