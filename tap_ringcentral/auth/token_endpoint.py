"""Asks RingCentral for a token: `POST /restapi/oauth/token`.

Source: developers.ringcentral.com/guide/authentication, and /guide/basics/errors for what may be
tried again.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import requests

from tap_ringcentral.api.errors import (
    ApiError,
    RequestFailedError,
    SignInError,
    SignInFailedError,
)
from tap_ringcentral.api.network_errors import FAILURES, is_lasting, never_arrived, unreachable
from tap_ringcentral.api.rate_limit import retry_after
from tap_ringcentral.api.retries import retried
from tap_ringcentral.auth.token import Token

if TYPE_CHECKING:
    from tap_ringcentral.api.clock import Clock
    from tap_ringcentral.auth.grants import Client, Grant

_PATH = "/restapi/oauth/token"
_TIMEOUT = (10, 30)  # seconds: to connect, and between two bytes of the answer
_TRIES = 3
_PAUSE = timedelta(seconds=10)
_THROTTLED_PAUSE = timedelta(seconds=60)  # where RingCentral does not say how long
# Answered without looking at the credential, so that even one that works once may be sent again.
_UNTOUCHED = {429, 503}
_RETRIED = {408, 500, 502, 504} | _UNTOUCHED


class TokenEndpoint:
    """The token endpoint of a server."""

    def __init__(
        self, server_url: str, *, http: requests.Session, clock: Clock, lifetime: int | None = None
    ) -> None:
        """Set up; `lifetime` asks for refresh tokens that live so many seconds."""
        self._url = server_url + _PATH
        self._http = http
        self._clock = clock
        self._lifetime = {} if lifetime is None else {"refresh_token_ttl": str(lifetime)}

    def request(self, grant: Grant) -> Token:
        """Exchange a grant for a token, with up to three tries where that is safe.

        Raises:
            SignInFailedError: RingCentral gave no token, and may the next time.
            SignInError: It gave none; the text says what to change.
        """
        attempt = partial(self._attempt, grant)
        try:
            return retried(attempt, clock=self._clock, tries=_TRIES, usual_pause=lambda _: _PAUSE)
        except RequestFailedError as error:
            raise SignInFailedError(str(error)) from None

    def _attempt(self, grant: Grant) -> Token:
        """Ask once.

        Raises:
            RequestFailedError: The grant may be sent again, and that may help.
            SignInError: It may not, or it would not.
        """
        sent = self._clock.local_now()
        try:
            response = self._post(grant.client, grant.form() | self._lifetime)
        except FAILURES as error:
            is_intact = grant.is_repeatable or never_arrived(error)
            advice = "" if is_intact else " Obtain a new authorization_code."
            failure = f"Sign-in failed. {unreachable(error, self._url)}{advice}"
            if is_intact and not is_lasting(error):
                raise RequestFailedError(failure) from None
            raise SignInError(failure) from None
        self._clock.synchronize(response.headers.get("Date"), sent=sent)
        if response.ok:
            return self._read(response)
        failure = f"Sign-in failed. {ApiError.from_response(response, credential=grant.setting)}"
        if response.status_code in (_RETRIED if grant.is_repeatable else _UNTOUCHED):
            raise RequestFailedError(failure, pause=self._pause(response))
        raise SignInError(failure)

    def _post(self, client: Client, fields: dict[str, str]) -> requests.Response:
        auth: requests.auth.AuthBase
        if client.client_secret:
            # As bytes: of a text requests takes Latin-1 alone.
            auth = requests.auth.HTTPBasicAuth(
                client.client_id.encode(), client.client_secret.encode()
            )
        else:
            # A public app names itself in the body (RFC 6749, section 3.2.1).
            auth, fields = _NoAuth(), fields | {"client_id": client.client_id}
        return self._http.post(
            self._url,
            data=fields,
            auth=auth,
            timeout=_TIMEOUT,
            allow_redirects=False,
            stream=False,
        )

    def _pause(self, response: requests.Response) -> timedelta | None:
        asked = retry_after(response.headers, now=self._clock.server_now())
        throttled = response.status_code == requests.codes.too_many_requests
        return _THROTTLED_PAUSE if asked is None and throttled else asked

    def _read(self, response: requests.Response) -> Token:
        try:
            return Token.from_response(response.json(), now=self._clock.server_now())
        except (AttributeError, KeyError, OverflowError, RecursionError, TypeError, ValueError):
            raise SignInError(
                f"Sign-in failed: the answer of {self._url} is no token. Check server_url."
            ) from None


class _NoAuth(requests.auth.AuthBase):
    """Keeps the session's own authentication, and a .netrc file, off a request."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        return request
