"""Sends requests to RingCentral: signed, when their rate-limit group has room, as often as needed.

A walk over pages is a function of a request and its page, which returns the next request.
"""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from typing_extensions import override

from tap_ringcentral.api.answer_body import Answer
from tap_ringcentral.api.errors import (
    ApiError,
    MissingError,
    NotFoundError,
    OtherHostError,
    RequestFailedError,
    RequestRefusedError,
    RingCentralError,
    TokenRejectedError,
    endless,
)
from tap_ringcentral.api.network_errors import FAILURES, is_lasting, unreachable
from tap_ringcentral.api.rate_limit import retry_after
from tap_ringcentral.api.redirects import followed
from tap_ringcentral.api.retries import retried
from tap_ringcentral.api.server_address import origin

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tap_ringcentral.api.baton import Baton
    from tap_ringcentral.api.clock import Clock
    from tap_ringcentral.api.pages import Walk
    from tap_ringcentral.api.rate_limit import RateLimiter
    from tap_ringcentral.api.request import Request
    from tap_ringcentral.api.signer import Signer

logger = logging.getLogger("tap-ringcentral")

_OK = requests.codes.ok
_UNAUTHORIZED = requests.codes.unauthorized
_TOO_MANY = requests.codes.too_many_requests
_RETRIED = {requests.codes.request_timeout, _TOO_MANY}
_SERVER_ERROR = requests.codes.server_error
TIMEOUT = 60
"""Seconds to connect, and between two bytes of an answer."""

_Page = TypeVar("_Page")
_Taken = TypeVar("_Taken")


class _Adapter(HTTPAdapter):
    """Sends a request; until its answer begins, other lanes work."""

    def __init__(self, baton: Baton) -> None:
        super().__init__()
        self._baton = baton

    @override
    def send(self, *args: Any, **kwargs: Any) -> requests.Response:
        with self._baton.left():
            return super().send(*args, **kwargs)


