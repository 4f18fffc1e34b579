"""What all streams of a run share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import requests
from typing_extensions import override

from tap_ringcentral.api.network_errors import FAILURES
from tap_ringcentral.api.rate_limit import RateLimiter
from tap_ringcentral.auth.authenticator import Authenticator
from tap_ringcentral.auth.token_endpoint import TokenEndpoint
from tap_ringcentral.auth.token_store import TokenStore
from tap_ringcentral.failures import Failures

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from tap_ringcentral.api.clock import Clock
    from tap_ringcentral.config.settings import Settings

_Found = TypeVar("_Found")
_TIME_PATH = "/restapi"  # needs no token and counts in no rate-limit group
_TIME_PATIENCE = 10  # seconds


class HttpSession(requests.Session):
    """A connection pool that takes certificates and proxies from the environment for all it sends.

    `requests` itself does so only for what it prepares, not for what it is handed prepared.
    """

    @override
    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        stream = kwargs.pop("stream", self.stream)
        found = self.merge_environment_settings(request.url, {}, stream, None, None)
        return super().send(request, **{**found, **kwargs})


class ApiSession:
    """One connection pool, one sign-in, one limiter, one clock, one list of failures."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self.settings = settings
        self.clock = clock
        self.http = HttpSession()
        self.http.stream = True  # `pages` reads bodies, in larger pieces than requests does
        self.http.headers["User-Agent"] = settings.user_agent
        self.limiter = RateLimiter(clock)
        self.authenticator = Authenticator(
            settings.grant,
            server_url=settings.server_url,
            endpoint=TokenEndpoint(
                settings.server_url,
                http=self.http,
                clock=clock,
                lifetime=settings.refresh_token_ttl,
            ),
            store=TokenStore.of(settings.token_store, settings.server_url, settings.grant),
            clock=clock,
        )
        self.failures = Failures(skip_unavailable=settings.skip_unavailable)
        self._found: dict[str, Any] = {}

    def now(self) -> datetime:
        """Return RingCentral's time, asking for it where no answer of this run has told it yet.

        So no range ends in RingCentral's future, which refuses such a one, whatever this machine's
        clock says, and though the token came from the store.
        """
        if not self.clock.is_set:
            sent = self.clock.machine_time()
            try:
                with self.http.get(
                    self.settings.server_url + _TIME_PATH,
                    auth=lambda request: request,  # none, also where a .netrc file has some
                    timeout=_TIME_PATIENCE,
                    allow_redirects=False,
                ) as answer:
                    self.clock.learn(answer.headers.get("Date"), sent=sent)
            except FAILURES:
                pass  # the request that follows tells why, and has its tries
        return self.clock.now()

    def once(self, name: str, find: Callable[[], _Found]) -> _Found:
        """Return what several streams need, such as the ids of all queues, found once in a run."""
        if name not in self._found:
            self._found[name] = find()
        found: _Found = self._found[name]
        return found


class HasApi(Protocol):
    """What the streams take from the tap."""

    @property
    def api(self) -> ApiSession:
        """The session that all streams share."""
