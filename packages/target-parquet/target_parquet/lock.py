"""The guard against two loaders of one stream."""

from __future__ import annotations

import errno
import functools
import logging
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from target_parquet.errors import LoadError

if TYPE_CHECKING:
    from pathlib import Path

logger = logging.getLogger("target-parquet")
_NO_LOCKS = {errno.EINVAL, errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}


class StreamLock:
    """A lock that the system itself lets go when the process ends, however it ends.

    Where the file system has no flock(2), as some network mounts, there is none: a file whose
    mere existence is the lock would outlive a loader that was killed, and lock the lake for ever
    where the next one runs on another host or in another container.
    """

    def __init__(self, path: Path, stream: str) -> None:
        self._lock = FileLock(path, blocking=False, fallback_to_soft=False)
        self._path = path
        self._stream = stream

    def acquire(self) -> None:
        """Take the lock, or warn that there is none.

        Raises:
            LoadError: another process has it.
        """
        directory = self._path.parent.parent
        try:
            self._lock.acquire()
        except Timeout:
            raise LoadError(
                f"stream {self._stream!r} is being loaded into {directory} by another "
                "process: wait for it to end, or load into another destination_path"
            ) from None
        except OSError as error:
            if error.errno not in _NO_LOCKS:
                raise
            _warn(directory.parent)

    def release(self) -> None:
        """Let other processes load the stream."""
        self._lock.release()


@functools.cache  # once for all streams of a lake
def _warn(lake: Path) -> None:
    logger.warning(
        "The file system of %s has no locks (flock), so nothing keeps two loaders apart: let no "
        "two runs load the same stream at the same time.",
        lake,
    )
