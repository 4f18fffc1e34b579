"""The credentials of the make-believe account: a restart with the same seed knows them."""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from ringcentral_simulator.company.company import Extension

_ISSUED = 1_704_067_200  # 2024-01-01
NEVER_EXPIRES = 4_102_444_800
"""Seconds since 1970 of the year 2100: how a credential without expiry is written here."""


class JwtPayload(msgspec.Struct, frozen=True):
    """What a JWT credential says: RFC 7519's claims.

    Attributes:
        aud: The token endpoint.
        sub: The extension it signs in.
        iss: The server.
        exp: Seconds since 1970.
        iat: Seconds since 1970.
        jti: Its own identifier.
    """

    aud: str
    sub: str
    iss: str
    exp: int
    iat: int
    jti: str


@dataclass(frozen=True, slots=True, repr=False)
class Credentials:
    """What an app and its user sign in with.

    Attributes:
        client_id: The app's.
        client_secret: The app's; empty where it is public.
        jwt: The JWT credential of the service user.
        refresh_token: A refresh token from an earlier sign-in.
        username: The company's main number, E.164; the service user's e-mail address serves too.
        extension: The service user's extension number.
        password: The service user's.
    """

    client_id: str
    client_secret: str
    jwt: str
    refresh_token: str
    username: str
    extension: str
    password: str


class CredentialIssuer:
    """Issues credentials and recognizes its own.

    Args:
        seed: What all of them follow from.
        user: The extension that signs in.
        server: Where this server is.
        public_app: Whether the app has no secret.
    """

    def __init__(self, seed: int, user: Extension, server: str, *, public_app: bool) -> None:
        self._key = f"ringcentral-simulator/{seed}".encode()
        self._user_id = user.id
        self._server = server
        self._revoked: set[str] = set()
        self.credentials = Credentials(
            client_id=self._derive("client-id")[:22],
            client_secret="" if public_app else self._derive("client-secret"),
            jwt=self.jwt(),
            refresh_token=f"U0pDMTFQMDFQQVMwMHx{self._derive('refresh-token')}",
            username=user.site.main_number,
            extension=user.number,
            password=self._derive("password")[:16],
        )

    def jwt(self, *, expires: int = NEVER_EXPIRES, name: str = "jwt") -> str:
        """Return a JWT credential of the service user.

        Args:
            expires: Seconds since 1970.
            name: Tells several credentials apart.
        """
        payload = JwtPayload(
            aud=f"{self._server}/restapi/oauth/token",
            sub=str(self._user_id),
            iss=self._server,
            exp=expires,
            iat=_ISSUED,
            jti=self._derive(name)[:22],
        )
        header = {"kid": "8762f598d05944dbb86bf5ca97804760", "typ": "JWT", "alg": "HS256"}
        signed = f"{_encode(msgspec.json.encode(header))}.{_encode(msgspec.json.encode(payload))}"
        return f"{signed}.{self._signature(signed)}"

    def revoke_jwt(self, token: str) -> None:
        """Withdraw a credential, as its owner or an administrator may in the developer console."""
        self._revoked.add(token)

    def is_revoked(self, token: str) -> bool:
        """Whether a credential was withdrawn."""
        return token in self._revoked

    def is_password(self, given: str) -> bool:
        """Whether it is the service user's password."""
        return hmac.compare_digest(given.encode(), self.credentials.password.encode())

    def read_jwt(self, token: str) -> JwtPayload | None:
        """Return what a credential says; `None` unless it was issued here.

        The audience is not compared: this server's port may change from start to start.
        """
        signed, _, signature = token.rpartition(".")
        if not hmac.compare_digest(signature.encode(), self._signature(signed).encode()):
            return None
        return msgspec.json.decode(_decode(signed.partition(".")[2]), type=JwtPayload)

    def _derive(self, name: str) -> str:
        return _encode(hmac.digest(self._key, name.encode(), hashlib.sha256))

    def _signature(self, signed: str) -> str:
        return self._derive(f"signature/{signed}")


def _encode(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
