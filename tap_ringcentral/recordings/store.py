"""Where audio is kept: a directory or a bucket, with the same few promises.

A file appears whole or not at all, under its last name, and is safe when `publish` returns. It is
never streamed from the network into its place: what breaks off would lie there as if it were whole
(pyarrow and fsspec close, and so publish, what an exception interrupts).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, Protocol
from urllib.parse import urlsplit

from tap_ringcentral.api.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from contextlib import AbstractContextManager

    from tap_ringcentral.recordings.stored import Stored

_EXTRAS = {"s3": "s3", "gs": "gs", "abfs": "abfs", "abfss": "abfs"}
"""What to install, by the scheme of an address."""


class AudioStore(Protocol):
    """A directory or a bucket."""

    def check(self) -> None:
        """Find out, ahead of any request, whether files can be stored.

        Raises:
            StoreError: They cannot.
        """

    def files(self, folder: str) -> Iterable[Stored]:
        """Return the files of a folder; none where there is no such folder.

        Raises:
            StoreError: It cannot be read.
        """

    def draft(self) -> AbstractContextManager[BinaryIO]:
        """Open a file aside, which is gone at the end unless it was published.

        Raises:
            StoreError: There is no room for it.
        """

    def publish(self, draft: BinaryIO, path: str) -> Stored:
        """Give a draft its name, and return when it is safe.

        Raises:
            StoreError: It cannot be stored.
        """


def open_store(place: str | None, stream: str) -> AudioStore:
    """Return the store that the setting `recordings_path` names.

    Args:
        place: The setting.
        stream: Name of the stream that stores its files there.

    Raises:
        SettingsError: There is none, or a package is missing for it.
    """
    if not place:
        raise SettingsError(
            f"The setting recordings_path is missing: {stream} stores its files there. Set it to a "
            "directory or to s3://bucket/prefix, or deselect the stream."
        )
    scheme = place.partition("://")[0].lower() if "://" in place else ""
    if not scheme:
        from tap_ringcentral.recordings.directory import DirectoryStore  # noqa: PLC0415 - of two

        return DirectoryStore(place)
    if scheme not in _EXTRAS:
        raise SettingsError(
            "The setting recordings_path is neither a directory nor an address that begins with "
            "s3://, gs:// or abfs://."
        )
    _check_address(place)
    try:
        from tap_ringcentral.recordings.bucket import BucketStore  # noqa: PLC0415 - an extra
    except ImportError:
        raise SettingsError(
            f"The setting recordings_path needs a package for {scheme}: install "
            f"tap-ringcentral[{_EXTRAS[scheme]}]."
        ) from None
    return BucketStore(place)


def _check_address(place: str) -> None:
    try:
        parts = urlsplit(place)
        is_plain = bool(parts.netloc) and not (parts.query or parts.fragment or parts.password)
    except ValueError:
        is_plain = False
    if not is_plain:
        raise SettingsError(
            "The setting recordings_path must be a bucket and a prefix, as s3://bucket/prefix; "
            "credentials come from the environment."
        )
