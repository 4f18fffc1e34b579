"""Faults that a test sets: what networks, proxies and servers do wrong."""

from __future__ import annotations

import sys
import threading
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

FOR_GOOD = sys.maxsize
"""As a fault's `times`: it befalls every request that comes."""


class FaultKind(Enum):
    """What goes wrong.

    Members:
        STATUS: An error status, with the fault's own headers and body.
        RESET: The connection is reset before any answer.
        TRUNCATED: Half the answer's bytes, then the connection closes; in chunks, without the last.
        MALFORMED: Status 200 and half the JSON, or half the content, well delivered.
        BAD_BYTE: Status 200 and an answer whose first name holds a byte that is no UTF-8.
        HTML: Status 200 and a page, as a captive portal sends.
        SLOW: The right answer in small pieces, with a delay before each.
        HANG: No answer, until the client goes or the server stops.
        UNAUTHORIZED: 401, as if the access token were not known.
    """

    STATUS = "status"
    RESET = "reset"
    TRUNCATED = "truncated"
    MALFORMED = "malformed"
    BAD_BYTE = "bad byte"
    HTML = "html"
    SLOW = "slow"
    HANG = "hang"
    UNAUTHORIZED = "unauthorized"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong.

    Attributes:
        kind: What.
        path: Part of the path and query of the requests it befalls; all when empty.
        method: HTTP method of those requests; all when empty.
        times: How many requests it befalls; `FOR_GOOD` for all.
        after: How many such requests go well first.
        status: For `STATUS`: the status.
        headers: For `STATUS`: further headers, such as `Retry-After`.
        body: For `STATUS`: the body; RingCentral's usual envelope when `None`.
        delay: For `SLOW`: real seconds before each piece.
        pieces: For `SLOW`: how many pieces.
    """

    kind: FaultKind
    path: str = ""
    method: str = ""
    times: int = 1
    after: int = 0
    status: int = 503
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    delay: float = 0.05
    pieces: int = 10

    def befalls(self, method: str, target: str) -> bool:
        """Whether it is about such a request."""
        return self.path in target and self.method in {"", method}


@dataclass(slots=True)
class _Pending:
    """A fault and how many of its requests have come."""

    fault: Fault
    seen: int = 0


@dataclass(slots=True)
class FaultQueue:
    """The faults still to come, in the order they were set."""

    _pending: list[_Pending] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, fault: Fault) -> None:
        """Let something go wrong."""
        with self._lock:
            self._pending.append(_Pending(fault))

    def take(self, method: str, target: str) -> Fault | None:
        """Return what befalls a request: the first fault whose turn it is; earlier ones count."""
        with self._lock:
            for pending in self._pending:
                if not pending.fault.befalls(method, target):
                    continue
                pending.seen += 1
                if pending.seen <= pending.fault.after:
                    continue
                if pending.seen == pending.fault.after + pending.fault.times:
                    self._pending.remove(pending)
                return pending.fault
        return None
