"""The directory of one stream in the lake, and the one way its files change.

Files are written under `.staging`, which no reader of the lake looks into, and appear through a
commit: what is to be published and what removed is first recorded in a journal, then done. A
loader killed at any instruction leaves either no journal, and then nothing has happened, or a
whole one, and then the next start of the stream completes it (a redo log). Each single file
appears by a rename, which on a local file system is atomic.
"""

from __future__ import annotations

import os
import uuid
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import msgspec
import pyarrow as pa
from filelock import FileLock, Timeout
from pyarrow import fs

from target_parquet.errors import LoadError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

STAGING = ".staging"
_PARQUET = ".parquet"
_JOURNAL = f"{STAGING}/commit.json"
_VERSION = f"{STAGING}/version.json"
_LOCK = f"{STAGING}/lock"


class _Commit(msgspec.Struct, frozen=True):
    """Paths within the stream's directory: staged file to published file, and files to remove."""

    publish: dict[str, str]
    remove: list[str]


def open_filesystem(destination: str) -> tuple[fs.FileSystem, str]:
    """Return the file system of a local path or URI, and the path within it.

    Raises:
        LoadError: pyarrow knows no such file system.
    """
    if "://" not in destination:
        return fs.LocalFileSystem(), str(Path(destination).expanduser().absolute())
    try:
        filesystem, path = fs.FileSystem.from_uri(destination)
    except (pa.ArrowException, ImportError, OSError, ValueError) as error:
        raise LoadError(f"destination_path {destination!r} cannot be opened: {error}") from error
    return filesystem, path


def directory_name(stream: str) -> str:
    """Return the stream's name as one path segment that hive readers do not take as hidden."""
    name = quote(stream, safe=" !$&'()+,;=@~")
    return f"%{ord(name[0]):X}{name[1:]}" if name.startswith((".", "_")) else name


class StreamDirectory:
    """The files of one stream. Paths given and returned are relative to its directory."""

    def __init__(
        self, filesystem: fs.FileSystem, root: str, stream: str, *, hidden: bool = False
    ) -> None:
        self._stream = stream
        self.filesystem = filesystem
        self.root = root
        self._suffix = f"{_PARQUET}.part" if hidden else _PARQUET
        self._local = isinstance(filesystem, fs.LocalFileSystem)
        self._lock = FileLock(self.path(_LOCK), blocking=False) if self._local else None
        self._opened = False

    def path(self, relative: str) -> str:
        """Return where a file of the stream is in the file system."""
        if relative.endswith(_PARQUET):
            relative = relative.removesuffix(_PARQUET) + self._suffix
        return f"{self.root}/{relative}"

    @property
    def version(self) -> int | None:
        """The table version that the rows have, None if they were loaded without one."""
        if not self._is(fs.FileType.File, _VERSION):
            return None
        with self.filesystem.open_input_stream(self.path(_VERSION)) as file:
            return msgspec.json.decode(file.read(), type=int)

    def exists(self) -> bool:
        """Tell whether anything was ever loaded here."""
        return self._is(fs.FileType.Directory, "")

    def open(self) -> None:
        """Make the directory this process's own, and tidy up after a loader that was killed.

        Raises:
            LoadError: another process is loading the same stream.
        """
        if self._opened:
            return
        self.filesystem.create_dir(self.path(STAGING))
        if self._lock:
            try:
                self._lock.acquire()
            except Timeout:
                raise LoadError(
                    f"stream {self._stream!r} is being loaded into {self.root} by another "
                    "process: wait for it to end, or load into another destination_path"
                ) from None
        if self._is(fs.FileType.File, _JOURNAL):
            self._complete_commit()
        for left in self.filesystem.get_file_info(fs.FileSelector(self.path(STAGING))):
            if left.type == fs.FileType.Directory:
                self.filesystem.delete_dir(left.path)
            elif left.path not in {self.path(_LOCK), self.path(_VERSION)}:
                self.filesystem.delete_file(left.path)
        self._opened = True

    def close(self) -> None:
        """Let other processes load the stream."""
        if self._lock:
            self._lock.release()
        self._opened = False

    def data_files(self) -> list[str]:
        """Return the Parquet files, without what is staged, oldest first."""
        found = self.filesystem.get_file_info(
            fs.FileSelector(self.root, recursive=True, allow_not_found=True)
        )
        files = [info for info in found if info.type == fs.FileType.File]
        files.sort(key=lambda info: (info.mtime_ns or 0, info.path))
        paths = [str(info.path).removeprefix(f"{self.root}/") for info in files]
        return [
            path.removesuffix(self._suffix) + _PARQUET
            for path in paths
            if path.endswith(self._suffix) and not path.startswith(STAGING)
        ]

    def commit(self, publish: Mapping[str, str], remove: Iterable[str] = ()) -> None:
        """Publish staged files, replacing what has the same name, and remove others, as one.

        Args:
            publish: path of each staged file, and the path it shall have.
            remove: files that go, unless one of the same name is published.
        """
        for staged in publish:
            self._flush(staged)
        commit = _Commit(dict(publish), sorted(set(remove) - set(publish.values())))
        self._write_json(f"{_JOURNAL}.draft", commit)
        self._move(f"{_JOURNAL}.draft", _JOURNAL)
        self._flush(STAGING)
        self._complete_commit()

    def aside(self) -> StreamDirectory:
        """Return a directory, hidden from readers, for files that are to replace all others."""
        path = self.path(f"{STAGING}/{uuid.uuid4().hex}")
        return StreamDirectory(self.filesystem, path, self._stream, hidden=True)

    def replace_by(self, other: StreamDirectory, version: int | None) -> None:
        """Publish the files of a directory aside in the place of all others.

        Args:
            other: the directory aside.
            version: the table version of its rows.
        """
        files = other.data_files()
        publish = {other.path(file).removeprefix(f"{self.root}/"): file for file in files}
        if version is not None:
            draft = f"{_VERSION}.draft"
            self._write_json(draft, version)
            publish[draft] = _VERSION
        self.commit(publish, [*self.data_files(), _VERSION])

    def _write_json(self, relative: str, value: object) -> None:
        with self.filesystem.open_output_stream(self.path(relative)) as file:
            file.write(msgspec.json.encode(value))
        self._flush(relative)

    def _complete_commit(self) -> None:
        """Do what the journal says. May be done twice: what is done already is passed over."""
        with self.filesystem.open_input_stream(self.path(_JOURNAL)) as journal:
            commit = msgspec.json.decode(journal.read(), type=_Commit)
        for staged, published in commit.publish.items():
            if self._is(fs.FileType.File, staged):
                self.filesystem.create_dir(self.path(published).rpartition("/")[0])
                self._move(staged, published)
        for file in commit.remove:
            if self._is(fs.FileType.File, file):
                self.filesystem.delete_file(self.path(file))
        changed = {file.rpartition("/")[0] for file in (*commit.publish.values(), *commit.remove)}
        for directory in sorted({"", *changed}):
            self._flush(directory)
        self.filesystem.delete_file(self.path(_JOURNAL))

    def _move(self, source: str, target: str) -> None:
        self.filesystem.move(self.path(source), self.path(target))

    def _is(self, file_type: fs.FileType, relative: str) -> bool:
        info = self.filesystem.get_file_info(self.path(relative).rstrip("/"))
        return bool(info.type == file_type)

    def _flush(self, relative: str) -> None:
        """Force a file's data, or a directory's entries, to disk (fsync(2)); local only."""
        if not self._local or not Path(self.path(relative)).exists():
            return
        descriptor = os.open(self.path(relative), os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
