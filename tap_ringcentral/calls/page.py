"""A page of calls, each kept packed until it is written.

As Python objects calls take several times their size in JSON, and a window of them waits to be put
in order. So they wait packed: as the lines that will be written (`call_lines`), or as their JSON,
which is parsed once more when its turn has come.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Literal, Protocol, TypeAlias, TypeVar

import msgspec

from tap_ringcentral.api import timestamps
from tap_ringcentral.api.answer_body import NOT_STRICT, body_of, decoded, mended
from tap_ringcentral.api.errors import RingCentralError
from tap_ringcentral.api.lenient_json import Repairs, line
from tap_ringcentral.api.pages import Navigation, Page, Paging
from tap_ringcentral.schemas.scalars import as_text, is_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import requests

    from tap_ringcentral.api.pages import Walk
    from tap_ringcentral.api.request import Request

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


_T = TypeVar("_T")


class Answer(msgspec.Struct, Generic[_T], rename="camel"):
    """An answer of the call log, with its calls in some form."""

    records: list[_T]
    navigation: Navigation | None = None
    paging: Paging | None = None
    sync_info: SyncInfo | None = None


_ANSWER = msgspec.json.Decoder(Answer[msgspec.Raw])
_CALL = msgspec.json.Decoder()


class Packer(Protocol):
    """Makes of a call what is to wait for its turn."""

    def answer(self, content: bytes) -> Answer[PackedCall] | None:
        """Make it of all calls of an answer at once; give none where that does not work."""

    def of(self, call: PackedCall) -> PackedCall:
        """Make it of a call that waits as its JSON."""


class CallParser:
    """Reads an answer of the call log as a page."""

    def __init__(self, stream: str, key: ReplicationKey, packer: Packer | None = None) -> None:
        self._stream = stream
        self._key = key
        self._packer = packer
        self._repairs = Repairs(stream)

    def __call__(self, response: requests.Response) -> CallPage:
        """Read an answer.

        Raises:
            RequestFailedError: The body is no list of calls, such as half of one.
            RingCentralError: A call lacks its id or its replication key, or cannot be written.
        """
        body = body_of(response)
        answer = self._packer.answer(body) if self._packer else None
        if answer is None:
            found = decoded(response, body, _ANSWER, self._repairs)
            calls = [self._packed(response, bytes(call)) for call in found.records]
            if self._packer:
                calls = [*map(self._packer.of, calls)]
            answer = Answer(calls, found.navigation, found.paging, found.sync_info)
        return CallPage(
            answer.records,
            answer.navigation.next_url if answer.navigation else None,
            size=answer.paging.per_page if answer.paging else None,
            sync=answer.sync_info,
        )

    def _packed(self, response: requests.Response, body: bytes) -> PackedCall:
        # As a whole, though little of it is looked at: from here on it can be parsed.
        try:
            call = _CALL.decode(body)
        except NOT_STRICT:
            body = mended(response, body, self._repairs)
            call = decoded(response, body, _CALL, self._repairs)
        if not isinstance(call, dict):
            raise self._unusable("that is not an object")
        if not is_id(call.get("id")):
            raise self._unusable("without an id that is text")
        key = as_text(call["id"])
        at = call.get(self._key)
        if at is None:
            raise self._unusable(f"without {self._key} (id {line(key)})")
        try:
            return PackedCall(timestamps.normalize(at), key, body)
        except (TypeError, ValueError):
            raise self._unusable(
                f"whose {self._key} is not a date and time (id {line(key)})"
            ) from None

    def _unusable(self, what: str) -> RingCentralError:
        return RingCentralError(
            f"{self._stream}: RingCentral gave a call {what}. Nothing is lost: run again, and tell "
            "RingCentral's support if it stays so."
        )
