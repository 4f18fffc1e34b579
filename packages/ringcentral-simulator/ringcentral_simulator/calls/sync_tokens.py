"""Tokens of extract-sync: where a client has come to, sealed."""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from ringcentral_simulator.calls.record import View  # noqa: TC001 - msgspec reads it at runtime
from ringcentral_simulator.clock import to_milliseconds
from ringcentral_simulator.gateway.errors import ApiError, Problem

if TYPE_CHECKING:
    from ringcentral_simulator.clock import Clock

_SEAL_BYTES = 16


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a client has come.

    Attributes:
        position_ms: The last modification it has been given, milliseconds since 1970.
        count: How many records it asked for at a time.
        view: How much of each record it asked for.
    """

    position_ms: int
    count: int
    view: View


class _Content(msgspec.Struct, array_like=True):
    """What a token says."""

    progress: Progress
    issued_ms: int
    series: int


class SyncTokens:
    """Issues tokens and reads them back.

    Args:
        seed: What their seal follows from.
        clock: Whose time they age by.
        lifetime: Seconds that each is good for.
    """

    def __init__(self, seed: int, clock: Clock, lifetime: float) -> None:
        self._key = f"sync-token/{seed}".encode()
        self._clock = clock
        self._lifetime_ms = 1_000 * lifetime
        self._series = 0

    def issue(self, progress: Progress) -> str:
        """Return a token from which a client goes on."""
        content = msgspec.json.encode(_Content(progress, self._now_ms(), self._series))
        return urlsafe_b64encode(self._seal(content) + content).decode()

    def read(self, token: str) -> Progress:
        """Return how far the client has come that holds a token.

        Raises:
            ApiError: 400 with a CLG code: it is none of this account's, expired, or withdrawn.
        """
        try:
            sealed = urlsafe_b64decode(token.encode())
        except ValueError as error:
            raise _refusal("CLG-101", token) from error
        seal, content = sealed[:_SEAL_BYTES], sealed[_SEAL_BYTES:]
        if not hmac.compare_digest(seal, self._seal(content)):
            raise _refusal("CLG-101", token)
        known = msgspec.json.decode(content, type=_Content)
        if known.series != self._series:
            raise _refusal("CLG-102", token)
        if self._now_ms() - known.issued_ms > self._lifetime_ms:
            raise _refusal("CLG-104", token)
        return known.progress

    def expire_all(self) -> None:
        """Withdraw every token issued so far."""
        self._series += 1

    def _now_ms(self) -> int:
        return to_milliseconds(self._clock.now())

    def _seal(self, content: bytes) -> bytes:
        return hmac.digest(self._key, content, hashlib.sha256)[:_SEAL_BYTES]


def _refusal(code: str, token: str) -> ApiError:
    message = "Parameter [syncToken] is invalid [Sync token expired, call log was reset]"
    details = {"parameterName": "syncToken", "parameterValue": token}
    return ApiError(400, Problem(code, message, details))
