"""The directory of one stream whose files are those of a Delta table.

Files are written in their places under names of their own, and are no part of the table until a
commit to its log says so: a loader killed at any instruction leaves files that no reader sees, and
that `target-parquet-maintain` removes. Two loaders may load one stream at a time: the slower one
makes its change anew, from what the faster one left.
"""

from __future__ import annotations

import contextlib
import logging
import uuid
from typing import TYPE_CHECKING

import pyarrow as pa
from pyarrow import fs

from target_parquet.delta.actions import LoggedFile
from target_parquet.delta.aside import DeltaAside
from target_parquet.disk import force_to_disk
from target_parquet.errors import ConflictError, LoadError
from target_parquet.local_files import PARQUET
from target_parquet.location import on_disk
from target_parquet.record import Change, Contents, StagedFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from target_parquet.delta.log import DeltaLog
    from target_parquet.delta.pauses import Pauses
    from target_parquet.delta.run_note import RunNote
    from target_parquet.directory import Directory

logger = logging.getLogger("target-parquet")
_MERGED = "data.parquet"


class DeltaDirectory:
    """The files of one stream in a Delta table."""

    has_one_schema = True

    def __init__(
        self, filesystem: fs.FileSystem, root: str, log: DeltaLog, note: RunNote, pauses: Pauses
    ) -> None:
        self.filesystem = filesystem
        self._root = root
        self._log = log
        self._note = note
        self._pauses = pauses
        self._staged: list[str] = []
        self._opened = False

    @property
    def version(self) -> int | None:
        """The table version that the rows have, None if they were loaded without one."""
        self.open()
        return self._log.version

    def path(self, relative: str) -> str:
        """Return where a file of the stream is in the file system."""
        return f"{self._root}/{relative}"

    def exists(self) -> bool:
        """Return whether there is such a table."""
        self.open()
        return self._log.contents is not None

    def open(self) -> None:
        """Read the log once.

        Raises:
            LoadError: it cannot be read, or plain files of the stream are here.
        """
        if self._opened:
            return
        self._log.read()
        if self._log.contents is None and self._holds_plain_files():
            raise LoadError(
                f"there are plain Parquet files in {self._root}: set table_format to 'parquet', or "
                "load into another destination_path"
            )
        self._opened = True

    def close(self) -> None:
        """Let other processes load the stream, which they may at any time."""

    def contents(self) -> Contents | None:
        """Return what the table holds, None if nothing."""
        return self._log.contents

    def data_files(self) -> list[str]:
        """Return all files of the table, oldest first, as far as their names tell."""
        return sorted(
            (file.path for file in self._log.files), key=lambda path: path.rpartition("/")[2]
        )

    def partition_files(self, partition: str) -> list[str]:
        """Return the files of one partition, which the log tells."""
        return [file.path for file in self._log.files if file.partition == partition]

    def staged_name(self, published: str) -> str:
        """Return where a file is to be written: in its place, under a name of its own."""
        directory, slash, name = published.rpartition("/")
        name = f"data-{uuid.uuid4().hex}{PARQUET}" if name == _MERGED else f"part-{name}"
        if isinstance(self.filesystem, fs.LocalFileSystem):
            self.filesystem.create_dir(self.path(directory))
        staged = f"{directory}{slash}{name}"
        self._staged.append(staged)
        return staged

    def attempt(self, change: Callable[[], None]) -> None:
        """Make a change, again and again where other loaders are faster.

        Raises:
            LoadError: they always were.
        """
        for seconds in self._pauses:
            self._staged = []
            try:
                change()
            except ConflictError:
                self._forget_staged()
            else:
                return
            logger.info("Another loader has changed %s: once more.", self._root)
            self._pauses.wait(seconds)
            self._log.read()
        raise LoadError(
            f"{self._root} was changed by another loader each time before this one could: let "
            "fewer of them load one stream at a time"
        )

    def commit(self, change: Change) -> None:
        """Let staged files come and others go, as one.

        Raises:
            ConflictError: the table is not any more what was read.
        """
        contents = change.contents or Contents(pa.schema([]), "")
        come = self._written(change.publish)
        self._log.commit(come, list(change.remove), contents, self._note.metadata())
        self._flush_log()

    def vacuum(self, hours: int) -> int:
        """Remove files that are no part of the table any more; return how many.

        Args:
            hours: how long ago they must have ceased to be; readers may take as long.
        """
        return self._log.vacuum(hours)

    def aside(self) -> DeltaAside:
        """Return files that are to replace all others; they are no part of the table yet."""
        return DeltaAside(self.filesystem, self.path, self.staged_name)

    def replace_by(self, other: Directory, version: int | None) -> None:
        """Let the files of `aside` take the place of all others, in one commit.

        Args:
            other: what `aside` returned.
            version: the table version of its rows.
        """
        files = self._written(other.files if isinstance(other, DeltaAside) else ())

        def replaced() -> None:
            if contents := other.contents() or self._log.contents:
                self._log.replace(files, contents, version, self._note.metadata())
                self._flush_log()

        self.attempt(replaced)

    def _written(self, files: Iterable[StagedFile]) -> list[LoggedFile]:
        """Make sure that files are safely stored, and return them as the log is to have them."""
        written = []
        for file in files:
            path = self.path(file.staged)
            directory, slash, _ = file.staged.rpartition("/")
            self._flush(path, path.rpartition("/")[0], self._root)
            size = self.filesystem.get_file_info(path).size
            written.append(LoggedFile(file.staged, directory + slash, size, file.rows))
        return written

    def _forget_staged(self) -> None:
        for staged in self._staged:
            with contextlib.suppress(OSError):  # no reader sees it
                self.filesystem.delete_file(self.path(staged))

    def _flush_log(self) -> None:
        log = self.path("_delta_log")
        if isinstance(self.filesystem, fs.LocalFileSystem):
            found = self.filesystem.get_file_info(fs.FileSelector(log))
            newest = max(info.path for info in found if info.path.endswith(".json"))
            self._flush(newest, log, self._root)

    def _flush(self, *paths: str) -> None:
        """Force files and directories to disk (fsync(2)), where they are on one."""
        if isinstance(self.filesystem, fs.LocalFileSystem):
            for path in paths:
                force_to_disk(on_disk(path))

    def _holds_plain_files(self) -> bool:
        found = self.filesystem.get_file_info(
            fs.FileSelector(self._root, recursive=True, allow_not_found=True)
        )
        # Files that no commit names may be those of a loader that was killed at its first batch.
        names = (info.path.rpartition("/")[2] for info in found)
        return any(n.endswith(PARQUET) and not n.startswith(("data-", "part-")) for n in names)
