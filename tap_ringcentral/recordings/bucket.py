"""Audio in a bucket of S3, Google or Azure: put whole, and looked at before it counts.

obstore puts an object in one step, or in parts that nobody sees before the last is there. It does
so alike for the three, has no dependencies, and takes credentials from the environment; fsspec's
packages for them want versions of others' libraries that the project's own cannot follow.
"""

from __future__ import annotations

import re
from contextlib import contextmanager, suppress
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, BinaryIO

import obstore
from obstore.exceptions import (
    BaseError,
    NotFoundError,
    PermissionDeniedError,
    UnauthenticatedError,
)
from obstore.store import from_url

from tap_ringcentral.api.errors import SettingsError
from tap_ringcentral.recordings.errors import StoreError
from tap_ringcentral.recordings.stored import Stored, stored

if TYPE_CHECKING:
    from collections.abc import Iterator

_PART = 8 * 1024 * 1024  # bytes
_PARTS_AT_ONCE = 2
_PROBE = ".staging/probe"
_TOLD = (
    (UnauthenticatedError, "the credentials are not accepted"),
    (PermissionDeniedError, "access is denied"),
    (NotFoundError, "there is no such bucket"),
)
# What the answer of a store says of itself: the code of S3's and Azure's XML, or the HTTP status.
_CODE = re.compile(r"<Code>(\w+)</Code>|\b([45]\d\d) [A-Z]")


class BucketStore:
    """Objects below a prefix of a bucket.

    Args:
        place: Such as `s3://bucket/prefix`.

    Raises:
        SettingsError: The environment lacks what it takes, or has what cannot be read.
    """

    def __init__(self, place: str) -> None:
        try:
            self._store = from_url(place)
        except (BaseError, OSError, ValueError):
            raise SettingsError(
                "The setting recordings_path names a bucket that cannot be used with what the "
                "environment says of its store and credentials, such as AWS_REGION."
            ) from None

    def check(self) -> None:
        """Put a small object, and remove it where that is allowed."""
        try:
            obstore.put(self._store, _PROBE, b"")
        except (BaseError, OSError) as error:
            raise StoreError(_reason(error)) from None
        with suppress(BaseError, OSError):
            obstore.delete(self._store, _PROBE)

    def files(self, folder: str) -> Iterator[Stored]:
        """Yield the objects of a folder."""
        try:
            for some in obstore.list(self._store, f"{folder}/"):
                for each in some:
                    if found := stored(each["path"], each["size"], each["last_modified"]):
                        yield found
        except (BaseError, OSError) as error:
            raise StoreError(_reason(error), "read") from None

    @contextmanager
    def draft(self) -> Iterator[BinaryIO]:
        """Open an unnamed temporary file on this machine."""
        try:
            file = TemporaryFile()  # noqa: SIM115 - closed below
        except OSError as error:
            raise StoreError.of(error) from None
        with file:
            yield file

    def publish(self, draft: BinaryIO, path: str) -> Stored:
        """Put a draft, and see that all of it is there."""
        try:
            draft.flush()
            size = draft.seek(0, 2)
            draft.seek(0)
            obstore.put(self._store, path, draft, chunk_size=_PART, max_concurrency=_PARTS_AT_ONCE)
            told = obstore.head(self._store, path)
        except (BaseError, OSError) as error:
            raise StoreError(_reason(error)) from None
        if told["size"] != size:
            raise StoreError(f"{told['size']:,} bytes arrived of {size:,}")
        return Stored(path, told["size"], told["last_modified"])


def _reason(error: Exception) -> str:
    """Say why, without the address and the name of the object, which an error's own text has."""
    for kind, reason in _TOLD:
        if isinstance(error, kind):
            return reason
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    found = _CODE.search(str(error))
    return f"the store answered {found[1] or found[2]}" if found else "the store does not answer"
