"""Puts a live token on every request: one for all runs that share a token store."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from requests.auth import AuthBase

from tap_ringcentral.api.errors import SettingsError, SignInError, TokenStoreError
from tap_ringcentral.auth import jwt_credential
from tap_ringcentral.auth.grants import JwtGrant, RefreshTokenGrant, digest
from tap_ringcentral.auth.kept_sign_ins import SignIn
from tap_ringcentral.auth.token import RENEWED_BEFORE

if TYPE_CHECKING:
    import requests

    from tap_ringcentral.api.clock import Clock
    from tap_ringcentral.auth.grants import Grant
    from tap_ringcentral.auth.kept_sign_ins import SignIns
    from tap_ringcentral.auth.token import Token
    from tap_ringcentral.auth.token_endpoint import TokenEndpoint
    from tap_ringcentral.auth.token_store import TokenStore

logger = logging.getLogger("tap-ringcentral")


class Authenticator(AuthBase):
    """Signs requests with the helper extension's access token.

    RingCentral allows an app five token requests a minute and a user about five sessions, so a
    token is minted only when there is none, when it is about to end, or when it was refused; and
    the next process uses it again. While one process signs in, the others wait for its token.
    """

    def __init__(
        self,
        grant: Grant,
        *,
        server_url: str,
        endpoint: TokenEndpoint,
        store: TokenStore,
        clock: Clock,
    ) -> None:
        self._grant = grant
        self._app = digest(server_url, grant.client.client_id)
        self._server_url = server_url
        self._endpoint = endpoint
        self._store = store
        self._clock = clock
        self._turn = threading.Lock()
        self._token: Token | None = None
        self._refused: str | None = None
        self._warned_of = ""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Sign a request, after renewing the token where that is due.

        Raises:
            SignInError: RingCentral gave no token.
            SettingsError: The token store cannot be used, and no other way in is known.
        """
        request.headers["Authorization"] = _bearer(self.token())
        return request

    def token(self) -> Token:
        """Return the live token: this process's, the store's, or a new one.

        Raises:
            SignInError: RingCentral gave no token.
            SettingsError: The token store cannot be used, and no other way in is known.
        """
        with self._clock.baton.holding(self._turn):  # one sign-in for all lanes
            renewed_from = self._clock.server_now() + RENEWED_BEFORE
            if self._token is None or renewed_from >= self._token.expires_at:
                self._token = self._shared_token()
            return self._token

    def check_store(self) -> None:
        """Find out whether a sign-in could be kept, before a person is asked for one.

        Raises:
            SettingsError: The token store cannot be used.
        """
        with self._store.locked():
            self._store.read()
            self._store.probe()

    def sign_in(self, grant: Grant) -> Token:
        """Sign in with a grant that a person has just obtained, and keep what it brings.

        Raises:
            SignInError: RingCentral gave no token.
            SettingsError: The token store cannot be used, or would lose another user's sign-in.
        """
        with self._store.locked():
            kept = self._store.read()
            self._store.probe()
            token = self._mint(grant)
            if kept.would_lose_another_user(self._app, token.owner_id, self._clock.server_now()):
                raise SettingsError(
                    f"The token store {self._store.path} holds the sign-in of another user of "
                    "this app, which is kept. Set token_store to a file of this one's own, or "
                    "remove that file if the other is not needed any more; then sign in again."
                )
            self._token = self._keep(token, kept)
        return self._token

    def discard(self, request: requests.PreparedRequest) -> None:
        """Forget the token of a request that RingCentral refused, unless it was renewed since."""
        if self._token and request.headers.get("Authorization") == _bearer(self._token):
            self._refused = self._token.access_token
            self._token = None

    def _shared_token(self) -> Token:
        try:
            with self._store.locked():
                kept = self._store.read()
                own = self._own(kept)
                if own and self._is_usable(own.token):
                    return own.token
                return self._renew(own, kept)
        except TokenStoreError as error:
            self._go_on_without(error)
            return self._mint(self._grant)

    def _go_on_without(self, error: TokenStoreError) -> None:
        """Warn once, where nothing is lost with the store: the credential works again next time."""
        if self._grant.is_seed:
            raise error
        if str(error) != self._warned_of:
            self._warned_of = str(error)
            logger.warning("%s Until then each run signs in for itself.", error)

    def _own(self, kept: SignIns) -> SignIn | None:
        """Return the sign-in that goes on.

        Raises:
            SettingsError: It may be any of several.
        """
        found = kept.going_on(self._app, self._grant.fingerprint, self._clock.server_now())
        if len(found) > 1:
            raise SettingsError(
                f"The token store {self._store.path} holds several sign-ins of this app. Set "
                "token_store to a file of this one's own, and run tap-ringcentral-login once."
            )
        return found[0] if found else None

    def _is_usable(self, token: Token) -> bool:
        return token.access_token != self._refused and token.is_live(self._clock.server_now())

    def _renew(self, own: SignIn | None, kept: SignIns) -> Token:
        """Sign in, and write the token to disk before anyone uses it.

        Until then RingCentral honors the former refresh token: a crash at any point leaves a way
        in (developers.ringcentral.com/guide/authentication/refresh-tokens).
        """
        grant = self._grant
        if not grant.is_seed:
            return self._keep(self._mint(grant), kept)
        self._store.probe()
        if own is None:
            return self._keep(self._mint(grant), kept)
        if own.token.refresh_token is None:
            raise SignInError(
                "The sign-in has ended, and RingCentral gave no refresh token with it: let the "
                "app issue refresh tokens (Developer Console, settings of the app), then sign in "
                "once more."
            )
        renewed = self._mint(RefreshTokenGrant(grant.client, own.token.refresh_token))
        return self._keep(renewed, kept, own.fingerprint)

    def _keep(self, token: Token, kept: SignIns, fingerprint: str | None = None) -> Token:
        grant = self._grant
        began_with = grant.fingerprint if fingerprint is None else fingerprint
        sign_in = SignIn(self._app, began_with, grant.is_seed, token)
        try:
            self._store.write(kept.having(sign_in, self._clock.server_now()))
        except TokenStoreError as error:
            self._go_on_without(error)
        return token

    def _mint(self, grant: Grant) -> Token:
        if isinstance(grant, JwtGrant):
            jwt_credential.warn_of_end(grant.jwt, now=self._clock.server_now())
        try:
            token = self._endpoint.request(grant)
        except SignInError as error:
            if isinstance(grant, JwtGrant):
                reason = jwt_credential.why_refused(
                    grant.jwt, server_url=self._server_url, now=self._clock.server_now()
                )
                raise type(error)(f"{error}{reason}") from None
            raise
        logger.info("Signed in to RingCentral; the token ends at %s.", token.expires_at)
        return token


def _bearer(token: Token) -> str:
    return f"Bearer {token.access_token}"
