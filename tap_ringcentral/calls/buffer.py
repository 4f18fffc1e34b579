"""Calls of one window that wait to be written: packed, and put in order at the end."""

from __future__ import annotations

import tempfile
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Self

import msgspec

from tap_ringcentral.api.errors import RingCentralError
from tap_ringcentral.calls.page import PackedCall, sort_key
from tap_ringcentral.calls.windows import PAGE_SIZE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

# What is more goes to disk: a window may turn out denser than any before it.
_IN_MEMORY = 8 * 1024 * 1024  # bytes

_pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder(list[PackedCall]).decode


class CallBuffer:
    """Holds calls as JSON and gives them back oldest first, each once.

    They are sorted a page at a time and merged at the end, so that memory holds 8 MiB and the
    pages that overlap in time, whatever the density. The rest goes to an unnamed temporary file,
    which ends with this process.
    """

    def __init__(self) -> None:
        self._store = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed by __exit__
        self._chunk: list[PackedCall] = []
        self._chunks: list[tuple[str, int, int]] = []  # first instant, offset, bytes
        self._held = 0

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
        """Count the calls; one that came twice counts twice."""
        return self._held

    def add(self, call: PackedCall) -> None:
        """Keep a call. One that comes again, with the same instant, replaces the former.

        Raises:
            RingCentralError: The disk with the temporary files is full.
        """
        self._held += 1
        self._chunk.append(call)
        if len(self._chunk) == PAGE_SIZE:
            self._put_away()

    def _put_away(self) -> None:
        # A stable sort: of the same call, the one that came later stays behind.
        chunk = sorted(self._chunk, key=sort_key)
        packed = _pack(chunk)
        self._chunks.append((chunk[0].at, self._store.tell(), len(packed)))
        self._chunk = []
        try:
            self._store.write(packed)
        except OSError as error:
            raise RingCentralError(
                f"Calls that wait to be written do not fit into {tempfile.gettempdir()} "
                f"({error.strerror}). Make room there, or set TMPDIR to another directory; then "
                "run again to resume."
            ) from None

    def in_order(self) -> Iterator[PackedCall]:
        """Yield the calls, oldest first; equal ones by id; of the same call the last that came."""
        if self._chunk:
            self._put_away()
        last: PackedCall | None = None
        for call in self._merged():
            if last is not None and (call.at != last.at or call.id != last.id):
                yield last
            last = call
        if last is not None:
            yield last

    def _merged(self) -> Iterator[PackedCall]:
        waiting = sorted(enumerate(self._chunks), key=lambda chunk: chunk[1][0], reverse=True)
        # By place, then by when the chunk came.
        heads: list[tuple[tuple[str, str], int, PackedCall, Iterator[PackedCall]]] = []
        while heads or waiting:
            while waiting and (not heads or waiting[-1][1][0] <= heads[0][0][0]):
                number, (_, offset, size) = waiting.pop()
                self._store.seek(offset)
                calls = iter(_unpack(self._store.read(size)))
                first = next(calls)
                heappush(heads, (sort_key(first), number, first, calls))
            _, number, call, calls = heappop(heads)
            yield call
            for following in calls:
                # Without a rival there is nothing to merge with.
                if heads or (waiting and waiting[-1][1][0] <= following.at):
                    heappush(heads, (sort_key(following), number, following, calls))
                    break
                yield following
