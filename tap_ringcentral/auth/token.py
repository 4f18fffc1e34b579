"""A token as RingCentral gives it, and as the token store keeps it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

from msgspec import Meta

if TYPE_CHECKING:
    from collections.abc import Mapping

_Instant = Annotated[datetime, Meta(tz=True)]

RENEWED_BEFORE = timedelta(minutes=2)
"""How long before its end a token is renewed.

A request under way must still arrive with a live one, and two machines that share a token store may
disagree about the time a little.
"""


@dataclass(frozen=True)
class Token:
    """An access token and what came with it; instants are UTC, by RingCentral's clock."""

    access_token: str = field(repr=False)
    expires_at: _Instant
    refresh_token: str | None = field(repr=False)
    refresh_expires_at: _Instant | None
    scopes: tuple[str, ...]
    """The app's permissions, such as ReadCallLog."""
    owner_id: str | None = None
    """The extension that signed in; stores of former versions do not have it."""

    @classmethod
    def from_response(cls, answer: Mapping[str, Any], *, now: datetime) -> Token:
        """Read the answer of the token endpoint, whose durations are in seconds.

        Raises:
            KeyError, TypeError, ValueError: It is no token answer.
        """
        access_token, refresh_token = answer["access_token"], answer.get("refresh_token")
        if not isinstance(access_token, str) or not isinstance(refresh_token, str | None):
            raise TypeError("A token is no text.")
        lifetime = answer.get("refresh_token_expires_in")
        return cls(
            access_token=access_token,
            expires_at=now + timedelta(seconds=int(answer["expires_in"])),
            refresh_token=refresh_token or None,
            refresh_expires_at=None if lifetime is None else now + timedelta(seconds=int(lifetime)),
            scopes=tuple(str(answer.get("scope") or "").split()),
            owner_id=str(answer.get("owner_id") or "") or None,
        )

    def is_live(self, now: datetime) -> bool:
        """Return whether the token may still be used for a request."""
        return now + RENEWED_BEFORE < self.expires_at
