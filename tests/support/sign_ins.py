"""A sign-in of the tests: an app, its credentials, and a token as RingCentral answers it."""

from __future__ import annotations

from typing import Any

from tap_ringcentral.auth.grants import Client, CodeGrant, JwtGrant, RefreshTokenGrant

HOUR = 3600  # seconds: how long RingCentral's access tokens live

APP = Client("app", "s3cret")
PUBLIC_APP = Client("app", None)
JWT = JwtGrant(APP, "eyJ.whole.jwt")
SEED = RefreshTokenGrant(APP, "r1")
CODE = CodeGrant(APP, "c0de", "http://127.0.0.1:8910/callback", "verif1er")


def token(value: str = "t0ken", **more: Any) -> dict[str, Any]:
    """What the token endpoint answers; durations are in seconds."""
    return {"access_token": value, "token_type": "bearer", "expires_in": HOUR} | more