def _unsigned(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Sign nothing, also where a .netrc file would."""
    return request


class HttpSession(requests.Session):
    """A connection pool that takes certificates and proxies from the environment for all it sends.

    `requests` itself does so only for what it prepares, not for what it is handed prepared.
    """

    def __init__(self, baton: Baton) -> None:
        super().__init__()
        for scheme in ("https://", "http://"):
            self.mount(scheme, _Adapter(baton))

    @override
    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        stream = kwargs.pop("stream", self.stream)
        found = self.merge_environment_settings(request.url, {}, stream, None, None)
        return super().send(request, **{**found, **kwargs})


@dataclass(frozen=True, kw_only=True)
class Client:
    """RingCentral's API, for one account."""

    server_url: str
    """The server that sees the token."""
    media_url: str
    """The other one that does: RingCentral gives audio from there."""
    account_id: str
    """Stands in every path that has an account in it."""
    http: requests.Session
    signer: Signer
    limiter: RateLimiter
    clock: Clock
    """Waits between tries, and is set by the answers."""
    sent: Counter[str] = field(default_factory=Counter)
    """How many requests went out, each try of them, by the stream that asked."""

    def pages(
        self,
        request: Request,
        read: Callable[[Answer], _Page],
        follow: Walk[_Page],
    ) -> Iterator[_Page]:
        """Yield page after page.

        Args:
            request: Asks for the first one.
            read: Makes a page of an answer; see `send`.
            follow: Returns the request that follows one, given its page; None at the end.

        Raises:
            RingCentralError: As `send`; or a request has been made before, so that the walk would
                not end.
        """
        following: Request | None = request
        asked = set()
        while following is not None:
            asked.add(following.key)
            page = self.send(following, read)
            yield page
            following = follow(following, page)
            if following is not None and following.key in asked:
                raise endless(request.stream)

    def send(self, request: Request, read: Callable[[Answer], _Page]) -> _Page:
        """Send a request, again where that may help, and return what is read of its answer.

        Args:
            request: What is asked for.
            read: Makes something of a good answer. It raises RequestFailedError where that is
                not what it should be.

        Raises:
            TokenRejectedError: A new token was refused as well.
            RequestFailedError: The last try failed; a later run may have more luck.
            RequestRefusedError: No later try would work.
            SignInError: RingCentral gave no token.
        """

        def attempt() -> _Page:
            return read(self._attempt(request, Answer.from_response))

        return retried(attempt, clock=self.clock, tries=request.tries)

    def fetch(self, request: Request, take: Callable[[requests.Response], _Taken]) -> _Taken:
        """Send a request for content, such as audio, and return what is taken of its answer.

        Args:
            request: What is asked for.
            take: Reads a good answer, while other lanes work. It raises RequestFailedError where
                that is not what it should be.

        Raises:
            MissingError: RingCentral has nothing there, now.
            RingCentralError: As `send`.
        """
        attempt = partial(self._attempt, request, take)
        try:
            return retried(attempt, clock=self.clock, tries=request.tries)
        except MissingError:
            raise
        except NotFoundError as error:  # a proxy's, or of the account: nothing is known
            raise RequestFailedError(str(error)) from None

    def _attempt(self, request: Request, take: Callable[[requests.Response], _Taken]) -> _Taken:
        """Send a request once; with a new token once more, where the token was refused."""
        signed, response = self._answer(request)
        if response.status_code == _UNAUTHORIZED:
            response.close()
            self.signer.discard(signed)
            logger.info("RingCentral refused the token; signing in once more.")
            _, response = self._answer(request)
        try:
            if request.is_media:
                ask = partial(self._redirected, request)
                response = followed(response, ask, self._is_own, request.stream)
            if response.status_code != _OK:
                raise self._refusal(request, response)
            with self.clock.baton.left(), response:
                return take(response)
        except requests.RequestException as error:
            raise self._unanswered(request, error) from None

    def _answer(self, request: Request) -> tuple[requests.PreparedRequest, requests.Response]:
        with self.limiter.turn(request.endpoint, request.group):
            return self._exchange(request)

    def _exchange(self, request: Request) -> tuple[requests.PreparedRequest, requests.Response]:
        """Send a request as soon as its group has room, and return it with its answer."""
        url = self._address(request)
        self.limiter.wait(request.endpoint, request.group)
        # Signed ahead of the count: a new token takes its time.
        signed = self.http.prepare_request(
            requests.Request(
                "GET" if request.body is None else "POST",
                url,
                params=request.query,
                json=request.body,
                headers=request.headers,
                auth=self.signer,
            )
        )
        self.limiter.count(request.endpoint)
        self.sent[request.stream] += 1
        sent = self.clock.local_now()
        try:
            response = self.http.send(signed, timeout=TIMEOUT, allow_redirects=not request.is_media)
        except FAILURES as error:
            raise self._unanswered(request, error) from None
        host = urlsplit(response.url).netloc
        if response.history and host != urlsplit(self.server_url).netloc:
            response.close()
            # requests has left the token behind; records from elsewhere are not wanted either.
            raise RequestRefusedError(
                f"{request.stream}: RingCentral redirected to another host ({host}). Set "
                "server_url to that host if it is the right one."
            )
        self.clock.synchronize(response.headers.get("Date"), sent=sent)
        self.limiter.update_from_response(request.endpoint, response.status_code, response.headers)
        return signed, response

    def _redirected(self, request: Request, url: str) -> requests.Response:
        auth = self.signer if self._is_own(url) else _unsigned
        asked = requests.Request("GET", url, headers=request.headers, auth=auth)
        prepared = self.http.prepare_request(asked)
        return self.http.send(prepared, timeout=TIMEOUT, allow_redirects=False)

    def _address(self, request: Request) -> str:
        """Return where a request goes, less its query.

        Raises:
            RingCentralError: It goes to another host, which must not see the token.
        """
        url = request.link
        if url is None:
            return self.server_url + request.path(self.account_id)
        if request.is_media and not self._is_own(url):
            raise OtherHostError(
                f"{request.stream}: a {request.about.partition(' ')[0]} is on another host "
                f"({urlsplit(url).netloc}), which is not given the token. Set media_url to that "
                "host if it is the right one."
            )
        if not request.is_media and origin(url) != origin(self.server_url):
            raise RingCentralError(
                f"{request.stream}: RingCentral named a next page on another host "
                f"({urlsplit(url).netloc}), which is not given the token. Set server_url to that "
                "host if it is the right one."
            )
        return url

    def _is_own(self, url: str) -> bool:
        """Whether an address is on a server that may see the token."""
        return origin(url) in {origin(self.server_url), origin(self.media_url)}

    def _refusal(self, request: Request, response: requests.Response) -> RingCentralError:
        """Return the error that a bad answer is."""
        status = response.status_code
        error = ApiError.from_response(response)
        message = f"{request.stream}: {error.told(request.about)}"
        if status == _UNAUTHORIZED:
            return TokenRejectedError(message, status)
        if status == _TOO_MANY:
            # The limiter waits, ahead of the group's next request.
            return RequestFailedError(message, pause=timedelta())
        if status in _RETRIED or status >= _SERVER_ERROR:
            pause = retry_after(response.headers, now=self.clock.server_now())
            return RequestFailedError(message, pause=pause)
        return error.refusal(message, status)

    def _unanswered(self, request: Request, error: Exception) -> RingCentralError:
        """Return the error that says why no answer came, or only a part of one."""
        failure = RequestRefusedError if is_lasting(error) else RequestFailedError
        if request.is_media:
            reason = unreachable(error, self.media_url, setting="media_url")
        else:
            reason = unreachable(error, self.server_url)
        return failure(f"{request.stream}: {reason} Run again to resume.")
