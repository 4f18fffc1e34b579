"""Which calls are recorded, and which of their legs are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringcentral_simulator.calls.scenario import CONSULTATIONS, HABITS, SECOND_HALF, Scenario

if TYPE_CHECKING:
    from ringcentral_simulator.calls.call import Call
    from ringcentral_simulator.quirks import Quirks

SHORTEST_MS = 30_000
"""What is shorter is not kept: developers.ringcentral.com, "Call recordings"."""
RECORDED = 2
"""The salt of the chance that a call is recorded."""
_SHARED_SHARE = 0.6
_KEYS = 1_000
_EVERY_RECORDED, _EVERY_OTHER = 3, 5

_BLIND = {first: second for first, second in SECOND_HALF.items() if second not in CONSULTATIONS}
BLIND_TRANSFERS = frozenset({*_BLIND, *_BLIND.values()})
"""Both records of the transfers without a talk among colleagues."""
_WITH_LEGS = frozenset(
    {
        *SECOND_HALF,
        *SECOND_HALF.values(),
        Scenario.QUEUE_ANSWERED,
        Scenario.QUEUE_OVERFLOW,
        Scenario.DIRECT_ANSWERED,
        Scenario.RING_OUT,
        Scenario.INTERNAL,
    }
)
"""Calls in which someone talks, and that have a leg besides the master."""


def is_shared(call: Call, quirks: Quirks) -> bool:
    """Whether both records of a transfer have one recording."""
    if not quirks.transfer_shares_recording or call.scenario not in BLIND_TRANSFERS:
        return False
    return call.key % _KEYS < _KEYS * _SHARED_SHARE


def is_recorded(call: Call, quirks: Quirks) -> bool:
    """Whether the call itself is recorded; what is too short is not kept all the same."""
    return call.chance(RECORDED) < HABITS[call.scenario].recorded or is_shared(call, quirks)


def has_recorded_leg(call: Call, quirks: Quirks) -> bool:
    """Whether a leg of the call has a recording of its own."""
    if not quirks.legs_recorded or call.scenario not in _WITH_LEGS or call.talk_ms < SHORTEST_MS:
        return False
    every = _EVERY_RECORDED if is_recorded(call, quirks) else _EVERY_OTHER
    return call.key // _KEYS % every == 0
