"""Calls of one window that wait to be written: packed, and put in order at the end."""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING, Any, Self

import msgspec

from tap_ringcentral.errors import RingCentralError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

# A window of ten full pages with detailed calls stays in memory; a denser one goes to disk.
_IN_MEMORY = 64 * 1024 * 1024  # bytes


class CallBuffer:
    """Holds each call once, as JSON, and gives them back oldest first.

    As Python objects the calls would take several times their size in JSON. What does not fit into
    64 MiB goes to an unnamed temporary file, which ends with this process.
    """

    def __init__(self) -> None:
        self._store = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed by __exit__
        self._where: dict[str, tuple[str, int, int]] = {}
        self._encode = msgspec.json.Encoder().encode

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._store.close()

    def __len__(self) -> int:
        return len(self._where)

    def add(self, call: dict[str, Any], *, key: str, start: str) -> None:
        """Keep a call. One that comes again replaces the former: it was read later.

        Raises:
            RingCentralError: The disk with the temporary files is full.
        """
        packed = self._encode(call)
        self._where[key] = (start, self._store.tell(), len(packed))
        try:
            self._store.write(packed)
        except OSError as error:
            raise RingCentralError(
                f"Calls that wait to be written do not fit into {tempfile.gettempdir()} "
                f"({error.strerror}). Make room there, or set TMPDIR to another directory; then "
                "run again to resume."
            ) from None

    def in_order(self) -> Iterator[dict[str, Any]]:
        """Give the calls by start time, oldest first; equal ones by id."""
        for _, (_, offset, size) in sorted(
            self._where.items(), key=lambda item: (item[1][0], item[0])
        ):
            self._store.seek(offset)
            yield msgspec.json.decode(self._store.read(size))
