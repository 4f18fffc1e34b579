"""What all streams of calls have in common, and those that are parts of calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from singer_sdk.singerlib.catalog import Metadata, MetadataMapping
from typing_extensions import override

from tap_ringcentral.calls.rows import PART_ROWS, belonging
from tap_ringcentral.streams.base.bookmarked import BookmarkedStream

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from singer_sdk.helpers.types import Context, Record


class CallStream(BookmarkedStream):
    """Calls, or what is part of them: by start time, or by modification time."""

    app_scope = "ReadCallLog"
    permission = "ReadCompanyCallLog"
    rate_limit_group = "Heavy"
    by_start: str
    """Replication key: when a call started."""
    by_change: str
    """Replication key: when it was last modified."""

    @property
    @override
    def valid_replication_keys(self) -> tuple[str, ...]:
        return (self.by_start, self.by_change)

    @property
    @override
    def metadata(self) -> MetadataMapping:
        """Offer both replication keys to a catalog."""
        is_new = self._metadata is None and self._tap_input_catalog is None
        metadata = super().metadata
        if is_new:
            metadata.root.valid_replication_keys = list(self.valid_replication_keys)
            for key in self.valid_replication_keys:
                metadata["properties", key].inclusion = Metadata.InclusionType.AUTOMATIC
        return metadata

    @override
    def convert_bookmark(self, key: str, bookmark: datetime) -> datetime | None:
        """Return what a bookmark means after a change from one replication key to the other.

        What started before a bookmark by start was final then: later changes are still to come.
        What changed before a bookmark by change is written: what is not may have started earlier,
        by as much as a call may take to appear.
        """
        if (key, self.replication_key) == (self.by_start, self.by_change):
            return bookmark
        if (key, self.replication_key) == (self.by_change, self.by_start):
            return bookmark - self.api.settings.lookback
        return super().convert_bookmark(key, bookmark)


class CallPart(CallStream):
    """Rows out of the answers that bring the calls; the call log writes them."""

    by_start = replication_key = "callStartTime"
    by_change = "callLastModifiedTime"
    made_of: tuple[str, ...] = ()
    """Properties of a call that the rows come from."""

    @property
    @override
    def cost(self) -> str:
        return "none"

    @override
    def get_records(self, context: Context | None) -> Iterator[dict[str, Any]]:
        """Yield none: this stream needs no requests of its own."""
        yield from ()

    def open(self, *, is_by_change: bool) -> None:
        """Declare the stream, once; the parts come as their calls do."""
        if self.replication_key:
            self.replication_key = self.by_change if is_by_change else self.by_start
        self._write_schema_message()

    def write(self, call: Record) -> None:
        """Write the rows of a call.

        Raises:
            RingCentralError: No target could store one.
        """
        for row in PART_ROWS[self.name](call):
            # A copy: deselecting a property of a part must not take it from the call.
            self._write_record_message(self.post_process(_copy(row)))
        if self.replication_key:
            self.advance_bookmark(belonging(call)[self.replication_key])


def _copy(value: Any) -> Any:
    return {k: _copy(v) for k, v in value.items()} if isinstance(value, dict) else value
