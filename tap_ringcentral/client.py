"""How every stream talks to RingCentral: address, headers, page walk, what an answer means."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import requests
from singer_sdk import RESTStream
from typing_extensions import override

from tap_ringcentral.account_stream import AccountStream
from tap_ringcentral.api.errors import (
    ApiError,
    RequestFailedError,
    RequestRefusedError,
    RingCentralError,
    TokenRejectedError,
)
from tap_ringcentral.api.lenient_json import Repairs
from tap_ringcentral.api.network_errors import FAILURES, is_lasting, unreachable
from tap_ringcentral.api.pages import NextPage, Page, PageReader, PageWalk
from tap_ringcentral.api.retries import TRIES, retried

if TYPE_CHECKING:
    from collections.abc import Iterator
    from urllib.parse import ParseResult

    from singer_sdk.helpers.types import Context, RequestFunc
    from singer_sdk.streams.rest import HTTPRequest, PageContext

    from tap_ringcentral.auth.authenticator import Authenticator

_OK = requests.codes.ok
_UNAUTHORIZED = requests.codes.unauthorized
_RETRIED = {requests.codes.request_timeout, requests.codes.too_many_requests}
_SERVER_ERROR = requests.codes.server_error


class RingCentralStream(AccountStream, RESTStream["ParseResult"]):
    """A stream read from one endpoint of the RingCentral API, page by page."""

    # A line for each request would hide the progress.
    _LOG_REQUEST_METRICS = False

    page_size: int | None = None
    """Rows of a full page, the most that RingCentral gives; None where it takes no such wish."""

    @property
    @override
    def cost(self) -> str:
        return f"1 for each {self.page_size:,} rows" if self.page_size else "1"

    @cached_property
    def reader(self) -> PageReader[Page]:
        """Parses this stream's answers."""
        return PageReader(partial(Page.of, repairs=Repairs(self.name)))

    # Requests

    @property
    def tries(self) -> int:
        """How often a request is sent, as long as it fails for now."""
        return TRIES

    @property
    @override
    def url_base(self) -> str:
        return self.api.settings.server_url

    @property
    @override
    def requests_session(self) -> requests.Session:
        return self.api.http

    @property
    @override
    def authenticator(self) -> Authenticator:
        return self.api.authenticator

    @property
    @override
    def timeout(self) -> int:
        """Seconds to connect, and between two bytes of an answer."""
        return 60

    @override
    def get_url_params(
        self, context: Context | None, next_page_token: ParseResult | None
    ) -> dict[str, Any]:
        return {"perPage": self.page_size} if self.page_size else {}

    @override
    def get_http_request(self, *, page: PageContext[ParseResult]) -> HTTPRequest:
        """Build the request of the first page, or of the one that the last page named.

        Raises:
            RingCentralError: The next page is on another host, which must not see the token.
        """
        request = super().get_http_request(page=page)
        following = page.next_page_token
        if following is not None:
            own = urlsplit(self.url_base)
            if (following.scheme, following.netloc) != (own.scheme, own.netloc):
                raise RingCentralError(
                    f"{self.name}: RingCentral named a next page on another host "
                    f"({following.netloc}), which is not given the token. Set server_url to that "
                    "host if it is the right one."
                )
            request.url = following._replace(query="").geturl()
            # A link that does not repeat a parameter, such as dateTo, must not change the list.
            request.params = {**request.params, **parse_qs(following.query)}
        return request

    @override
    def get_new_paginator(self) -> PageWalk:
        return NextPage(self.reader)

    @override
    def parse_response(self, response: requests.Response) -> Iterator[dict[str, Any]]:
        """Yield the records of an answer in the schema's shape."""
        yield from map(self.shape, self.reader.read(response).records)

    # Waits, errors and retries

    @override
    def _request(
        self, prepared_request: requests.PreparedRequest, context: Context | None
    ) -> requests.Response:
        """Send one request when its rate-limit group has room; renew a refused token once."""
        try:
            return self._send_in_turn(prepared_request)
        except TokenRejectedError:
            self.api.authenticator.discard(prepared_request)
            self.logger.info("RingCentral refused the token; signing in once more.")
        return self._send_in_turn(prepared_request)

    def _send_in_turn(self, prepared_request: requests.PreparedRequest) -> requests.Response:
        self.api.limiter.wait(self.path, self.rate_limit_group)
        # Ahead of the count: a new token takes its time.
        self.api.authenticator.token()
        self.api.limiter.count(self.path)
        signed = self.authenticator(prepared_request)
        self._sent = self.api.clock.machine_time()
        try:
            response = self.requests_session.send(signed, timeout=self.timeout)
        except FAILURES as error:
            raise self._unanswered(error) from None
        try:
            self.validate_response(response)
        except requests.RequestException as error:  # of the body, which is read by now
            raise self._unanswered(error) from None
        return response

    def _unanswered(self, error: Exception) -> RingCentralError:
        """Return the error that tells why no answer came, or only a part of one."""
        failure = RequestRefusedError if is_lasting(error) else RequestFailedError
        return failure(f"{self.name}: {unreachable(error, self.url_base)} Run again to resume.")

    @override
    def validate_response(self, response: requests.Response) -> None:
        """Learn from an answer's headers, and tell a good answer from a bad one.

        Raises:
            TokenRejectedError: The access token was refused.
            RequestFailedError: A later try may work.
            RequestRefusedError: No later try would work.
        """
        status = response.status_code
        if (host := urlsplit(response.url).netloc) != urlsplit(self.url_base).netloc:
            # requests has left the token behind; records from elsewhere are not wanted either.
            raise RequestRefusedError(
                f"{self.name}: RingCentral redirected to another host ({host}). Set server_url to "
                "that host if it is the right one."
            )
        self.api.clock.learn(response.headers.get("Date"), sent=self._sent)
        self.api.limiter.learn(self.path, status, response.headers)
        if status == _OK:
            self.reader.read(response)
            return
        error = ApiError.of(response)
        message = f"{self.name}: {error}"
        if status == _UNAUTHORIZED:
            raise TokenRejectedError(message, status)
        if status in _RETRIED or status >= _SERVER_ERROR:
            raise RequestFailedError(message, response)
        raise error.refusal(message, status)

    @override
    def request_decorator(self, func: RequestFunc) -> RequestFunc:
        """Try again what may work later."""
        return retried(func, self.api.clock, self.tries)
