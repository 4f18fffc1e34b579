"""What goes wrong with the place where audio is kept."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from tap_ringcentral.api.errors import RingCentralError, StreamEndedError

if TYPE_CHECKING:
    from collections.abc import Iterator


class StoreError(StreamEndedError):
    """The store cannot be written or read: no other file could be stored either.

    Args:
        reason: Why, without a path or an address.
        done: What cannot be done with it.
    """

    def __init__(self, reason: str, done: str = "written") -> None:
        super().__init__(
            f"recordings_path cannot be {done} ({reason}). What is stored stays; run again to "
            "resume."
        )

    @classmethod
    def of(cls, error: OSError, done: str = "written") -> StoreError:
        """Return the error that one of the system is."""
        return cls(error.strerror or type(error).__name__, done)

    @classmethod
    @contextmanager
    def named(cls, stream: str) -> Iterator[None]:
        """Let an error of the store name the stream that it ends."""
        try:
            yield
        except cls as error:
            raise RingCentralError(f"{stream}: {error}") from None
