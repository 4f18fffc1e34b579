"""Authorization requests and the codes that answer them: RFC 6749 section 4.1 and RFC 7636."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import threading
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from ringcentral_simulator.gateway.errors import OAuthError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from ringcentral_simulator.clock import Clock
    from ringcentral_simulator.oauth.sessions import Session, Sessions

CODE_TTL = 60
"""Seconds that a code lives: the `expires_in` of RingCentral's redirect."""

CHALLENGE_METHODS = frozenset({"plain", "S256"})
_CHALLENGE = re.compile(r"[A-Za-z0-9._~-]{43,128}")


@dataclass(frozen=True, slots=True)
class AuthorizationRequest:
    """What an app asks of the authorization endpoint.

    Attributes:
        redirect_uri: Where the browser goes with the answer.
        state: Comes back with the answer, unchanged.
        challenge: PKCE's; empty where the app uses none.
        challenge_method: `plain` or `S256`.
        login_hint: Who is likely to sign in.
    """

    redirect_uri: str
    state: str = ""
    challenge: str = ""
    challenge_method: str = "plain"
    login_hint: str = ""

    @property
    def has_sound_challenge(self) -> bool:
        """Whether the challenge is one of RFC 7636 section 4.2."""
        return (
            self.challenge_method in CHALLENGE_METHODS
            and _CHALLENGE.fullmatch(self.challenge) is not None
        )

    def redirect_with(self, **answer: str) -> str:
        """Return the address that takes an answer back to the app."""
        parts = urlsplit(self.redirect_uri)
        given = urlencode(answer | ({"state": self.state} if self.state else {}))
        return parts._replace(query="&".join(filter(None, (parts.query, given)))).geturl()

    def is_proved_by(self, verifier: str) -> bool:
        """Whether a verifier fits the challenge: RFC 7636 section 4.6."""
        if not self.challenge:
            return not verifier
        if self.challenge_method == "S256":
            digest = hashlib.sha256(verifier.encode()).digest()
            verifier = urlsafe_b64encode(digest).rstrip(b"=").decode()
        return hmac.compare_digest(verifier.encode(), self.challenge.encode())


@dataclass(slots=True, repr=False)
class SignIn:
    """A browser on its way through the sign-in pages.

    Attributes:
        user_id: Who has signed in; nobody yet when `None`.
    """

    request: AuthorizationRequest
    user_id: int | None = None


@dataclass(slots=True, repr=False)
class _Code:
    """A code that was issued, and the session it was exchanged for."""

    request: AuthorizationRequest
    user_id: int
    expires: datetime
    session: Session | None = None


@dataclass(slots=True)
class Authorizations:
    """The sign-ins under way and the codes issued; safe to use from several threads."""

    clock: Clock
    sessions: Sessions
    _sign_ins: dict[str, SignIn] = field(default_factory=dict)
    _codes: dict[str, _Code] = field(default_factory=dict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def begin(self, request: AuthorizationRequest) -> str:
        """Let a browser sign in, and return the identifier that the pages carry."""
        name = secrets.token_urlsafe(16)
        self._sign_ins[name] = SignIn(request)
        return name

    def under_way(self, name: str) -> SignIn | None:
        """Return the sign-in of that identifier; `None` when it is not known or was finished."""
        return self._sign_ins.get(name)

    def finish(self, name: str) -> None:
        """Forget a sign-in that was answered."""
        self._sign_ins.pop(name, None)

    def issue(self, request: AuthorizationRequest, user_id: int) -> str:
        """Return a code for a user who agreed."""
        code = f"U0pDMTFQMDFQQVMwMHxD{secrets.token_urlsafe(40)}"
        expires = self.clock.now() + timedelta(seconds=CODE_TTL)
        self._codes[code] = _Code(request, user_id, expires)
        return code

    def redeem(
        self, code: str, redirect_uri: str, verifier: str, open_session: Callable[[int], Session]
    ) -> Session:
        """Exchange a code, once; a second try ends the session of the first (RFC 6749 4.1.2).

        Args:
            code: As it came with the redirect.
            redirect_uri: As it was sent to the authorization endpoint.
            verifier: PKCE's; empty where there was no challenge.
            open_session: Signs the user in whose identifier it is given.

        Raises:
            OAuthError: `invalid_grant`, with RingCentral's code for what does not fit.
        """
        with self._lock:
            issued = self._codes.get(code)
            if issued is None:
                raise _refusal("OAU-106", "Invalid authorization code")
            if issued.session is not None:
                self.sessions.end(issued.session.tokens.access)
                raise _refusal("OAU-106", "Invalid authorization code")
            if self.clock.now() >= issued.expires:
                raise _refusal("OAU-108", "Authorization code is expired")
            if redirect_uri != issued.request.redirect_uri:
                raise _refusal("OAU-109", "Redirect URIs do not match")
            if not issued.request.is_proved_by(verifier):
                raise _refusal("OAU-106", "Code verifier does not match the code challenge")
            issued.session = open_session(issued.user_id)
            return issued.session


def _refusal(code: str, message: str) -> OAuthError:
    return OAuthError("invalid_grant", Problem(code, message))
