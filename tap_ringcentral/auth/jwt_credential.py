"""What a JWT credential tells of itself; only RingCentral can tell whether it is genuine.

Its payload names when it ends (`exp`) and for which server it was made (`iss`), as RFC 7519 has
them: developers.ringcentral.com/guide/authentication/jwt.
"""

from __future__ import annotations

import base64
import binascii
import logging
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import msgspec

logger = logging.getLogger("tap-ringcentral")

_WARNED_AHEAD = timedelta(days=14)


def payload(jwt: str) -> dict[str, Any] | None:
    """Read the payload, unverified; None where the text is no JWT."""
    parts = jwt.split(".")
    if len(parts) != 3:  # noqa: PLR2004 - header, payload, signature
        return None
    try:
        padded = parts[1] + "=" * (-len(parts[1]) % 4)
        return msgspec.json.decode(base64.urlsafe_b64decode(padded), type=dict[str, Any])
    except (binascii.Error, msgspec.DecodeError, RecursionError, ValueError):
        return None


def warn_of_end(jwt: str, *, now: datetime) -> None:
    """Warn from a fortnight before the credential ends: the tap cannot make a new one."""
    end = _end(payload(jwt) or {})
    if end and now < end < now + _WARNED_AHEAD:
        logger.warning(
            "The JWT credential ends on %s, in %d days: make a new one in the Developer Console "
            "and set jwt.",
            f"{end:%Y-%m-%d}",
            (end - now).days,
        )


def why_refused(jwt: str, *, server_url: str, now: datetime) -> str:
    """Describe, in further sentences, what the credential itself shows to be wrong."""
    claims = payload(jwt)
    if claims is None:
        return (
            " The setting jwt is no JWT: it has three parts with dots between them; copy it whole."
        )
    end = _end(claims)
    if end and end <= now:
        return f" The JWT credential ended on {end:%Y-%m-%d}: make a new one, and set jwt."
    made_for = _host(claims.get("iss"))
    if made_for and made_for != _host(server_url):
        return f" The JWT credential was made for {made_for}: compare that with server_url."
    return ""


def _host(url: object) -> str | None:
    try:
        return urlsplit(str(url)).hostname
    except ValueError:  # brackets that hold no IPv6 address
        return None


def _end(claims: dict[str, Any]) -> datetime | None:
    end = claims.get("exp")
    try:
        return datetime.fromtimestamp(end, UTC) if isinstance(end, int | float) else None
    except (OverflowError, OSError, ValueError):
        return None
