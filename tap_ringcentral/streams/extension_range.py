"""What RingCentral tells for one extension at a time, and since when."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from singer_sdk.singerlib.catalog import REPLICATION_INCREMENTAL
from typing_extensions import override

from tap_ringcentral.api import timestamps
from tap_ringcentral.calls.windows import TimeWindow
from tap_ringcentral.config.settings import CALL_LOG_KEPT
from tap_ringcentral.streams.base.ranges import RangeStream
from tap_ringcentral.streams.extensions import OfEachExtension

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from datetime import datetime
    from urllib.parse import ParseResult

    from singer_sdk.helpers.types import Context

    from tap_ringcentral.streams.base.refusals import EntryErrors

_EXTENSION = "/restapi/v1.0/account/{account_id}/extension/{extensionId}"
_UNDERWAY = "underway"
_MOST_FAILED = 100  # extensions that a state names


class _Pass(NamedTuple):
    """A range that is read for one extension after the other, by their ids."""

    wanted: TimeWindow
    after: str = ""
    """The last extension that was asked for; empty at the begin."""
    failed: frozenset[str] = frozenset()
    """Those up to it that have to be asked for again."""

    @classmethod
    def from_state(cls, state: dict[str, Any], within: TimeWindow) -> _Pass | None:
        """Read one from a state, as far as its range is still wanted."""
        start = max(timestamps.parse(state["from"]), within.start)
        end = min(timestamps.parse(state["to"]), within.end)
        if start >= end:
            return None
        return cls(TimeWindow(start, end), state["after"], frozenset(state.get("failed") or ()))

    def as_state(self, about: str) -> dict[str, Any]:
        """Write it for a state, all of it: what is left out would stay as it was before."""
        return {
            "from": timestamps.render(self.wanted.start),
            "to": timestamps.render(self.wanted.end),
            "after": self.after,
            "failed": sorted(self.failed),
            "about": about or None,
        }


class OfEachExtensionInRange(RangeStream, OfEachExtension):
    """Incremental, with one bookmark: it moves when all extensions are read.

    That can take hours, and a job may be ended sooner each night. So the state holds as well how
    far the present pass has come: one extension and one range, however many extensions there are.
    The next run goes on from there, and then reads up to now.
    """

    page_size = 1000
    _pass: _Pass

    @property
    @override
    def about(self) -> str:
        named = " ".join(sorted(self.api.settings.extension_ids))
        # A digest, since there may be thousands.
        return f"extension_ids {sha256(named.encode()).hexdigest()[:16]}" if named else ""

    @override
    def left_over(self) -> Iterator[dict[str, Any]]:
        if underway := self._underway():
            self.logger.info("%s: going on where the run before was ended.", self.name)
            errors = yield from self._read(underway)
            if errors:  # else a run would never come to what is new: all is read again from here
                self._forget_pass()
            else:  # it began no earlier than its range ended
                self.pass_to(underway.wanted.end, begun=underway.wanted.end)

    @override
    def in_range(self, wanted: TimeWindow) -> Iterator[dict[str, Any]]:
        errors = yield from self._read(_Pass(wanted))
        errors.raise_if_any()

    def _read(self, given: _Pass) -> Generator[dict[str, Any], None, EntryErrors]:
        self._pass = given
        start, end = timestamps.render(given.wanted.start), timestamps.render(given.wanted.end)
        return (yield from self.of_each({"dateFrom": start, "dateTo": end}))

    @override
    def get_url_params(
        self, context: Context | None, next_page_token: ParseResult | None
    ) -> dict[str, Any]:
        wanted = {key: value for key, value in (context or {}).items() if key.startswith("date")}
        return super().get_url_params(context, next_page_token) | wanted

    # How far a pass has come

    def _underway(self) -> _Pass | None:
        """Return the pass that the run before began, as far as its range is still wanted."""
        state = self.state_manager.stream_state.get(_UNDERWAY)
        if not state or self.replication_method != REPLICATION_INCREMENTAL:
            return None
        if (state.get("about") or "") != self.about:
            return None
        if self.wanted().start < timestamps.parse(state["from"]):  # start_date is an earlier one
            return None
        return _Pass.from_state(state, TimeWindow(self.earliest, self._end))

    @override
    def remaining(self, ids: list[str]) -> list[str]:
        # Those that failed come first, as all before the place to go on at.
        return sorted(id_ for id_ in ids if id_ > self._pass.after or id_ in self._pass.failed)

    @override
    def finish(self, id_: str, *, is_read: bool) -> None:
        if self.replication_method != REPLICATION_INCREMENTAL:
            return
        failed = self._pass.failed - {id_} if is_read else self._pass.failed | {id_}
        self._pass = self._pass._replace(after=max(self._pass.after, id_), failed=failed)
        if len(failed) <= _MOST_FAILED:  # else the next run begins with the last one written
            self.state_manager.stream_state[_UNDERWAY] = self._pass.as_state(self.about)
            self.write_state()

    @override
    def finish_all(self) -> None:
        # The next run asks first for the few that failed.
        if not 0 < len(self._pass.failed) <= _MOST_FAILED:
            self._forget_pass()

    def _forget_pass(self) -> None:
        if _UNDERWAY in (state := self.state_manager.stream_state):
            state[_UNDERWAY] = None  # what is left out of a state may be merged into it again


class Message(OfEachExtensionInRange):
    """A voicemail, fax, SMS or pager message; RingCentral filters on when it was made."""

    name = "message"
    path = f"{_EXTENSION}/message-store"
    replication_key = "creationTime"
    app_scope = "ReadMessages"
    permission = "ReadMessages"


class ExtensionCallLog(OfEachExtensionInRange):
    """The call log of one extension, where the company's may not be read."""

    name = "extension_call_log"
    path = f"{_EXTENSION}/call-log"
    replication_key = "startTime"
    app_scope = "ReadCallLog"
    permission = "ReadCallLog"
    rate_limit_group = "Heavy"

    @property
    @override
    def beginning(self) -> datetime:
        return self._now - CALL_LOG_KEPT

    @override
    def get_url_params(
        self, context: Context | None, next_page_token: ParseResult | None
    ) -> dict[str, Any]:
        return super().get_url_params(context, next_page_token) | {"view": "Detailed"}
