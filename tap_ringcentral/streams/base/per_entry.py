"""Streams that take a request for each entry of a list, such as the members of each queue.

They are no children of the SDK, which would repeat SCHEMA and STATE for each entry.
"""

from __future__ import annotations

from collections import deque
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from typing_extensions import override

from tap_ringcentral.api.errors import RingCentralError, SettingsError, SignInError
from tap_ringcentral.client import RingCentralStream
from tap_ringcentral.streams.base.entry_progress import EntryProgress, RequestCounter
from tap_ringcentral.streams.base.refusals import EntryErrors

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator

    from singer_sdk.helpers.types import Context

    from tap_ringcentral.streams.base.parents import Parents

_FEW_TRIES = 3


class OfEach(RingCentralStream):
    """A stream of what each entry of a list has, with the entry's id where its schema wants it."""

    parents: ClassVar[Parents]
    added_keys: frozenset[str] = frozenset()
    """Keys that a row has from elsewhere than the answer."""
    _errors: EntryErrors | None = None

    @property
    @override
    def cost(self) -> str:
        return f"1 for each {self.parents.noun}, and their list"

    @override
    def get_records(self, context: Context | None) -> Iterator[dict[str, Any]]:
        errors = yield from self.of_each({})
        errors.raise_if_any()

    def of_each(self, *ways: dict[str, str]) -> Generator[dict[str, Any], None, EntryErrors]:
        """Yield the rows of each entry, asked for in each of some ways.

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
        self._errors = errors
        progress = EntryProgress(
            f"{self.name}: {self.parents.noun}", len(waiting), self.logger, self.api.clock
        )
        try:
            while waiting:
                is_in_turn = not errors.suggest_outage
                entry = waiting.popleft() if is_in_turn else waiting.pop()
                progress.step()
                try:
                    yield from self._of_entry(entry, ways)
                except (SignInError, SettingsError):
                    raise
                except RingCentralError as error:
                    is_read = not errors.record(entry, error)
                else:
                    errors.record_answer()
                    is_read = True
                if is_in_turn:
                    self.finish(entry, is_read=is_read)
        finally:
            self._requests.exit()
        self.finish_all()
        return errors

    def _of_entry(self, entry: str, ways: Iterable[dict[str, str]]) -> Iterator[dict[str, Any]]:
        key = self.parents.key
        label = {key: entry} if key in self.schema["properties"] else {}
        for way in ways:
            for record in self.request_records({**way, key: entry}):
                row = label | record
                self.check_keys(row, without=self.added_keys)
                yield row

    @property
    @override
    def tries(self) -> int:
        return _FEW_TRIES if self._errors and self._errors.is_impatient else super().tries

    @cached_property
    def _requests(self) -> RequestCounter:
        return RequestCounter(self.name, self.path)

    @override
    def get_http_request_counter(self) -> RequestCounter:
        return self._requests

    def remaining(self, ids: list[str]) -> list[str]:
        """Return the entries that are still to be read, in the order to read them in."""
        return ids

    def finish(self, id_: str, *, is_read: bool) -> None:
        """Record that an entry was asked for, and whether all its rows are written."""

    def finish_all(self) -> None:
        """Record that all entries were asked for, whether or not some could not be read."""
