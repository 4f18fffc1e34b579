"""How a queue fares with a call: slow queues and busy hours lose more callers, and answer later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringcentral_simulator.calls.scenario import Scenario

if TYPE_CHECKING:
    import random

    from ringcentral_simulator.company.company import Queue

_LOST = frozenset({Scenario.QUEUE_ABANDONED, Scenario.QUEUE_VOICEMAIL, Scenario.QUEUE_OVERFLOW})
_TAKEN = frozenset(
    {
        Scenario.QUEUE_ANSWERED,
        Scenario.QUEUE_OVERFLOW,
        Scenario.QUEUE_TRANSFERRED,
        Scenario.QUEUE_CONSULTED,
    }
)
_REACHED_AFTER_HOURS = 0.8
_LOST_TO_LOAD = 0.12


def fate(
    rng: random.Random, scenario: Scenario, queue: Queue, load: float, *, only_queue_open: bool
) -> tuple[Scenario, float]:
    """Return what becomes of a call to a queue, and what its median wait is multiplied by.

    Args:
        rng: Draws it.
        scenario: What would become of it at the company's usual pace.
        queue: Where it comes to.
        load: How busy the hour is, against the usual.
        only_queue_open: Whether the queue is open and its office is not.
    """
    chance = rng.random()
    if scenario in _LOST:
        saved = _REACHED_AFTER_HOURS if only_queue_open else 1.05 - queue.pace
        if chance < saved:
            scenario = Scenario.QUEUE_ANSWERED
    elif load > 1 and chance < _LOST_TO_LOAD * queue.pace * (load - 1):
        scenario = Scenario.QUEUE_ABANDONED
    return scenario, queue.pace * load if scenario in _TAKEN else 1.0
