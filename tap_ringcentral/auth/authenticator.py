"""Puts a live token on every request: one for the whole process, renewed ahead of its end."""

from __future__ import annotations

import dataclasses
import logging
from datetime import timedelta
from typing import TYPE_CHECKING

import requests
from requests.auth import AuthBase

from tap_ringcentral.auth.grants import RefreshTokenGrant
from tap_ringcentral.auth.token import Token
from tap_ringcentral.errors import ApiError, SignInError
from tap_ringcentral.rate_limit import retry_after

if TYPE_CHECKING:
    from tap_ringcentral.auth.grants import Grant
    from tap_ringcentral.clock import Clock

logger = logging.getLogger("tap-ringcentral")

_PATH = "/restapi/oauth/token"
_TIMEOUT = (10, 30)  # seconds: to connect, and between two bytes of the answer
# developers.ringcentral.com/guide/basics/errors: three tries, ten seconds apart. A repeated
# refresh is safe: the old refresh token holds until the new access token is used.
_TRIES = 3
_PAUSE = timedelta(seconds=10)
_RETRIED = {408, 429, 500, 502, 503, 504}
_THROTTLED_PAUSE = timedelta(seconds=60)  # where RingCentral does not say how long


class Authenticator(AuthBase):
    """Signs requests with the helper extension's access token.

    RingCentral allows an app five token requests a minute, so that a token is minted only when
    there is none, when it is about to end, or when RingCentral has refused it.
    """

    def __init__(
        self, grant: Grant, *, server_url: str, http: requests.Session, clock: Clock
    ) -> None:
        self._grant = grant
        self._url = server_url + _PATH
        self._http = http
        self._clock = clock
        self._token: Token | None = None

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Sign a request, after renewing the token where that is due.

        Raises:
            SignInError: RingCentral gave no token.
        """
        request.headers["Authorization"] = f"Bearer {self.token().access_token}"
        return request

    def token(self) -> Token:
        """Give the live token, minting one where there is none.

        Raises:
            SignInError: RingCentral gave no token.
        """
        if self._token is None or not self._token.is_live(self._clock.now()):
            self._token = self._mint()
        return self._token

    def discard(self, request: requests.PreparedRequest) -> None:
        """Forget the token of a request that RingCentral refused, unless it was renewed since."""
        if self._token and request.headers.get("Authorization") == self._bearer(self._token):
            self._token = None

    @staticmethod
    def _bearer(token: Token) -> str:
        return f"Bearer {token.access_token}"

    def _mint(self) -> Token:
        response = self._post()
        self._clock.learn(response.headers.get("Date"))
        if not response.ok:
            raise SignInError(f"Sign-in failed. {ApiError.of(response)}")
        try:
            token = Token.of(response.json(), now=self._clock.now())
        except (KeyError, TypeError, ValueError):
            raise SignInError(
                f"Sign-in failed: the answer of {self._url} is no token. Check server_url."
            ) from None
        if token.refresh_token and isinstance(self._grant, RefreshTokenGrant):
            self._grant = dataclasses.replace(self._grant, refresh_token=token.refresh_token)
        logger.info("Signed in to RingCentral; the token ends at %s.", token.expires_at)
        return token

    def _post(self) -> requests.Response:
        client = self._grant.client
        form = self._grant.form()
        basic = None
        if client.client_secret:
            basic = (client.client_id, client.client_secret)
        else:
            form["client_id"] = client.client_id
        for remaining in reversed(range(_TRIES)):
            try:
                response = self._http.post(
                    self._url,
                    data=form,
                    # A public app must not send the session's own authentication either.
                    auth=basic or (lambda request: request),
                    timeout=_TIMEOUT,
                    allow_redirects=False,
                )
            except requests.RequestException as error:
                reason, pause = type(error).__name__, _PAUSE
                failure = SignInError(
                    f"Sign-in failed: {self._url} cannot be reached ({reason}). Check server_url "
                    "and the network."
                )
            else:
                if response.status_code not in _RETRIED:
                    return response
                reason, pause = f"answer {response.status_code}", _pause(response)
                failure = SignInError(f"Sign-in failed. {ApiError.of(response)}")
            if not remaining:
                raise failure
            seconds = pause.total_seconds()
            logger.warning("Sign-in did not work (%s); next try in %d s.", reason, seconds)
            self._clock.sleep(seconds)
        raise AssertionError  # the loop returns or raises


def _pause(response: requests.Response) -> timedelta:
    throttled = response.status_code == requests.codes.too_many_requests
    return retry_after(response.headers, default=_THROTTLED_PAUSE if throttled else _PAUSE)
