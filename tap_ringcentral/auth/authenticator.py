"""Puts a live token on every request: one for all runs that share a token store."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from requests.auth import AuthBase

from tap_ringcentral.auth import jwt_credential
from tap_ringcentral.auth.grants import JwtGrant, RefreshTokenGrant, digest
from tap_ringcentral.auth.token_store import StoredSignIn
from tap_ringcentral.errors import SettingsError, SignInError

if TYPE_CHECKING:
    import requests

    from tap_ringcentral.auth.grants import Grant
    from tap_ringcentral.auth.token import Token
    from tap_ringcentral.auth.token_endpoint import TokenEndpoint
    from tap_ringcentral.auth.token_store import TokenStore
    from tap_ringcentral.clock import Clock

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
        self._token: Token | None = None
        self._refused: str | None = None

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Sign a request, after renewing the token where that is due.

        Raises:
            SignInError: RingCentral gave no token.
            SettingsError: The token store cannot be used.
        """
        request.headers["Authorization"] = _bearer(self.token())
        return request

    def token(self) -> Token:
        """Give the live token: this process's, the store's, or a new one.

        Raises:
            SignInError: RingCentral gave no token.
            SettingsError: The token store cannot be used.
        """
        if self._token is None or not self._token.is_live(self._clock.now()):
            self._token = self._shared_token()
        return self._token

    def sign_in(self, grant: Grant) -> Token:
        """Sign in with a grant that a person has just obtained, and keep what it brings.

        Raises:
            SignInError: RingCentral gave no token.
            SettingsError: The token store cannot be used.
        """
        with self._store.locked():
            self._own(self._store.read())
            self._store.probe()
            self._token = self._keep(self._mint(grant))
        return self._token

    def discard(self, request: requests.PreparedRequest) -> None:
        """Forget the token of a request that RingCentral refused, unless it was renewed since."""
        if self._token and request.headers.get("Authorization") == _bearer(self._token):
            self._refused = self._token.access_token
            self._token = None

    def _shared_token(self) -> Token:
        try:
            with self._store.locked():
                stored = self._own(self._store.read())
                if stored and self._is_usable(stored.token):
                    return stored.token
                return self._renew(stored)
        except SettingsError:
            if self._grant.is_seed or self._store.path.exists():
                raise
            # Nothing is lost with the store: this credential works again at the next run.
            logger.warning("No token store at %s; this run signs in for itself.", self._store.path)
            return self._mint(self._grant)

    def _own(self, stored: StoredSignIn | None) -> StoredSignIn | None:
        """Give what the store holds if it is of this sign-in.

        Raises:
            SettingsError: It holds another app's, which would end if it were replaced.
        """
        if stored is None:
            return None
        if stored.app != self._app and stored.is_seed:
            raise SettingsError(
                f"The token store {self._store.path} holds the sign-in of another app or server. "
                "Set token_store to a file of this one's own."
            )
        # A credential that was changed by hand since wins over what the former one brought; where
        # none is set, any sign-in of the app goes on.
        own = self._grant.fingerprint
        return stored if stored.app == self._app and own in {"", stored.fingerprint} else None

    def _is_usable(self, token: Token) -> bool:
        return token.access_token != self._refused and token.is_live(self._clock.now())

    def _renew(self, stored: StoredSignIn | None) -> Token:
        """Sign in, and write the token to disk before anyone uses it.

        Until then RingCentral honors the former refresh token: a crash at any point leaves a way
        in (developers.ringcentral.com/guide/authentication/refresh-tokens).
        """
        grant = self._grant
        if grant.is_seed:
            self._store.probe()
            if stored:
                if stored.token.refresh_token is None:
                    raise SignInError(
                        "The sign-in has ended, and RingCentral gave no refresh token with it: "
                        "let the app issue refresh tokens (Developer Console, settings of the "
                        "app), then sign in once more."
                    )
                grant = RefreshTokenGrant(grant.client, stored.token.refresh_token)
        return self._keep(self._mint(grant))

    def _keep(self, token: Token) -> Token:
        grant = self._grant
        try:
            self._store.write(StoredSignIn(self._app, grant.fingerprint, grant.is_seed, token))
        except SettingsError as error:
            if grant.is_seed:
                raise
            logger.warning("%s Until then each run signs in for itself.", error)
        return token

    def _mint(self, grant: Grant) -> Token:
        if isinstance(grant, JwtGrant):
            jwt_credential.warn_of_end(grant.jwt, now=self._clock.now())
        try:
            token = self._endpoint.request(grant)
        except SignInError as error:
            if isinstance(grant, JwtGrant):
                reason = jwt_credential.why_refused(
                    grant.jwt, server_url=self._server_url, now=self._clock.now()
                )
                raise SignInError(f"{error}{reason}") from None
            raise
        logger.info("Signed in to RingCentral; the token ends at %s.", token.expires_at)
        return token


def _bearer(token: Token) -> str:
    return f"Bearer {token.access_token}"
