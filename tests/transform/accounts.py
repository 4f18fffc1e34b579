"""The accounts whose calls the models are held against."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from support import answers

from ringcentral_simulator import Clock, Profile, Quirks, RateLimits, Simulator

if TYPE_CHECKING:
    from ringcentral_simulator import Conversation

# A Friday afternoon; the Sunday before the last one clocks in the United States went forward.
NOW = datetime(2026, 3, 20, 15, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Account:
    """A company of some 110 calls a day, whose clock stands still.

    Attributes:
        seed: What it follows from.
        days: How far back its calls reach.
        profile: What is unusual about its calls.
        quirks: What is unusual about how RingCentral tells of them.
        streams: What is read besides the usual.
    """

    seed: int
    days: int = 7
    size: int = 60
    profile: dict[str, Any] = field(default_factory=dict)
    quirks: Quirks = field(default_factory=Quirks)
    streams: tuple[str, ...] = ("call_analytics_queue",)

    @cached_property
    def simulator(self) -> Simulator:
        usual = {"calls_per_weekday": 150, "history_days": self.days}
        return Simulator(
            seed=self.seed,
            clock=Clock(NOW, frozen=True),
            profile=Profile(**usual | self.profile),
            rate_limits=RateLimits(enabled=False),
            extensions=self.size,
            quirks=self.quirks,
        )

    def read(self) -> bytes:
        """Read it whole, as lines of Singer."""
        with self.simulator as simulator:
            return answers.read(simulator, NOW - timedelta(days=self.days + 2), self.streams)

    @cached_property
    def listed(self) -> dict[str, dict[str, Any]]:
        """Every record of the call log, by identifier; none of a call that still goes on."""
        calls = self.simulator.truth.calls()
        return {call["id"]: call for call in calls if call["result"] != "In Progress"}

    @property
    def conversations(self) -> list[Conversation]:
        """What was drawn, of all conversations whose records are all listed."""
        drawn = self.simulator.truth.conversations()
        return [one for one in drawn if self.listed.keys() >= set(one.record_ids)]


def usual() -> Account:
    """Two weeks, of which all is read that the models ask for."""
    return Account(20_240_117, days=14, streams=answers.STREAMS)


def fleet_of(number: int) -> list[Account]:
    """Accounts of each kind in turn."""
    kinds = (
        {"profile": {"follow_up_share": 1.0}},
        {"quirks": Quirks(leg_starts_when_answered=False)},
        {"quirks": Quirks(tells_answered_elsewhere=True, overflowed_is_answered=False)},
        {"profile": {"late_share": 0.2, "edit_share": 1.0, "delete_share": 0.05}},
        {
            "profile": {"callback_share": 0.3, "reorganized_on": date(2026, 3, 17)},
            "quirks": Quirks(shows_in_progress=True, newest_first=False),
        },
        {"size": 40, "quirks": Quirks(detailed_page_limit=100, echoes_date_to=False)},
    )
    return [Account(seed, **kinds[seed % len(kinds)]) for seed in range(number)]
