"""What all streams of a run share."""

from __future__ import annotations

import logging
import threading
from collections import defaultdict
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from tap_ringcentral.api.client import Client, HttpSession
from tap_ringcentral.api.errors import (
    RingCentralError,
    SettingsError,
    SignInError,
    UnavailableError,
)
from tap_ringcentral.api.lenient_json import Repairs
from tap_ringcentral.api.network_errors import FAILURES
from tap_ringcentral.api.pages import Page, next_link
from tap_ringcentral.api.progress import Progress
from tap_ringcentral.api.rate_limit import RateLimiter
from tap_ringcentral.auth.authenticator import Authenticator
from tap_ringcentral.auth.token_endpoint import TokenEndpoint
from tap_ringcentral.auth.token_store import TokenStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime

    from singer_sdk import Stream

    from tap_ringcentral.api.clock import Clock
    from tap_ringcentral.api.request import Request
    from tap_ringcentral.config.settings import Settings

logger = logging.getLogger("tap-ringcentral")

_Found = TypeVar("_Found")
_OR_ELSE = "To go without it, deselect the stream, or set skip_unavailable."
_TIME_PATH = "/restapi"  # needs no token and counts in no rate-limit group
_TIME_PATIENCE = 10  # seconds


class ApiSession:
    """One connection pool, one sign-in, one limiter, one clock, one account of how it goes."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self.settings = settings
        self.clock = clock
        clock.baton = clock.new_baton()  # the lanes of a former run may have ended with theirs
        self.http = HttpSession(clock.baton)
        self.http.stream = True  # `pages` reads bodies, in larger pieces than requests does
        self.http.headers["User-Agent"] = settings.user_agent
        self.authenticator = Authenticator(
            settings.grant,
            server_url=settings.server_url,
            endpoint=TokenEndpoint(
                settings.server_url,
                http=self.http,
                clock=clock,
                lifetime=settings.refresh_token_ttl,
            ),
            store=TokenStore.for_grant(settings.token_store, settings.server_url, settings.grant),
            clock=clock,
        )
        self.limiter = RateLimiter(clock)
        self.client = Client(
            server_url=settings.server_url,
            media_url=settings.media_url,
            account_id=settings.account_id,
            http=self.http,
            signer=self.authenticator,
            limiter=self.limiter,
            clock=clock,
        )
        self.progress = Progress()
        self.failures = Failures(skip_unavailable=settings.skip_unavailable)
        self._found: dict[str, Any] = {}
        self._searches: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)

    def server_now(self) -> datetime:
        """Return RingCentral's time, asking for it where no answer of this run has told it yet.

        So no range ends in RingCentral's future, which refuses such a one, whatever this machine's
        clock says, and though the token came from the store.
        """
        if not self.clock.is_set:
            sent = self.clock.local_now()
            try:
                with self.http.get(
                    self.settings.server_url + _TIME_PATH,
                    auth=lambda request: request,  # none, also where a .netrc file has some
                    timeout=_TIME_PATIENCE,
                    allow_redirects=False,
                ) as answer:
                    self.clock.synchronize(answer.headers.get("Date"), sent=sent)
            except FAILURES:
                pass  # the request that follows tells why, and has its tries
        return self.clock.server_now()

    def listed(self, request: Request) -> Iterator[dict[str, Any]]:
        """Yield the entries of a list that a stream needs ahead of its own requests.

        Raises:
            RingCentralError: RingCentral did not give them all.
        """
        read = partial(Page.from_answer, repairs=Repairs(request.stream))
        for page in self.client.pages(request, read, next_link):
            yield from page.records

    def first(self, request: Request) -> dict[str, Any]:
        """Return an object that is needed ahead of a stream's own requests; empty for none.

        Raises:
            RingCentralError: RingCentral did not give it.
        """
        return next(self.listed(request), {})

    def once(self, name: str, find: Callable[[], _Found]) -> _Found:
        """Return what several streams need, such as the ids of all queues, found once in a run."""
        with self.clock.baton.holding(self._searches[name]):
            if name not in self._found:
                self._found[name] = find()
            found: _Found = self._found[name]
            return found

    def has_found(self, name: str) -> bool:
        """Return whether `once` would have to find nothing any more."""
        return name in self._found

    def expect(self, name: str) -> None:
        """Let whoever needs something wait until a stream has found it on its way."""
        self._searches[name].acquire()

    def provide(self, name: str, found: object) -> None:
        """Keep what a stream has found on its way, for `once`."""
        self._found.setdefault(name, found)

    def expect_no_more(self, name: str) -> None:
        """End the wait: it was provided, or whoever needs it is to find it."""
        self._searches[name].release()


class Failures:
    """Gathers what fails while the other streams go on, and raises it at the end.

    With `skip_unavailable` a missing permission or feature is none of them.
    """

    def __init__(self, *, skip_unavailable: bool) -> None:
        self._skip_unavailable = skip_unavailable
        self._errors: dict[str, RingCentralError] = {}

    @contextmanager
    def recorded(self, stream: Stream) -> Iterator[None]:
        """Record why a stream cannot be read, so that the run goes on.

        Raises:
            SignInError: Nobody is signed in, so that no other stream could be read either.
            SettingsError: Likewise: the token store cannot be used.
        """
        try:
            yield
        except (SignInError, SettingsError):
            raise
        except RingCentralError as error:
            selected = (each.name for each in (stream, *stream.child_streams) if each.selected)
            self._record(", ".join(selected), error)

    def lacks(self, stream: HasCheck) -> bool:
        """Record, ahead of a run, that the settings lack what a stream cannot do without."""
        try:
            stream.check()
        except SettingsError as error:
            self._record(stream.name, error)
            return True
        return False

    def _record(self, names: str, error: RingCentralError) -> None:
        if isinstance(error, UnavailableError):
            if self._skip_unavailable:
                logger.warning("Skipped %s, as skip_unavailable says. %s", names, error)
                return
            error = UnavailableError(f"{error} {_OR_ELSE}")
        logger.warning("Could not read %s; the other streams go on. %s", names, error)
        self._errors[names] = error

    @property
    def streams(self) -> set[str]:
        """The streams that could not be read."""
        return {name for names in self._errors for name in names.split(", ")}

    def raise_if_any(self) -> None:
        """End with what failed, where something did.

        Raises:
            RingCentralError: A stream could not be read.
        """
        names = sorted(self._errors)  # and not in the order in which lanes came to them
        errors = [self._errors[each] for each in names]
        if len(errors) == 1:
            raise errors[0]
        if errors:
            raise RingCentralError(
                f"Some streams could not be read, the others were: {', '.join(names)}. "
                + " ".join(map(str, errors))
            )


class HasCheck(Protocol):
    """What is checked ahead of a run."""

    name: str

    def check(self) -> None:
        """Raise a SettingsError where the settings lack something."""


class HasApi(Protocol):
    """What streams, login and doctor take from the tap."""

    @property
    def api(self) -> ApiSession:
        """The session that all streams share."""

    @property
    def streams(self) -> Mapping[str, Stream]:
        """All streams, by name."""
