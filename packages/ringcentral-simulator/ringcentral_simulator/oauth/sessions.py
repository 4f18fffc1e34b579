"""OAuth sessions and their tokens: how long each lives, and what ends it.

The rules are those of RingCentral's guides on tokens and on refresh tokens.
"""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ringcentral_simulator.gateway.errors import ApiError, OAuthError, Problem, invalid_request

if TYPE_CHECKING:
    from ringcentral_simulator.clock import Clock

MOST_SESSIONS = 5
GRACE_AFTER_USE = timedelta(seconds=10)
GRACE_UNUSED = timedelta(minutes=60)
ACCESS_TTL = 3_600
ACCESS_TTL_RANGE = (600, 3_600)
REFRESH_TTL = 604_800
REFRESH_TTL_MAX = 2_592_000


@dataclass(frozen=True, slots=True)
class Terms:
    """What tokens are issued on.

    Attributes:
        access: Seconds that the access token lives.
        refresh: Seconds that the refresh token lives.
        scopes: What they are good for; all that the app may do when `None`.
    """

    access: int = ACCESS_TTL
    refresh: int = REFRESH_TTL
    scopes: frozenset[str] | None = None


@dataclass(slots=True, repr=False)
class Tokens:
    """An access token and the refresh token issued with it.

    Attributes:
        used: When the access token was first used.
    """

    access: str
    refresh: str
    issued: datetime
    terms: Terms
    used: datetime | None = None

    @property
    def access_ends(self) -> datetime:
        """When the access token dies of age."""
        return self.issued + timedelta(seconds=self.terms.access)

    @property
    def refresh_ends(self) -> datetime:
        """When the refresh token dies of age."""
        return self.issued + timedelta(seconds=self.terms.refresh)


@dataclass(slots=True, repr=False)
class Session:
    """One sign-in of a user in an app.

    Attributes:
        user_id: The extension signed in.
        granted: The scopes of the sign-in, which a refresh may narrow but not widen.
        previous: The tokens that the present ones replaced.
    """

    id: str
    user_id: int
    endpoint_id: str
    granted: frozenset[str] | None
    tokens: Tokens
    previous: Tokens | None = None

    def grace_ends(self) -> datetime:
        """Return until when the replaced refresh token still brings the tokens that replaced it."""
        longest = self.tokens.issued + GRACE_UNUSED
        return min(longest, self.tokens.used + GRACE_AFTER_USE) if self.tokens.used else longest


@dataclass(slots=True)
class Sessions:
    """The living sessions of the app, the oldest first; safe to use from several threads."""

    clock: Clock
    _living: list[Session] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def open(
        self,
        user_id: int,
        terms: Terms,
        *,
        endpoint_id: str = "",
        refresh_token: str | None = None,
    ) -> Session:
        """Sign a user in; the oldest session ends when there are too many.

        Args:
            user_id: The extension.
            terms: Of its tokens.
            endpoint_id: The client's own identifier of itself.
            refresh_token: A refresh token known beforehand.
        """
        tokens = _new_tokens(self.clock.now(), terms)
        if refresh_token is not None:
            tokens.refresh = refresh_token
        session = Session(
            id=secrets.token_urlsafe(16),
            user_id=user_id,
            endpoint_id=endpoint_id or secrets.token_urlsafe(16),
            granted=terms.scopes,
            tokens=tokens,
        )
        with self._lock:
            self._living = [*self._living, session][-MOST_SESSIONS:]
        return session

    def refresh(self, refresh_token: str, terms: Terms) -> Session:
        """Exchange a refresh token, once; shortly after, it returns the same tokens again.

        Raises:
            OAuthError: The token has expired, is not known any longer, or was for fewer scopes.
        """
        now = self.clock.now()
        with self._lock:
            for session in self._living:
                if session.tokens.refresh == refresh_token:
                    if now >= session.tokens.refresh_ends:
                        raise OAuthError("invalid_grant", Problem("OAU-210", "Token expired"))
                    narrowed = _narrowed(terms, session.granted)
                    session.previous = session.tokens
                    session.tokens = _new_tokens(now, narrowed)
                    return session
                previous = session.previous
                if previous and previous.refresh == refresh_token and now < session.grace_ends():
                    return session
        raise OAuthError("invalid_grant", Problem("OAU-213", "Token not found"))

    def use(self, access_token: str) -> Session:
        """Find the session of an access token, and note the token's first use.

        Raises:
            ApiError: 401; the token has expired, was replaced, or is not known.
        """
        now = self.clock.now()
        with self._lock:
            for session in self._living:
                if session.tokens.access == access_token:
                    if now >= session.tokens.access_ends:
                        raise _invalid_token("OAU-128", "Access token expired")
                    session.tokens.used = session.tokens.used or now
                    return session
                if session.previous and session.previous.access == access_token:
                    raise _invalid_token("OAU-129", "Access token corrupted")
        raise _invalid_token("OAU-149", "OAuth token is invalid")

    def end(self, token: str) -> None:
        """End the session that an access or refresh token belongs to, if it lives."""
        with self._lock:
            self._living = [
                session
                for session in self._living
                if token not in {session.tokens.access, session.tokens.refresh}
            ]


def _narrowed(terms: Terms, granted: frozenset[str] | None) -> Terms:
    """Return the terms of a refresh: RFC 6749 section 6."""
    if granted is None:
        return terms
    if terms.scopes is None:
        return replace(terms, scopes=granted)
    if terms.scopes <= granted:
        return terms
    raise invalid_request("scope", " ".join(sorted(terms.scopes)), error="invalid_scope")


def _new_tokens(now: datetime, terms: Terms) -> Tokens:
    return Tokens(
        access=f"U0pDMTFQMDFQQVMwMHxB{secrets.token_urlsafe(40)}",
        refresh=f"U0pDMTFQMDFQQVMwMHxR{secrets.token_urlsafe(40)}",
        issued=now,
        terms=terms,
    )


def _invalid_token(code: str, message: str) -> ApiError:
    return ApiError(401, Problem(code, message), error_code="TokenInvalid")
