"""What one extension has to do with one call: what Business Analytics counts."""

from __future__ import annotations

from dataclasses import InitVar, dataclass, field
from typing import TYPE_CHECKING

from ringcentral_simulator.analytics.kinds import Kinds, kinds_of
from ringcentral_simulator.calls.scenario import FAX, Scenario

if TYPE_CHECKING:
    from ringcentral_simulator.calls.call import Call
    from ringcentral_simulator.calls.scene import Story
    from ringcentral_simulator.company.company import Company, Extension
    from ringcentral_simulator.gateway.wire import Json

_HOLD_SHARE, _HELD = 0.2, 0.15
_HOLD = 31
_OUTBOUND = {"Call connected": "completed", "Hang Up": "abandoned"}
_INBOUND = {"Accepted": "accepted", "Abandoned": "abandoned", "Voicemail": "voicemail"}
_HANDED_ON = frozenset({Scenario.TRANSFERRED, Scenario.CONSULTED})
_RECEIVED = frozenset({Scenario.TRANSFER, Scenario.CONSULTATION})


@dataclass(slots=True, eq=False)
class Part:
    """One extension's part in one call; times are milliseconds, but for `seconds`.

    It is read for every figure of every answer: what figures need is worked out once.

    Args:
        company: Whose call it is.

    Attributes:
        call: The call.
        extension: Whose part.
        owner: Whether the call's record is the extension's.
        inbound: Whether the extension was called.
        result: By the names of `callsByResult`.
        type: By the names of `callsByType`.
        queue: The queue that it came through, or 0.
        ringing: Until it was taken or given up, after the greeting.
        talk: Of those who spoke, without what was held.
        greeting: In a menu.
        opportunities: How often a queue offered it.
        dialed: The number that was called, of the owner's part.
        seconds: All of it.
        kinds: Its key in each breakdown.
    """

    call: Call
    extension: Extension
    owner: bool
    inbound: bool
    result: str
    type: str
    queue: int
    ringing: int
    talk: int
    hold: int
    greeting: int
    voicemail: int
    opportunities: int
    dialed: str
    company: InitVar[Company]
    seconds: float = field(init=False)
    kinds: Kinds = field(init=False)

    def __post_init__(self, company: Company) -> None:
        duration = self.ringing + self.talk + self.hold + self.greeting + self.voicemail
        self.seconds = duration / 1_000
        self.kinds = kinds_of(self, company)

    @property
    def spoken(self) -> bool:
        """Whether it was answered, or got through."""
        return self.talk > 0


def parts(call: Call, story: Story, company: Company) -> list[Part]:
    """Every extension's part in a call; faxes are no calls.

    Args:
        call: The call.
        story: What happened on it.
        company: Whose it is.
    """
    if call.scenario in FAX or "extension" not in story.fields:
        return []
    owner = company.by_id[story.fields["extension"]["id"]]
    legs: dict[int, list[Json]] = {}
    for leg in story.legs:
        legs.setdefault(leg["extension"]["id"], []).append(leg)
    own = _owners(call, story, owner, company)
    return [own] + [
        _guests(call, story, company.by_id[extension], taken, own=own, company=company)
        for extension, taken in legs.items()
        if extension != owner.id
    ]


def _owners(call: Call, story: Story, owner: Extension, company: Company) -> Part:
    fields, inbound = story.fields, story.fields["direction"] == "Inbound"
    greeting = _greeting_ms(story, company)
    if not inbound:
        result = _OUTBOUND.get(fields["result"], "unknown")
    elif call.scenario in _HANDED_ON or "delegationType" in fields:
        result = "transferred"
    else:
        result = _INBOUND.get(fields["result"], "missed")
    if result == "accepted" and owner.type != "User":
        result = "completed"
    spoken = result in {"accepted", "completed", "transferred"}
    kept = result == "voicemail"
    hold = _hold_ms(call) if spoken else 0
    return Part(
        call=call,
        extension=owner,
        owner=True,
        inbound=inbound,
        result=result,
        type=_type(call, inbound=inbound),
        queue=owner.id if owner.type == "Department" else 0,
        ringing=call.wait_ms - greeting,
        talk=call.talk_ms - hold if spoken else 0,
        hold=hold,
        greeting=greeting,
        voicemail=call.talk_ms if kept else 0,
        opportunities=sum(_is_offer(leg) for leg in story.legs),
        dialed=fields.get("to", {}).get("phoneNumber", "") if inbound else "",
        company=company,
    )


def _guests(  # noqa: PLR0913 - a part follows from all of them
    call: Call,
    story: Story,
    guest: Extension,
    legs: list[Json],
    *,
    own: Part,
    company: Company,
) -> Part:
    """Someone's whom the record is not: a menu, a member who was rung, who took the call."""
    answered = any(leg["result"] in {"Accepted", "Call connected"} for leg in legs)
    greeted = guest.type == "IvrMenu"
    rung = sum(leg["durationMs"] for leg in legs if leg["result"] == "Missed")
    relief = guest.type == "Department"
    if greeted or relief:
        result = "completed"
    elif answered:
        result = "accepted"
    else:
        result = "answeredElsewhere" if own.spoken else "missed"
    spoken = answered and not greeted
    turns = sum(leg["durationMs"] for leg in story.legs if leg["legType"] == "Hunting")
    return Part(
        call=call,
        extension=guest,
        owner=False,
        inbound=True,
        result=result,
        type="overflow" if relief else "fromQueue" if own.queue else _type(call, inbound=True),
        queue=guest.id if relief else own.queue,
        ringing=0 if greeted else rung or max(0, own.ringing - turns),
        talk=call.talk_ms - _hold_ms(call) if spoken else 0,
        hold=_hold_ms(call) if spoken else 0,
        greeting=legs[0]["durationMs"] if greeted else 0,
        voicemail=0,
        opportunities=sum(_is_offer(leg) for leg in legs) if own.queue else 0,
        dialed="",
        company=company,
    )


def _type(call: Call, *, inbound: bool) -> str:
    if call.scenario in _RECEIVED:
        return "transferred"
    return "direct" if inbound else "outbound"


def _is_offer(leg: Json) -> bool:
    """Whether a leg rang a member of a queue."""
    return leg["legType"] in {"Hunting", "PstnToSip"}


def _greeting_ms(story: Story, company: Company) -> int:
    return sum(
        leg["durationMs"]
        for leg in story.legs
        if company.by_id[leg["extension"]["id"]].type == "IvrMenu"
    )


def _hold_ms(call: Call) -> int:
    return int(call.talk_ms * _HELD) if call.chance(_HOLD) < _HOLD_SHARE else 0
