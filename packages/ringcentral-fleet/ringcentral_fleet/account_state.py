"""The state of an account from version to version, as a run goes on."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from ringcentral_fleet.state_store import Version

if TYPE_CHECKING:
    from ringcentral_fleet.state_store import StateStore

_PAUSE = 5.0  # seconds between two versions, but for the last one


class AccountState:
    """A part's state from version to version; it is not written more often than is of use.

    Args:
        store: Where it is kept.
        account: Whose it is.
        part: `LAKE`, or a month.
        about: What the run reads, and into which lake.
        run: Identifier of the run.
    """

    def __init__(
        self, store: StateStore, account: str, part: str, about: dict[str, str], run: str
    ) -> None:
        self._store = store
        self._account = account
        self._part = part
        self._about = about
        self._run = run
        self.latest = store.latest(account, part)
        """The last version; None where there is none."""
        self._waiting: dict[str, Any] | None = None
        self._written = time.monotonic()

    @property
    def differing(self) -> list[str]:
        """What the last version is of and this run is not."""
        former = self.latest.about if self.latest else self._about
        keys = former.keys() | self._about.keys()
        return sorted(key for key in keys if former.get(key) != self._about.get(key))

    def begin(self, *, is_anew: bool) -> None:
        """Write an empty version where there is none, or where all is to be read anew.

        A run that is killed thus leaves a state, and not one that says more than it has read.

        Raises:
            FleetError: It cannot be written.
        """
        if self.latest is None or is_anew:
            self._write({})

    def take(self, state: dict[str, Any]) -> None:
        """Take over a state that the loader confirmed.

        Raises:
            FleetError: It cannot be written.
        """
        self._waiting = state
        if time.monotonic() - self._written >= _PAUSE:
            self.flush()

    def flush(self) -> None:
        """Write what was taken over, as the next version.

        Raises:
            StateConflictError: Another run has written that one.
            FleetError: It cannot be written.
        """
        state, self._waiting = self._waiting, None
        if state is not None:
            self._write(state)

    def _write(self, state: dict[str, Any]) -> None:
        number = self.latest.number + 1 if self.latest else 1
        now = datetime.now(UTC)
        version = Version(number, self._account, self._about, self._run, now, state)
        self._store.write(version, self._part)
        self.latest, self._written = version, time.monotonic()
