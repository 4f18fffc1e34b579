"""The surroundings that other tests give to a child process are as poor as they are said to be."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from support.poor_mount import poor_mount

if TYPE_CHECKING:
    from pathlib import Path

FSYNC = "import os; os.fsync(os.open('.', os.O_RDONLY))"
FLOCK = "import fcntl; fcntl.flock(1, fcntl.LOCK_EX)"
CHMOD = "import pathlib; pathlib.Path('.').chmod(0o700)"
MADE = """
import os, tempfile
descriptor, path = tempfile.mkstemp(dir=".")
os.fchmod(descriptor, 0o600)
raise OSError(oct(os.stat(path).st_mode)[-3:])
"""


def told_by(directory: Path, code: str, **faults: Any) -> str:
    """Return the error that some code ends with, empty when it has none."""
    told = poor_mount(directory / "poor", **faults)
    call = [sys.executable, "-c", code]
    done = subprocess.run(
        call, cwd=directory, env=os.environ | told, capture_output=True, text=True, check=False
    )
    return done.stderr.strip().rpartition("\n")[2]


@pytest.mark.parametrize(
    ("code", "faults", "expected"),
    [
        (FSYNC, {}, os.strerror(errno.EINVAL)),
        (FLOCK, {"flock": errno.ENOLCK}, os.strerror(errno.ENOLCK)),
        (CHMOD, {"chmod": "refused"}, os.strerror(errno.EPERM)),
        (MADE, {"chmod": "ignored"}, "777"),
    ],
)
def test_a_poor_mount_lacks_what_is_asked(
    tmp_path: Path, code: str, faults: dict[str, Any], expected: str
) -> None:
    assert expected in told_by(tmp_path, code, **faults)


@pytest.mark.parametrize("code", [FSYNC, CHMOD])
def test_a_mount_that_lacks_nothing_does_all(tmp_path: Path, code: str) -> None:
    assert told_by(tmp_path, code, directory_fsync=None, flock=None) == ""
