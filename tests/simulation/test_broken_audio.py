"""The simulation finds each classic way to lose recordings, within few seeds.

Each variant breaks the tap in one place. Only what a run that comes to its end owes is judged here,
and whether what it says to be gone is gone: the harm itself must show.
"""

from __future__ import annotations

import re
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any, cast

import pytest

from ringcentral_simulator import Fault, FaultKind
from simulation import audio_invariants
from simulation.audio_draw import audio_scenario_of
from simulation.audio_life import AudioLife
from simulation.audio_scenario import AudioRun, Step
from simulation.report import Violation
from simulation.scenario import End, Event, Incident
from tap_ringcentral.api.errors import RequestFailedError
from tap_ringcentral.recordings import audio, shelf, stored
from tap_ringcentral.recordings.audio import Fetched
from tap_ringcentral.recordings.directory import DirectoryStore
from tap_ringcentral.recordings.shelf import Shelf
from tap_ringcentral.recordings.stored import Stored, folder_of, path_of
from tap_ringcentral.streams.base.audio_pass import AudioPass

if TYPE_CHECKING:
    from collections import deque
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    import requests

    from simulation.audio_scenario import AudioScenario
    from tap_ringcentral.api.client import Client
    from tap_ringcentral.api.request import Request
    from tap_ringcentral.recordings.named import Recording

    Patch = pytest.MonkeyPatch
    Rows = Iterator[dict[str, Any]]

SEEDS = 12
"""Lives within which each variant must be found out."""

_HOUR = 3_600.0
_NO_HASH = "0" * 64


# What is broken


def bookmark_before_its_files(patch: Patch) -> None:
    """What a window names moves the bookmark, before the first of it is asked for."""
    rows_of = AudioPass._rows_of

    def moved(self: AudioPass, waiting: deque[Recording], *, is_in_turn: bool = True) -> Rows:
        if waiting and is_in_turn:
            self._advance(waiting[-1].start)
            self._stream.write_state()
        yield from rows_of(self, waiting, is_in_turn=is_in_turn)

    patch.setattr(AudioPass, "_rows_of", moved)


def name_before_check(patch: Patch) -> None:
    """Whatever came gets its name, and is looked at then."""

    def fetch(self: Shelf, client: Client, request: Request, id_: str, start: datetime) -> Stored:
        def take(response: requests.Response) -> Stored:
            store = cast("DirectoryStore", self._store)
            digest, size = sha256(), 0
            with store.draft() as draft:
                try:
                    for piece in response.iter_content(600):
                        audio._write(draft, piece)
                        digest.update(piece)
                        size += len(piece)
                finally:
                    name = Fetched("mp3", size, digest.hexdigest())
                    found = store.publish(draft, path_of(folder_of(start), id_, name))
            if not response.headers["Content-Type"].startswith("audio/"):
                raise RequestFailedError("no audio")
            return found

        return client.fetch(request, take)

    patch.setattr(Shelf, "fetch", fetch)


def done_where_it_exists(patch: Patch) -> None:
    """Written under a name without a hash, and done as soon as there is a file of that name."""

    def path(folder: str, id_: str, _: Fetched) -> str:
        return f"{folder}/{id_}.mp3"

    patch.setattr(stored, "_NAME", re.compile(r"(?P<id>[^.]+)(?P<sha256>)\.(?P<ending>mp3)"))
    patch.setattr(shelf, "path_of", path)
    _write_in_place(patch, lambda folder, id_: path(folder, id_, Fetched("mp3", 0, "")))


def missing_is_gone(patch: Patch) -> None:
    """A young recording that is not there yet is taken for deleted."""
    _judged(patch, timedelta(hours=1))


def missing_is_awaited(patch: Patch) -> None:
    """An old one that was deleted is taken for one that is not there yet."""
    _judged(patch, timedelta())


def state_before_its_rows(patch: Patch) -> None:
    """The rows of a window are written when all of it is stored, behind the STATE of each."""
    rows_of = AudioPass._rows_of

    def late(self: AudioPass, waiting: deque[Recording], *, is_in_turn: bool = True) -> Rows:
        yield from list(rows_of(self, waiting, is_in_turn=is_in_turn))

    patch.setattr(AudioPass, "_rows_of", late)


def streamed_into_its_place(patch: Patch) -> None:
    """Written where it belongs while it is read; its hash is put into its name at the end."""
    _write_in_place(patch, lambda folder, id_: path_of(folder, id_, Fetched("mp3", 0, _NO_HASH)))


def _write_in_place(patch: Patch, place: Callable[[str, str], str]) -> None:
    fetch = Shelf.fetch

    def fetched(self: Shelf, client: Client, request: Request, id_: str, start: datetime) -> Stored:
        store = cast("DirectoryStore", self._store)
        path = store._root / place(folder_of(start), id_)
        path.parent.mkdir(exist_ok=True)
        with pytest.MonkeyPatch.context() as inner, path.open("wb") as file:
            inner.setattr(DirectoryStore, "draft", lambda _: nullcontext(file))
            return fetch(self, client, request, id_, start)

    patch.setattr(Shelf, "fetch", fetched)


