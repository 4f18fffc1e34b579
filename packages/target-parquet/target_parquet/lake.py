"""The directory of one stream in a lake of plain files on a local disk, and how its files change.

Files are written under `.staging`, which no reader of the lake looks into, and appear through a
commit: what is to be published and what removed is first recorded in a journal, then done. A
loader killed at any instruction leaves either no journal, and then nothing has happened, or a
whole one, and then the next start of the stream completes it (a redo log). Each single file
appears by a rename, which on a local file system is atomic.
"""

from __future__ import annotations

import contextlib
import uuid
from typing import TYPE_CHECKING

import msgspec
import pyarrow as pa
from pyarrow import fs

from target_parquet.errors import LoadError
from target_parquet.local_files import LocalFiles
from target_parquet.location import check_own_name, on_disk
from target_parquet.lock import StreamLock
from target_parquet.parquet_file import read_schema
from target_parquet.partition import grain_of
from target_parquet.record import Change, Contents, StagedFile

if TYPE_CHECKING:
    from collections.abc import Callable

    from target_parquet.directory import Directory

STAGING = ".staging"
DELTA_LOG = "_delta_log"
_JOURNAL = f"{STAGING}/commit.json"
_VERSION = f"{STAGING}/version.json"
_LOCK = f"{STAGING}/lock"
# What the stream's files hold, so that a load opens only those that it changes.
_CONTENTS = f"{STAGING}/contents.arrow"
_KEPT = (_LOCK, _VERSION, _CONTENTS)


class _Commit(msgspec.Struct, frozen=True):
    """Paths within the stream's directory: staged file to published file, and files to remove."""

    publish: dict[str, str]
    remove: list[str]


