"""Gives the memory of large answers back as soon as they are read."""

from __future__ import annotations

import ctypes

_M_MMAP_THRESHOLD = -3  # malloc.h of glibc
_LARGE = 256 * 1024  # bytes


def return_large_blocks() -> None:
    """Let the allocator map each large block by itself, and unmap it when it is free.

    glibc moves its threshold up to the largest block that was ever freed, so that the bodies of
    answers come to lie between small objects, in a heap for each thread: their memory is never
    given back, and lanes add it up. A threshold that is set stays where it is (mallopt(3)).
    Nothing happens where the C library has no such setting.
    """
    try:
        ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, _LARGE)
    except (AttributeError, OSError, TypeError):  # musl and macOS; Windows has no library None
        return
