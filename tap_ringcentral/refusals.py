"""What RingCentral refuses of a list's entries, asked for one by one: none holds up the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tap_ringcentral.errors import (
    NotFoundError,
    PermissionMissingError,
    RequestRefusedError,
    TokenRejectedError,
    UnavailableError,
)

if TYPE_CHECKING:
    from tap_ringcentral.client import RingCentralStream


class Refusals:
    """Gathers which entries of a list have no answer, and tells it at the end.

    Args:
        stream: What is read of each entry.
        noun: What one entry is, in words.
        answered: For how many entries a former run had an answer.
    """

    def __init__(self, stream: RingCentralStream, noun: str, *, answered: int = 0) -> None:
        self._stream = stream
        self._noun = noun
        self._gone: list[NotFoundError] = []
        self._refused: list[RequestRefusedError] = []
        self.answered = answered
        """For how many entries there was an answer."""

    def note(self, entry: str, error: RequestRefusedError) -> None:
        """Take in why there is no answer for an entry, so that the next one is asked for.

        Raises:
            RequestRefusedError: The others would have none, either.
        """
        if isinstance(error, TokenRejectedError):
            raise error
        if isinstance(error, PermissionMissingError) and not self.answered:
            raise error
        log = self._stream.logger
        if isinstance(error, NotFoundError):
            self._gone.append(error)
            name = self._stream.name
            log.warning(
                "%s: Left out one %s that is not there, or not any more: %s",
                name,
                self._noun,
                entry,
            )
        else:
            self._refused.append(error)
            log.warning("Left out one %s. %s", self._noun, error)

    @property
    def errors(self) -> list[RequestRefusedError]:
        """What was refused, and may not be missing as `skip_unavailable` says."""
        is_fine = self._stream.api.settings.skip_unavailable
        return [e for e in self._refused if not (is_fine and isinstance(e, UnavailableError))]

    def tell(self) -> None:
        """End with what was refused.

        Raises:
            RequestRefusedError: Entries were refused, or none had an answer.
        """
        if not self.answered and (none := [*self._refused, *self._gone]):
            raise none[0]
        if errors := self.errors:
            first = errors[0]
            raise type(first)(
                f"{self._stream.name}: the answer for {len(errors)} of the {self._noun}s was an "
                f"error; the others were read. {first}",
                first.status,
            )
