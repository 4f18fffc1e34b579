"""Everyone's part in a call, from the story that its record tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringcentral_simulator.analytics.kinds import kinds_of
from ringcentral_simulator.analytics.part import Part
from ringcentral_simulator.calls.scenario import FAX, SECOND_HALF
from ringcentral_simulator.calls.visits import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ringcentral_simulator.calls.call import Call
    from ringcentral_simulator.calls.scene import Greeting, Story
    from ringcentral_simulator.calls.visits import Ring, Visit
    from ringcentral_simulator.company.company import Company, Extension
    from ringcentral_simulator.gateway.wire import Json

_HOLD_SHARE, _HELD = 0.2, 0.15
_HOLD = 31
_OUTBOUND = {"Call connected": "completed", "Hang Up": "abandoned"}
_INBOUND = {"Accepted": "accepted", "Abandoned": "abandoned", "Voicemail": "voicemail"}
_OF_QUEUE = {
    Outcome.ANSWERED: "completed",
    Outcome.ABANDONED: "abandoned",
    Outcome.VOICEMAIL: "voicemail",
    Outcome.OVERFLOWED: "transferred",
    Outcome.CALLBACK: "unknown",
}
_HANDED_ON = frozenset(SECOND_HALF)
_RECEIVED = frozenset(SECOND_HALF.values())


def parts_of_call(
    call: Call, story: Story, company: Company, *, overflowed_is_answered: bool
) -> list[Part]:
    """Return every extension's part in a call; faxes are no calls.

    Args:
        call: The call.
        story: What happened on it.
        company: Whose it is.
        overflowed_is_answered: Whether a queue has answered what another took in its place.
    """
    if call.scenario in FAX or "extension" not in story.fields:
        return []
    if story.visits:
        found = [
            *_of_queues(call, story, overflowed_is_answered=overflowed_is_answered),
            *_of_people(call, story),
        ]
        if story.menu is not None:
            found.append(_of_menu(call, story.menu, found[0].queue))
    else:
        own = _owners(call, story, company.by_id[story.fields["extension"]["id"]])
        found = [own, *_guests(call, story, company, own)]
    for part in found:
        part.kinds = kinds_of(part, company)
    return found


def _of_queues(call: Call, story: Story, *, overflowed_is_answered: bool) -> Iterator[Part]:
    """Yield each queue's part: the first one owns the record, another takes what overflows."""
    for n, stay in enumerate(story.visits):
        overflowed = stay.outcome is Outcome.OVERFLOWED
        spoken = stay.agent is not None or (overflowed and overflowed_is_answered)
        hold = _hold_ms(call) if spoken else 0
        yield Part(
            call=call,
            extension=stay.queue.extension,
            owner=n == 0,
            inbound=True,
            result=_OF_QUEUE[stay.outcome],
            type="overflow" if n else _type(call, inbound=True),
            queue=stay.queue.extension.id,
            ringing=stay.wait_ms,
            talk=call.talk_ms - hold if spoken else 0,
            hold=hold,
            greeting=story.menu.time_ms if story.menu and not n else 0,
            voicemail=call.talk_ms if stay.outcome is Outcome.VOICEMAIL else 0,
            opportunities=len(stay.rings),
            dialed="" if n else story.fields["to"].get("phoneNumber", ""),
        )


def _of_people(call: Call, story: Story) -> Iterator[Part]:
    """Yield the part of each member whose telephone rang, in the queue that rang it last."""
    rung: dict[int, tuple[Visit, list[Ring]]] = {}
    for stay in story.visits:
        for ring in stay.rings:
            _, rings = rung.get(ring.person.id, (stay, []))
            rung[ring.person.id] = stay, [*rings, ring]
    someone = any(stay.agent for stay in story.visits)
    for stay, rings in rung.values():
        answered = rings[-1].answered
        if answered:
            result = "transferred" if call.scenario in _HANDED_ON else "accepted"
        else:
            result = "answeredElsewhere" if someone else "missed"
        hold = _hold_ms(call) if answered else 0
        yield Part(
            call=call,
            extension=rings[0].person,
            owner=False,
            inbound=True,
            result=result,
            type="fromQueue",
            queue=stay.queue.extension.id,
            ringing=sum(ring.end_ms - ring.start_ms for ring in rings),
            talk=call.talk_ms - hold if answered else 0,
            hold=hold,
            greeting=0,
            voicemail=0,
            opportunities=len(rings),
            dialed="",
        )


def _of_menu(call: Call, greeting: Greeting, queue: int) -> Part:
    return Part(
        call=call,
        extension=greeting.menu,
        owner=False,
        inbound=True,
        result="completed",
        type="fromQueue",
        queue=queue,
        ringing=0,
        talk=0,
        hold=0,
        greeting=greeting.time_ms,
        voicemail=0,
        opportunities=0,
        dialed="",
    )


def _owners(call: Call, story: Story, owner: Extension) -> Part:
    """Return the part of whose record it is, where no queue had to do with it."""
    fields, inbound = story.fields, story.fields["direction"] == "Inbound"
    if not inbound:
        result = _OUTBOUND.get(fields["result"], "unknown")
    elif call.scenario in _HANDED_ON:
        result = "transferred"
    else:
        result = _INBOUND.get(fields["result"], "missed")
    if result == "accepted" and owner.type != "User":
        result = "completed"
    spoken = result in {"accepted", "completed", "transferred"}
    hold = _hold_ms(call) if spoken else 0
    return Part(
        call=call,
        extension=owner,
        owner=True,
        inbound=inbound,
        result=result,
        type=_type(call, inbound=inbound),
        queue=0,
        ringing=call.wait_ms,
        talk=call.talk_ms - hold if spoken else 0,
        hold=hold,
        greeting=0,
        voicemail=call.talk_ms if result == "voicemail" else 0,
        opportunities=0,
        dialed=fields.get("to", {}).get("phoneNumber", "") if inbound else "",
    )


def _guests(call: Call, story: Story, company: Company, own: Part) -> Iterator[Part]:
    """Yield the part of each colleague who was called, or took the call."""
    legs: dict[int, list[Json]] = {}
    for leg in story.legs:
        legs.setdefault(leg["extension"]["id"], []).append(leg)
    legs.pop(own.extension.id, None)
    for guest, taken in legs.items():
        answered = any(leg["result"] in {"Accepted", "Call connected"} for leg in taken)
        rung = sum(leg["durationMs"] for leg in taken if leg["result"] == "Missed")
        hold = _hold_ms(call) if answered else 0
        missed = "answeredElsewhere" if own.spoken else "missed"
        yield Part(
            call=call,
            extension=company.by_id[guest],
            owner=False,
            inbound=True,
            result="accepted" if answered else missed,
            type=_type(call, inbound=True),
            queue=0,
            ringing=rung or own.ringing,
            talk=call.talk_ms - hold if answered else 0,
            hold=hold,
            greeting=0,
            voicemail=0,
            opportunities=0,
            dialed="",
        )


def _type(call: Call, *, inbound: bool) -> str:
    if call.scenario in _RECEIVED:
        return "transferred"
    return "direct" if inbound else "outbound"


def _hold_ms(call: Call) -> int:
    return int(call.talk_ms * _HELD) if call.chance(_HOLD) < _HOLD_SHARE else 0
