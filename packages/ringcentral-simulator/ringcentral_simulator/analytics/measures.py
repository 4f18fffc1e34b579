"""The counters and timers of Business Analytics, and how each breaks calls down.

Source: developers.ringcentral.com, the analytics guide.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ringcentral_simulator.calls.call import HOUR_MS
from ringcentral_simulator.calls.scenario import Scenario
from ringcentral_simulator.clock import from_milliseconds

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ringcentral_simulator.analytics.part import Part
    from ringcentral_simulator.company import Company

WHOLE = ""
"""The key of what a measure without a breakdown adds up."""
_OPENS, _CLOSES, _SATURDAY = 8, 18, 5
_ALWAYS_OPEN = "Emergencies"
_HOURS_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class Measure:
    """One counter or timer.

    Attributes:
        keys: Of its breakdown; none where it has but one value.
        of: What a part adds, by key.
    """

    keys: tuple[str, ...]
    of: Callable[[Part], Mapping[str, float]]


_BREAKDOWNS: dict[str, tuple[str, ...]] = {
    "Direction": ("inbound", "outbound"),
    "Origin": ("internal", "external"),
    "Response": ("answered", "notAnswered", "connected", "notConnected"),
    "Result": (
        "completed",
        "abandoned",
        "voicemail",
        "missed",
        "accepted",
        "unknown",
        "transferred",
        "pickedUp",
        "answeredElsewhere",
        "forwarded",
    ),
    "EndingParty": ("caller", "callee", "system"),
    "CompanyHours": ("businessHours", "afterHours"),
    "QueueSla": ("inSla", "outOfSla"),
    "Type": (
        "direct",
        "fromQueue",
        "parkRetrieval",
        "transferred",
        "outbound",
        "overflow",
        "queueCallPickup",
    ),
    "QueueHours": ("businessHours", "afterHours"),
}
_SEGMENTS = (
    "ringing",
    "liveTalk",
    "hold",
    "park",
    "transfer",
    "ivrPrompt",
    "voicemail",
    "vmGreeting",
    "setup",
    "forwarding",
)
_ACTIONS = (
    "parkOn",
    "parkOff",
    "holdOn",
    "holdOff",
    "blindTransfer",
    "warmTransfer",
    "dtmfTransfer",
)


class Measures:
    """Every counter and timer of an account, by the name that requests have for it.

    Args:
        company: Whose account it is.
    """

    def __init__(self, company: Company) -> None:
        self._queues = company.queue_by_id
        kinds: dict[str, Callable[[Part], str | None]] = {
            "Direction": lambda part: "inbound" if part.inbound else "outbound",
            "Origin": lambda part: "external" if part.external else "internal",
            "Response": _response,
            "Result": lambda part: part.result,
            "EndingParty": lambda part: part.ending_party,
            "CompanyHours": lambda part: _hours(part.call.start_ms, part.extension.site.timezone),
            "QueueSla": self.service_level,
            "Type": lambda part: part.type,
            "QueueHours": self._queue_hours,
        }
        self.counters = {
            "allCalls": Measure((), lambda _part: {WHOLE: 1.0}),
            "callsSegments": Measure(_SEGMENTS, lambda part: dict.fromkeys(_segments(part), 1.0)),
            "callsByActions": Measure(_ACTIONS, _actions),
            "queueOpportunities": Measure((), lambda part: {WHOLE: float(part.opportunities)}),
        }
        self.timers = {
            "allCallsDuration": Measure((), lambda part: {WHOLE: part.duration / 1_000}),
            "callsSegmentsDuration": Measure(_SEGMENTS, _segments),
        }
        for name, kind in kinds.items():
            keys = _BREAKDOWNS[name]
            self.counters[f"callsBy{name}"] = Measure(keys, _one(kind, lambda _part: 1.0))
            self.timers[f"callsDurationBy{name}"] = Measure(
                keys, _one(kind, lambda part: part.duration / 1_000)
            )

    def service_level(self, part: Part) -> str | None:
        """Whether a queue's call was answered in time; a hang-up that came too soon is neither."""
        queue = self._queues.get(part.extension.id)
        if queue is None:
            return None
        waited = part.ringing / 1_000
        if part.spoken:
            return "inSla" if waited <= queue.sla_threshold else "outOfSla"
        if part.result == "abandoned" and (
            not queue.include_abandoned or waited < queue.abandoned_threshold
        ):
            return None
        return "outOfSla"

    def _queue_hours(self, part: Part) -> str | None:
        queue = self._queues.get(part.queue)
        if queue is None:
            return None
        if queue.extension.name == _ALWAYS_OPEN:
            return "businessHours"
        return _hours(part.call.start_ms, queue.extension.site.timezone)


def answer_name(requested: str) -> str:
    """What answers call a counter or timer that a request names."""
    return {"callsByActions": "callsActions"}.get(requested, requested.replace("Duration", ""))


def _one(
    kind: Callable[[Part], str | None], amount: Callable[[Part], float]
) -> Callable[[Part], Mapping[str, float]]:
    def of(part: Part) -> Mapping[str, float]:
        key = kind(part)
        return {} if key is None else {key: amount(part)}

    return of


def _response(part: Part) -> str:
    if part.inbound:
        return "answered" if part.spoken else "notAnswered"
    return "connected" if part.spoken else "notConnected"


def _segments(part: Part) -> dict[str, float]:
    """What the part consisted of, in seconds; what did not occur is left out."""
    times = {
        "ringing": part.ringing,
        "liveTalk": part.talk,
        "hold": part.hold,
        "ivrPrompt": part.greeting,
        "voicemail": part.voicemail,
    }
    return {name: time / 1_000 for name, time in times.items() if time}


def _actions(part: Part) -> dict[str, float]:
    done = ["holdOn", "holdOff"] if part.hold else []
    if part.result == "transferred" and part.call.scenario is Scenario.TRANSFERRED:
        done.append("blindTransfer")
    if part.result == "transferred" and part.call.scenario is Scenario.CONSULTED:
        done.append("warmTransfer")
    return dict.fromkeys(done, 1.0)


def _hours(start_ms: int, timezone: str) -> str:
    return "businessHours" if _is_open(start_ms // HOUR_MS, timezone) else "afterHours"


@lru_cache(_HOURS_KEPT)
def _is_open(hour: int, timezone: str) -> bool:
    """Whether an office of a time zone is open in an hour since 1970."""
    local = from_milliseconds(hour * HOUR_MS).astimezone(ZoneInfo(timezone))
    return local.weekday() < _SATURDAY and _OPENS <= local.hour < _CLOSES
