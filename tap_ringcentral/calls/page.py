"""A page of calls, each kept packed until it is written.

As Python objects calls take several times their size in JSON, and a window of them waits to be put
in order. So they wait packed: as the lines that will be written (`lines`), or as their JSON,
which is parsed once more when its turn has come.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import msgspec

from tap_ringcentral.api import timestamps
from tap_ringcentral.api.answer_body import NOT_STRICT, decoded, mended
from tap_ringcentral.api.errors import RingCentralError
from tap_ringcentral.api.lenient_json import Repairs, line
from tap_ringcentral.api.pages import Navigation, Page, Paging
from tap_ringcentral.schemas.scalars import as_text, is_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tap_ringcentral.api.answer_body import Answer
    from tap_ringcentral.api.pages import Walk
    from tap_ringcentral.api.request import Request

    Packer = Callable[[dict[str, Any]], bytes]

ReplicationKey = Literal["startTime", "lastModifiedTime"]
CallPages: TypeAlias = "Callable[[Request, Walk[CallPage]], Iterator[CallPage]]"
"""Brings the pages of a request, one after the other as a walk says."""


class PackedCall(msgspec.Struct, frozen=True, array_like=True):
    """A call that waits."""

    at: str
    """The replication key's value, in the one format of `timestamps`."""
    id: str
    body: bytes
    """Its JSON as it came, or the lines to write for it."""


def sort_key(call: PackedCall) -> tuple[str, str]:
    """Return where a call stands among others: by its instant, equal ones by id."""
    return call.at, call.id


class SyncInfo(msgspec.Struct, rename="camel"):
    """Where an extract-sync stands."""

    sync_token: str
    newer_records_exist: bool = False


@dataclass(frozen=True)
class CallPage(Page):
    """Calls of one answer, with what the answer tells of the list."""

    records: list[PackedCall]
    size: int | None = None
    """Calls on a full page, where the answer tells."""
    sync: SyncInfo | None = None


class _Listed(msgspec.Struct, rename="camel"):
    """An answer of the call log; each call is parsed by itself, so that few are objects at once."""

    records: list[msgspec.Raw]
    navigation: Navigation | None = None
    paging: Paging | None = None
    sync_info: SyncInfo | None = None


_LISTED = msgspec.json.Decoder(_Listed)
_CALL = msgspec.json.Decoder()


class CallParser:
    """Reads an answer of the call log as a page.

    Args:
        stream: Name of the stream, for messages.
        key: What calls are ordered by.
        packer: Makes of a call what is to wait for its turn; without one its JSON waits.
    """

    def __init__(self, stream: str, key: ReplicationKey, packer: Packer | None = None) -> None:
        self._stream = stream
        self._key = key
        self._packer = packer
        self._repairs = Repairs(stream)

    def __call__(self, answer: Answer) -> CallPage:
        """Read an answer.

        Raises:
            RequestFailedError: The body is no list of calls, such as half of one.
            RingCentralError: A call lacks its id or its replication key, or cannot be written.
        """
        listed = decoded(answer, _LISTED, self._repairs)
        return CallPage(
            [self._packed(answer, bytes(call)) for call in listed.records],
            listed.navigation.next_url if listed.navigation else None,
            size=listed.paging.per_page if listed.paging else None,
            sync=listed.sync_info,
        )

    def _packed(self, answer: Answer, body: bytes) -> PackedCall:
        # As a whole, though little of it is looked at: from here on it can be parsed.
        try:
            call = _CALL.decode(body)
        except NOT_STRICT:
            body = mended(answer, body, self._repairs)
            call = decoded(answer, _CALL, self._repairs, body)
        if not isinstance(call, dict):
            raise self._unusable("that is not an object")
        if not is_id(call.get("id")):
            raise self._unusable("without an id that is text")
        key = as_text(call["id"])
        at = call.get(self._key)
        if at is None:
            raise self._unusable(f"without {self._key} (id {line(key)})")
        try:
            at = timestamps.normalize(at)
        except (TypeError, ValueError):
            raise self._unusable(
                f"whose {self._key} is not a date and time (id {line(key)})"
            ) from None
        return PackedCall(at, key, self._packer(call) if self._packer else body)

    def _unusable(self, what: str) -> RingCentralError:
        return RingCentralError(
            f"{self._stream}: RingCentral gave a call {what}. Nothing is lost: run again, and tell "
            "RingCentral's support if it stays so."
        )
