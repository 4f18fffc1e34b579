"""The company's calls, with what is made of them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

import msgspec
from typing_extensions import override

from tap_ringcentral.account_id import ACCOUNT_ID
from tap_ringcentral.api import timestamps
from tap_ringcentral.calls.lines import CallLines, head_of
from tap_ringcentral.calls.windows import PAGE_SIZE
from tap_ringcentral.streams.base.call_runs import CallsByModificationTime, CallsByStartTime
from tap_ringcentral.streams.base.call_stream import CallPart, CallStream
from tap_ringcentral.streams.base.line_writer import (
    TakesLines,
    is_passthrough,
    selects_all_properties,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from singer_sdk.helpers.types import Context, Record
    from singer_sdk.metrics import Counter

    from tap_ringcentral.streams.base.call_runs import CallReader


class CallLog(CallStream):
    """The calls of the whole company, with their legs."""

    name = "call_log"
    path = "/call-log"
    primary_keys = ("id",)
    by_start = replication_key = "startTime"
    by_change = "lastModifiedTime"
    _counter: Counter | None = None

    @property
    @override
    def cost(self) -> str:
        return f"1 for each {PAGE_SIZE:,} calls"

    @cached_property
    def parts(self) -> list[CallPart]:
        """The selected streams that are made of calls."""
        children = self.child_streams
        return [part for part in children if isinstance(part, CallPart) and part.selected]

    @override
    def is_wanted(self, breadcrumb: tuple[str, ...]) -> bool:
        """Return whether a property is selected, here or for what is made of it."""
        of_part = {*self.primary_keys, *self.valid_replication_keys} if self.parts else set()
        of_part.update(*(part.made_of for part in self.parts))
        return breadcrumb[1] in of_part or (self.selected and super().is_wanted(breadcrumb))

    @cached_property
    def _written(self) -> list[CallStream]:
        """The streams that this run writes."""
        return [*([self] if self.selected else ()), *self.parts]

    @override
    def get_records(self, context: Context | None) -> Iterator[dict[str, Any]]:
        """Yield the calls, those first that the bookmark passes first."""
        is_by_change = self.replication_key == self.by_change
        for part in self.parts:
            part.open(is_by_change=is_by_change)
        reader = CallsByModificationTime if is_by_change else CallsByStartTime
        calls = reader(self, self._written, self._lines)
        if self._lines:
            self._write_lines(calls)
            return
        decode = msgspec.json.Decoder(dict[str, Any]).decode
        for call in calls:
            yield self.shape(decode(call.body))

    # The fast way, where nothing is done to the records on their way out

    @cached_property
    def _lines(self) -> CallLines | None:
        """Makes lines of calls as they are read, where nothing but the target wants them."""
        takes_lines = isinstance(self._tap.message_writer, TakesLines) and self.is_written
        if not takes_lines or not all(map(is_passthrough, self._written)):
            return None
        if not all(map(selects_all_properties, self.parts)):
            return None
        for_parts = {name for part in self.parts for name in part.made_of}
        # A line has the whole of what is shared with a part; the SDK takes out what is deselected.
        shared = [at for at in self.metadata if at and at[1] in for_parts and self.mask[at[:2]]]
        if not all(self.mask[breadcrumb] for breadcrumb in shared):
            return None
        return CallLines(
            self.shape,
            self.api.clock,
            streams=[stream.name for stream in self._written],
            without=[name for name in for_parts if not self.mask["properties", name]],
            added={ACCOUNT_ID: self.account.id} if self.account.is_told else {},
        )

    def _write_lines(self, calls: CallReader) -> None:
        write = cast("TakesLines", self._tap.message_writer).write_lines
        # Each at once: going for the next one may write a STATE that counts this one in.
        heads = [(part, head_of(part.name)) for part in self.parts]
        number = 0
        for number, call in enumerate(calls, start=1):
            write(call.body)
            for part, head in heads:
                part.rows_written += call.body.count(head)
            if number % self.STATE_MSG_FREQUENCY == 0:
                calls.advance_bookmarks(timestamps.parse(call.at))
        if self.selected:
            self.rows_written += number
        if self._counter:
            self._counter.increment(number)

    @override
    def get_record_counter(self, **kwargs: Any) -> Counter:
        """Keep the counter of this run at hand."""
        self._counter = super().get_record_counter(**kwargs)
        return self._counter

    # Parts

    @override
    def generate_child_contexts(
        self, record: Record, context: Context | None
    ) -> Iterator[Context | None]:
        """Yield none: parts of the call need no run of their own streams."""
        yield from ()

    @override
    def _process_record(
        self,
        record: Record,
        child_context: Context | None = None,
        partition_context: Context | None = None,
    ) -> None:
        """Write the parts ahead of their call, so that no bookmark passes unwritten ones."""
        for part in self.parts:
            part.write(record)
