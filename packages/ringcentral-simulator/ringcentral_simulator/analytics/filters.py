"""Which calls a request for Business Analytics wants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringcentral_simulator.gateway.errors import invalid_parameter

if TYPE_CHECKING:
    from collections.abc import Callable

    from ringcentral_simulator.analytics.measures import Measures
    from ringcentral_simulator.analytics.part import Part
    from ringcentral_simulator.gateway.wire import Json

_KINDS = {
    "directions": "callsByDirection",
    "origins": "callsByOrigin",
    "callResponses": "callsByResponse",
    "callResults": "callsByResult",
    "callTypes": "callsByType",
    "companyHours": "callsByCompanyHours",
    "queueSla": "callsByQueueSla",
    "queueHours": "callsByQueueHours",
    "endingParties": "callsByEndingParty",
    "callActions": "callsByActions",
}
_OTHER_NAMES = {"outSla": "outOfSla"}


def filter_of(filters: Json, measures: Measures) -> Callable[[Part], bool]:
    """Return a check of whether a part passes a request's `callFilters`.

    Raises:
        ApiError: 400, there is a filter that this account does not know.
    """
    unknown = filters.keys() - _KINDS.keys() - {"queues", "calledNumbers", "callDuration"}
    for name in unknown:
        raise invalid_parameter(f"callFilters.{name}", str(filters[name]))
    chosen = [
        (measures.counters[counter].sum, {_key(value) for value in filters[name]})
        for name, counter in _KINDS.items()
        if filters.get(name)
    ]
    queues, numbers = set(filters.get("queues") or ()), set(filters.get("calledNumbers") or ())
    bounds = filters.get("callDuration") or {}
    least, most = bounds.get("minSeconds", 0), bounds.get("maxSeconds", float("inf"))

    def passes(part: Part) -> bool:
        return (
            all(sum_of((part,)).keys() & keys for sum_of, keys in chosen)
            and (not queues or str(part.queue) in queues)
            and (not numbers or part.dialed in numbers)
            and least <= part.seconds <= most
        )

    return passes


def _key(value: str) -> str:
    """Return an answer's key for a request's value: `notAnswered` for `NotAnswered`."""
    key = value[:1].lower() + value[1:]
    return _OTHER_NAMES.get(key, key)
