"""Asks RingCentral for a token: `POST /restapi/oauth/token`.

Source: developers.ringcentral.com/guide/authentication, and /guide/basics/errors for what may be
tried again.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

import requests

from tap_ringcentral.api.errors import ApiError, SignInError
from tap_ringcentral.api.network_errors import FAILURES, is_lasting, never_arrived, unreachable
from tap_ringcentral.api.rate_limit import retry_after
from tap_ringcentral.auth.token import Token

if TYPE_CHECKING:
    from tap_ringcentral.api.clock import Clock
    from tap_ringcentral.auth.grants import Client, Grant

logger = logging.getLogger("tap-ringcentral")

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
            SignInError: RingCentral gave no token; the text says what to change.
        """
        fields = grant.form() | self._lifetime
        tries = 1
        while True:
            sent = self._clock.machine_time()
            try:
                response = self._post(grant.client, fields)
            except FAILURES as error:
                is_intact = grant.is_repeatable or never_arrived(error)
                again = is_intact and not is_lasting(error)
                reason, pause = type(error).__name__, _PAUSE
                failure = unreachable(error, self._url)
                failure += "" if is_intact else " Obtain a new authorization_code."
            else:
                self._clock.learn(response.headers.get("Date"), sent=sent)
                if response.ok:
                    return self._read(response)
                status = response.status_code
                again = status in (_RETRIED if grant.is_repeatable else _UNTOUCHED)
                reason, pause = f"answer {status}", self._pause(response)
                failure = str(ApiError.of(response, credential=grant.setting))
            if not again or tries == _TRIES:
                raise SignInError(f"Sign-in failed. {failure.rstrip('.')}.")
            seconds = pause.total_seconds()
            logger.warning("Sign-in did not work (%s); next try in %d s.", reason, seconds)
            self._clock.sleep(seconds)
            tries += 1

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

    def _pause(self, response: requests.Response) -> timedelta:
        throttled = response.status_code == requests.codes.too_many_requests
        default = _THROTTLED_PAUSE if throttled else _PAUSE
        return retry_after(response.headers, default=default, now=self._clock.now())

    def _read(self, response: requests.Response) -> Token:
        try:
            return Token.of(response.json(), now=self._clock.now())
        except (AttributeError, KeyError, OverflowError, RecursionError, TypeError, ValueError):
            raise SignInError(
                f"Sign-in failed: the answer of {self._url} is no token. Check server_url."
            ) from None


class _NoAuth(requests.auth.AuthBase):
    """Keeps the session's own authentication, and a .netrc file, off a request."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        return request
