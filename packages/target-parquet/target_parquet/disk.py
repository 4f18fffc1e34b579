"""What a local file system is asked for and a network mount may lack."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_NO_SUCH_CALL = {
    errno.EACCES,
    errno.EBADF,
    errno.EINVAL,
    errno.EISDIR,
    errno.ENOSYS,
    errno.ENOTSUP,
    errno.EOPNOTSUPP,
    errno.EPERM,
}


def force_to_disk(path: Path) -> None:
    """Force a file's data, or a directory's entries, to disk (fsync(2)).

    SMB and some FUSE file systems have no such call for a directory, and keep its entries anyway:
    that one is done without. A file's data must be on disk before anything relies on it.

    Raises:
        OSError: the data cannot be written.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        if error.errno not in _NO_SUCH_CALL or not path.is_dir():
            raise OSError(error.errno, error.strerror, str(path)) from None
