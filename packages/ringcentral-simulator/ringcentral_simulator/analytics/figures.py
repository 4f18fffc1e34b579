"""Adds parts in calls up."""

from __future__ import annotations

from collections import defaultdict
from enum import Enum
from typing import TYPE_CHECKING

from ringcentral_simulator.analytics.measures import WHOLE, answer_name
from ringcentral_simulator.errors import invalid_parameter

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ringcentral_simulator.analytics.intervals import Intervals
    from ringcentral_simulator.analytics.measures import Measure, Measures
    from ringcentral_simulator.analytics.part import Part
    from ringcentral_simulator.wire import Json

_UNITS = {"counters": "Instances", "timers": "Seconds"}


class Aggregation(Enum):
    """What is made of the figures of several intervals."""

    SUM = "Sum"
    AVERAGE = "Average"
    MAX = "Max"
    MIN = "Min"
    PERCENT = "Percent"


def chosen(posted: Json, measures: Measures) -> dict[str, dict[str, tuple[Measure, object]]]:
    """The counters and timers that a request's `responseOptions` ask for, and how.

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
    """The figures of each interval, those without calls among them."""
    sums = {
        kind: {name: _by_interval(measure, parts, intervals) for name, (measure, _) in some.items()}
        for kind, some in options.items()
    }
    return [
        {
            kind: {
                answer_name(name): {
                    "valueType": _UNITS[kind],
                    "values": _value(options[kind][name][0], by_interval[n].__getitem__),
                }
                for name, by_interval in some.items()
            }
            for kind, some in sums.items()
        }
        for n in range(len(intervals.starts))
    ]


def aggregate(
    parts: Sequence[Part], kind: str, measure: Measure, how: Aggregation, intervals: Intervals
) -> Json:
    """One figure over all intervals: their sum, or the mean, highest or lowest of them.

    Args:
        parts: What is counted.
        kind: `counters` or `timers`.
        measure: Which figure.
        how: What is made of it.
        intervals: What a mean, highest or lowest value is of.
    """
    sums = _by_interval(measure, parts, intervals)
    whole = sum(value for one in sums for value in one.values())

    def value(key: str) -> float:
        each = [one[key] for one in sums]
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

    unit = "Percent" if how is Aggregation.PERCENT else _UNITS[kind]
    return {"valueType": unit, "values": _value(measure, value)}


def aggregation(option: object) -> Aggregation:
    """How an option wants a figure made.

    Raises:
        ApiError: 400, it does not say.
    """
    asked = option.get("aggregationType") if isinstance(option, dict) else option
    try:
        return Aggregation(asked)
    except ValueError as error:
        raise invalid_parameter("aggregationType", str(asked)) from error


def _by_interval(
    measure: Measure, parts: Sequence[Part], intervals: Intervals
) -> list[defaultdict[str, float]]:
    sums: list[defaultdict[str, float]] = [defaultdict(float) for _ in intervals.starts]
    for part in parts:
        into = sums[intervals.of(part.call.start_ms)]
        for key, amount in measure.of(part).items():
            into[key] += amount
    return sums


def _value(measure: Measure, of: Callable[[str], float]) -> float | dict[str, float]:
    if not measure.keys:
        return round(of(WHOLE), 3)
    return {key: round(of(key), 3) for key in measure.keys}
