"""What tap and loader of an account are started with."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec

from ringcentral_fleet import worker
from ringcentral_fleet.errors import FleetError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from ringcentral_fleet.accounts import Account, Fleet
    from ringcentral_fleet.month import Month

LOADER: dict[str, Any] = {
    "load_method": "upsert",
    "partition_by": {
        "call_log": "startTime fixed",
        "call_log_leg": "callStartTime fixed",
        "call_recording": "month(callStartTime) fixed",
        "active_call": "month(snapshotTime) fixed",
        "call_queue_presence": "month(snapshotTime) fixed",
        "call_analytics_queue": "month(time) fixed",
        "call_analytics_user": "month(time) fixed",
        "audit_trail": "month(eventTime) fixed",
        "message": "month(creationTime) fixed",
        "extension_call_log": "startTime fixed",
    },
}
"""Settings of target-parquet that are right for calls."""
_OF_COMMANDS = ("TAP_RINGCENTRAL_", "TARGET_PARQUET_", "MELTANO_", "SINGER_SDK_")


def common_environment(fleet: Fleet) -> dict[str, str]:
    """Return this process's variables, without settings of commands and any account's secrets."""
    secret = {
        each.env for account in fleet.accounts for each in account.secrets.values() if each.env
    }
    return {
        name: value
        for name, value in os.environ.items()
        if name not in secret and not name.startswith(_OF_COMMANDS)
    }


def tap_settings(fleet: Fleet, account: Account, month: Month | None) -> dict[str, Any]:
    """Return the tap's settings, without secrets."""
    settings = fleet.settings | account.settings
    settings |= {
        "account_id_column": True,
        "emit_activate_version_messages": month is None,
        "token_store": f"{fleet.tokens}/{account.name}.json",
    }
    if month:
        settings |= {"start_date": f"{month.start}T00:00:00Z", "end_date": f"{month.end}T00:00:00Z"}
    elif account.start_date:
        settings["start_date"] = f"{account.start_date}T00:00:00Z"
    return settings


def loader_settings(fleet: Fleet, account: Account) -> dict[str, Any]:
    """Return the loader's settings."""
    return LOADER | fleet.loader | {"destination_path": fleet.lake_of(account)}


def catalog(streams: Collection[str], environment: Mapping[str, str]) -> dict[str, Any]:
    """Return the tap's catalog with those streams selected, and no others.

    Raises:
        FleetError: The tap has no such stream.
    """
    found = _discovered(tuple(environment.items()))
    names = {each["tap_stream_id"] for each in found["streams"]}
    if unknown := sorted(set(streams) - names):
        raise FleetError(
            f"streams names {', '.join(unknown)}, which the tap does not have. It has: "
            f"{', '.join(sorted(names))}."
        )
    chosen = [each for each in found["streams"] if each["tap_stream_id"] in streams]
    for each in chosen:
        (root,) = (entry for entry in each["metadata"] if not entry["breadcrumb"])
        root["metadata"]["selected"] = True
    return {"streams": chosen}


@cache
def _discovered(environment: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    """Return what the tap finds, which is the same for all accounts."""
    output, written = worker.Pipe(duplex=False)
    discovery = worker.start(["tap-ringcentral", "--discover"], dict(environment), stdout=written)
    written.close()
    with open(output.fileno(), "rb", closefd=False) as text:
        content = text.read()
    output.close()
    discovery.join()
    if discovery.exitcode:
        raise FleetError("tap-ringcentral --discover failed; its log says why.")
    found: dict[str, Any] = msgspec.json.decode(content)
    return found


def write(folder: Path, name: str, content: object) -> str:
    """Write a file for a command, for this user alone, and return its path."""
    path = folder / f"{name}.json"
    path.touch(mode=0o600)
    path.write_bytes(msgspec.json.encode(content))
    return str(path)
