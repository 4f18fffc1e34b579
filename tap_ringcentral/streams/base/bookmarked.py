"""Incremental streams whose bookmark can be resumed from at every STATE."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from singer_sdk.singerlib.catalog import REPLICATION_INCREMENTAL
from typing_extensions import override

from tap_ringcentral.api import timestamps
from tap_ringcentral.calls.windows import PAGE_SIZE
from tap_ringcentral.client import RingCentralStream

if TYPE_CHECKING:
    from datetime import datetime

    from singer_sdk.helpers._batch import BatchConfig
    from singer_sdk.helpers.types import Context, Record


class BookmarkedStream(RingCentralStream):
    """An incremental stream whose bookmark says: whatever is older is written and final."""

    # Records ascend, so that every STATE can be resumed from; a lookback reads some again.
    is_sorted = True
    check_sorted = False
    STATE_MSG_FREQUENCY = PAGE_SIZE

    _final_before: str | None = None

    @property
    def bookmark_scope(self) -> str:
        """The settings without which the bookmark would mean something else; empty for none."""
        return ""

    @property
    def is_of_other_settings(self) -> bool:
        """Whether the bookmark was set with other settings, so that it says nothing of these."""
        about = self.state_manager.stream_state.get("about")
        return about is not None and about != self.bookmark_scope

    @property
    def bookmark(self) -> datetime | None:
        """The bookmark of this stream, where there is one for its replication key."""
        state = self.state_manager.stream_state
        value = state.get("replication_key_value")
        if self.replication_method != REPLICATION_INCREMENTAL or not value:
            return None
        if self.is_of_other_settings:
            return None
        return self.convert_bookmark(state.get("replication_key", ""), timestamps.parse(value))

    def convert_bookmark(self, key: str, bookmark: datetime) -> datetime | None:
        """Return what a bookmark of some replication key means for the present one."""
        return bookmark if key == self.replication_key else None

    def cap_bookmark(self, instant: datetime) -> None:
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
        if state.get("replication_key") != self.replication_key or self.is_of_other_settings:
            former = self.bookmark
            value = max(value, timestamps.render(former)) if former else value
        elif (former_value := state.get("replication_key_value")) and former_value >= value:
            return
        state["replication_key"] = self.replication_key
        state["replication_key_value"] = value
        # Written also where there is none: a state that is merged into the former one keeps of
        # that what it leaves out.
        if self.bookmark_scope or "about" in state:
            state["about"] = self.bookmark_scope or None
        self.state_manager.is_flushed = False

    def write_state(self) -> None:
        """Write a STATE with all bookmarks as they are; a batch writes its own."""
        if self.get_batch_config(self.config) is None:
            self._tap.state_writer.write_state(self.tap_state)
            self.api.clock.baton.offer()

    @override
    def write_batches(self, batch_config: BatchConfig, context: Context | None) -> None:
        """Move a bookmark of its own, which no STATE has before the batch with its rows is out."""
        manager, shared = self.state_manager, self.tap_state
        manager.tap_state = {"bookmarks": {self.name: deepcopy(self.stream_state)}}
        try:
            super().write_batches(batch_config, context)
            self._share_bookmark()
        finally:
            manager.tap_state = shared

    @override
    def _write_state_message(self) -> None:
        self._share_bookmark()
        super()._write_state_message()

    def _share_bookmark(self) -> None:
        """Put the bookmark of a batch that is out where every STATE has it."""
        if self.state_manager.tap_state is not self.tap_state:
            self.tap_state["bookmarks"][self.name] = deepcopy(self.stream_state)

    @override
    def get_replication_key_signpost(self, context: Context | None = None) -> datetime | None:
        """Return none: the SDK would hold the bookmark by this machine's clock."""
        return None

    @override
    def _increment_stream_state(
        self, latest_record: Record, *, context: Context | None = None
    ) -> None:
        self.advance_bookmark(latest_record[self.replication_key or ""])
