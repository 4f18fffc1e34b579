"""Runs of the tap: in this process, where only requests count, and in processes of their own."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from singer_sdk.singerlib import RecordMessage, StateMessage
from singer_sdk.singerlib.encoding.base import GenericSingerWriter
from typing_extensions import override

from tap_ringcentral.api.clock import Clock
from tap_ringcentral.tap import TapRingCentral

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from ringcentral_simulator import Simulator

BIN = Path(sys.executable).parent


class AccountClock(Clock):
    """Tells an account's time, which stands still; a wait moves it."""

    def __init__(self, time: datetime) -> None:
        super().__init__()
        self.time = time

    @override
    def local_now(self) -> datetime:
        return self.time

    @override
    def sleep(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


class Tally(GenericSingerWriter[str, Any]):
    """Drops what a run writes but for its state, and counts the records."""

    def __init__(self) -> None:
        self.state: dict[str, Any] = {}
        self.records = 0

    @override
    def serialize_message(self, message: Any) -> str:
        raise NotImplementedError("nothing is written")

    @override
    def write_message(self, message: Any) -> None:
        if isinstance(message, RecordMessage):
            self.records += 1
        elif isinstance(message, StateMessage):
            self.state = json.loads(json.dumps(message.value))


def settings(server_url: str, home: Path, **given: Any) -> dict[str, Any]:
    """Settings with which the tap signs in to a server that lets everyone in."""
    return {
        "server_url": server_url,
        "client_id": "benchmark",
        "client_secret": "benchmark",
        "jwt": "e30.e30.",
        "token_store": str(home / "token.json"),
        **given,
    }


def settings_for(account: Simulator, home: Path, **given: Any) -> dict[str, Any]:
    """Settings with which the tap signs in to a simulated account."""
    known = account.credentials
    keys = {"client_id": known.client_id, "client_secret": known.client_secret, "jwt": known.jwt}
    return settings(account.url, home, media_url=account.media_url, **keys) | given


def catalog(
    streams: Collection[str],
    properties: Mapping[str, Collection[str]] | None = None,
    *,
    replication_key: str = "startTime",
) -> dict[str, Any]:
    """The discovered catalog with nothing selected but some streams.

    Args:
        streams: Which.
        properties: Of streams that are not to be read whole, the properties, dotted where nested.
        replication_key: By which calls are read.
    """
    found = TapRingCentral(config={}, validate_config=False).catalog_dict
    for entry in found["streams"]:
        stream = entry["tap_stream_id"]
        wanted = (properties or {}).get(stream)
        for metadata in entry["metadata"]:
            path = ".".join(metadata["breadcrumb"][1::2])
            is_wanted = stream in streams if wanted is None or not path else path in wanted
            metadata["metadata"]["selected"] = is_wanted
            if stream == "call_log" and not path:
                metadata["metadata"]["replication-key"] = replication_key
    return found


def extract(
    config: dict[str, Any],
    of: dict[str, Any],
    clock: Clock,
    state: dict[str, Any] | None = None,
    written: Tally | None = None,
) -> Tally:
    """Run the tap in this process to its end; what it writes goes to a tally of one's own."""
    written = written or Tally()
    tap = TapRingCentral(
        config=config, catalog=of, state=state, clock=clock, message_writer=written
    )
    tap.extract()
    return written


def command(
    config: Mapping[str, Any], of: Mapping[str, Any], home: Path, name: str = "tap"
) -> list[str]:
    """The command line of a run in a process of its own.

    Args:
        config: Its settings.
        of: Its catalog.
        home: Where its files are put.
        name: What these are called.
    """
    files = {"config": config, "catalog": of}
    paths = {kind: home / f"{name}-{kind}.json" for kind in files}
    for kind, content in files.items():
        paths[kind].write_text(json.dumps(content), "utf-8")
    given = [part for kind, path in paths.items() for part in (f"--{kind}", str(path))]
    return [str(BIN / "tap-ringcentral"), *given]


def last_midnight(days_ago: int = 1) -> datetime:
    """The beginning of a UTC day."""
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return today - timedelta(days=days_ago)
