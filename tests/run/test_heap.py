"""A container's memory is not used up by answers that were read long ago."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

_HOLES = """
import ctypes, sys
import psutil
from tap_ringcentral.run.heap import return_large_blocks

if sys.argv[1] == "set":
    return_large_blocks()
rss = psutil.Process().memory_info
bytes(16 << 20)  # freed at once: glibc takes blocks as large as this from its heap, from now on
before = rss().rss
answers, kept = [], []
for _ in range(10):
    answers.append(b"x" * (4 << 20))
    kept.append(b"x" * 100_000)  # what a heap holds behind an answer keeps it from shrinking
del answers
print((rss().rss - before) >> 20)
"""


def _left(how: str) -> int:
    """Return the MiB that a process has still, of forty that it does not need any more."""
    done = subprocess.run(
        [sys.executable, "-c", _HOLES, how], capture_output=True, text=True, check=True
    )
    return int(done.stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other allocators have no threshold")
def test_memory_of_answers_is_given_back_when_they_are_read() -> None:
    assert _left("left alone") > 20  # the trap is there
    assert _left("set") < 5
