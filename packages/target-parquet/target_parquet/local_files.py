"""The files of one directory on a local disk, as far as a lake needs them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import msgspec
from pyarrow import fs

from target_parquet.disk import force_to_disk
from target_parquet.errors import LoadError
from target_parquet.location import on_disk

if TYPE_CHECKING:
    from collections.abc import Iterator

PARQUET = ".parquet"
_Kept = TypeVar("_Kept")


class LocalFiles:
    """Files by their paths within a root directory.

    Args:
        filesystem: a local one.
        root: the directory.
        hidden: whether Parquet files shall have names that no reader takes for theirs.
    """

    def __init__(self, filesystem: fs.FileSystem, root: str, *, hidden: bool = False) -> None:
        self.filesystem = filesystem
        self.root = root
        self._suffix = f"{PARQUET}.part" if hidden else PARQUET

    def path(self, relative: str) -> str:
        """Return where a file is in the file system."""
        if relative.endswith(PARQUET):
            relative = relative.removesuffix(PARQUET) + self._suffix
        return f"{self.root}/{relative}"

    def is_file(self, relative: str) -> bool:
        """Return whether there is such a file."""
        return bool(self._type(relative) == fs.FileType.File)

    def is_directory(self, relative: str) -> bool:
        """Return whether there is such a directory."""
        return bool(self._type(relative) == fs.FileType.Directory)

    def parquet_files(self, within: str, *, recursive: bool) -> Iterator[fs.FileInfo]:
        """Yield the Parquet files in a directory, with their paths in the file system."""
        selector = fs.FileSelector(
            self.path(within).rstrip("/"), recursive=recursive, allow_not_found=True
        )
        for info in self.filesystem.get_file_info(selector):
            if info.type == fs.FileType.File and info.path.endswith(self._suffix):
                yield info

    def relative(self, path: str) -> str:
        """Return the path of a Parquet file of `parquet_files` within the root."""
        return path.removeprefix(f"{self.root}/").removesuffix(self._suffix) + PARQUET

    def read(self, relative: str) -> bytes:
        """Return what is in a file."""
        with self.filesystem.open_input_stream(self.path(relative)) as file:
            return bytes(file.read())

    def read_json(self, relative: str, kind: type[_Kept]) -> _Kept:
        """Return the value in a file.

        Raises:
            LoadError: the file is damaged.
        """
        try:
            return msgspec.json.decode(self.read(relative), type=kind)
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise LoadError(f"{self.path(relative)} is damaged: remove it and load again") from None

    def write(self, relative: str, content: bytes) -> None:
        """Write a file, and force it to disk."""
        with self.filesystem.open_output_stream(self.path(relative)) as file:
            file.write(content)
        self.flush(relative)

    def move(self, source: str, target: str) -> None:
        """Rename a file over another, if need be in two steps."""
        try:
            self.filesystem.move(self.path(source), self.path(target))
        except (FileExistsError, PermissionError):
            if not self.is_file(target):
                raise
            self.filesystem.delete_file(self.path(target))
            self.filesystem.move(self.path(source), self.path(target))

    def flush(self, relative: str) -> None:
        """Force a file's data, or a directory's entries, to disk (fsync(2))."""
        path = on_disk(self.path(relative))
        if path.exists():
            force_to_disk(path)

    def _type(self, relative: str) -> fs.FileType:
        return self.filesystem.get_file_info(self.path(relative).rstrip("/")).type
