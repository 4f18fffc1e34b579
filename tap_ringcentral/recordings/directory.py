"""Audio in a directory: written aside, flushed to disk, renamed."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, BinaryIO, cast

from tap_ringcentral.auth.private_file import flush_directory
from tap_ringcentral.recordings.errors import StoreError
from tap_ringcentral.recordings.stored import Stored, stored

if TYPE_CHECKING:
    from collections.abc import Iterator

STAGING = ".staging"
"""Name of the folder of files that are not whole yet."""

_OWNERS = 0o700
_ABANDONED = timedelta(days=1)  # no download takes so long


class DirectoryStore:
    """Files below one directory, for their owner's eyes only.

    Args:
        place: The directory; it need not exist yet.
    """

    def __init__(self, place: str) -> None:
        path = Path(place)
        with suppress(RuntimeError):  # no such home
            path = path.expanduser()
        self._root = path
        self._staging = path / STAGING

    def check(self) -> None:
        """Write and remove a file, and remove what killed runs have left."""
        with self.draft() as draft:
            now = Path(draft.name).stat().st_mtime  # by the disk's clock, as the others
            for left in self._staging.iterdir():
                with suppress(OSError):  # of a run that is going on
                    if now - left.stat().st_mtime > _ABANDONED.total_seconds():
                        left.unlink()

    def files(self, folder: str) -> Iterator[Stored]:
        """Yield the files of a folder."""
        try:
            with os.scandir(self._root / folder) as entries:
                for entry in entries:
                    if entry.is_file() and (told := _told(entry)):
                        found = stored(f"{folder}/{entry.name}", told.st_size, _instant(told))
                        if found:
                            yield found
        except FileNotFoundError:
            return
        except OSError as error:
            raise StoreError.of(error, "read") from None

    @contextmanager
    def draft(self) -> Iterator[BinaryIO]:
        """Open a file in the staging folder, of mode 0600."""
        try:
            _make(self._staging)
            file = NamedTemporaryFile(dir=self._staging, delete=False)  # noqa: SIM115 - closed below
        except OSError as error:
            raise StoreError.of(error) from None
        try:
            yield cast("BinaryIO", file)
        finally:
            with suppress(OSError):  # what is left in its buffer may not fit; nobody wants it
                file.close()
            with suppress(FileNotFoundError):  # it has its name
                Path(file.name).unlink()

    def publish(self, draft: BinaryIO, path: str) -> Stored:
        """Flush a draft, rename it, and flush its folder."""
        place = self._root / path
        try:
            draft.flush()
            os.fsync(draft.fileno())
            _make(place.parent)
            Path(draft.name).replace(place)
            flush_directory(place.parent)
            told = place.stat()
        except OSError as error:
            raise StoreError.of(error) from None
        return Stored(path, told.st_size, _instant(told))


def _told(entry: os.DirEntry[str]) -> os.stat_result | None:
    """Return what the disk tells of a file; None where it was removed since it was listed."""
    try:
        return entry.stat()
    except FileNotFoundError:
        return None


def _make(folder: Path) -> None:
    """Make a folder and those that it lies in, for their owner's eyes only."""
    if folder.exists():
        return
    _make(folder.parent)
    folder.mkdir(mode=_OWNERS, exist_ok=True)
    flush_directory(folder.parent)


def _instant(told: os.stat_result) -> datetime:
    return datetime.fromtimestamp(told.st_mtime, UTC)
