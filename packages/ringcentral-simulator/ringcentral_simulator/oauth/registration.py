"""The app as it is registered in the developer console."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

Grant = Literal["authorization_code", "jwt", "password", "refresh_token"]
"""A way to be given a token."""

ALL_GRANTS: frozenset[Grant] = frozenset({"authorization_code", "jwt", "password", "refresh_token"})
REDIRECT_URIS = ("http://127.0.0.1:*/", "http://localhost:*/", "https://example.com/callback")
_ANY_PORT = ":*"


@dataclass(frozen=True, slots=True)
class Registration:
    """What the developer console knows about the app.

    Attributes:
        public: Whether it has no secret: it names itself in the body and proves itself by PKCE.
        grants: How it may be given tokens; without `refresh_token` none is issued to it.
        redirect_uris: Where a browser may be sent back to. One whose port is `*` stands for
            every port and everything below its path, as RFC 8252 section 7.3 has it for loopback.
        name: What the consent page calls it.
    """

    public: bool = False
    grants: frozenset[Grant] = ALL_GRANTS
    redirect_uris: tuple[str, ...] = REDIRECT_URIS
    name: str = "Call Reports"

    def may_redirect_to(self, uri: str) -> bool:
        """Whether an address is registered."""
        return any(_stands_for(registered, uri) for registered in self.redirect_uris)


def _stands_for(registered: str, uri: str) -> bool:
    origin, wildcard, path = registered.partition(_ANY_PORT)
    if not wildcard:
        return uri == registered
    try:
        asked = urlsplit(uri)
    except ValueError:
        return False
    is_plain = asked.username is None and not asked.fragment
    same_origin = f"{asked.scheme}://{asked.hostname}" == origin
    return is_plain and same_origin and (asked.path or "/").startswith(path)
