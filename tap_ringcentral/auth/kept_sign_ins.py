"""What a token store holds: the sign-ins of several apps and users, side by side."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Self

import msgspec

from tap_ringcentral.auth.token import Token  # noqa: TC001 - msgspec reads the annotation

_VERSION = 2
# How long after its end a sign-in stays: longer than a machine's clock is ever wrong.
_KEPT = timedelta(days=30)


class LaterVersionError(Exception):
    """A later version of the tap wrote it."""


@dataclass(frozen=True)
class SignIn:
    """A token, and which sign-in it is of."""

    app: str
    """A digest of the server and the app."""
    fingerprint: str
    """That of the grant which began the sign-in; empty after one through a browser."""
    is_seed: bool
    """Whether only this file can continue the sign-in."""
    token: Token = field(repr=False)

    def has_ended(self, now: datetime) -> bool:
        """Return whether neither its token nor what would renew that is of use any more."""
        token = self.token
        if now < token.expires_at:
            return False
        if not self.is_seed or token.refresh_token is None:
            return True
        return token.refresh_expires_at is not None and now >= token.refresh_expires_at


@dataclass(frozen=True)
class SignIns:
    """Sign-ins, at most one of each app and credential."""

    sign_ins: tuple[SignIn, ...] = ()

    @classmethod
    def decoded(cls, content: bytes) -> Self:
        """Read a file; version 1 held one sign-in.

        Raises:
            LaterVersionError: The tap of a later version wrote it.
            ValueError: It is no file of sign-ins.
        """
        try:
            fields = msgspec.json.decode(content, type=dict[str, msgspec.Raw])
            version = int(bytes(fields["version"]))
            if version > _VERSION:
                raise LaterVersionError
            if version == 1:
                return cls((msgspec.json.decode(content, type=SignIn),))
            return cls(msgspec.json.decode(fields["sign_ins"], type=tuple[SignIn, ...]))
        except (KeyError, RecursionError, msgspec.DecodeError) as error:
            raise ValueError(type(error).__name__) from None

    def encoded(self) -> bytes:
        """Write a file."""
        return msgspec.json.encode({"version": _VERSION, "sign_ins": self.sign_ins})

    def going_on(self, app: str, fingerprint: str, now: datetime) -> list[SignIn]:
        """Return what a credential's sign-in may go on with: none, one, or several to choose from.

        A credential that was changed by hand has another fingerprint, and so wins over what the
        former one brought. Without one a sign-in through a browser goes on; before there is one,
        whatever a seed of the app began that has been taken out of the settings since.
        """
        own = [each for each in self.sign_ins if _key(each) == (app, fingerprint)]
        if own or fingerprint:
            return own
        seeds = [each for each in self.sign_ins if each.app == app and each.is_seed]
        return seeds if len(seeds) == 1 else [each for each in seeds if not each.has_ended(now)]

    def would_lose_another_user(self, app: str, owner_id: str | None, now: datetime) -> bool:
        """Return whether a user's sign-in through a browser would be taken for another user's."""
        live = (each for each in self.sign_ins if each.is_seed and not each.has_ended(now))
        owners = {each.token.owner_id for each in live if each.app == app}
        return bool(owners - {None, owner_id})

    def having(self, sign_in: SignIn, now: datetime) -> SignIns:
        """Put a sign-in in the place of the same credential's former one; drop what has ended."""
        others = (
            each
            for each in self.sign_ins
            if _key(each) != _key(sign_in) and not each.has_ended(now - _KEPT)
        )
        return SignIns((*others, sign_in))


def _key(sign_in: SignIn) -> tuple[str, str]:
    return sign_in.app, sign_in.fingerprint
