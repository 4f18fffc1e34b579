"""What there is to see of one run over recordings."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ringcentral_simulator import Simulator
    from ringcentral_simulator.truth import Recording
    from simulation.audio_listing import Named, Shelf
    from simulation.audio_scenario import AudioScenario
    from simulation.lake import Row

STREAM = "call_recording_audio"

# The tap reads RingCentral's clock off whole seconds, and takes less than five for travel.
_CLOCK_READING = timedelta(seconds=6)


@dataclass
class AudioReport:
    """What there is to see of one run.

    Attributes:
        began: When, by RingCentral's clock.
        requests: How many requests there had been before it.
        listed: What the call log named when it began.
        stood: What lay in the store when it began, by id.
        rows: The latest row of each recording in the lake, or written since.
        published: How many requests there had been when a recording's file got its name, by id.
    """

    scenario: AudioScenario
    simulator: Simulator
    shelf: Shelf
    began: datetime
    requests: int
    listed: dict[str, Named]
    stood: frozenset[str]
    rows: dict[str, Row]
    published: dict[str, int] = field(default_factory=dict)

    @property
    def final(self) -> datetime:
        """Up to when what this run finds is settled, at the latest by the tap's own clock."""
        return self.began - self.scenario.lookback

    @property
    def clock_error(self) -> timedelta:
        """How far behind RingCentral's time the tap's may be: what an answer tells is old."""
        return _CLOCK_READING + timedelta(seconds=self.scenario.latency)

    @property
    def kept_since(self) -> datetime:
        """From when on RingCentral had not deleted recordings for their age."""
        days = self.scenario.quirks.recordings_kept_days
        return self.began - timedelta(days=days) + self.clock_error

    def truth(self) -> dict[str, Recording]:
        """Give all recordings as they are now, by id."""
        return {each.id: each for each in self.simulator.truth.recordings()}


def bookmark_of(state: Mapping[str, Any] | None) -> datetime | None:
    """Give the bookmark in a STATE; None where there is none."""
    bookmarks = (state or {}).get("bookmarks") or {}
    value = (bookmarks.get(STREAM) or {}).get("replication_key_value")
    return datetime.fromisoformat(value) if value else None
