"""What one simulated life of a lake is like: account, settings, runs, and what goes wrong."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from ringcentral_simulator import Fault, Profile, Quirks

ReplicationKey = Literal["startTime", "lastModifiedTime"]

SURVIVED = 5
"""Failed answers in one run that the tap's retries get over, wherever they fall."""


class Incident(Enum):
    """What happens at RingCentral while a run goes on.

    Members:
        DELETION: An administrator deletes calls.
        REVOCATION: The run's session is ended.
        TOKEN_LOSS: No token of extract-sync is known any longer.
    """

    DELETION = "deletion"
    REVOCATION = "revocation"
    TOKEN_LOSS = "token loss"


@dataclass(frozen=True)
class Event:
    """An incident, and when it happens.

    Attributes:
        request: Before which answer of the run, from 1.
        calls: For deletions: how many.
        place: For deletions: where they are among the calls then shown, oldest 0, newest 1.
    """

    incident: Incident
    request: int
    calls: int = 1
    place: float = 0.0


class End(Enum):
    """How a run is made to end early."""

    KILL = "kill"
    TERMINATION = "termination"


@dataclass(frozen=True)
class Run:
    """One start of the tap.

    Attributes:
        pause: Simulated seconds before it.
        key: By what it replicates, as the catalog's metadata says.
        end: How it is ended early; `None` lets it run.
        lines: After how many lines of output that is.
        flushed: For a run that does not complete: share of its STATE lines the target has taken.
        durable: For such a run: share of the later records that are in the lake all the same.
    """

    pause: float
    key: ReplicationKey
    faults: tuple[Fault, ...] = ()
    events: tuple[Event, ...] = ()
    end: End | None = None
    lines: int = 0
    flushed: float = 1.0
    durable: float = 1.0

    @property
    def may_fail(self) -> bool:
        """Whether more goes wrong than retries get over."""
        return sum(fault.times for fault in self.faults) > SURVIVED


@dataclass(frozen=True)
class Scenario:
    """One life of a lake.

    Attributes:
        begins: The simulator's time before the first pause.
        tie_share: Share of calls that start in the same millisecond as another one.
        grain: Milliseconds of which each start of a call is a multiple.
        latency: Simulated seconds that an answer takes.
        is_limited: Whether RingCentral's rate limits hold.
        ahead: How far the machine's clock is ahead of RingCentral's.
        state_every: Records between two STATE lines.
        window_calls: Calls that the tap's windows shall hold.
        takes_lines: Whether the tap may write calls as lines that are ready, as the command does.
        beside: Streams of other rate-limit groups, which lanes of their own read.
    """

    seed: int
    begins: datetime
    profile: Profile
    tie_share: float
    grain: int
    quirks: Quirks
    latency: float
    is_limited: bool
    streams: tuple[str, ...]
    lookback_hours: int
    start_date: datetime | None
    ahead: timedelta
    state_every: int
    window_calls: int
    runs: tuple[Run, ...]
    takes_lines: bool
    beside: tuple[str, ...]