class StreamDirectory:
    """The files of one stream on a local disk."""

    has_one_schema = False

    def __init__(
        self, filesystem: fs.FileSystem, root: str, stream: str, *, hidden: bool = False
    ) -> None:
        self._stream = stream
        self.filesystem = filesystem
        self._files = LocalFiles(filesystem, root, hidden=hidden)
        # A hidden directory is this process's own.
        self._lock = None if hidden else StreamLock(on_disk(self.path(_LOCK)), stream)
        self._opened = False
        self._contents: Contents | None = None
        self._recorded: Contents | None = None

    def path(self, relative: str) -> str:
        """Return where a file of the stream is in the file system."""
        return self._files.path(relative)

    @property
    def version(self) -> int | None:
        """The table version that the rows have, None if they were loaded without one."""
        if not self._files.is_file(_VERSION):
            return None
        return self._files.read_json(_VERSION, int)

    def exists(self) -> bool:
        """Return whether anything was ever loaded here."""
        return self._files.is_directory("")

    def open(self) -> None:
        """Make the directory this process's own, and tidy up after a loader that was killed.

        Raises:
            LoadError: another process is loading the same stream, or another stream is here.
        """
        if self._opened:
            return
        if self._files.is_directory(DELTA_LOG):
            raise LoadError(
                f"stream {self._stream!r} is a Delta table in {self._files.root}: set table_format "
                "to 'delta', or load into another destination_path"
            )
        self.filesystem.create_dir(self.path(STAGING))
        if self._lock:
            check_own_name(on_disk(self._files.root))
            self._lock.acquire()
        if self._files.is_file(_JOURNAL):
            self._complete_commit()
        for left in self.filesystem.get_file_info(fs.FileSelector(self.path(STAGING))):
            # What is left is in nobody's way, and a network mount keeps what some reader has open.
            with contextlib.suppress(OSError):
                if left.type == fs.FileType.Directory:
                    self.filesystem.delete_dir(left.path)
                elif left.path not in map(self.path, _KEPT):
                    self.filesystem.delete_file(left.path)
        self._opened = True

    def close(self) -> None:
        """Let other processes load the stream."""
        if self._lock:
            self._lock.release()
        self._opened = False
        self._contents = self._recorded = None

    def contents(self) -> Contents | None:
        """Return what the directory holds, None if nothing."""
        if self._contents is None and self._files.is_file(_CONTENTS):
            with contextlib.suppress(pa.ArrowException, KeyError):
                self._recorded = Contents.from_bytes(self._files.read(_CONTENTS))
                self._contents = self._recorded
        if self._contents is None and (files := self.data_files()):
            schema = read_schema(self.filesystem, self.path(files[-1]))
            self._contents = Contents(schema, grain_of(files[-1]))
        return self._contents

    def data_files(self) -> list[str]:
        """Return the Parquet files, without what is staged, oldest first."""
        found = list(self._files.parquet_files("", recursive=True))
        found.sort(key=lambda info: (info.mtime_ns or 0, info.path))
        paths = [self._files.relative(info.path) for info in found]
        return [path for path in paths if not path.startswith(STAGING)]

    def partition_files(self, partition: str) -> list[str]:
        """Return the files of one partition's directory, without looking at any other."""
        found = self._files.parquet_files(partition, recursive=False)
        return [self._files.relative(info.path) for info in found]

    def staged_name(self, published: str) -> str:  # noqa: ARG002 - other directories go by it
        """Return where a file is to be written before it is committed."""
        return f"{STAGING}/{uuid.uuid4().hex}.part"

    def attempt(self, change: Callable[[], None]) -> None:
        """Make a change that ends in a commit. The lock keeps other loaders out."""
        change()

    def commit(self, change: Change) -> None:
        """Publish staged files, replacing what has the same name, and remove others, as one."""
        publish = {file.staged: file.published for file in change.publish}
        if change.contents and (change.contents != self._recorded):
            draft = f"{_CONTENTS}.draft"
            self._files.write(draft, change.contents.to_bytes())
            publish[draft] = _CONTENTS
        for staged in publish:
            self._files.flush(staged)
        commit = _Commit(publish, sorted(set(change.remove) - set(publish.values())))
        self._files.write(f"{_JOURNAL}.draft", msgspec.json.encode(commit))
        self._files.move(f"{_JOURNAL}.draft", _JOURNAL)
        self._files.flush(STAGING)
        self._complete_commit()
        self._contents = self._recorded = change.contents

    def vacuum(self, hours: int) -> int:  # noqa: ARG002 - other directories go by it
        """Return that no file is left to be removed: each start removes them."""
        return 0

    def aside(self) -> StreamDirectory:
        """Return a directory, hidden from readers, for files that are to replace all others."""
        path = self.path(f"{STAGING}/{uuid.uuid4().hex}")
        return StreamDirectory(self.filesystem, path, self._stream, hidden=True)

    def replace_by(self, other: Directory, version: int | None) -> None:
        """Publish the files of a directory aside in the place of all others.

        Args:
            other: the directory aside.
            version: the table version of its rows.
        """
        names = {other.path(file): file for file in other.data_files()}
        publish = [
            StagedFile(path.removeprefix(f"{self._files.root}/"), file, 0)
            for path, file in names.items()
        ]
        if version is not None:
            draft = f"{_VERSION}.draft"
            self._files.write(draft, msgspec.json.encode(version))
            publish.append(StagedFile(draft, _VERSION, 0))
        remove = [*self.data_files(), _VERSION, _CONTENTS]
        self.commit(Change(publish, remove, other.contents()))

    def _complete_commit(self) -> None:
        """Do what the journal says. May be done twice: what is done already is passed over."""
        commit = self._files.read_json(_JOURNAL, _Commit)
        for staged, published in commit.publish.items():
            if self._files.is_file(staged):
                self.filesystem.create_dir(self.path(published).rpartition("/")[0])
                self._files.move(staged, published)
        for file in commit.remove:
            if self._files.is_file(file):
                self.filesystem.delete_file(self.path(file))
        changed = {file.rpartition("/")[0] for file in (*commit.publish.values(), *commit.remove)}
        for directory in sorted({"", *changed}):
            with contextlib.suppress(OSError):  # nearly all have files
                on_disk(self.path(directory)).rmdir()
            self._files.flush(directory)
        self.filesystem.delete_file(self.path(_JOURNAL))
