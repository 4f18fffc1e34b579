"""A process to which all file systems are mounts that lack calls of a local disk.

SMB, some FUSE file systems and some container runtimes refuse to open or fsync(2) a directory,
have no flock(2), and give every file one mode that chmod(2) does not change. Python imports
`sitecustomize` at its start, so a child process can be given such surroundings without a mount.
"""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pathlib import Path

_MADE_POOR = '''\
"""Takes calls of a local disk away from this process."""

import errno
import os
import stat

{faults}
'''

_NO_DIRECTORY_FSYNC = """
_fsync = os.fsync


def fsync(file):
    descriptor = file if isinstance(file, int) else file.fileno()
    if stat.S_ISDIR(os.fstat(descriptor).st_mode):
        raise OSError({code}, os.strerror({code}))
    _fsync(descriptor)


os.fsync = fsync
"""

_NO_FLOCK = """
import fcntl


def flock(descriptor, operation):
    raise OSError({code}, os.strerror({code}))


fcntl.flock = flock
"""

_CHMOD_REFUSED = """
def chmod(path, mode, **_):
    raise PermissionError(errno.EPERM, os.strerror(errno.EPERM), path)


os.chmod = chmod
os.fchmod = chmod
"""

_CHMOD_IGNORED = """
_open, _mkdir, _chmod, _fchmod = os.open, os.mkdir, os.chmod, os.fchmod


def open_(path, flags, mode=0o777, **options):
    descriptor = _open(path, flags, mode, **options)
    if flags & os.O_CREAT:
        _fchmod(descriptor, 0o777)
    return descriptor


def mkdir(path, mode=0o777, **options):
    _mkdir(path, mode, **options)
    _chmod(path, 0o777, **options)


os.open, os.mkdir = open_, mkdir
os.chmod = os.fchmod = lambda path, mode, **_: None
"""


def poor_mount(
    directory: Path,
    *,
    directory_fsync: int | None = errno.EINVAL,
    flock: int | None = errno.ENOSYS,
    chmod: Literal["works", "refused", "ignored"] = "works",
) -> dict[str, str]:
    """Make a `sitecustomize` that takes calls away from a child process of Python.

    Args:
        directory: where to write it; is made, and must be used for nothing else.
        directory_fsync: the error of fsync(2) on a directory; None lets it work.
        flock: the error of flock(2); None lets it work.
        chmod: "refused" raises EPERM; "ignored" does nothing, and what `os.open` and `os.mkdir`
            make has the mode 0777, as on SMB.

    Returns:
        What to add to the child's environment.
    """
    faults = {
        _NO_DIRECTORY_FSYNC.format(code=directory_fsync): directory_fsync is not None,
        _NO_FLOCK.format(code=flock): flock is not None,
        _CHMOD_REFUSED: chmod == "refused",
        _CHMOD_IGNORED: chmod == "ignored",
    }
    directory.mkdir(parents=True, exist_ok=True)
    text = _MADE_POOR.format(faults="".join(fault for fault, asked in faults.items() if asked))
    (directory / "sitecustomize.py").write_text(text, "utf-8")
    inherited = os.environ.get("PYTHONPATH")
    return {"PYTHONPATH": f"{directory}{os.pathsep}{inherited}" if inherited else str(directory)}
