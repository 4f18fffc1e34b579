"""A token as RingCentral gives it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

# Renewed this long before its end: a request under way must still arrive with a live token.
_MARGIN = timedelta(minutes=2)


@dataclass(frozen=True)
class Token:
    """An access token, its end (UTC), and the refresh token that came with it."""

    access_token: str = field(repr=False)
    expires_at: datetime
    refresh_token: str | None = field(repr=False)

    @classmethod
    def of(cls, answer: Mapping[str, Any], *, now: datetime) -> Token:
        """Read the answer of the token endpoint; `expires_in` is in seconds.

        Raises:
            KeyError, TypeError, ValueError: It is no token answer.
        """
        access_token = answer["access_token"]
        if not isinstance(access_token, str):
            raise TypeError("The access token is no text.")
        return cls(
            access_token=access_token,
            expires_at=now + timedelta(seconds=int(answer["expires_in"])),
            refresh_token=answer.get("refresh_token"),
        )

    def is_live(self, now: datetime) -> bool:
        """Tell whether the token may still be used for a request."""
        return now < self.expires_at - _MARGIN
