"""What one simulated life of stored audio is like: account, settings, runs, what goes wrong."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from simulation.scenario import Run

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from ringcentral_simulator import Profile, Quirks


class Step(Enum):
    """Where in the storing of a recording a run is killed.

    Members:
        BODY: While its body is read into the draft.
        CHECKED: When the draft is whole and has been checked, before it gets its name.
        NAMED: When the file has its name, before its row.
        WRITTEN: When its row is written, before the next STATE.
    """

    BODY = "body"
    CHECKED = "checked"
    NAMED = "named"
    WRITTEN = "written"


@dataclass(frozen=True)
class AudioRun(Run):
    """One start of the tap; its deletions are of recordings, and its `end` is at a line of output.

    Attributes:
        step: Where it is killed; `None` for nowhere, or as `end` has it.
        nth: At which time that it comes there, from 1.
        minutes: What the setting `recordings_max_minutes` says.
        forgets: Whether all state was lost before it.
        silent: The recording that RingCentral does not give in this run, among those listed when
            it begins: oldest 0, newest 1.
        is_told: Whether RingCentral tells how long it keeps recordings.
    """

    step: Step | None = None
    nth: int = 1
    minutes: int | None = None
    forgets: bool = False
    silent: float | None = None
    is_told: bool = True

    @property
    def may_fail(self) -> bool:
        """Whether more goes wrong than retries get over."""
        return super().may_fail or self.silent is not None


@dataclass(frozen=True)
class AudioScenario:
    """One life of stored audio.

    Attributes:
        begins: The simulator's time before the first pause.
        longest_bytes: How long a recording is at most.
        latency: Simulated seconds that an answer takes.
        is_limited: Whether RingCentral's rate limits hold.
        ahead: How far the machine's clock is ahead of RingCentral's.
        window_calls: Calls that the tap's windows shall hold.
        pages_ahead: How many pages it lists before it asks for a recording.
        most_waiting: How many recordings a state of it names.
        piece: Bytes that it reads of a body at a time.
    """

    seed: int
    begins: datetime
    profile: Profile
    quirks: Quirks
    longest_bytes: int
    latency: float
    is_limited: bool
    lookback: timedelta
    start_date: datetime | None
    ahead: timedelta
    window_calls: int
    pages_ahead: int
    most_waiting: int
    piece: int
    runs: tuple[AudioRun, ...]
