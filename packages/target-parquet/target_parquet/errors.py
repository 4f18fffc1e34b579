"""What a user can mend, said in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from singer_sdk.exceptions import DataError, SingerSDKError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class LoadError(SingerSDKError):
    """The lake, a setting or a stream's schema keeps the load from going on."""


class ConflictError(LoadError):
    """Another loader has changed the stream since this one read it: make the change anew."""


class BadRecordError(DataError):
    """A record does not fit its stream's schema. Names the record's key, no other value."""


class BadLineError(ValueError):
    """What is wrong with a line, to be put behind its number. Shows nothing of the line."""


def key_of(record: Mapping[str, Any], key_properties: Sequence[str]) -> str:
    """Describe which record it is, by its key properties, of which long values are cut."""
    parts = (f"{name}={record.get(name)!r:.60}" for name in key_properties)
    return ", ".join(parts) or "without key"
