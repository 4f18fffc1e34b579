"""A run of one account; its state is kept as the loader confirms it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from ringcentral_fleet.account_state import AccountState
from ringcentral_fleet.accounts import secrets_of
from ringcentral_fleet.command_log import variables
from ringcentral_fleet.configuration import (
    catalog,
    common_environment,
    loader_settings,
    tap_settings,
    write,
)
from ringcentral_fleet.errors import FleetError
from ringcentral_fleet.pipe import Pipe
from ringcentral_fleet.state_store import LAKE, StateStore, has_objects

if TYPE_CHECKING:
    from ringcentral_fleet.accounts import Account, Fleet
    from ringcentral_fleet.month import Month


@dataclass
class Outcome:
    """What came of a run."""

    account: str
    part: str
    """`lake`, or the month."""
    error: str = ""
    """What failed and what to change; empty where nothing did."""
    is_for_a_person: bool = False
    """Whether no other try would help before that is changed."""
    rows: int = 0
    """Rows that the tap read."""
    loaded: int = 0
    """Rows that the loader put into the lake."""
    requests: int = 0
    seconds: float = 0.0
    state_version: int = 0
    """Number of the last version of the state; 0 where there is none yet."""
    bookmarks: dict[str, str] = field(default_factory=dict)
    """By stream, up to when nothing will change (RFC 3339)."""


class AccountRun:
    """Reads an account into its folder of the lake.

    Args:
        fleet: What holds for all accounts.
        account: The account.
        run: Identifier of the run, which the states are written with.
        month: A month of history; None to go on from the run before.
        is_anew: Whether to begin without a state, though there is one or the lake has rows.
    """

    def __init__(
        self,
        fleet: Fleet,
        account: Account,
        run: str,
        *,
        month: Month | None = None,
        is_anew: bool = False,
    ) -> None:
        self._fleet = fleet
        self._account = account
        self._run = run
        self._month = month
        self._part = month.name if month else LAKE
        self._is_anew = is_anew
        given = fleet.settings | account.settings
        # What a state is of, without a secret.
        self._about = {"lake": fleet.lake_of(account)} | {
            name: str(given[name]) for name in ("account_id", "server_url") if name in given
        }

    def __call__(self) -> Outcome:
        """Run to the end, or to where it fails; what is in the lake by then is in the state."""
        began = time.monotonic()
        outcome = Outcome(self._account.name, self._part)
        try:
            store = StateStore(self._fleet.state)
            state = AccountState(store, self._account.name, self._part, self._about, self._run)
            self._check(state)
            state.begin(is_anew=self._is_anew)
            with TemporaryDirectory() as folder:
                self._load(Path(folder), state, outcome)
        except FleetError as error:
            outcome.error, outcome.is_for_a_person = str(error), error.is_for_a_person
        except OSError as error:  # of this machine: no room for a file, no process more
            outcome.error = f"The run cannot be started: {error.strerror or error}."
        outcome.seconds = round(time.monotonic() - began, 3)
        return outcome

    def _check(self, state: AccountState) -> None:
        """Check that the state is that of this account and lake.

        Raises:
            FleetError: It is lost, or of something else.
        """
        if self._is_anew:
            return
        name = self._account.name
        again = f"read all of the account again: ringcentral-fleet run {name} --anew"
        if state.latest is None:
            if self._part == LAKE and has_objects(self._fleet.lake_of(self._account)):
                raise FleetError(
                    f"The state of {name} is not in {self._fleet.state}, but its lake has rows. "
                    f"Put the state back, or {again}"
                )
        elif other := state.differing:
            raise FleetError(
                f"The state of {name} in {self._fleet.state} is of another "
                f"{' and '.join(other)}. Set that as it was, or {again}"
            )

    def _load(self, folder: Path, state: AccountState, outcome: Outcome) -> None:
        """Run tap and loader, and keep what the loader confirms.

        Raises:
            FleetError: They cannot be started, or the state cannot be kept.
        """
        common = common_environment(self._fleet)
        environment = common | variables(folder)
        secrets = secrets_of(self._account)
        settings = tap_settings(self._fleet, self._account, self._month)
        tap = ["tap-ringcentral", "--config", write(folder, "tap", settings), "--config", "ENV"]
        if state.latest and state.latest.state:
            tap += ["--state", write(folder, "state", state.latest.state)]
        streams = self._fleet.history_streams if self._month else self._fleet.streams
        if streams is not None:
            tap += ["--catalog", write(folder, "catalog", catalog(streams, common))]
        target = write(folder, "target", loader_settings(self._fleet, self._account))
        with Pipe(
            self._account.name,
            tap,
            ["target-parquet", "--config", target],
            environment,
            {f"TAP_RINGCENTRAL_{name.upper()}": value for name, value in secrets.items()},
        ) as pipe:
            for confirmed in pipe.states():
                state.take(confirmed)
            state.flush()
        outcome.rows = pipe.read.get("rows", 0)
        outcome.requests = pipe.read.get("requests", 0)
        outcome.loaded = pipe.loaded.get("rows", 0)
        outcome.error, outcome.is_for_a_person = pipe.error, pipe.is_for_a_person
        if state.latest:
            outcome.state_version = state.latest.number
            outcome.bookmarks = _bookmarks(state.latest.state)


def _bookmarks(state: dict[str, Any]) -> dict[str, str]:
    found = {
        stream: bookmark.get("replication_key_value")
        for stream, bookmark in state.get("bookmarks", {}).items()
    }
    return {stream: value for stream, value in found.items() if value}
