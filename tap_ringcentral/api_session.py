"""What all streams of a run share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import requests

from tap_ringcentral.auth.authenticator import Authenticator
from tap_ringcentral.auth.token_endpoint import TokenEndpoint
from tap_ringcentral.auth.token_store import TokenStore
from tap_ringcentral.failures import Failures
from tap_ringcentral.rate_limit import RateLimiter

if TYPE_CHECKING:
    from collections.abc import Callable

    from tap_ringcentral.clock import Clock
    from tap_ringcentral.settings import Settings

_Found = TypeVar("_Found")


class ApiSession:
    """One connection pool, one sign-in, one limiter, one clock, one list of failures."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self.settings = settings
        self.clock = clock
        self.http = requests.Session()
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

    def once(self, name: str, find: Callable[[], _Found]) -> _Found:
        """Give what several streams need, such as the ids of all queues, found once in a run."""
        if name not in self._found:
            self._found[name] = find()
        found: _Found = self._found[name]
        return found


class HasApi(Protocol):
    """What the streams take from the tap."""

    @property
    def api(self) -> ApiSession:
        """The session that all streams share."""
