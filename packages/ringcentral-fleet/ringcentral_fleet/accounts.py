"""The accounts, from a YAML file that holds no secret: only where each one is."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import yaml
from msgspec import Meta, Struct, field
from msgspec.structs import replace

from ringcentral_fleet.errors import FleetError

if TYPE_CHECKING:
    from collections.abc import Mapping

SECRETS = frozenset(
    {
        *("authorization_code", "client_secret", "code_verifier"),
        *("jwt", "password", "refresh_token"),
    }
)
"""Settings of the tap that are secrets."""
_OWN = {
    "account_id_column": "it is on, so that accounts can be told apart",
    "start_date": "months of history have their own; set it beside the account's name",
    "end_date": "months of history have their own",
    "token_store": "each account has a file of its own in the folder that tokens names",
}
"""Settings of the tap that the fleet sets."""
Name = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]


class Secret(Struct, forbid_unknown_fields=True, frozen=True):
    """Where a secret is: a variable of the environment, or a file."""

    env: str | None = None
    file: str | None = None

    def within(self, folder: Path) -> Secret:
        """Return it with the file's whole path."""
        return Secret(file=str(folder / self.file)) if self.file else self

    def read(self, what: str, environment: Mapping[str, str]) -> str:
        """Return the secret.

        Args:
            what: Whose it is, for an error.
            environment: The variables.

        Raises:
            FleetError: It is not there.
        """
        if self.env is not None:
            if value := environment.get(self.env):
                return value
            raise FleetError(f"{what}: the variable {self.env} is not set.")
        try:
            text = Path(self.file or "").read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is no UTF-8"
            raise FleetError(f"{what}: {self.file} cannot be read ({reason}).") from None
        if not text:
            raise FleetError(f"{what}: {self.file} is empty.")
        return text


class Account(Struct, forbid_unknown_fields=True, frozen=True):
    """An account of RingCentral."""

    name: Name
    """What it is called here: also its folder in the lake, `account=NAME`."""
    secrets: dict[str, Secret]
    """Where the tap's secrets are, by the names of its settings."""
    settings: dict[str, Any] = field(default_factory=dict)
    """The tap's other settings, client_id among them; they go before those of the fleet."""
    start_date: date | None = None
    """From which day on calls are read; all that RingCentral keeps where it is not said."""


class Fleet(Struct, forbid_unknown_fields=True, frozen=True):
    """What the file says. Paths, those of secrets too, are relative to its folder."""

    lake: str
    """Folder or bucket of the lake."""
    state: str
    """Folder or bucket of the states."""
    accounts: list[Account]
    tokens: str = "tokens"
    """Folder of the token stores, one file an account."""
    settings: dict[str, Any] = field(default_factory=dict)
    """Settings of the tap for all accounts."""
    streams: list[str] | None = None
    """Streams to read; those that the tap selects by default where it is not said."""
    history_streams: list[str] = field(default_factory=lambda: ["call_log", "call_log_leg"])
    """Streams that are read by months, incremental ones."""
    history_since: date | None = None
    """From when on months of history can be asked for; a year ago where it is not said."""
    loader: dict[str, Any] = field(default_factory=dict)
    """Settings of target-parquet beside those that are right for calls."""
    schedule: str = "*/5 * * * *"
    """When Dagster reads what is new, as cron has it, in UTC."""
    retry_seconds: Annotated[float, Meta(gt=0)] = 60.0
    """How long Dagster waits before it tries a failed run again; twice as long the second time."""

    def account(self, name: str) -> Account:
        """Return an account by its name.

        Raises:
            FleetError: There is none.
        """
        for each in self.accounts:
            if each.name == name:
                return each
        names = ", ".join(each.name for each in self.accounts) or "none"
        raise FleetError(f"There is no account {name!r}; there are: {names}.")

    def lake_of(self, account: Account) -> str:
        """Return the folder of an account's streams, a partition of readers that know hive's."""
        return f"{self.lake.rstrip('/')}/account={account.name}"


def load(path: Path) -> Fleet:
    """Read the file.

    Raises:
        FleetError: It cannot be used; the text says why.
    """
    try:
        content = yaml.safe_load(path.read_text("utf-8"))
    except OSError as error:
        raise FleetError(f"The accounts' file {path} cannot be read: {error.strerror}.") from None
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        where = getattr(error, "problem_mark", None)
        line = f", line {where.line + 1}" if where else ""
        raise FleetError(f"The accounts' file {path}{line} is no YAML.") from None
    try:
        fleet = msgspec.convert(content, Fleet)
    except msgspec.ValidationError as error:
        raise FleetError(f"The accounts' file {path}: {error}.") from None
    _check(path, fleet)
    folder = path.resolve().parent
    return replace(
        fleet,
        **{name: _within(folder, getattr(fleet, name)) for name in ("lake", "state", "tokens")},
        accounts=[
            replace(
                account,
                secrets={name: each.within(folder) for name, each in account.secrets.items()},
            )
            for account in fleet.accounts
        ],
    )


def _within(folder: Path, place: str) -> str:
    return place if "://" in place else str(folder / place)


def _check(path: Path, fleet: Fleet) -> None:
    """Refuse what no schema can tell. No text repeats a value: it may be a secret."""
    names = [each.name for each in fleet.accounts]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise FleetError(f"The accounts' file {path} has {twice[0]!r} twice.")
    if "://" in fleet.tokens:
        raise FleetError(f"The accounts' file {path}: tokens is a folder, not a bucket.")
    owners: list[tuple[str, dict[str, Any]]] = [("settings", fleet.settings)]
    owners += [(f"account {each.name}: settings", each.settings) for each in fleet.accounts]
    for owner, settings in owners:
        for name in sorted(settings.keys() & SECRETS):
            raise FleetError(
                f"The accounts' file {path}: {owner} has {name}, which is a secret. Say where it "
                f"is instead, as in secrets: {{{name}: {{env: NAME_OF_A_VARIABLE}}}}, and replace "
                "the secret, which now stands in a file."
            )
        for name in sorted(settings.keys() & _OWN.keys()):
            raise FleetError(f"The accounts' file {path}: {owner} has {name}: {_OWN[name]}.")
    for account in fleet.accounts:
        for name, secret in account.secrets.items():
            what = f"The accounts' file {path}: account {account.name}: secrets.{name}"
            if name not in SECRETS:
                raise FleetError(f"{what} is no secret of the tap: put it into settings.")
            if (secret.env is None) == (secret.file is None):
                raise FleetError(f"{what} needs env or file, one of them.")


def secrets_of(account: Account, environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the secrets of an account, by the names of the tap's settings.

    Raises:
        FleetError: One is not there.
    """
    given = os.environ if environment is None else environment
    return {
        name: secret.read(f"account {account.name}: secrets.{name}", given)
        for name, secret in account.secrets.items()
    }
