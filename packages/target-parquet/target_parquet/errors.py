"""What a user can mend, said in one line."""

from __future__ import annotations

from singer_sdk.exceptions import DataError, SingerSDKError


class LoadError(SingerSDKError):
    """The lake, a setting or a stream's schema keeps the load from going on."""


class BadRecordError(DataError):
    """A record does not fit its stream's schema. Names the record's key, no other value."""
