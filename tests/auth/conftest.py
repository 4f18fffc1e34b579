"""Parts of a sign-in: a token endpoint on this machine, and a store in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import requests
from support.sign_ins import JWT

from tap_ringcentral.auth.authenticator import Authenticator
from tap_ringcentral.auth.token_endpoint import TokenEndpoint
from tap_ringcentral.auth.token_store import TokenStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from support.loopback import Loopback
    from support.still_clock import StillClock

    from tap_ringcentral.auth.grants import Grant


@pytest.fixture
def http() -> Iterator[requests.Session]:
    with requests.Session() as http:
        yield http


@pytest.fixture
def endpoint(server: Loopback, http: requests.Session, clock: StillClock) -> TokenEndpoint:
    return TokenEndpoint(server.url, http=http, clock=clock)


@pytest.fixture
def store(tmp_path: Path) -> TokenStore:
    return TokenStore(tmp_path / "home" / "token.json")


@pytest.fixture
def make(
    server: Loopback, endpoint: TokenEndpoint, store: TokenStore, clock: StillClock
) -> Callable[..., Authenticator]:
    """Makes what a new process has: nothing but the settings, and the store on disk."""

    def make(
        grant: Grant = JWT, *, path: Path = store.path, url: str = server.url
    ) -> Authenticator:
        return Authenticator(
            grant, server_url=url, endpoint=endpoint, store=TokenStore(path), clock=clock
        )

    return make
