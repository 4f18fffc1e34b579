"""The counters and timers of Business Analytics, and how each breaks calls down.

Source: developers.ringcentral.com, the analytics guide.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ringcentral_simulator.calls.scenario import Scenario

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ringcentral_simulator.analytics.part import Part

WHOLE = ""
"""The key of what a measure without a breakdown adds up."""
Sums = dict[str, float]


@dataclass(frozen=True, slots=True)
class Measure:
    """One counter or timer.

    Attributes:
        keys: Of its breakdown; none where it has but one value.
        add: Adds a part's share to the sums, by key; a key that nothing was added to is left out.
    """

    keys: tuple[str, ...]
    add: Callable[[Part, Sums], None]

    def sum(self, parts: Iterable[Part]) -> Sums:
        """Return what parts add up to."""
        sums: Sums = {}
        for part in parts:
            self.add(part, sums)
        return sums


# In the order of `Kinds`.
_BREAKDOWNS = {
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


_PASSED_ON = frozenset({Scenario.TRANSFERRED, Scenario.QUEUE_TRANSFERRED})
_CONSULTED = frozenset({Scenario.CONSULTED, Scenario.QUEUE_CONSULTED})


class Measures:
    """Every counter and timer, by the name that requests have for it."""

    def __init__(self) -> None:
        self.counters = {
            "allCalls": Measure((), _each(lambda _part: {WHOLE: 1.0})),
            "callsSegments": Measure(
                _SEGMENTS, _each(lambda part: dict.fromkeys(_segments(part), 1.0))
            ),
            "callsByActions": Measure(_ACTIONS, _each(_actions)),
            "queueOpportunities": Measure(
                (), _each(lambda part: {WHOLE: float(part.opportunities)})
            ),
        }
        self.timers = {
            "allCallsDuration": Measure((), _each(lambda part: {WHOLE: part.seconds})),
            "callsSegmentsDuration": Measure(_SEGMENTS, _each(_segments)),
        }
        for kind, (name, keys) in enumerate(_BREAKDOWNS.items()):
            self.counters[f"callsBy{name}"] = Measure(keys, _count(kind))
            self.timers[f"callsDurationBy{name}"] = Measure(keys, _time(kind))


def answer_name(requested: str) -> str:
    """Return what answers call a counter or timer that a request names."""
    return {"callsByActions": "callsActions"}.get(requested, requested.replace("Duration", ""))


def _count(kind: int) -> Callable[[Part, Sums], None]:
    def add(part: Part, sums: Sums) -> None:
        key = part.kinds[kind]
        if key is not None:
            sums[key] = sums.get(key, 0.0) + 1.0

    return add


def _time(kind: int) -> Callable[[Part, Sums], None]:
    def add(part: Part, sums: Sums) -> None:
        key = part.kinds[kind]
        if key is not None:
            sums[key] = sums.get(key, 0.0) + part.seconds

    return add


def _each(amounts: Callable[[Part], Sums]) -> Callable[[Part, Sums], None]:
    def add(part: Part, sums: Sums) -> None:
        for key, amount in amounts(part).items():
            sums[key] = sums.get(key, 0.0) + amount

    return add


def _segments(part: Part) -> Sums:
    """Return what the part consisted of, in seconds; what did not occur is left out."""
    times = (
        ("ringing", part.ringing),
        ("liveTalk", part.talk),
        ("hold", part.hold),
        ("ivrPrompt", part.greeting),
        ("voicemail", part.voicemail),
    )
    return {name: time / 1_000 for name, time in times if time}


def _actions(part: Part) -> Sums:
    done = ["holdOn", "holdOff"] if part.hold else []
    if part.result == "transferred" and part.call.scenario in _PASSED_ON:
        done.append("blindTransfer")
    if part.result == "transferred" and part.call.scenario in _CONSULTED:
        done.append("warmTransfer")
    return dict.fromkeys(done, 1.0)
