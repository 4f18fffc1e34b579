"""How every stream talks to RingCentral: address, headers, page walk, retries."""

from __future__ import annotations

import logging
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import parse_qs, urlsplit

import backoff
import requests
from singer_sdk import RESTStream, Stream, StreamSchema
from singer_sdk.helpers.conform import TypeConformanceLevel
from typing_extensions import override

from tap_ringcentral.errors import (
    ApiError,
    RequestFailedError,
    RequestRefusedError,
    RingCentralError,
    SettingsError,
    TokenRejectedError,
)
from tap_ringcentral.pages import NextPage, Page, PageReader, PageWalk
from tap_ringcentral.rate_limit import retry_after
from tap_ringcentral.record_shape import RecordShape
from tap_ringcentral.schemas import SchemaFiles

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator
    from urllib.parse import ParseResult

    from backoff.types import Details
    from singer_sdk.helpers._batch import BatchConfig
    from singer_sdk.helpers.types import Context, Record, RequestFunc
    from singer_sdk.singerlib.catalog import Catalog
    from singer_sdk.streams.rest import HTTPRequest, PageContext

    from tap_ringcentral.api_session import ApiSession, HasApi
    from tap_ringcentral.auth.authenticator import Authenticator

_OK = requests.codes.ok
_UNAUTHORIZED = requests.codes.unauthorized
_RETRIED = {requests.codes.request_timeout, requests.codes.too_many_requests}
_SERVER_ERROR = requests.codes.server_error

_TRIES = 6  # with pauses of 2, 4, 8, 16 and 32 s: a failover takes RingCentral 10 to 15 s
_LONGEST_PAUSE = 60  # seconds


