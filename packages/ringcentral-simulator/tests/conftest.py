"""An account at a known time, and a client that is signed in."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
import requests

from ringcentral_simulator import Clock, RateLimits, Simulator

from .contract import check_answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NOW = datetime(2026, 3, 10, 18, tzinfo=UTC)
JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"


@dataclass
class Api:
    """What a client of the API does, without any knowledge of the simulator's inside."""

    simulator: Simulator
    http: requests.Session = field(default_factory=requests.Session)

    def token(self, *, auth: Any = ..., **form: Any) -> requests.Response:
        known = self.simulator.credentials
        return self.http.post(
            f"{self.simulator.url}/restapi/oauth/token",
            data=form or {"grant_type": JWT_BEARER, "assertion": known.jwt},
            auth=(known.client_id, known.client_secret) if auth is ... else auth,
            timeout=10,
        )

    def refresh(self, refresh_token: str) -> requests.Response:
        return self.token(grant_type="refresh_token", refresh_token=refresh_token)

    def revoke(self, token: str) -> requests.Response:
        known = self.simulator.credentials
        return self.http.post(
            f"{self.simulator.url}/restapi/oauth/revoke",
            data={"token": token},
            auth=(known.client_id, known.client_secret),
            timeout=10,
        )

    def sign_in(self) -> Api:
        self.use(self.token().json()["access_token"])
        return self

    def use(self, access_token: str) -> None:
        self.http.headers["Authorization"] = f"Bearer {access_token}"

    def sync(self, **query: Any) -> dict[str, Any]:
        """An answer of extract-sync."""
        answer: dict[str, Any] = self.get("call-log-extract-sync", **query).json()
        return answer

    def get(self, path: str, **query: Any) -> requests.Response:
        address = path if path.startswith("http") else self.account(path)
        return self.http.get(address, params=query, timeout=10)

    def post(self, path: str, body: Any, **query: Any) -> requests.Response:
        """Post JSON to an address below the server's."""
        return self.http.post(self.simulator.url + path, json=body, params=query, timeout=10)

    def account(self, path: str) -> str:
        return f"{self.simulator.url}/restapi/v1.0/account/~/{path}"

    def pages(self, path: str, **query: Any) -> Iterator[dict[str, Any]]:
        """Page after page, as `navigation.nextPage` tells and nothing else."""
        page = self.get(path, **query).json()
        yield page
        while "nextPage" in page["navigation"]:
            page = self.get(page["navigation"]["nextPage"]["uri"]).json()
            yield page

    def records(self, path: str, **query: Any) -> list[dict[str, Any]]:
        return [record for page in self.pages(path, **query) for record in page["records"]]


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW, frozen=True)


@pytest.fixture
def simulator(clock: Clock) -> Iterator[Simulator]:
    """Turns nobody away, so that a test of something else may ask as often as it likes."""
    with Simulator(seed=7, clock=clock, rate_limits=RateLimits(enabled=False)) as simulator:
        yield simulator


@pytest.fixture(scope="module")
def lasting() -> Iterator[Api]:
    """For a module whose tests only read: what the account has drawn for one serves the next."""
    clock, limits = Clock(NOW, frozen=True), RateLimits(enabled=False)
    with (
        Simulator(seed=7, clock=clock, rate_limits=limits) as simulator,
        requests.Session() as http,
    ):
        yield Api(simulator, http).sign_in()


@pytest.fixture
def account_with(clock: Clock) -> Iterator[Callable[..., Api]]:
    """Opens an account with settings of its own, signed in, until the test ends."""
    with ExitStack() as opened:

        def open_account(**settings: Any) -> Api:
            usual = {"seed": 7, "clock": clock, "rate_limits": RateLimits(enabled=False)}
            simulator = opened.enter_context(Simulator(**{**usual, **settings}))
            return Api(simulator, opened.enter_context(requests.Session())).sign_in()

        yield open_account


@pytest.fixture
def strict(clock: Clock) -> Iterator[Simulator]:
    """Limits requests as RingCentral does."""
    with Simulator(seed=7, clock=clock) as simulator:
        yield simulator


@pytest.fixture
def api(simulator: Simulator) -> Iterator[Api]:
    with requests.Session() as http:
        yield Api(simulator, http).sign_in()


@pytest.fixture
def strict_api(strict: Simulator) -> Iterator[Api]:
    with requests.Session() as http:
        yield Api(strict, http).sign_in()


@pytest.fixture
def stranger(simulator: Simulator) -> Iterator[Api]:
    """Someone who has not signed in."""
    with requests.Session() as http:
        yield Api(simulator, http)


@pytest.fixture
def check() -> Callable[..., None]:
    """Checks a body by what is documented: path, body, and status and method of the answer."""
    return check_answer
