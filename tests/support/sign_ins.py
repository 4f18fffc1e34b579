"""A sign-in of the tests: an app, its credentials, and a token as RingCentral answers it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import requests

from tap_ringcentral.auth.grants import Client, CodeGrant, JwtGrant, RefreshTokenGrant, StoredGrant

if TYPE_CHECKING:
    from tap_ringcentral.auth.authenticator import Authenticator

HOUR = 3600  # seconds: how long RingCentral's access tokens live

APP = Client("app", "s3cret")
PUBLIC_APP = Client("app", None)
JWT = JwtGrant(APP, "eyJ.whole.jwt")
SEED = RefreshTokenGrant(APP, "r1")
CODE = CodeGrant(APP, "c0de", "http://127.0.0.1:8910/callback", "verif1er")
STORED = StoredGrant(APP)


def token(value: str = "t0ken", **more: Any) -> dict[str, Any]:
    """What the token endpoint answers; durations are in seconds."""
    return {"access_token": value, "token_type": "bearer", "expires_in": HOUR} | more


def signed(authenticator: Authenticator) -> requests.PreparedRequest:
    """A request that is signed."""
    request = requests.Request("GET", "http://127.0.0.1/call-log", auth=authenticator)
    return request.prepare()


def bearer(authenticator: Authenticator) -> str | None:
    """What a request carries."""
    return signed(authenticator).headers.get("Authorization")
