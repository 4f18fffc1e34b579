"""Adds parts in calls up."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from ringcentral_simulator.analytics.measures import WHOLE, answer_name
from ringcentral_simulator.gateway.errors import invalid_parameter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ringcentral_simulator.analytics.intervals import Intervals
    from ringcentral_simulator.analytics.measures import Measure, Measures, Sums
    from ringcentral_simulator.analytics.part import Part
    from ringcentral_simulator.gateway.wire import Json

_UNITS = {"counters": "Instances", "timers": "Seconds"}


class Aggregation(Enum):
    """What is made of the figures of several intervals."""

    SUM = "Sum"
    AVERAGE = "Average"
    MAX = "Max"
    MIN = "Min"
    PERCENT = "Percent"


def chosen_measures(
    posted: Json, measures: Measures
) -> dict[str, dict[str, tuple[Measure, object]]]:
    """Return the counters and timers that a request's `responseOptions` ask for, and how.

    Raises:
        ApiError: 400, there is none of such a name, or none at all is asked for.
    """
    options = posted.get("responseOptions") or {}
    found: dict[str, dict[str, tuple[Measure, object]]] = {}
    for kind, known in (("counters", measures.counters), ("timers", measures.timers)):
        for name, how in (options.get(kind) or {}).items():
            if name not in known:
                raise invalid_parameter(f"responseOptions.{kind}.{name}", str(how))
            if how:
                found.setdefault(kind, {})[name] = (known[name], how)
    if not found:
        raise invalid_parameter("responseOptions", str(options))
    return found


def points(
    parts: Sequence[Part],
    intervals: Intervals,
    options: Mapping[str, Mapping[str, tuple[Measure, object]]],
) -> list[Json]:
    """Return the figures of each interval; those without calls share one."""
    named = {
        kind: [(answer_name(name), measure) for name, (measure, _) in some.items()]
        for kind, some in options.items()
    }
    nothing = _point((), named)
    return [_point(some, named) if some else nothing for some in _by_interval(parts, intervals)]


def _point(parts: Sequence[Part], named: Mapping[str, list[tuple[str, Measure]]]) -> Json:
    return {
        kind: {
            name: {"valueType": _UNITS[kind], "values": _value(measure, measure.sum(parts))}
            for name, measure in some
        }
        for kind, some in named.items()
    }


def aggregate(
    parts: Sequence[Part], kind: str, measure: Measure, how: Aggregation, intervals: Intervals
) -> Json:
    """Return one figure over all intervals: their sum, or their mean, highest or lowest.

    Args:
        parts: What is counted.
        kind: `counters` or `timers`.
        measure: Which figure.
        how: What is made of it.
        intervals: What a mean, highest or lowest value is of.
    """
    sums = [measure.sum(some) for some in _by_interval(parts, intervals)]
    whole = sum(value for one in sums for value in one.values())

    def value(key: str) -> float:
        each = [one.get(key, 0.0) for one in sums]
        match how:
            case Aggregation.SUM:
                return sum(each)
            case Aggregation.AVERAGE:
                return sum(each) / len(each)
            case Aggregation.MAX:
                return max(each)
            case Aggregation.MIN:
                return min(each)
            case Aggregation.PERCENT:
                return 100 * sum(each) / whole if whole else 0.0

    found = {key: value(key) for key in measure.keys or (WHOLE,)}
    unit = "Percent" if how is Aggregation.PERCENT else _UNITS[kind]
    return {"valueType": unit, "values": _value(measure, found)}


def aggregation(option: object) -> Aggregation:
    """Return how an option wants a figure made.

    Raises:
        ApiError: 400, it does not say.
    """
    asked = option.get("aggregationType") if isinstance(option, dict) else option
    try:
        return Aggregation(asked)
    except ValueError as error:
        raise invalid_parameter("aggregationType", str(asked)) from error


def _by_interval(parts: Sequence[Part], intervals: Intervals) -> list[list[Part]]:
    found: list[list[Part]] = [[] for _ in intervals.starts]
    for part in parts:
        found[intervals.index_of(part.call.start_ms)].append(part)
    return found


def _value(measure: Measure, sums: Sums) -> float | dict[str, float]:
    if not measure.keys:
        return round(sums.get(WHOLE, 0.0), 3)
    values = dict.fromkeys(measure.keys, 0.0)
    for key, value in sums.items():
        values[key] = round(value, 3)
    return values
