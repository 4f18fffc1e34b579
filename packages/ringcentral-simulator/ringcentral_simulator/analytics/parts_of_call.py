"""Everyone's part in a call, from the story that its record tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringcentral_simulator.analytics.kinds import kinds_of
from ringcentral_simulator.analytics.part import Part
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


def parts_of_call(call: Call, story: Story, company: Company) -> list[Part]:
    """Return every extension's part in a call; faxes are no calls.

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
    found = [own] + [
        _guests(call, story, company.by_id[extension], taken, own=own)
        for extension, taken in legs.items()
        if extension != owner.id
    ]
    for part in found:
        part.kinds = kinds_of(part, company)
    return found


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
    )


def _guests(call: Call, story: Story, guest: Extension, legs: list[Json], *, own: Part) -> Part:
    """Return a guest's part: of a menu, of a member who was rung, of whoever took the call."""
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