def _judged(patch: Patch, age: timedelta) -> None:
    """Have each recording that is missing be so much older than what may still come."""
    asked_for = AudioPass._asked_for

    def asked(self: AudioPass, recording: Recording) -> dict[str, Any] | None:
        final = self._plan.final
        self._plan.final = recording.start + age
        try:
            return asked_for(self, recording)
        finally:
            self._plan.final = final

    patch.setattr(AudioPass, "_asked_for", asked)


# Lives in which it can do harm


def quiet(scenario: AudioScenario) -> AudioScenario:
    """Nothing goes wrong, and all that was recorded can be had."""
    quirks = replace(
        scenario.quirks,
        recording_ready_after=0.0,
        recordings_kept_days=90,
        recordings_kept_number=100_000,
        sends_content_length=True,
    )
    profile = replace(
        scenario.profile,
        calls_per_weekday=20,
        weekend_share=1.0,
        history_days=6,
        delete_share=0.0,
    )
    runs = tuple(AudioRun(pause=pause, key="startTime") for pause in (_HOUR, _HOUR))
    return replace(scenario, quirks=quirks, profile=profile, start_date=None, runs=runs)


def _first(scenario: AudioScenario, **run: Any) -> AudioScenario:
    """Have the first run be of this kind."""
    first, *others = quiet(scenario).runs
    return replace(quiet(scenario), runs=(replace(first, durable=0.0, **run), *others))


def killed_in_body(scenario: AudioScenario) -> AudioScenario:
    """The first run is killed while it reads a body."""
    return _first(scenario, step=Step.BODY, nth=2 + 3 * scenario.seed)


def killed_at_a_line(scenario: AudioScenario) -> AudioScenario:
    """The first run is killed between two lines, and the target has taken its last STATE."""
    return _first(scenario, end=End.KILL, lines=10 + 3 * scenario.seed)


def broken_off(scenario: AudioScenario) -> AudioScenario:
    """A body breaks off, and in the place of another there is a page."""
    kinds = (FaultKind.TRUNCATED, FaultKind.HTML)
    faults = tuple(Fault(kind, path="/content", after=5 * n) for n, kind in enumerate(kinds))
    return _first(scenario, faults=faults)


def late(scenario: AudioScenario) -> AudioScenario:
    """Recordings are there hours after their calls."""
    quirks = replace(quiet(scenario).quirks, recording_ready_after=8 * _HOUR)
    begins = scenario.begins.replace(hour=20)
    return replace(quiet(scenario), quirks=quirks, begins=begins)


def deleted(scenario: AudioScenario) -> AudioScenario:
    """Recordings are deleted before the first run asks for them."""
    deletion = Event(Incident.DELETION, 1, calls=4, place=0.2)
    quirks = replace(quiet(scenario).quirks, deleted_stays_listed=True)
    return replace(_first(scenario, events=(deletion,)), quirks=quirks)


@dataclass(frozen=True)
class Variant:
    """A broken tap, and the lives in which it can do harm."""

    breaks: Callable[[Patch], None]
    lives: Callable[[AudioScenario], AudioScenario]
    harm: str
    soonest: int = 0
    """A life that finds it out, lived first: others come where it does so no more."""


VARIANTS = (
    Variant(bookmark_before_its_files, killed_in_body, "lost"),
    Variant(name_before_check, broken_off, "twice"),
    Variant(done_where_it_exists, killed_in_body, "lost"),
    Variant(missing_is_gone, late, "gone"),
    Variant(missing_is_awaited, deleted, "stuck"),
    Variant(state_before_its_rows, killed_at_a_line, "lost"),
    Variant(streamed_into_its_place, killed_in_body, "lost"),
)
_OF_OUTPUT = ("check_row", "check_state", "check_store", "check_requests")


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.breaks.__name__)
def test_simulation_finds_broken_variant(variant: Variant, tmp_path: Path) -> None:
    harms = {}
    for seed in sorted(range(SEEDS), key=lambda seed: seed != variant.soonest):
        scenario = variant.lives(audio_scenario_of(seed))
        with pytest.MonkeyPatch.context() as patch:
            for check in _OF_OUTPUT:
                patch.setattr(audio_invariants, check, lambda *_: None)
            variant.breaks(patch)
            try:
                AudioLife(scenario, tmp_path / f"broken-{seed}").live()
            except Violation as violation:
                harms[seed] = str(violation)
        if f"{variant.harm}: " in harms.get(seed, ""):
            # The same life harms no recording of the tap as it is.
            AudioLife(scenario, tmp_path / "as-it-is").live()
            return
    pytest.fail(f"{variant.harm} in no life of {SEEDS}: {harms}")
