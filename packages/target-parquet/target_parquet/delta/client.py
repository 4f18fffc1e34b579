"""delta-rs, the client of Delta tables, imported only where there are any: it is an extra."""

from __future__ import annotations

import contextlib
import importlib
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from target_parquet.errors import ConflictError, LoadError

if TYPE_CHECKING:
    from collections.abc import Iterator

_CONFLICT = re.compile(r"Failed to commit transaction: \d|already exists|Metadata changed")
_ANSWER = re.compile(r"<Code>(.*?)</Code>.*?<Message>(.*?)</Message>", re.DOTALL)
_COLOR = re.compile(r"\x1b\[\d*m")
_LONGEST = 300  # characters of an error


@cache
def deltalake() -> Any:
    """Return the module.

    Raises:
        LoadError: it is not installed.
    """
    try:
        return importlib.import_module("deltalake")
    except ImportError:
        raise LoadError(
            "table_format 'delta' needs the package deltalake: install target-parquet[delta]"
        ) from None


@cache
def transaction() -> Any:
    """Return the module of what a commit consists of."""
    deltalake()
    return importlib.import_module("deltalake.transaction")


@contextlib.contextmanager
def named(uri: str) -> Iterator[None]:
    """Say in one line what a store answered; its body may hold more than a log should.

    Raises:
        ConflictError: another loader has committed first.
        LoadError: anything else.
    """
    errors = deltalake().exceptions
    try:
        yield
    except (OSError, errors.DeltaError) as error:
        text = _COLOR.sub("", str(error))
        if isinstance(error, errors.DeltaError) and _CONFLICT.search(text):
            raise ConflictError(f"{uri} was changed by another loader") from None
        answer = _ANSWER.search(text)
        reason = ": ".join(answer.groups()) if answer else " ".join(text.split())[:_LONGEST]
        raise LoadError(f"the Delta table {uri} cannot be read or written: {reason}") from None