class AccountStream(Stream):
    """A stream of the account: its schema, and what it takes to read it."""

    schema = StreamSchema(SchemaFiles())
    # `RecordShape` does what is needed of it, at a fraction of the time.
    TYPE_CONFORMANCE_LEVEL = TypeConformanceLevel.NONE

    app_scope = "ReadAccounts"
    """Scope that the app needs; empty where none is."""
    permission = "ReadExtensions"
    """Permission that the helper extension's role needs; empty where none is."""
    rate_limit_group = "Heavy"
    """Group that its requests are documented to count in; answers tell the real one."""
    is_written = True
    """Whether records are written one by one; not so for a batch, or a look at a few."""

    @property
    def api(self) -> ApiSession:
        """The session that all streams share."""
        return cast("HasApi", self._tap).api

    @property
    def cost(self) -> str:
        """How many requests it takes, in words."""
        return "none"

    @cached_property
    def shape(self) -> RecordShape:
        """Brings an object of the API into the form that the schema declares."""
        return RecordShape(self.name, self.schema, self.is_wanted)

    def is_wanted(self, breadcrumb: tuple[str, ...]) -> bool:
        """Tell whether a property is selected."""
        return self.mask[breadcrumb]

    @override
    def log(self, message: str, *args: Any, level: int = logging.INFO, **kwargs: Any) -> None:
        """Leave the SDK's errors to whoever debugs: the command tells each once, with a remedy."""
        quiet = logging.DEBUG if level >= logging.ERROR else level
        super().log(message, *args, level=quiet, **kwargs)

    @override
    def apply_catalog(self, catalog: Catalog) -> None:
        """Take over a catalog. Of two replication keys that of the metadata holds, as in Singer.

        The SDK would take the entry's own, which discovery wrote and few people change.

        Raises:
            SettingsError: The replication key is not one that the stream has.
        """
        super().apply_catalog(catalog)
        entry = catalog.get_stream(self.name)
        key = entry.metadata.root.replication_key if entry else None
        if key:
            self.replication_key = key
        valid = self.valid_replication_keys
        if entry and self.replication_key and self.replication_key not in valid:
            raise SettingsError(
                f"The catalog asks for the replication key {self.replication_key!r} of "
                f"{self.name}, which has {' or '.join(valid) or 'none'}."
            )

    @property
    def valid_replication_keys(self) -> tuple[str, ...]:
        """The replication keys that a catalog may choose from."""
        own: object = type(self).replication_key
        return (own,) if isinstance(own, str) else ()

    @override
    def _write_record_message(self, record: Record) -> None:
        """Write a record.

        Raises:
            RingCentralError: It lacks a key, so that no target could tell it from others.
        """
        for key in self.primary_keys or ():
            if record.get(key) is None:
                raise RingCentralError(
                    f"{self.name}: RingCentral gave a record without {key} (id "
                    f"{record.get('id')}). Nothing is lost: run again, and tell RingCentral's "
                    "support if it stays so."
                )
        super()._write_record_message(record)

    # Full tables

    @override
    def _write_activate_version_message(self, full_table_version: int) -> None:
        """Hold the message back: sent ahead of the rows, a target would drop the old ones first.

        Singer's specification has it at the end of a full table, where it says that the rows of
        older versions are gone. A run that fails midway then drops nothing.
        """

    @override
    def _sync_records(
        self, context: Context | None = None, *, write_messages: bool = True
    ) -> Generator[dict[str, Any], Any, Any]:
        self.is_written = write_messages
        records = super()._sync_records(context, write_messages=write_messages)
        if not write_messages:  # for a batch, or for a look at a few records
            yield from records
            return
        with self.api.failures.noted(self):
            yield from records
            if self._stream_version is not None:
                super()._write_activate_version_message(self._stream_version)

    @override
    def _sync_batches(self, batch_config: BatchConfig, context: Context | None = None) -> None:
        with self.api.failures.noted(self):
            super()._sync_batches(batch_config, context)


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
        return PageReader(Page.of)

    # Requests

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
        """Give the records of an answer in the schema's shape."""
        yield from map(self.shape, self.reader.read(response).records)

    # Waits, errors and retries

    @override
    def _request(
        self, prepared_request: requests.PreparedRequest, context: Context | None
    ) -> requests.Response:
        """Send one request when its rate-limit group has room; renew a refused token once."""
        try:
            return self._send_in_turn(prepared_request, context)
        except TokenRejectedError:
            self.api.authenticator.discard(prepared_request)
            self.logger.info("RingCentral refused the token; signing in once more.")
        return self._send_in_turn(prepared_request, context)

    def _send_in_turn(
        self, prepared_request: requests.PreparedRequest, context: Context | None
    ) -> requests.Response:
        self.api.limiter.wait(self.path, self.rate_limit_group)
        # Ahead of the count: a new token takes its time.
        self.api.authenticator.token()
        self.api.limiter.count(self.path)
        try:
            return super()._request(prepared_request, context)
        except requests.RequestException as error:
            raise RequestFailedError(
                f"{self.name}: no answer from {self.url_base} ({type(error).__name__}). Check the "
                "network and server_url; run again to resume."
            ) from None

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
        self.api.clock.learn(response.headers.get("Date"))
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
        retry: Callable[[RequestFunc], RequestFunc] = backoff.on_exception(
            self.backoff_wait_generator,
            RequestFailedError,
            max_tries=_TRIES,
            jitter=None,
            on_backoff=self.backoff_handler,
            logger=None,
        )
        return retry(func)

    @override
    def backoff_wait_generator(self) -> Generator[float, Any, None]:
        """Give the seconds before each further try: doubling from two, or as RingCentral asks.

        Source: developers.ringcentral.com/guide/basics/errors.
        """
        error = yield 0
        for tries in range(1, _TRIES + 1):
            response = error.response
            pause = timedelta(seconds=min(2**tries, _LONGEST_PAUSE))
            if response is not None:
                pause = retry_after(response.headers, default=pause, now=self.api.clock.now())
                if response.status_code == requests.codes.too_many_requests:
                    pause = timedelta()  # the limiter waits, ahead of the group's next request
            error = yield pause.total_seconds()

    @override
    def backoff_handler(self, details: Details) -> None:
        """Tell why there is another try, and when."""
        self.logger.warning(
            "%s Try %d of %d follows in %d s.",
            details.get("exception"),
            details["tries"] + 1,
            _TRIES,
            details.get("wait", 0),
        )
