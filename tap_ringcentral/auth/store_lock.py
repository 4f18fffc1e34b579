"""Keeps every other process from a file, also on a mount that has no locks."""

from __future__ import annotations

import errno
import logging
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock

from tap_ringcentral.auth.grants import digest

if TYPE_CHECKING:
    from filelock import BaseFileLock

logger = logging.getLogger("tap-ringcentral")

_PATIENCE = 180  # seconds: longer than a sign-in with all its tries takes
# What flock(2) says on a mount without locks: NFS, SMB and FUSE do not agree.
_NO_LOCKS = {errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOLCK, errno.EINVAL}


def acquired(path: Path) -> BaseFileLock:
    """Hold the lock of a file until it is released, or this process ends in whatever way.

    Where the file's own mount has no locks, one in this machine's directory for temporary files
    keeps at least its own processes apart. (A lock by existence alone, as `filelock` falls back
    to, would stay for good where a process is killed on a mount that cannot exchange two names.)

    Raises:
        filelock.Timeout: Another process holds it for minutes.
        OSError: It cannot be made or opened.
    """
    try:
        return _acquired(Path(f"{path}.lock"))
    except NotImplementedError:
        pass
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise
    logger.warning(
        "The file system of %s has no locks: runs on several machines must not share that file. "
        "Set token_store to one on another file system where they do.",
        path,
    )
    return _acquired(Path(tempfile.gettempdir(), f"tap-ringcentral-{digest(str(path))[:16]}.lock"))


def _acquired(path: Path) -> BaseFileLock:
    lock = FileLock(path, timeout=_PATIENCE, mode=0o600, fallback_to_soft=False)
    lock.acquire()
    return lock
