"""The ways to be given a token: what each sends to RingCentral's token endpoint.

Facts: developers.ringcentral.com/guide/authentication; RFC 6749 (code, password, refresh token),
RFC 7523 (JWT), RFC 7636 (PKCE).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from tap_ringcentral.api.errors import SettingsError, SignInError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True)
class Client:
    """The app that signs in; a public app has no secret."""

    client_id: str
    client_secret: str | None = field(repr=False)


@dataclass(frozen=True)
class Grant:
    """One way to sign in; `form` gives its own fields of the token request."""

    client: Client

    setting: ClassVar[str] = "jwt or refresh_token"
    """What a person sets to sign in so."""
    is_seed: ClassVar[bool] = False
    """Whether it works once, and the refresh token that it brings must be kept from then on."""
    is_repeatable: ClassVar[bool] = True
    """Whether it may be sent again where no answer came."""

    def form(self) -> dict[str, str]:
        """The fields of the token request.

        Raises:
            SignInError: There is nothing to sign in with.
        """
        raise SignInError(
            "Nobody is signed in: run `tap-ringcentral-login` once, or set jwt (with client_id "
            "and client_secret; as environment variables TAP_RINGCENTRAL_CLIENT_ID and so on)."
        )

    @property
    def fingerprint(self) -> str:
        """What tells credentials apart without holding them; changes with one that is changed."""
        return ""


@dataclass(frozen=True)
class StoredGrant(Grant):
    """No credential of its own: `tap-ringcentral-login` has left a sign-in in the token store."""

    is_seed = True


@dataclass(frozen=True)
class JwtGrant(Grant):
    """The JWT credential of the helper extension: made once, presented at every sign-in."""

    jwt: str = field(repr=False)
    setting = "jwt"

    def form(self) -> dict[str, str]:
        """The fields of RFC 7523, section 2.1."""
        return {
            "grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer",
            "assertion": self.jwt,
        }

    @property
    def fingerprint(self) -> str:
        """A digest of the credential."""
        return digest("jwt", self.jwt)


@dataclass(frozen=True)
class RefreshTokenGrant(Grant):
    """A refresh token: each use returns the next one.

    A repeated request is safe: until the new access token is used, the old refresh token brings
    the same answer again (developers.ringcentral.com/guide/authentication/refresh-tokens).
    """

    refresh_token: str = field(repr=False)
    setting = "refresh_token"
    is_seed = True

    def form(self) -> dict[str, str]:
        """The fields of RFC 6749, section 6."""
        return {"grant_type": "refresh_token", "refresh_token": self.refresh_token}

    @property
    def fingerprint(self) -> str:
        """A digest of the credential."""
        return digest("refresh_token", self.refresh_token)


@dataclass(frozen=True)
class CodeGrant(Grant):
    """An authorization code, which lives a minute and works once."""

    code: str = field(repr=False)
    redirect_uri: str
    code_verifier: str | None = field(repr=False)
    setting = "authorization_code"
    is_seed = True
    is_repeatable = False

    def form(self) -> dict[str, str]:
        """The fields of RFC 6749, section 4.1.3, and of RFC 7636, section 4.5."""
        fields = {
            "grant_type": "authorization_code",
            "code": self.code,
            "redirect_uri": self.redirect_uri,
        }
        return fields | ({"code_verifier": self.code_verifier} if self.code_verifier else {})

    @property
    def fingerprint(self) -> str:
        """A digest of the credential."""
        return digest("authorization_code", self.code)


@dataclass(frozen=True)
class PasswordGrant(Grant):
    """Username and password, where an environment still allows them; not under single sign-on."""

    username: str
    extension: str | None
    password: str = field(repr=False)
    setting = "password (and username)"

    def form(self) -> dict[str, str]:
        """The fields of RFC 6749, section 4.3.2, with RingCentral's extension."""
        fields = {
            "grant_type": "password",
            "username": self.username,
            "password": self.password,
        }
        return fields | ({"extension": self.extension} if self.extension else {})

    @property
    def fingerprint(self) -> str:
        """A digest of the credential."""
        return digest("password", self.username, self.extension or "", self.password)


def digest(*parts: str) -> str:
    """Return a digest, which tells texts apart without holding them."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


# The setting that makes each way to sign in, what it needs, and the way itself.
_WAYS: dict[str, tuple[tuple[str, ...], Callable[[Client, Mapping[str, Any]], Grant]]] = {
    "jwt": ((), lambda client, config: JwtGrant(client, config["jwt"])),
    "refresh_token": (
        (),
        lambda client, config: RefreshTokenGrant(client, config["refresh_token"]),
    ),
    "authorization_code": (
        ("redirect_uri",),
        lambda client, config: CodeGrant(
            client,
            config["authorization_code"],
            config["redirect_uri"],
            config.get("code_verifier"),
        ),
    ),
    "password": (
        ("username",),
        lambda client, config: PasswordGrant(
            client, config["username"], config.get("extension"), config["password"]
        ),
    ),
}
# What means nothing without another.
_COMPANIONS = {
    "code_verifier": "authorization_code",
    "username": "password",
    "extension": "password",
}


def choose_grant(config: Mapping[str, Any]) -> Grant:
    """Choose the way to sign in by the settings that are present.

    Raises:
        SettingsError: None or several are possible, or one is incomplete; the text says what to
            set.
    """
    ways = [name for name in _WAYS if config.get(name)]
    if not config.get("client_id"):
        raise SettingsError(_nothing_set(config, ways))
    if len(ways) > 1:
        raise SettingsError(
            f"Settings for several ways to sign in are present: {', '.join(ways)}. Keep one."
        )
    for companion, of in _COMPANIONS.items():
        if config.get(companion) and of not in ways:
            raise SettingsError(
                f"The setting {companion} means nothing without {of}: set {of} too, or remove it."
            )
    client = Client(config["client_id"], config.get("client_secret"))
    if not ways:
        return StoredGrant(client)
    (way,) = ways
    needs, make = _WAYS[way]
    if missing := [name for name in needs if not config.get(name)]:
        raise SettingsError(f"The setting {way} needs {missing[0]} as well; it is not set.")
    return make(client, config)


def _nothing_set(config: Mapping[str, Any], ways: list[str]) -> str:
    missing = [name for name in ("client_id", "client_secret") if not config.get(name)]
    return (
        "Sign-in needs the settings client_id, client_secret and jwt (or another way in the place "
        f"of jwt); not set: {', '.join([*missing, *([] if ways else ['jwt'])])}. Each can be set "
        "as an environment variable, such as TAP_RINGCENTRAL_CLIENT_ID."
    )
