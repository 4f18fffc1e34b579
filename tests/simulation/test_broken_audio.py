"""The simulation finds each classic way to lose recordings, within few seeds.

Only what a run that comes to its end owes is judged here, and whether what it says to be gone is
gone: the harm itself must show.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest

from ringcentral_simulator import Fault, FaultKind
from simulation import audio_variants as broken
from simulation.audio_draw import audio_scenario_of
from simulation.audio_life import AudioLife
from simulation.audio_scenario import AudioRun, Step
from simulation.report import Violation
from simulation.scenario import End, Event, Incident

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from simulation.audio_scenario import AudioScenario

SEEDS = 12
"""Lives within which each variant must be found out."""

_HOUR = 3_600.0


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

    breaks: Callable[[pytest.MonkeyPatch], None]
    lives: Callable[[AudioScenario], AudioScenario]
    harm: str
    soonest: int = 0
    """A life that finds it out, lived first: others come where it does so no more."""


VARIANTS = (
    Variant(broken.bookmark_before_its_files, killed_in_body, "lost"),
    Variant(broken.name_before_check, broken_off, "twice"),
    Variant(broken.done_where_it_exists, killed_in_body, "lost"),
    Variant(broken.missing_is_gone, late, "gone"),
    Variant(broken.missing_is_awaited, deleted, "stuck"),
    Variant(broken.state_before_its_rows, killed_at_a_line, "lost"),
    Variant(broken.streamed_into_its_place, killed_in_body, "lost"),
)
_OTHER_CHECKS = (
    "audio_watch.check_row",
    "audio_watch.check_state",
    "audio_invariants.check_store",
    "audio_invariants.check_requests",
)


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.breaks.__name__)
def test_simulation_finds_broken_variant(variant: Variant, tmp_path: Path) -> None:
    harms = {}
    for seed in sorted(range(SEEDS), key=lambda seed: seed != variant.soonest):
        scenario = variant.lives(audio_scenario_of(seed))
        with pytest.MonkeyPatch.context() as patch:
            for check in _OTHER_CHECKS:
                patch.setattr(f"simulation.{check}", lambda *_: None)
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
