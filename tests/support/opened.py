"""Counts which files and directories are opened, by whomever: inotify(7) tells."""

from __future__ import annotations

import ctypes
import os
import struct
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from pathlib import Path

_OPEN, _NONBLOCK = 0x20, os.O_NONBLOCK
_EVENT = struct.Struct("iIII")
_libc = ctypes.CDLL(None, use_errno=True)


class Opened:
    """Watches a directory and all in it from entering on.

    Attributes:
        paths: what was opened, once for each time; known after leaving.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self.paths: list[str] = []

    def __enter__(self) -> Self:
        self._descriptor = _libc.inotify_init1(_NONBLOCK)
        self._watched = {}
        for directory in [self._root, *(path for path in self._root.rglob("*") if path.is_dir())]:
            number = _libc.inotify_add_watch(self._descriptor, os.fsencode(directory), _OPEN)
            assert number >= 0, os.strerror(ctypes.get_errno())
            self._watched[number] = directory
        return self

    def __exit__(self, *_: object) -> None:
        try:
            while True:
                self._take(os.read(self._descriptor, 2**16))
        except BlockingIOError:
            os.close(self._descriptor)

    def _take(self, events: bytes) -> None:
        at = 0
        while at < len(events):
            number, _, _, length = _EVENT.unpack_from(events, at)
            at += _EVENT.size
            name = events[at : at + length].rstrip(b"\0").decode()
            at += length
            self.paths.append(str(self._watched[number] / name))
