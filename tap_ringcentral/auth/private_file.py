"""A file that nobody but its owner may read, and that is written whole or not at all."""

from __future__ import annotations

import errno
import logging
import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

logger = logging.getLogger("tap-ringcentral")

_OWNERS = 0o600
_OTHERS = 0o077


class ExposedError(OSError):
    """Others can read the file, and its mode cannot be changed."""

    def __init__(self, mode: int) -> None:
        super().__init__(errno.EPERM, os.strerror(errno.EPERM))
        self.mode = mode


class PrivateFile:
    """One file: written aside, flushed to disk, renamed over the old one, of mode 0600.

    A volume may undo modes (Kubernetes' fsGroup makes 0660 of them at each mount) or have none of
    its own (SMB, 0777): a mode is put right where that works, and else the file is not used. What
    only hardens the directory may fail, as on many network mounts; what would endanger the file
    may not.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def _draft(self) -> Path:
        return self.path.with_name(f".{self.path.name}.draft")

    def read(self) -> bytes | None:
        """Return the content; None where there is no such file.

        Raises:
            ExposedError: Others can read it, which cannot be changed.
            OSError: It cannot be read, or is a device or a pipe.
        """
        try:
            with open(self.path, "rb", opener=_without_waiting) as file:
                if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                    raise OSError(errno.EINVAL, "it is no regular file")
                former = _make_private(file.fileno())
                if former & _OTHERS:
                    logger.warning(
                        "Others could read the token store %s (mode %04o); its mode is 0600 again.",
                        self.path,
                        former,
                    )
                return file.read()
        except FileNotFoundError:
            return None

    def write(self, content: bytes) -> None:
        """Put new content in the place of the old; on return it is safely on disk.

        Only for one process at a time: all drafts have one name, so that none is left behind.

        Raises:
            ExposedError: Others could read it, which cannot be changed.
            OSError: It cannot be written; what was there before still is.
        """
        self._write_draft(content)
        try:
            self._put_in_place(content)
        except BaseException:
            self._draft.unlink(missing_ok=True)
            raise
        flush_directory(self.path.parent)

    def probe(self) -> None:
        """Find out whether the file can be written, privately and to disk, and renamed.

        Raises:
            OSError: It cannot.
        """
        self._write_draft(bytes(4096))
        renamed = self.path.with_name(f".{self.path.name}.probe")
        try:
            renamed.unlink(missing_ok=True)
            self._draft.rename(renamed)
        except BaseException:
            self._draft.unlink(missing_ok=True)
            raise
        renamed.unlink()

    def set_aside(self) -> Path:
        """Rename the file, so that a person can look at it.

        Raises:
            OSError: It cannot be renamed.
        """
        aside = self.path.with_suffix(".unreadable")
        self.path.replace(aside)
        return aside

    def _write_draft(self, content: bytes) -> None:
        self._draft.unlink(missing_ok=True)  # of a process that was killed
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        try:
            with os.fdopen(os.open(self._draft, flags, mode=_OWNERS), "wb") as file:
                _make_private(file.fileno())
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        except BaseException:
            self._draft.unlink(missing_ok=True)
            raise

    def _put_in_place(self, content: bytes) -> None:
        try:
            self._draft.replace(self.path)
        except OSError as error:
            if error.errno != errno.EBUSY:
                raise
            # Mounted by itself into a container, where it cannot be replaced, only rewritten.
            with self.path.open("r+b") as file:
                _make_private(file.fileno())
                file.write(content)
                file.truncate()
                file.flush()
                os.fsync(file.fileno())
            self._draft.unlink()


def _without_waiting(path: str, flags: int) -> int:
    """Open a file at once, even a pipe that nobody writes to."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _make_private(descriptor: int) -> int:
    """Let the owner alone read and write a file; give its former mode.

    Raises:
        ExposedError: Others can read it all the same.
    """
    former = stat.S_IMODE(os.fstat(descriptor).st_mode)
    if os.name != "posix" or (former & _OTHERS == 0 and former & _OWNERS == _OWNERS):
        return former
    with suppress(OSError):  # not the owner, or a file system without modes: what counts is below
        os.fchmod(descriptor, _OWNERS)
    mode = stat.S_IMODE(os.fstat(descriptor).st_mode)
    if mode & _OTHERS:
        raise ExposedError(mode)
    return former


def flush_directory(directory: Path) -> None:
    """Force a rename to disk (fsync(2)) where the file system can."""
    if os.name != "posix":
        return
    with suppress(OSError):
        descriptor = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
