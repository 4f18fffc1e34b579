"""Parts of a sign-in: a token endpoint on this machine, and a store in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import requests

from tap_ringcentral.auth.token_endpoint import TokenEndpoint
from tap_ringcentral.auth.token_store import TokenStore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from support.loopback import Loopback
    from support.still_clock import StillClock


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
