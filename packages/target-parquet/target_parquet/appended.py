"""The directory of one stream in a lake of plain files on an object store, where files only come.

A file there appears whole or not at all, and nothing else is atomic: no rename, no lock, no change
of two files. So nothing is ever replaced or removed; what needs that needs a Delta table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

import pyarrow as pa
from pyarrow import fs

from target_parquet.errors import LoadError
from target_parquet.local_files import PARQUET
from target_parquet.parquet_file import read_schema
from target_parquet.partition import grain_of
from target_parquet.record import Contents

if TYPE_CHECKING:
    from collections.abc import Callable

    from target_parquet.directory import Directory
    from target_parquet.record import Change


class AppendedFiles:
    """The files of one stream on an object store."""

    has_one_schema = False
    version = None

    def __init__(self, filesystem: fs.FileSystem, root: str, stream: str) -> None:
        self.filesystem = filesystem
        self._root = root
        self._stream = stream
        self._contents: Contents | None = None

    def path(self, relative: str) -> str:
        """Return where a file of the stream is in the file system."""
        return f"{self._root}/{relative}"

    def exists(self) -> bool:
        """Return whether anything was ever loaded here.

        Raises:
            LoadError: the store does not say, for a reason that pyarrow has no error for.
        """
        try:
            found = self.filesystem.get_file_info(self._root)
        except pa.ArrowException as error:
            raise LoadError(f"{self._root} cannot be looked into: {error}") from None
        return bool(found.type == fs.FileType.Directory)

    def open(self) -> None:
        """Make ready for changes, for which there is nothing to do.

        Raises:
            LoadError: a Delta table is here.
        """
        if self._contents is None and self._holds_delta_table():
            raise LoadError(
                f"stream {self._stream!r} is a Delta table in {self._root}: set table_format to "
                "'delta', or load into another destination_path"
            )

    def close(self) -> None:
        """Let other processes load the stream, which they may at any time."""

    def contents(self) -> Contents | None:
        """Return what the directory holds, None if nothing."""
        if self._contents is None and (files := self.data_files()):
            schema = read_schema(self.filesystem, self.path(files[-1]))
            self._contents = Contents(schema, grain_of(files[-1]))
        return self._contents

    def data_files(self) -> list[str]:
        """Return all files, oldest first, as their names begin with the time of their run."""
        selector = fs.FileSelector(self._root, recursive=True, allow_not_found=True)
        found = [info.path for info in self.filesystem.get_file_info(selector)]
        files = [path for path in found if path.endswith(PARQUET)]
        files.sort(key=lambda path: path.rpartition("/")[2])
        # A key of an object store has no leading slash, and some file systems' paths have one.
        return [path.partition(f"{self._root.lstrip('/')}/")[2] for path in files]

    def partition_files(self, partition: str) -> NoReturn:
        """Refuse: only an upsert looks into partitions.

        Raises:
            LoadError: always.
        """
        raise self._needs_delta(f"an upsert of {partition or 'the stream'}")

    def staged_name(self, published: str) -> str:
        """Return where a file is to be written: in its place, as it appears when it is whole."""
        return published

    def attempt(self, change: Callable[[], None]) -> None:
        """Make a change. Files of other names are in nobody's way."""
        change()

    def commit(self, change: Change) -> None:
        """Note what came. The files are in their places already."""
        self._contents = change.contents

    def vacuum(self, hours: int) -> int:  # noqa: ARG002 - other directories go by it
        """Return that no file is removed."""
        return 0

    def aside(self) -> NoReturn:
        """Refuse: rows that are to replace all others have no place here.

        Raises:
            LoadError: always.
        """
        raise self._needs_delta("a new table version (ACTIVATE_VERSION)")

    def replace_by(self, other: Directory, version: int | None) -> NoReturn:
        """Refuse, as `aside` has done already.

        Raises:
            LoadError: always.
        """
        raise self._needs_delta(f"the table version {version} of {other}")

    def _needs_delta(self, what: str) -> LoadError:
        return LoadError(
            f"stream {self._stream!r}: {what} would replace plain files on an object store, where "
            "two loaders lose each other's rows: set table_format to 'delta', or turn off "
            "process_activate_version_messages to keep every record"
        )

    def _holds_delta_table(self) -> bool:
        log = self.filesystem.get_file_info(self.path("_delta_log"))
        return bool(log.type == fs.FileType.Directory)
