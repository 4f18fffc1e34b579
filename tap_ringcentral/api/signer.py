"""What the client knows of a sign-in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import requests


class Signer(Protocol):
    """Puts a live token on a request."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Sign a request."""

    def discard(self, request: requests.PreparedRequest) -> None:
        """Forget the token of a request, which was refused."""
