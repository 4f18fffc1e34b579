"""Rows that are to replace all others of a Delta table, before the commit that lets them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyarrow import fs

    from target_parquet.directory import Directory
    from target_parquet.record import Change, Contents, StagedFile


class DeltaAside:
    """Files that are written in a table's directory and no part of the table.

    Args:
        filesystem: where they are.
        path: returns where a file of the table is.
        staged_name: returns where a file of the table is to be written.

    Attributes:
        files: the files.
    """

    has_one_schema = True
    version = None

    def __init__(
        self,
        filesystem: fs.FileSystem,
        path: Callable[[str], str],
        staged_name: Callable[[str], str],
    ) -> None:
        self.filesystem = filesystem
        self.path = path
        self.staged_name = staged_name
        self.files: list[StagedFile] = []
        self._contents: Contents | None = None

    def exists(self) -> bool:
        """Return that nothing was loaded here in a former run."""
        return False

    def open(self) -> None:
        """Make ready for changes, for which there is nothing to do."""

    def close(self) -> None:
        """Do nothing: it is this process's own."""

    def contents(self) -> Contents | None:
        """Return what the files hold, None if there are none."""
        return self._contents

    def data_files(self) -> list[str]:
        """Return all files, oldest first."""
        return [file.staged for file in self.files]

    def partition_files(self, partition: str) -> list[str]:
        """Return the files of one partition."""
        found = (file.staged for file in self.files)
        return [path for path in found if path.rpartition("/")[0] == partition.rstrip("/")]

    def attempt(self, change: Callable[[], None]) -> None:
        """Make a change: nobody else does."""
        change()

    def commit(self, change: Change) -> None:
        """Let files come and others go; nobody has seen these."""
        gone = set(change.remove)
        for path in gone:
            self.filesystem.delete_file(self.path(path))
        self.files = [file for file in self.files if file.staged not in gone]
        self.files += change.publish
        self._contents = change.contents

    def vacuum(self, hours: int) -> int:  # noqa: ARG002 - other directories go by it
        """Return that no file is removed."""
        return 0

    def aside(self) -> DeltaAside:
        """Return files of their own."""
        return DeltaAside(self.filesystem, self.path, self.staged_name)

    def replace_by(self, other: Directory, version: int | None) -> None:
        """Do nothing: a generation has no generations."""
