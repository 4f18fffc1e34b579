"""Where a stream's files are, and how they change: what each kind of lake has in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyarrow import fs

    from target_parquet.record import Change, Contents


class Directory(Protocol):
    """The files of one stream. Paths given and returned are relative to its directory.

    Attributes:
        filesystem: where the directory is.
        has_one_schema: whether every file must have the types that the stream has now, so that
            files are written anew when one widens.
    """

    filesystem: fs.FileSystem
    has_one_schema: bool

    @property
    def version(self) -> int | None:
        """The table version that the rows have, None if they were loaded without one."""

    def path(self, relative: str) -> str:
        """Return where a file of the stream is in the file system."""

    def exists(self) -> bool:
        """Return whether anything was ever loaded here."""

    def open(self) -> None:
        """Make ready for changes.

        Raises:
            LoadError: the directory is not for this loader.
        """

    def close(self) -> None:
        """Let other processes load the stream."""

    def contents(self) -> Contents | None:
        """Return what the directory holds, None if nothing."""

    def data_files(self) -> list[str]:
        """Return all files, oldest first."""

    def partition_files(self, partition: str) -> list[str]:
        """Return the files of one partition's directory, without looking at any other."""

    def staged_name(self, published: str) -> str:
        """Return where a file is to be written before it is committed."""

    def attempt(self, change: Callable[[], None]) -> None:
        """Make a change that ends in a commit; again, if another loader was faster."""

    def commit(self, change: Change) -> None:
        """Let staged files come and others go, as one.

        Raises:
            ConflictError: the directory is not any more what the change was made from.
        """

    def vacuum(self, hours: int) -> int:
        """Remove files that are no part of the lake any more; return how many.

        Args:
            hours: how long ago they must have ceased to be; readers may take as long.
        """

    def aside(self) -> Directory:
        """Return a directory, hidden from readers, for files that are to replace all others."""

    def replace_by(self, other: Directory, version: int | None) -> None:
        """Let the files of a directory aside take the place of all others, as one.

        Args:
            other: the directory aside.
            version: the table version of its rows.
        """
