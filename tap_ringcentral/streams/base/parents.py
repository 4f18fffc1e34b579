"""Lists whose entries are asked for one by one, such as the queues for their members.

A list is read once in a run, whichever of its streams are selected, and depends on none of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from typing_extensions import override

from tap_ringcentral.account_id import own_extension
from tap_ringcentral.api.errors import RingCentralError
from tap_ringcentral.api.request import ACCOUNT, Request
from tap_ringcentral.client import RingCentralStream
from tap_ringcentral.schemas.scalars import as_text, is_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from singer_sdk.helpers.types import Context

    from tap_ringcentral.api.pages import Page


def _brief(stream: str, endpoint: str, entry: dict[str, Any]) -> tuple[str, str]:
    """Return what is needed of an entry of a list, which may have thousands: its id and its type.

    Raises:
        RingCentralError: It has no id, so that what belongs to it would be missing.
    """
    if not is_id(entry.get("id")):
        raise RingCentralError(
            f"{stream}: RingCentral gave a record without id for {endpoint}. Nothing is lost: run "
            "again, and tell RingCentral's support if it stays so."
        )
    return as_text(entry["id"]), str(entry.get("type"))


@dataclass(frozen=True)
class ParentEndpoint:
    """A list of the account whose entries have an address of their own."""

    noun: str
    """What one entry is, in words."""
    key: str
    """Name of its id, in a path and in a row."""
    path: str
    """Where the list is, below the account."""
    page_size: int | None = None
    rate_limit_group: str = "Medium"
    """Group that the list is documented to be in."""

    def ids(self, stream: RingCentralStream) -> list[str]:
        """Return the ids of all entries, in RingCentral's order."""
        return [id_ for id_, _ in self._entries(stream)]

    def known_count(self, stream: RingCentralStream) -> int:
        """Return how many entries there are, as far as the list was read."""
        return len(self.ids(stream)) if stream.api.has_found(self._endpoint) else 0

    @property
    def _endpoint(self) -> str:
        return f"{ACCOUNT}{self.path}"

    def _entries(self, stream: RingCentralStream) -> list[tuple[str, str]]:
        endpoint = self._endpoint
        query = {"perPage": self.page_size} if self.page_size else {}
        request = Request(endpoint, stream.name, query=query, group=self.rate_limit_group)
        return stream.api.once(
            endpoint,
            lambda: [_brief(stream.name, endpoint, each) for each in stream.api.listed(request)],
        )


@dataclass(frozen=True)
class Extensions(ParentEndpoint):
    """The extensions of some types, or those that the setting `extension_ids` names."""

    noun: str = "extension"
    key: str = "extensionId"
    path: str = "/extension"
    page_size: int | None = 1000
    types: frozenset[str] | None = None
    """Types of extensions that have what is asked for; None for all of them."""

    @override
    def ids(self, stream: RingCentralStream) -> list[str]:
        named = stream.api.settings.extension_ids
        if named:
            own = own_extension(stream.api, stream.name)["id"] if "~" in named else ""
            return [own if id_ == "~" else id_ for id_ in named]
        return [
            id_ for id_, kind in self._entries(stream) if self.types is None or kind in self.types
        ]


class ParentStream(RingCentralStream):
    """A stream that is such a list: once it is read for its rows, its ids are known."""

    is_awaited = True

    @override
    def get_records(self, context: Context | None) -> Iterator[dict[str, Any]]:
        self._entries: list[tuple[str, str]] = []
        yield from super().get_records(context)
        self.api.provide(self.endpoint, self._entries)

    @override
    def announce(self) -> None:
        self.api.expect(self.endpoint)

    @override
    def conclude(self) -> None:
        self.api.expect_no_more(self.endpoint)

    @override
    def rows(self, page: Page) -> Iterator[dict[str, Any]]:
        # Ahead of their shape, which leaves out a type that is deselected.
        self._entries += [_brief(self.name, self.endpoint, entry) for entry in page.records]
        yield from super().rows(page)
