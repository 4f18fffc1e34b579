"""The base of all streams: schema, catalog and keys, requests and rows, full tables."""

from __future__ import annotations

import logging
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, TypeVar, cast

from singer_sdk import Stream, StreamSchema
from singer_sdk.helpers.conform import TypeConformanceLevel
from singer_sdk.metrics import Counter, Metric, Tag
from typing_extensions import override

from tap_ringcentral.account_id import AccountOfRows, keys_with_account, schema_with_account
from tap_ringcentral.api.errors import RingCentralError, SettingsError
from tap_ringcentral.api.lenient_json import Repairs
from tap_ringcentral.api.pages import Page, next_link
from tap_ringcentral.api.request import ACCOUNT, Request
from tap_ringcentral.schemas import FILES
from tap_ringcentral.schemas.shape import RecordShape

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping

    from singer_sdk import Tap
    from singer_sdk.helpers._batch import BatchConfig
    from singer_sdk.helpers.types import Context, Record
    from singer_sdk.singerlib.catalog import Catalog

    from tap_ringcentral.api.answer_body import Answer
    from tap_ringcentral.api.pages import Walk
    from tap_ringcentral.session import ApiSession, HasApi

_Page = TypeVar("_Page")


class RingCentralStream(Stream):
    """A stream of the account: by default one endpoint, read page by page."""

    schema = StreamSchema(FILES)
    answer_schema = StreamSchema(FILES)
    """The schema of what RingCentral tells: all of a row but what the tap adds."""
    # `RecordShape` does what is needed of it, at a fraction of the time.
    TYPE_CONFORMANCE_LEVEL = TypeConformanceLevel.NONE

    base_path = ACCOUNT
    """What the paths of several streams begin with."""
    path = ""
    """The rest of the endpoint's path."""
    page_size: int | None = None
    """Rows of a full page, the most that RingCentral gives; None where it takes no such wish."""
    app_scope = "ReadAccounts"
    """Scope that the app needs; empty where none is."""
    permission = "ReadExtensions"
    """Permission that the helper extension's role needs; empty where none is."""
    further_scopes: tuple[str, ...] = ()
    """Scopes that the app needs besides, for what RingCentral gives elsewhere."""
    further_permissions: tuple[str, ...] = ()
    """Permissions that the role needs besides."""
    rate_limit_group = "Heavy"
    """Group that its requests are documented to count in; answers tell the real one."""
    is_written = True
    """Whether records are written one by one; not so for a batch, or a look at a few."""
    rows_written = 0
    """Rows of this run so far."""
    is_awaited = False
    """Whether others may wait for what it finds."""
    comes_last = False
    """Whether it takes so long that all others come first."""

    def __init__(self, tap: Tap) -> None:
        super().__init__(tap)
        self.account = AccountOfRows(self.name, tap)
        if self.account.is_told:
            self.primary_keys = keys_with_account(self.primary_keys)
            # In the place of the class's, which all streams of its name share.
            vars(self)["schema"] = schema_with_account(self.answer_schema)

    @property
    def api(self) -> ApiSession:
        """The session that all streams share."""
        return cast("HasApi", self._tap).api

    def requests_left(self) -> float:
        """Return how many requests it takes from now on, as far as that is known; one at least."""
        done, sent = self.api.progress.of(self.name), self.api.client.sent[self.name]
        return max(sent / done.share - sent, 1) if done and done.share else 1

    @property
    def cost(self) -> str:
        """How many requests it takes, in words."""
        return f"1 for each {self.page_size:,} rows" if self.page_size else "1"

    def check(self) -> None:
        """Check, ahead of a run, that the settings have what this stream cannot do without.

        Raises:
            SettingsError: They do not.
        """

    def announce(self) -> None:
        """Say, ahead of a run, what others may wait for this stream to find."""

    def conclude(self) -> None:
        """Say, after the stream, that there is nothing to wait for any more."""

    # Requests and rows

    @property
    def endpoint(self) -> str:
        """Path that the stream is read from, with the names of its ids in braces."""
        return f"{self.base_path}{self.path}"

    def query(self) -> dict[str, Any]:
        """Return what each request of this stream asks for."""
        return {"perPage": self.page_size} if self.page_size else {}

    def request(
        self,
        query: Mapping[str, Any] | None = None,
        *,
        ids: Mapping[str, str] | None = None,
        body: Mapping[str, Any] | None = None,
    ) -> Request:
        """Return the request for the first page, or the only one.

        Args:
            query: What is asked for besides `query()`.
            ids: Those of the path, by name, but for that of the account.
            body: What a search is to find.
        """
        return Request(
            self.endpoint,
            self.name,
            ids or {},
            self.query() | dict(query or {}),
            body,
            group=self.rate_limit_group,
        )

    def walk(self) -> Walk[Page]:
        """Return how to come from one page to the next."""
        return next_link

    @cached_property
    def read(self) -> Callable[[Answer], Page]:
        """Makes a page of an answer."""
        return partial(Page.from_answer, repairs=Repairs(self.name))

    def pages(self, request: Request) -> Iterator[Page]:
        """Yield the pages of a list.

        Raises:
            RingCentralError: RingCentral did not give them all.
        """
        return self.counted(self.api.client.pages(request, self.read, self.walk()))

    def counted(self, pages: Iterable[_Page]) -> Iterator[_Page]:
        """Yield pages, and count their requests: all tries of one as one."""
        for page in pages:
            self.request_counter.increment()
            yield page

    def rows(self, page: Page) -> Iterator[dict[str, Any]]:
        """Yield the rows of a page, in the schema's shape."""
        yield from map(self.shape, page.records)

    def records(self, request: Request) -> Iterator[dict[str, Any]]:
        """Yield the rows of a list.

        Raises:
            RingCentralError: RingCentral did not give them all.
        """
        for page in self.pages(request):
            yield from self.rows(page)

    @override
    def get_records(self, context: Context | None) -> Iterator[dict[str, Any]]:
        yield from self.records(self.request())

    @cached_property
    def request_counter(self) -> Counter:
        """Counts the requests of a run."""
        tags = {Tag.STREAM: self.name, Tag.ENDPOINT: self.endpoint}
        return Counter(Metric.HTTP_REQUEST_COUNT, tags)

    @cached_property
    def shape(self) -> RecordShape:
        """Brings an object of the API into the form that the schema declares."""
        return RecordShape(self.name, self.answer_schema, self.is_wanted)

    @override
    def post_process(self, row: Record, context: Context | None = None) -> Record:
        """Add what no answer has. An answer that names its account keeps it."""
        return self.account.added_to(row) if self.account.is_told else row

    def is_wanted(self, breadcrumb: tuple[str, ...]) -> bool:
        """Return whether a property is selected."""
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

    def check_keys(self, record: Record, without: Collection[str] = ()) -> None:
        """Check that a record has its keys, but for those that it is still to get.

        Raises:
            RingCentralError: It lacks one, so that no target could tell it from others.
        """
        for key in self.primary_keys or ():
            if key not in without and record.get(key) in {None, ""}:
                raise RingCentralError(
                    f"{self.name}: RingCentral gave a record without {key} (id "
                    f"{record.get('id')}). Nothing is lost: run again, and tell RingCentral's "
                    "support if it stays so."
                )

    @override
    def _write_record_message(self, record: Record) -> None:
        self.check_keys(record)
        super()._write_record_message(record)
        self.rows_written += 1

    @override
    def _write_state_message(self) -> None:
        super()._write_state_message()
        self.api.clock.baton.offer()

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
            for record in records:
                self.rows_written += 1
                yield record
            return
        with self.api.failures.recorded(self), self.request_counter:
            yield from records
            if self._stream_version is not None:
                super()._write_activate_version_message(self._stream_version)

    @override
    def _sync_batches(self, batch_config: BatchConfig, context: Context | None = None) -> None:
        with self.api.failures.recorded(self), self.request_counter:
            self.write_batches(batch_config, context)

    def write_batches(self, batch_config: BatchConfig, context: Context | None) -> None:
        """Write the rows into files, and tell the target of each."""
        super()._sync_batches(batch_config, context)
