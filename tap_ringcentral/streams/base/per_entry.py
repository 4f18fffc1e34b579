"""Streams that take a request for each entry of a list, such as the members of each queue.

They are no children of the SDK, which would repeat SCHEMA and STATE for each entry.
"""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from typing_extensions import override

from tap_ringcentral.account_id import ACCOUNT_ID
from tap_ringcentral.api.errors import (
    RingCentralError,
    SettingsError,
    SignInError,
    StreamEndedError,
)
from tap_ringcentral.api.request import TRIES
from tap_ringcentral.client import RingCentralStream
from tap_ringcentral.streams.base.refusals import EntryErrors

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator

    from singer_sdk.helpers.types import Context

    from tap_ringcentral.streams.base.parents import ParentEndpoint

_FEW = 3  # tries
_OFTEN_ENOUGH = timedelta(minutes=1)


class PerEntryStream(RingCentralStream):
    """A stream of what each entry of a list has, with the entry's id where its schema wants it."""

    parents: ClassVar[ParentEndpoint]
    added_keys: frozenset[str] = frozenset()
    """Keys that a row has from elsewhere than the answer."""

    @property
    @override
    def cost(self) -> str:
        return f"1 for each {self.parents.noun}, and their list"

    @override
    def requests_left(self) -> float:
        if done := self.api.progress.of(self.name):
            return done.whole - done.part
        return self.parents.known_count(self) or 1

    @override
    def get_records(self, context: Context | None) -> Iterator[dict[str, Any]]:
        errors = yield from self.read_entries({})
        errors.raise_if_any()

    def read_entries(
        self, *queries: dict[str, str]
    ) -> Generator[dict[str, Any], None, EntryErrors]:
        """Yield the rows of each entry, asked for with each of some queries.

        An entry that is gone since it was listed is left out, and one that is refused or fails
        holds up none of the others. Where several fail in a row, the one asked for next is the
        last of the list: it tells an outage, which ends the stream, from entries that fail.

        Returns:
            Which entries could not be read, for the caller to raise.

        Raises:
            RingCentralError: No other entry would have an answer, either.
        """
        ids = self.parents.ids(self)
        waiting = deque(self.remaining(ids))
        errors = EntryErrors(self, self.parents.noun, answered=len(ids) - len(waiting))
        progress = EntryProgress(self, len(waiting))
        while waiting:
            is_in_turn = not errors.suggest_outage
            entry = waiting.popleft() if is_in_turn else waiting.pop()
            progress.step()
            try:
                yield from self._rows_of(entry, queries, _FEW if errors.is_impatient else TRIES)
            except (SignInError, SettingsError, StreamEndedError):
                raise
            except RingCentralError as error:
                is_read = not errors.record(entry, error)
            else:
                errors.record_answer()
                is_read = True
            if is_in_turn:
                self.finish(entry, is_read=is_read)
        self.finish_all()
        return errors

    def _rows_of(
        self, entry: str, queries: Iterable[dict[str, str]], tries: int
    ) -> Iterator[dict[str, Any]]:
        key = self.parents.key
        label = {key: entry} if key in self.schema["properties"] else {}
        for query in queries:
            request = replace(self.request(query, ids={key: entry}), tries=tries)
            for record in self.records(request):
                row = label | record
                self.check_keys(row, without=self.added_keys | {ACCOUNT_ID})
                yield row

    def remaining(self, ids: list[str]) -> list[str]:
        """Return the entries that are still to be read, in the order to read them in."""
        return ids

    def finish(self, id_: str, *, is_read: bool) -> None:
        """Record that an entry was asked for, and whether all its rows are written."""

    def finish_all(self) -> None:
        """Record that all entries were asked for, whether or not some could not be read."""


class EntryProgress:
    """Writes a line to the log each minute.

    Args:
        stream: What is read of each entry.
        total: How many entries there are.
    """

    def __init__(self, stream: PerEntryStream, total: int) -> None:
        self._stream = stream
        self._total = total
        self._begun = 0
        self._told = stream.api.clock.local_now()

    def step(self) -> None:
        """Go on to the next entry."""
        stream, api = self._stream, self._stream.api
        api.progress.update(stream.name, self._begun, self._total)
        if (now := api.clock.local_now()) - self._told >= _OFTEN_ENOUGH:
            self._told = now
            stream.logger.info(
                "%s: %s %s of %s.",
                stream.name,
                stream.parents.noun,
                f"{self._begun:,}",
                f"{self._total:,}",
            )
        self._begun += 1
