"""The recordings that calls and their legs name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from tap_ringcentral.api import timestamps
from tap_ringcentral.api.errors import RingCentralError
from tap_ringcentral.api.lenient_json import line
from tap_ringcentral.calls.list import listed_calls
from tap_ringcentral.calls.page import CallParser
from tap_ringcentral.calls.windows import WindowPlan
from tap_ringcentral.schemas.scalars import as_text, is_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from tap_ringcentral.calls.page import CallPages, PackedCall
    from tap_ringcentral.config.settings import RecordingSettings

_ANY = "All"


@dataclass(frozen=True, slots=True)
class Recording:
    """A recording, as the first call that has it names it."""

    id: str
    uri: str
    """Where its audio is; empty where RingCentral does not say."""
    call_id: str
    start: datetime
    """When that call began, UTC."""


@dataclass(frozen=True)
class Listed:
    """The recordings of calls that began in a window, oldest first."""

    end: datetime
    """Of the window."""
    recordings: list[Recording]


class Choice:
    """Which recordings are wanted.

    Args:
        settings: Say so.
        stream: Name of the stream, for messages.
    """

    def __init__(self, settings: RecordingSettings, stream: str) -> None:
        self._settings = settings
        self._stream = stream

    @property
    def scope(self) -> str:
        """What it is, as text for a state; empty for all recordings."""
        wanted = self._settings
        told = [f"recordings_type {wanted.type}"] if wanted.type != _ANY else []
        told += [f"from {wanted.least.total_seconds():.0f} s"] if wanted.least else []
        told += ["of", *sorted(wanted.extension_ids)] if wanted.extension_ids else []
        return " ".join(told)

    def taken(self, call: dict[str, Any]) -> dict[str, str]:
        """Return the recordings wanted of a call, by id, with the addresses of their audio.

        Raises:
            RingCentralError: One has no id, so that it would be missing.
        """
        parts = [part for part in (call, *_objects(call.get("legs"))) if part.get("recording")]
        if not parts or not self._is_wanted(call):
            return {}
        found: dict[str, str] = {}
        for part in parts:
            recording = part["recording"]
            if not isinstance(recording, dict) or not is_id(recording.get("id")):
                raise RingCentralError(
                    f"{self._stream}: RingCentral gave a recording without id in the call with id "
                    f"{line(as_text(call['id']))}. Nothing is lost: run again, and tell "
                    "RingCentral's support if it stays so."
                )
            kind = recording.get("type") or self._settings.type  # one of no kind is of any
            if self._settings.type in (_ANY, kind):
                uri = recording.get("contentUri")
                found.setdefault(as_text(recording["id"]), uri if isinstance(uri, str) else "")
        return found

    def _is_wanted(self, call: dict[str, Any]) -> bool:
        lasted = call.get("duration")
        if isinstance(lasted, int | float) and lasted < self._settings.least.total_seconds():
            return False
        if not self._settings.extension_ids:
            return True
        parts = (call, *_objects(call.get("legs")))
        extensions = (part.get("extension") for part in parts)
        told = [each["id"] for each in extensions if isinstance(each, dict) and each.get("id")]
        ids = {as_text(each) for each in told if is_id(each)}
        return not ids.isdisjoint(self._settings.extension_ids)


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        yield from (each for each in value if isinstance(each, dict))


class RecordingLists:
    """Reads the call log for the recordings in it, window by window, oldest first.

    Up to `final` all calls are listed: RingCentral does not say whether its filter by recording
    knows those of legs, and each call passes there once. From then on, where each run lists the
    calls again, those alone that have a recording.

    Args:
        stream: Name of the stream that asks.
        pages: Brings the pages of a request; it is given what makes a page of an answer first.
        choice: What is wanted of each call.
        kind: What the filter asks for.
    """

    def __init__(
        self,
        stream: str,
        pages: Callable[[CallParser], CallPages],
        choice: Choice,
        kind: str,
    ) -> None:
        self._stream = stream
        self._choice = choice
        self._pages = pages(CallParser(stream, "startTime", self._packed))
        self._kind = kind

    def between(self, start: datetime, final: datetime, end: datetime) -> Iterator[Listed]:
        """Yield the windows of a range.

        Raises:
            RingCentralError: RingCentral did not give all calls of it.
        """
        for plan, filtered in (
            (WindowPlan(start, min(final, end)), {}),
            (WindowPlan(max(start, final), end), {"recordingType": self._kind}),
        ):
            for window in plan:
                calls: dict[str, PackedCall] = {}
                held = 0
                for call in listed_calls(self._pages, window, self._stream, filtered):
                    held += 1
                    if call.body != _NONE:
                        calls[call.id] = call
                plan.record_count(held)
                yield Listed(window.end, list(_named(calls)))

    def _packed(self, call: dict[str, Any]) -> bytes:
        return _pack(self._choice.taken(call))


_pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder(dict[str, str]).decode
_NONE = _pack({})


def _named(calls: dict[str, PackedCall]) -> Iterator[Recording]:
    """Yield the recordings of calls, each once: with the call that began first."""
    seen: set[str] = set()
    for call in sorted(calls.values(), key=lambda call: (call.at, call.id)):
        for id_, uri in _unpack(call.body).items():
            if id_ not in seen:
                seen.add(id_)
                yield Recording(id_, uri, call.id, timestamps.parse(call.at))
