"""The ways to be given a token: what each sends to RingCentral's token endpoint.

Facts: developers.ringcentral.com/guide/authentication; RFC 6749 (refresh token), RFC 7523 (JWT).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from tap_ringcentral.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Client:
    """The app that signs in; a public app has no secret."""

    client_id: str
    client_secret: str | None = field(repr=False)


class Grant(Protocol):
    """One way to sign in."""

    @property
    def client(self) -> Client:
        """The app that signs in."""

    def form(self) -> dict[str, str]:
        """The grant's own fields of the token request."""


@dataclass(frozen=True)
class JwtGrant:
    """The JWT credential of the helper extension: made once, presented at every sign-in."""

    client: Client
    jwt: str = field(repr=False)

    def form(self) -> dict[str, str]:
        """The fields of RFC 7523, section 2.1."""
        return {
            "grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer",
            "assertion": self.jwt,
        }


@dataclass(frozen=True)
class RefreshTokenGrant:
    """A refresh token: each use returns the next one."""

    client: Client
    refresh_token: str = field(repr=False)

    def form(self) -> dict[str, str]:
        """The fields of RFC 6749, section 6."""
        return {"grant_type": "refresh_token", "refresh_token": self.refresh_token}


def choose_grant(config: Mapping[str, Any]) -> Grant:
    """Choose the way to sign in by the settings that are present.

    Raises:
        SettingsError: None or several are possible; the text says what to set.
    """
    ways = [name for name in ("jwt", "refresh_token") if config.get(name)]
    if not ways or not config.get("client_id"):
        app = [name for name in ("client_id", "client_secret") if not config.get(name)]
        missing = app if ways else [*app, "jwt"]
        raise SettingsError(
            f"Sign-in needs the settings client_id, client_secret and jwt (or refresh_token in "
            f"the place of jwt); not set: {', '.join(missing)}. Each can be set as an environment "
            "variable, such as TAP_RINGCENTRAL_CLIENT_ID."
        )
    if len(ways) > 1:
        raise SettingsError(
            f"Settings for several ways to sign in are present: {', '.join(ways)}. Keep one."
        )
    client = Client(config["client_id"], config.get("client_secret"))
    if ways == ["jwt"]:
        return JwtGrant(client, config["jwt"])
    return RefreshTokenGrant(client, config["refresh_token"])
