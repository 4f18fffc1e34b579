"""Where a lake is, and which directory of it is a stream's."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote

import pyarrow as pa
from pyarrow import fs

from target_parquet.errors import LoadError

_PATIENCE = 30  # seconds


def open_filesystem(destination: str) -> tuple[fs.FileSystem, str]:
    """Return the file system of a local path or URI, and the path within it, as pyarrow has it.

    Raises:
        LoadError: pyarrow knows no such file system, `~` is nobody's home, or the locale's
            encoding, or UTF-8, cannot name the path.
    """
    try:
        if "://" not in destination:
            path = Path(destination).expanduser().absolute()
            return fs.LocalFileSystem(), os.fsencode(path).decode()
        filesystem, path = fs.FileSystem.from_uri(_patient(destination))
    except (pa.ArrowException, ImportError, OSError, RuntimeError, ValueError) as error:
        raise LoadError(f"destination_path {destination!r} cannot be opened: {error}") from error
    return filesystem, path


def _patient(uri: str) -> str:
    """Return a URI whose client gives up in time: Google's would try for a quarter of an hour."""
    if not uri.startswith(("gs://", "gcs://")) or "retry_limit_seconds" in uri:
        return uri
    return f"{uri}{'&' if '?' in uri else '?'}retry_limit_seconds={_PATIENCE}"


def on_disk(path: str) -> Path:
    """Return a path within a local lake as Python's own functions take it.

    To pyarrow the bytes of a name are UTF-8; to Python they are of the locale's encoding (PEP 383).
    """
    return Path(os.fsdecode(path.encode()))


def directory_name(stream: str) -> str:
    """Return the stream's name as one path segment that hive readers do not take as hidden.

    Raises:
        LoadError: the name is empty.
    """
    if not stream:
        raise LoadError("a stream has an empty name: give it one with a stream map's __alias__")
    name = quote(stream, safe=" !$&'()+,;=@~")
    return f"%{ord(name[0]):X}{name[1:]}" if name.startswith((".", "_")) else name


def check_own_name(directory: Path) -> None:
    """Make sure that a directory, which exists, is not another one as well.

    Some file systems do not tell names apart that differ in case, or in dots and spaces at their
    end; two streams would share one directory, and either take the other's rows for its own.

    Raises:
        LoadError: it is, which its parent's listing shows.
    """
    names = [path.name for path in directory.parent.iterdir()]
    if directory.name in names:
        return
    own = directory.name.rstrip(". ").casefold()
    if twins := [name for name in names if name.casefold() == own]:
        raise LoadError(
            f"the file system of {directory.parent} takes {directory.name} and {twins[0]} for one "
            "directory: rename one of these streams with a stream map"
        )
