"""Streams that take a request for each entry of a list, such as the members of each queue.

They are no children of the SDK, which would repeat SCHEMA and STATE for each entry.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from typing_extensions import override

from tap_ringcentral.client import RingCentralStream
from tap_ringcentral.entry_progress import RequestCounter, telling
from tap_ringcentral.errors import RequestRefusedError
from tap_ringcentral.refusals import Refusals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from singer_sdk.helpers.types import Context

    from tap_ringcentral.parents import Parents


class OfEach(RingCentralStream):
    """A stream of what each entry of a list has, with the entry's id where its schema wants it."""

    parents: ClassVar[Parents]

    @property
    @override
    def cost(self) -> str:
        return f"1 for each {self.parents.noun}, and their list"

    @override
    def get_records(self, context: Context | None) -> Iterator[dict[str, Any]]:
        yield from self.of_each({})

    def of_each(self, *ways: dict[str, str]) -> Iterator[dict[str, Any]]:
        """Give the rows of each entry, asked for in each of some ways.

        An entry that is gone since it was listed is left out, and one that is refused holds up
        none of the others.

        Raises:
            RequestRefusedError: Entries were refused, or there is nothing for any of them.
        """
        key = self.parents.key
        is_labeled = key in self.schema["properties"]
        ids = self.parents.ids(self)
        remaining = self.remaining(ids)
        refusals = Refusals(self, self.parents.noun, answered=len(ids) - len(remaining))
        what = f"{self.name}: {self.parents.noun}"
        for parent in telling(remaining, what=what, logger=self.logger, clock=self.api.clock):
            label = {key: parent} if is_labeled else {}
            try:
                for way in ways:
                    for record in self.request_records({**way, key: parent}):
                        yield label | record
            except RequestRefusedError as error:
                refusals.note(parent, error)
            else:
                refusals.answered += 1
            if not refusals.errors:  # else a run after this one begins with the one refused
                self.finish(parent)
        self._requests.exit()
        self.finish_all()
        refusals.tell()

    @cached_property
    def _requests(self) -> RequestCounter:
        return RequestCounter(self.name, self.path)

    @override
    def get_http_request_counter(self) -> RequestCounter:
        return self._requests

    def remaining(self, ids: list[str]) -> list[str]:
        """Give the entries that are still to be read, in the order to read them in."""
        return ids

    def finish(self, id_: str) -> None:
        """Take in that all rows of an entry are written."""

    def finish_all(self) -> None:
        """Take in that all entries were asked for, whether or not some were refused."""
