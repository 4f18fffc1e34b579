"""Accounts with recordings, runs that store them, and what must then lie in the store."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from ringcentral_simulator import Clock, Profile, Quirks, RateLimits, Simulator
from support.runs import SimulatedClock, only, run

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from support.runs import Output

NOW = datetime(2026, 3, 20, 15, 0, tzinfo=UTC)
AUDIO = "call_recording_audio"


def recorded_company(quirks: Quirks | None = None, **changes: Any) -> Simulator:
    """A small company whose recordings are short; its clock moves only when it is told."""
    given: dict[str, Any] = {
        "clock": Clock(NOW, frozen=True),
        "profile": Profile(calls_per_weekday=40, history_days=3),
        "rate_limits": RateLimits(enabled=False),
        "extensions": 40,
        "longest_audio_bytes": 20_000,
        "quirks": quirks or Quirks(),
    }
    return Simulator(**given | changes)


def store(
    simulator: Simulator,
    place: Path | str,
    *streams: str,
    state: dict[str, Any] | None = None,
    **settings: Any,
) -> Output:
    """Run the stream, or others."""
    clock = settings.pop("clock", None) or SimulatedClock(simulator)
    catalog = only(*(streams or (AUDIO,)))
    settings = {"recordings_path": str(place), **settings}
    return run(simulator, state=state, catalog=catalog, clock=clock, **settings)


def asked(simulator: Simulator, since: int = 0) -> Counter[str]:
    """How often the audio of each recording was asked for, by its id."""
    paths = [request.path.split("/") for request in simulator.requests[since:]]
    return Counter(parts[-2] for parts in paths if parts[-1] == "content")


def ids_of(simulator: Simulator) -> set[str]:
    """The recordings that the account has the audio of, now."""
    now = simulator.clock.now()
    return {
        each.id
        for each in simulator.truth.recordings()
        if each.ready_at <= now and (each.deleted_at is None or each.deleted_at > now)
    }


def files_in(place: Path) -> dict[str, bytes]:
    """The files that have a name, by it."""
    return {
        str(path.relative_to(place)): path.read_bytes()
        for path in sorted(place.rglob("*"))
        if path.is_file() and ".staging" not in path.parts
    }


def assert_stored(simulator: Simulator, place: Path, wanted: Collection[str]) -> None:
    """Nothing but the recordings lies there, each once, whole, under the hash of what it is."""
    files = files_in(place)
    ids = [name.rpartition("/")[2].split("-")[0] for name in files]
    assert Counter(ids) == Counter(wanted)
    for (name, content), id_ in zip(files.items(), ids, strict=True):
        assert content == simulator.truth.recording(id_)
        assert hashlib.sha256(content).hexdigest() in name


def stored_rows(output: Output) -> dict[str, dict[str, Any]]:
    """The last row of each recording, by its id."""
    return {row["id"]: row for row in output.records[AUDIO]}
