"""Lists whose entries are asked for one by one, such as the queues for their members.

A list is read once in a run, whichever of its streams are selected, and depends on none of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from typing_extensions import override

from tap_ringcentral.api.errors import RingCentralError
from tap_ringcentral.client import RingCentralStream
from tap_ringcentral.schemas.scalars import as_text, is_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    import requests
    from singer_sdk import Tap
    from singer_sdk.helpers.types import Context

_EXTENSION = "/restapi/v1.0/account/{account_id}/extension"
_OWN_EXTENSION = "/restapi/v1.0/account/~/extension/~"


class Lookup(RingCentralStream):
    """What a stream needs to know ahead of its own requests, read under its name."""

    schema = {"type": "object"}  # noqa: RUF012 - the SDK's own way to declare one

    def __init__(self, tap: Tap, name: str, path: str, page_size: int | None = None) -> None:
        super().__init__(tap=tap, name=name, path=path)
        self.page_size = page_size

    def first(self) -> dict[str, Any]:
        """Return the object at the path; empty where there is none."""
        return next(iter(self.request_records(None)), {})


def _brief(stream: RingCentralStream, entry: dict[str, Any]) -> tuple[str, str]:
    """What is needed of an entry of a list, which may have thousands: its id and its type.

    Raises:
        RingCentralError: It has no id, so that what belongs to it would be missing.
    """
    if not is_id(entry.get("id")):
        raise RingCentralError(
            f"{stream.name}: RingCentral gave a record without id for {stream.path}. Nothing is "
            "lost: run again, and tell RingCentral's support if it stays so."
        )
    return as_text(entry["id"]), str(entry.get("type"))


@dataclass(frozen=True)
class Parents:
    """A list whose entries have an address of their own."""

    noun: str
    """What one entry is, in words."""
    key: str
    """Name of its id, in a path and in a row."""
    path: str
    page_size: int | None = None

    def ids(self, stream: RingCentralStream) -> list[str]:
        """The ids of all entries, in RingCentral's order."""
        return [id_ for id_, _ in self._entries(stream)]

    def _entries(self, stream: RingCentralStream) -> list[tuple[str, str]]:
        def read() -> list[tuple[str, str]]:
            listed = Lookup(stream._tap, stream.name, self.path, self.page_size)  # noqa: SLF001 - as the SDK's own streams
            return [_brief(listed, entry) for entry in listed.request_records(None)]

        return stream.api.once(self.path, read)


@dataclass(frozen=True)
class Extensions(Parents):
    """The extensions of some types, or those that the setting `extension_ids` names."""

    noun: str = "extension"
    key: str = "extensionId"
    path: str = _EXTENSION
    page_size: int | None = 1000
    types: frozenset[str] | None = None
    """Types of extensions that have what is asked for; None for all of them."""

    @override
    def ids(self, stream: RingCentralStream) -> list[str]:
        named = stream.api.settings.extension_ids
        if named:
            return [own_extension(stream)["id"] if id_ == "~" else id_ for id_ in named]
        return [
            id_ for id_, kind in self._entries(stream) if self.types is None or kind in self.types
        ]


def own_extension(stream: RingCentralStream) -> dict[str, Any]:
    """Whoever is signed in: the `id`, and that of the `account`.

    Raises:
        RingCentralError: RingCentral does not tell them.
    """

    def read() -> dict[str, Any]:
        user = Lookup(stream._tap, stream.name, _OWN_EXTENSION).first()  # noqa: SLF001 - as the SDK's own streams
        account = user.get("account")
        if not (is_id(user.get("id")) and isinstance(account, dict) and is_id(account.get("id"))):
            raise RingCentralError(
                f"{stream.name}: RingCentral does not tell the id of the helper extension and its "
                "account. Set account_id, and no ~ among extension_ids."
            )
        return {"id": as_text(user["id"]), "account": as_text(account["id"])}

    return stream.api.once(_OWN_EXTENSION, read)


class ParentList(RingCentralStream):
    """A stream that is such a list: once it is read for its rows, its ids are known."""

    @override
    def get_records(self, context: Context | None) -> Iterator[dict[str, Any]]:
        self._entries: list[tuple[str, str]] = []
        yield from super().get_records(context)
        self.api.once(self.path, lambda: self._entries)

    @override
    def parse_response(self, response: requests.Response) -> Iterator[dict[str, Any]]:
        # Ahead of their shape, which leaves out a type that is deselected.
        listed = self.reader.read(response).records
        self._entries += [_brief(self, entry) for entry in listed]
        yield from super().parse_response(response)
