"""The directory of one stream in the lake, and the one way its files change.

Files are written under `.staging`, which no reader of the lake looks into, and appear through a
commit: what is to be published and what removed is first recorded in a journal, then done. A
loader killed at any instruction leaves either no journal, and then nothing has happened, or a
whole one, and then the next start of the stream completes it (a redo log). Each single file
appears by a rename, which on a local file system is atomic.
"""

from __future__ import annotations

import contextlib
import uuid
from typing import TYPE_CHECKING, TypeVar

import msgspec
from pyarrow import fs

from target_parquet.disk import force_to_disk
from target_parquet.errors import LoadError
from target_parquet.location import check_own_name, on_disk
from target_parquet.lock import StreamLock

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

STAGING = ".staging"
_PARQUET = ".parquet"
_JOURNAL = f"{STAGING}/commit.json"
_VERSION = f"{STAGING}/version.json"
_Kept = TypeVar("_Kept")
_LOCK = f"{STAGING}/lock"


class _Commit(msgspec.Struct, frozen=True):
    """Paths within the stream's directory: staged file to published file, and files to remove."""

    publish: dict[str, str]
    remove: list[str]


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
        # A hidden directory is this process's own.
        is_shared = self._local and not hidden
        self._lock = StreamLock(on_disk(self.path(_LOCK)), stream) if is_shared else None
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
        return self._read_json(_VERSION, int)

    def exists(self) -> bool:
        """Return whether anything was ever loaded here."""
        return self._is(fs.FileType.Directory, "")

    def open(self) -> None:
        """Make the directory this process's own, and tidy up after a loader that was killed.

        Raises:
            LoadError: another process is loading the same stream, or another stream is here.
        """
        if self._opened:
            return
        self.filesystem.create_dir(self.path(STAGING))
        if self._lock:
            check_own_name(on_disk(self.root))
            self._lock.acquire()
        if self._is(fs.FileType.File, _JOURNAL):
            self._complete_commit()
        for left in self.filesystem.get_file_info(fs.FileSelector(self.path(STAGING))):
            # What is left is in nobody's way, and a network mount keeps what some reader has open.
            with contextlib.suppress(OSError):
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

    def _read_json(self, relative: str, kind: type[_Kept]) -> _Kept:
        with self.filesystem.open_input_stream(self.path(relative)) as file:
            try:
                return msgspec.json.decode(file.read(), type=kind)
            except (msgspec.DecodeError, UnicodeDecodeError):
                raise LoadError(
                    f"{self.path(relative)} is damaged: remove it and load again"
                ) from None

    def _write_json(self, relative: str, value: object) -> None:
        with self.filesystem.open_output_stream(self.path(relative)) as file:
            file.write(msgspec.json.encode(value))
        self._flush(relative)

    def _complete_commit(self) -> None:
        """Do what the journal says. May be done twice: what is done already is passed over."""
        commit = self._read_json(_JOURNAL, _Commit)
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
        """Rename a file over another, if need be in two steps: the journal completes the second."""
        try:
            self.filesystem.move(self.path(source), self.path(target))
        except (FileExistsError, PermissionError):
            if not self._is(fs.FileType.File, target):
                raise
            self.filesystem.delete_file(self.path(target))
            self.filesystem.move(self.path(source), self.path(target))

    def _is(self, file_type: fs.FileType, relative: str) -> bool:
        info = self.filesystem.get_file_info(self.path(relative).rstrip("/"))
        return bool(info.type == file_type)

    def _flush(self, relative: str) -> None:
        """Force a file's data, or a directory's entries, to disk (fsync(2)); local only."""
        path = on_disk(self.path(relative))
        if self._local and path.exists():
            force_to_disk(path)
