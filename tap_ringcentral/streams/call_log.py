"""The company's calls, and the legs of each.

`GET /account/{accountId}/call-log` lists newest first and filters on a call's start, though a call
appears only after it ends and is completed for hours after. So the log is read in ascending
windows, and the bookmark stays behind now by the lookback: whatever started before the bookmark is
final. Source: developers.ringcentral.com/guide/voice/call-log.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from singer_sdk.singerlib.catalog import REPLICATION_INCREMENTAL
from typing_extensions import override

from tap_ringcentral import timestamps
from tap_ringcentral.call_buffer import CallBuffer
from tap_ringcentral.client import AccountStream, RingCentralStream
from tap_ringcentral.errors import RingCentralError
from tap_ringcentral.progress import Progress
from tap_ringcentral.time_window import PAGE_SIZE, TimeWindow, WindowPlan

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from urllib.parse import ParseResult

    from singer_sdk.helpers.types import Context, Record


class BookmarkedStream(AccountStream):
    """An incremental stream whose bookmark says: whatever is older is written and final."""

    # Records ascend, so that every STATE can be resumed from; a lookback reads some again.
    is_sorted = True
    check_sorted = False
    STATE_MSG_FREQUENCY = PAGE_SIZE

    _final_before: str | None = None

    @property
    def bookmark(self) -> datetime | None:
        """The bookmark of this stream, where there is one for its replication key."""
        state = self.state_manager.stream_state
        value = state.get("replication_key_value")
        if self.replication_method != REPLICATION_INCREMENTAL or not value:
            return None
        if state.get("replication_key") != self.replication_key:
            return None
        return timestamps.parse(value)

    def hold_bookmark_at(self, instant: datetime) -> None:
        """Keep the bookmark of this run from passing an instant."""
        self._final_before = timestamps.render(instant)

    def advance_bookmark(self, value: str) -> None:
        """Move the bookmark up to an instant, never past what is final and never back."""
        if self.replication_method != REPLICATION_INCREMENTAL:
            return
        value = timestamps.normalize(value)
        if self._final_before is not None:
            value = min(value, self._final_before)
        state = self.state_manager.stream_state
        former = state.get("replication_key_value")
        if state.get("replication_key") == self.replication_key and former and former >= value:
            return
        state["replication_key"] = self.replication_key
        state["replication_key_value"] = value
        self.state_manager.is_flushed = False

    @override
    def get_replication_key_signpost(self, context: Context | None = None) -> datetime | None:
        """Give none: the SDK would hold the bookmark by this machine's clock."""
        return None

    @override
    def _increment_stream_state(
        self, latest_record: Record, *, context: Context | None = None
    ) -> None:
        self.advance_bookmark(latest_record[self.replication_key or ""])


