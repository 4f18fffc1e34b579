"""What every stream has, wherever its rows come from: schema, catalog, keys, full tables."""

from __future__ import annotations

import logging
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from singer_sdk import Stream, StreamSchema
from singer_sdk.helpers.conform import TypeConformanceLevel
from typing_extensions import override

from tap_ringcentral.api.errors import RingCentralError, SettingsError
from tap_ringcentral.schemas import SchemaFiles
from tap_ringcentral.schemas.shape import RecordShape

if TYPE_CHECKING:
    from collections.abc import Collection, Generator

    from singer_sdk.helpers._batch import BatchConfig
    from singer_sdk.helpers.types import Context, Record
    from singer_sdk.singerlib.catalog import Catalog

    from tap_ringcentral.session import ApiSession, HasApi


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
