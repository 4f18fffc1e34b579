"""Whole runs of the tap in this process, against the simulator, on the simulator's clock."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

import msgspec
from singer_sdk.singerlib.encoding.base import GenericSingerWriter

from support.batons import DrawnBaton, SteadyBaton
from tap_ringcentral.api.clock import Clock
from tap_ringcentral.doctor import identity
from tap_ringcentral.tap import TapRingCentral

if TYPE_CHECKING:
    import random

    from ringcentral_simulator import Simulator
    from tap_ringcentral.api.baton import Baton

USUAL_STREAMS = {"call_log", "call_log_leg", "call_queue", "call_queue_member", "extension"}
"""What a test reads that names no streams: few requests, each of them told apart."""

_AS_THEY_ARE = (datetime, Decimal)


class SimulatedClock(Clock):
    """Tells the simulator's time; a wait moves it.

    Args:
        simulator: Whose time.
        ahead: How far this clock is ahead of it.
        luck: Draws which lane is next; without it each works until it has to wait for another.
    """

    def __init__(
        self,
        simulator: Simulator,
        ahead: timedelta = timedelta(),
        luck: random.Random | None = None,
    ) -> None:
        self._luck = luck
        self._simulator = simulator
        super().__init__()
        self._ahead = ahead
        self.waits: list[float] = []

    def local_now(self) -> datetime:
        return self._simulator.clock.now() + self._ahead

    def sleep(self, seconds: float) -> None:
        with self.baton.left():
            self.waits.append(seconds)
            self._simulator.clock.advance(seconds)

    def new_baton(self) -> Baton:
        return DrawnBaton(self._luck) if self._luck else SteadyBaton()


class Output(GenericSingerWriter[str, Any]):
    """What a run wrote, message by message, in order."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []

    def serialize_message(self, message: Any) -> str:
        raise NotImplementedError

    def write_message(self, message: Any) -> None:
        # A copy, as what would be read from standard output; a tenth of what `deepcopy` takes.
        message = msgspec.to_builtins(message.to_dict(), builtin_types=_AS_THEY_ARE)
        self.messages.append(message)

    def of_type(self, kind: str) -> list[dict[str, Any]]:
        return [message for message in self.messages if message["type"] == kind]

    @property
    def records(self) -> dict[str, list[dict[str, Any]]]:
        found = defaultdict(list)
        for message in self.of_type("RECORD"):
            found[message["stream"]].append(message["record"])
        return found

    @property
    def state(self) -> dict[str, Any]:
        value: dict[str, Any] = self.of_type("STATE")[-1]["value"]
        return value

    def bookmark(self, stream: str) -> str:
        value: str = self.state["bookmarks"][stream]["replication_key_value"]
        return value

    def ids(self, stream: str) -> set[str]:
        return {row["id"] for row in self.records[stream]}


class LineOutput(Output):
    """What a run wrote, also where it wrote lines that were ready."""

    def write_lines(self, lines: bytes) -> None:
        self.messages += map(msgspec.json.decode, lines.splitlines())


def config_of(
    simulator: Simulator,
    grant: Literal["jwt", "refresh_token", "password"] = "jwt",
    **settings: Any,
) -> dict[str, Any]:
    """The simulator's credentials as a configuration of the tap."""
    prefix = "TAP_RINGCENTRAL_"
    variables = simulator.environment(grant).items()
    return {name.removeprefix(prefix).lower(): value for name, value in variables} | settings


def run(
    simulator: Simulator,
    *,
    state: dict[str, Any] | None = None,
    catalog: dict[str, Any] | None = None,
    clock: Clock | None = None,
    output: Output | None = None,
    **settings: Any,
) -> Output:
    """Run the tap to its end, or to its error; what it wrote is given, or on the error."""
    output = output or LineOutput()
    tap = TapRingCentral(
        config=config_of(simulator, **settings),
        state=state,
        catalog=catalog or catalog_of({}),
        clock=clock or SimulatedClock(simulator),
        message_writer=output,
    )
    try:
        tap.extract()
    except Exception as error:
        error.output = output  # type: ignore[attr-defined] # for the test that expects it
        raise
    return output


def signed_in(simulator: Simulator, config: dict[str, Any]) -> str:
    """Who is signed in, told by a start that has nothing of the former ones but their store."""
    tap = TapRingCentral(config=config, clock=SimulatedClock(simulator))
    return identity(tap)


def catalog_of(selected: dict[str, bool]) -> dict[str, Any]:
    """The usual streams, with streams, or properties as `stream.name`, selected or not.

    Streams that nobody names are left out, as a catalog may, so that a run need not parse them.
    """
    named = USUAL_STREAMS | {path.partition(".")[0] for path in selected}
    wanted = {stream: stream in USUAL_STREAMS for stream in named} | selected
    entries = [json.loads(entry) for stream, entry in _discovered().items() if stream in named]
    for entry in entries:
        for metadata in entry["metadata"]:
            path = ".".join([entry["stream"], *metadata["breadcrumb"][1::2]])
            if path in wanted:
                metadata["metadata"]["selected"] = wanted[path]
    return {"streams": entries}


@cache
def _discovered() -> dict[str, str]:
    """What discovery finds, as JSON: a copy for each run is sooner read than discovered anew."""
    found = TapRingCentral(config={}, validate_config=False).catalog_dict["streams"]
    return {entry["stream"]: json.dumps(entry) for entry in found}


def by_change(catalog: dict[str, Any] | None = None) -> dict[str, Any]:
    """A catalog whose metadata asks for calls by when they were last modified, as people do it."""
    catalog = catalog or catalog_of({})
    for entry in catalog["streams"]:
        if entry["tap_stream_id"] == "call_log":
            (root,) = (each for each in entry["metadata"] if not each["breadcrumb"])
            root["metadata"]["replication-key"] = "lastModifiedTime"
    return catalog


def only(*streams: str) -> dict[str, Any]:
    """The catalog with these streams alone."""
    return catalog_of(dict.fromkeys(USUAL_STREAMS, False) | dict.fromkeys(streams, True))