class CallLog(BookmarkedStream, RingCentralStream):
    """The calls of the whole company, with their legs."""

    name = "call_log"
    path = "/restapi/v1.0/account/{account_id}/call-log"
    primary_keys = ("id",)
    replication_key = "startTime"
    app_scope = "ReadCallLog"
    permission = "ReadCompanyCallLog"

    @cached_property
    def legs(self) -> CallLogLeg | None:
        """The stream of legs, where it is selected."""
        selected = (child for child in self.child_streams if child.selected)
        return next((child for child in selected if isinstance(child, CallLogLeg)), None)

    @cached_property
    def _written(self) -> list[BookmarkedStream]:
        """The streams that this run writes."""
        own: list[BookmarkedStream] = [self] if self.selected else []
        return [*own, self.legs] if self.legs else own

    @override
    def get_url_params(
        self, context: Context | None, next_page_token: ParseResult | None
    ) -> dict[str, Any]:
        """Ask for one window, with its end pinned so that it cannot move between two pages."""
        return {"view": "Detailed", "perPage": PAGE_SIZE, **(context or {})}

    @override
    def get_records(self, context: Context | None) -> Iterator[dict[str, Any]]:
        """Give the calls oldest first, window by window."""
        clock = self.api.clock
        began = clock.machine_time()
        if self.legs:
            self.legs.open()
        now = began + clock.skew
        start = min(self._start(stream, now) for stream in self._written)
        plan = WindowPlan(start, self._end(now))
        progress = Progress(self.logger, TimeWindow(start, max(start, self._end(now))))
        for window in plan:
            with CallBuffer() as calls:
                self._read(window, calls)
                # With a token out of the store, this answer is the first to tell RingCentral's
                # time: only now is it known where the range ends, and what may be final.
                now = began + clock.skew
                plan.reach(self._end(now))
                for stream in self._written:
                    stream.hold_bookmark_at(now - self.api.settings.lookback)
                yield from calls.in_order()
                plan.note(len(calls))
                progress.tell(window, len(calls))
            self._close(window)

    def _end(self, now: datetime) -> datetime:
        """Tell up to when calls are wanted."""
        return min(self.api.settings.end_date or now, now)

    def _start(self, stream: BookmarkedStream, now: datetime) -> datetime:
        """Tell from when a stream needs calls: its bookmark, and all that may not be final."""
        settings = self.api.settings
        if stream.bookmark is None:
            return settings.earliest(now)
        start = min(stream.bookmark, now - settings.lookback)
        return max(start, settings.start_date) if settings.start_date else start

    def _read(self, window: TimeWindow, calls: CallBuffer) -> None:
        """Read all pages of a window.

        Raises:
            RingCentralError: A call has no id or no start time.
        """
        end = timestamps.render(window.end)
        of_window = {"dateFrom": timestamps.render(window.start), "dateTo": end}
        for call in self.request_records(of_window):
            key, started = call.get("id"), call.get("startTime")
            if not key or not started:
                lacking = "startTime" if key else "id"
                raise RingCentralError(
                    f"{self.name}: RingCentral gave a call without {lacking} (id {key}) between "
                    f"{of_window['dateFrom']} and {end}. Nothing is lost: run again, and tell "
                    "RingCentral's support if it stays so."
                )
            start = timestamps.normalize(started)
            # dateTo is inclusive: a call on the border belongs to the next window.
            if start < end:
                calls.add(call, key=key, start=start)

    def _close(self, window: TimeWindow) -> None:
        """Let the bookmarks pass a window that is written, though it may have been empty."""
        for stream in self._written:
            stream.advance_bookmark(timestamps.render(window.end))
        if self.get_batch_config(self.config) is None:  # a batch writes its STATE itself
            self._tap.state_writer.write_state(self.tap_state)

    @override
    def generate_child_contexts(
        self, record: Record, context: Context | None
    ) -> Iterator[Context | None]:
        """Give none: legs are part of the call, and need no run of their own stream."""
        yield from ()

    @override
    def _process_record(
        self,
        record: Record,
        child_context: Context | None = None,
        partition_context: Context | None = None,
    ) -> None:
        """Write the legs ahead of their call, so that no bookmark passes unwritten legs."""
        if self.legs:
            self.legs.write(record)


class CallLogLeg(BookmarkedStream):
    """The legs of each call, one row each, out of the answers that bring the calls."""

    name = "call_log_leg"
    primary_keys = ("callLogId", "index")
    replication_key = "callStartTime"
    parent_stream_type = CallLog
    app_scope = CallLog.app_scope
    permission = CallLog.permission

    @override
    def get_records(self, context: Context | None) -> Iterator[dict[str, Any]]:
        """Give none: the call log writes them."""
        yield from ()

    def open(self) -> None:
        """Declare the stream, once."""
        self._write_schema_message()

    def write(self, call: Record) -> None:
        """Write the legs of a call."""
        for index, leg in enumerate(call.get("legs") or ()):
            of_call = {"callLogId": call["id"], "index": index, "callStartTime": call["startTime"]}
            # A copy: deselecting a property of a leg must not take it from the call.
            self._write_record_message(of_call | _copy(leg))
        self.advance_bookmark(call["startTime"])


def _copy(value: Any) -> Any:
    return {k: _copy(v) for k, v in value.items()} if isinstance(value, dict) else value
