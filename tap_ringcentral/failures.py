"""Which streams of a run could not be read, and what to change."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tap_ringcentral.api.errors import (
    RingCentralError,
    SettingsError,
    SignInError,
    UnavailableError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from singer_sdk import Stream

logger = logging.getLogger("tap-ringcentral")

_OR_ELSE = "To go without it, deselect the stream, or set skip_unavailable."


class Failures:
    """Gathers what fails while the other streams go on, and tells it at the end.

    With `skip_unavailable` a missing permission or feature is none of them.
    """

    def __init__(self, *, skip_unavailable: bool) -> None:
        self._skip_unavailable = skip_unavailable
        self._streams: list[str] = []
        self._errors: list[RingCentralError] = []

    @contextmanager
    def noted(self, stream: Stream) -> Iterator[None]:
        """Record why a stream cannot be read, so that the run goes on.

        Raises:
            SignInError: Nobody is signed in, so that no other stream could be read either.
            SettingsError: Likewise: the token store cannot be used.
        """
        try:
            yield
        except (SignInError, SettingsError):
            raise
        except RingCentralError as error:
            selected = (each.name for each in (stream, *stream.child_streams) if each.selected)
            self._note(", ".join(selected), error)

    def _note(self, names: str, error: RingCentralError) -> None:
        if isinstance(error, UnavailableError):
            if self._skip_unavailable:
                logger.warning("Left out %s, as skip_unavailable says. %s", names, error)
                return
            error = UnavailableError(f"{error} {_OR_ELSE}")
        logger.warning("Could not read %s; the other streams go on. %s", names, error)
        self._streams.append(names)
        self._errors.append(error)

    def tell(self) -> None:
        """End with what failed, where something did.

        Raises:
            RingCentralError: A stream could not be read.
        """
        if len(self._errors) == 1:
            raise self._errors[0]
        if self._errors:
            raise RingCentralError(
                f"Some streams could not be read, the others were: {', '.join(self._streams)}. "
                + " ".join(map(str, self._errors))
            )
