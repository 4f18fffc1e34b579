"""A client of the API on its own: without a tap, settings or a sign-in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support.still_clock import StillClock
from tap_ringcentral.api.client import Client, HttpSession
from tap_ringcentral.api.rate_limit import RateLimiter

if TYPE_CHECKING:
    import requests


class CountedTokens:
    """Signs with a new token whenever the last one was refused."""

    def __init__(self) -> None:
        self.signed = 0
        self.discarded: list[str] = []

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        self.signed += 1
        request.headers["Authorization"] = f"Bearer {len(self.discarded) + 1}"
        return request

    def discard(self, request: requests.PreparedRequest) -> None:
        self.discarded.append(request.headers["Authorization"])


def client_of(
    url: str, clock: StillClock | None = None, signer: CountedTokens | None = None
) -> Client:
    """Make a client of a server, for the account of whoever is signed in."""
    clock = clock or StillClock()
    http = HttpSession(clock.baton)
    http.stream = True
    return Client(
        server_url=url,
        media_url=url,
        account_id="~",
        http=http,
        signer=signer or CountedTokens(),
        limiter=RateLimiter(clock),
        clock=clock,
    )
