"""Why entries of a list, asked for one by one, have no answer: none holds up the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tap_ringcentral.api.errors import (
    NotFoundError,
    PermissionMissingError,
    RequestFailedError,
    RingCentralError,
    TokenRejectedError,
    UnavailableError,
)

if TYPE_CHECKING:
    from tap_ringcentral.client import RingCentralStream

# So many failures in a row may be an outage: the next entry is one from elsewhere in the list.
_SUSPICIOUS = 3
# Each entry that fails costs a minute of tries; after so many of them a further one gets fewer.
_PATIENT = 3


class EntryErrors:
    """Gathers which entries of a list have no answer, and raises it at the end.

    Args:
        stream: What is read of each entry.
        noun: What one entry is, in words.
        answered: For how many entries a former run had an answer.
    """

    def __init__(self, stream: RingCentralStream, noun: str, *, answered: int = 0) -> None:
        self._stream = stream
        self._noun = noun
        self._gone: list[NotFoundError] = []
        self._errors: list[tuple[str, RingCentralError]] = []
        self._skipped: list[UnavailableError] = []
        self._answered = answered
        self._failed = 0
        self._failed_in_a_row = 0

    def __len__(self) -> int:
        """Count the entries that a later run has to ask for again."""
        return len(self._errors)

    @property
    def suggest_outage(self) -> bool:
        """Whether so many entries failed in a row that the next one should tell an outage."""
        return self._failed_in_a_row >= _SUSPICIOUS

    @property
    def is_impatient(self) -> bool:
        """Whether so many entries failed that a further one is not worth a minute."""
        return self._failed >= _PATIENT

    def record_answer(self) -> None:
        """Count an entry that was read."""
        self._answered += 1
        self._failed_in_a_row = 0

    def record(self, entry: str, error: RingCentralError) -> bool:
        """Keep why there is no answer for an entry, so that the next one is asked for.

        Returns:
            Whether a later run has to ask for it again.

        Raises:
            RingCentralError: The others would have no answer, either.
        """
        if isinstance(error, TokenRejectedError):
            raise error
        if isinstance(error, PermissionMissingError) and not self._answered:
            raise error
        log, name = self._stream.logger, self._stream.name
        if isinstance(error, RequestFailedError):
            if self.suggest_outage:
                raise RequestFailedError(
                    f"{name}: {self._failed_in_a_row + 1} {self._noun}s one after the other could "
                    f"not be read, so that the rest was not asked for. Run again to resume. The "
                    f"first: {self._errors[-1 - self._failed_in_a_row + 1][1]}"
                )
            self._failed += 1
            self._failed_in_a_row += 1
        else:
            self._failed_in_a_row = 0
        if isinstance(error, NotFoundError):
            self._gone.append(error)
            log.warning(
                "%s: Skipped %s %s: not found (deleted since it was listed?)",
                name,
                self._noun,
                entry,
            )
            return False
        log.warning("Skipped %s %s. %s", self._noun, entry, error)
        if isinstance(error, UnavailableError) and self._stream.api.settings.skip_unavailable:
            self._skipped.append(error)
            return False
        self._errors.append((entry, error))
        return True

    def raise_if_any(self) -> None:
        """End with the entries that could not be read.

        Raises:
            RingCentralError: Entries could not be read, or none had an answer.
        """
        errors = [error for _, error in self._errors]
        if not self._answered and (none := [*errors, *self._skipped, *self._gone]):
            raise none[0]
        if errors:
            entry, first = self._errors[0]
            raise type(first)(
                f"{self._stream.name}: {len(errors)} of the {self._noun}s could not be read, the "
                f"first of them {entry}; the others were. {first}"
            )
