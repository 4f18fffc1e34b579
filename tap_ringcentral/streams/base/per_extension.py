"""What RingCentral tells for one extension at a time, some of it since an instant.

A company of a thousand users takes a thousand requests for each of these streams, so that none is
selected by default. The setting `extension_ids` narrows them down.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from singer_sdk.singerlib.catalog import REPLICATION_INCREMENTAL
from typing_extensions import override

from tap_ringcentral.api import timestamps
from tap_ringcentral.api.request import ACCOUNT
from tap_ringcentral.calls.windows import TimeWindow
from tap_ringcentral.streams.base.parents import Extensions
from tap_ringcentral.streams.base.per_entry import PerEntryStream
from tap_ringcentral.streams.base.ranges import RangeStream

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from tap_ringcentral.streams.base.refusals import EntryErrors

EXTENSION = f"{ACCOUNT}/extension/{{extensionId}}"

USERS = frozenset({"User", "DigitalUser", "FlexibleUser", "VirtualUser"})
"""Types of extensions that are somebody's."""
PHONES = USERS | {"Limited", "Room"}
"""Types of extensions that have a phone."""
CALLED = USERS | {"Department", "SharedLinesGroup", "Voicemail"}
"""Types of extensions that take calls or messages."""

_CHECKPOINT = "underway"  # its name in a state
_MOST_FAILED = 100  # extensions that a state names


class PerExtensionStream(PerEntryStream):
    """A stream that takes a request for each extension that has what it asks for."""

    base_path = EXTENSION
    parents = Extensions(types=CALLED)
    primary_keys: Sequence[str] = ("extensionId", "id")
    rate_limit_group = "Light"
    selected_by_default = False


class Checkpoint(NamedTuple):
    """How far a range is read, for one extension after the other, by their ids."""

    window: TimeWindow
    after: str = ""
    """The last extension that was asked for; empty at the begin."""
    failed: frozenset[str] = frozenset()
    """Those up to it that have to be asked for again."""

    @classmethod
    def from_state(cls, state: dict[str, Any], within: TimeWindow) -> Checkpoint | None:
        """Read one from a state, as far as its range is still wanted."""
        start = max(timestamps.parse(state["from"]), within.start)
        end = min(timestamps.parse(state["to"]), within.end)
        if start >= end:
            return None
        return cls(TimeWindow(start, end), state["after"], frozenset(state.get("failed") or ()))

    def as_state(self, bookmark_scope: str) -> dict[str, Any]:
        """Write it for a state, all of it: what is left out would stay as it was before."""
        return {
            "from": timestamps.render(self.window.start),
            "to": timestamps.render(self.window.end),
            "after": self.after,
            "failed": sorted(self.failed),
            "about": bookmark_scope or None,
        }


class PerExtensionRangeStream(RangeStream, PerEntryStream):
    """Incremental, with one bookmark: it moves when all extensions are read.

    That can take hours, and a job may be ended sooner each night. So the state holds as well how
    far the present pass has come: one extension and one range, however many extensions there are.
    The next run goes on from there, and then reads up to now.
    """

    base_path = EXTENSION
    parents = Extensions(types=CALLED)
    page_size = 1000
    primary_keys: Sequence[str] = ("extensionId", "id")
    rate_limit_group = "Light"
    selected_by_default = False
    _checkpoint: Checkpoint

    @property
    @override
    def bookmark_scope(self) -> str:
        named = " ".join(sorted(self.api.settings.extension_ids))
        # A digest, since there may be thousands.
        return f"extension_ids {sha256(named.encode()).hexdigest()[:16]}" if named else ""

    @override
    def resume(self) -> Iterator[dict[str, Any]]:
        if checkpoint := self._kept_checkpoint():
            self.logger.info("%s: going on where the run before was ended.", self.name)
            errors = yield from self._read_from(checkpoint)
            if errors:  # else a run would never come to what is new: all is read again from here
                self._drop_checkpoint()
            else:  # it began no earlier than its range ended
                self.advance_to(checkpoint.window.end, begun=checkpoint.window.end)

    @override
    def rows_in(self, window: TimeWindow) -> Iterator[dict[str, Any]]:
        errors = yield from self._read_from(Checkpoint(window))
        errors.raise_if_any()

    def _read_from(self, checkpoint: Checkpoint) -> Generator[dict[str, Any], None, EntryErrors]:
        self._checkpoint = checkpoint
        window = checkpoint.window
        start, end = timestamps.render(window.start), timestamps.render(window.end)
        return (yield from self.read_entries({"dateFrom": start, "dateTo": end}))

    def _kept_checkpoint(self) -> Checkpoint | None:
        """Return where the run before came to, as far as its range is still wanted."""
        state = self.state_manager.stream_state.get(_CHECKPOINT)
        if not state or self.replication_method != REPLICATION_INCREMENTAL:
            return None
        if (state.get("about") or "") != self.bookmark_scope:
            return None
        if self.window().start < timestamps.parse(state["from"]):  # start_date is an earlier one
            return None
        return Checkpoint.from_state(state, TimeWindow(self.earliest, self._end))

    @override
    def remaining(self, ids: list[str]) -> list[str]:
        # Those that failed come first, as all before the place to go on at.
        done = self._checkpoint
        return sorted(id_ for id_ in ids if id_ > done.after or id_ in done.failed)

    @override
    def finish(self, id_: str, *, is_read: bool) -> None:
        if self.replication_method != REPLICATION_INCREMENTAL:
            return
        done = self._checkpoint
        failed = done.failed - {id_} if is_read else done.failed | {id_}
        self._checkpoint = done._replace(after=max(done.after, id_), failed=failed)
        if len(failed) <= _MOST_FAILED:  # else the next run begins with the last one written
            state = self._checkpoint.as_state(self.bookmark_scope)
            self.state_manager.stream_state[_CHECKPOINT] = state
            self.write_state()

    @override
    def finish_all(self) -> None:
        # The next run asks first for the few that failed.
        if not 0 < len(self._checkpoint.failed) <= _MOST_FAILED:
            self._drop_checkpoint()

    def _drop_checkpoint(self) -> None:
        if _CHECKPOINT in (state := self.state_manager.stream_state):
            state[_CHECKPOINT] = None  # what is left out of a state may be merged into it again
