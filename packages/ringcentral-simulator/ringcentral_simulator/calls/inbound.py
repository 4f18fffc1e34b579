"""What happens on calls that come in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringcentral_simulator.calls import outsiders
from ringcentral_simulator.calls.scene import Scene, Story

if TYPE_CHECKING:
    from ringcentral_simulator.company.company import Extension, Queue
    from ringcentral_simulator.gateway.wire import Json

_MOST_RUNG = 5
_MENU_SHARE = 0.4


def queue_answered(scene: Scene) -> Story:
    """Return a queue's call: it rings its members until one takes it."""
    caller, queue = outsiders.caller(scene.rng, scene.site), scene.queue()
    fields = _to_queue(scene, caller, queue, "Accepted")
    legs = _menu(scene, caller)
    *rung, agent = _ring(scene, queue)
    legs += _unanswered(scene, caller, queue, rung)
    legs.append(scene.answered_leg(caller, agent))
    return Story("Accept", fields, legs)


def queue_abandoned(scene: Scene) -> Story:
    """Return a queue's call whose caller hangs up before anyone takes it, some in the menu."""
    caller, queue = outsiders.caller(scene.rng, scene.site), scene.queue()
    if scene.chance(0.1):
        fields = _inbound(caller, {"phoneNumber": scene.site.main_number}, "Abandoned")
        return Story("Accept", fields, _menu(scene, caller, always=True))
    fields = _to_queue(scene, caller, queue, "Abandoned")
    legs = _menu(scene, caller) + _unanswered(scene, caller, queue, _ring(scene, queue))
    return Story("Accept", fields, legs)


def queue_voicemail(scene: Scene) -> Story:
    """Return a queue's call that nobody takes in time: the caller leaves a message."""
    caller, queue = outsiders.caller(scene.rng, scene.site), scene.queue()
    fields = _to_queue(scene, caller, queue, "Voicemail")
    fields["message"] = scene.message("VoiceMail", queue.extension)
    legs = _menu(scene, caller) + _unanswered(scene, caller, queue, _ring(scene, queue))
    legs.append(_mailbox(scene, caller, queue.extension))
    return Story("Accept", fields, legs)


def queue_overflow(scene: Scene) -> Story:
    """Return a call that a full queue passes to another."""
    caller, queue = outsiders.caller(scene.rng, scene.site), scene.queue()
    others = [other for other in scene.company.queues if other != queue]
    relief = scene.rng.choice(others)
    delegate = {"id": str(relief.extension.id), "name": relief.extension.name}
    fields = _to_queue(scene, caller, queue, "Accepted")
    fields |= {"delegate": delegate, "delegationType": "QueueForwarding"}
    legs = _unanswered(scene, caller, queue, _ring(scene, queue))
    agent = scene.rng.choice(relief.members)
    legs.append(
        scene.leg(
            "Accept",
            scene.call.start_ms + scene.call.wait_ms // 2,
            scene.call.end_ms,
            direction="Inbound",
            action="Phone Call",
            result="Accepted",
            transport="PSTN",
            from_=caller,
            to=scene.party(relief.extension),
            extension=scene.reference(relief.extension),
            delegate=delegate,
            delegationType="QueueForwarding",
        )
    )
    legs.append(scene.answered_leg(caller, agent))
    return Story("Accept", fields, sorted(legs, key=_start))


def direct_answered(scene: Scene) -> Story:
    """Return a call to someone's own number that they answer."""
    caller, person = outsiders.caller(scene.rng, scene.site), scene.person()
    return Story(
        "Accept",
        _to_person(scene, caller, person, "Accepted"),
        [scene.answered_leg(caller, person)],
    )


def direct_missed(scene: Scene) -> Story:
    """Return a call to someone in vain, on the desk and sometimes on the mobile."""
    caller, person = outsiders.caller(scene.rng, scene.site), scene.person()
    fields = _to_person(scene, caller, person, "Missed")
    fields |= {"reason": "No Answer", "reasonDescription": "Nobody answered the call"}
    legs = [_missed(scene, caller, person, "PstnToSip", "VoIP Call")]
    if scene.chance(0.2):
        legs.append(_missed(scene, caller, person, "FindMe", "FindMe"))
    return Story("Accept", fields, legs)


def direct_voicemail(scene: Scene) -> Story:
    """Return a call to someone in vain, whose caller leaves a message."""
    caller, person = outsiders.caller(scene.rng, scene.site), scene.person()
    fields = _to_person(scene, caller, person, "Voicemail")
    fields["message"] = scene.message("VoiceMail", person)
    legs = [_missed(scene, caller, person, "PstnToSip", "VoIP Call")]
    return Story("Accept", fields, [*legs, _mailbox(scene, caller, person)])


def blocked(scene: Scene) -> Story:
    """Return a call from the block list: nobody is rung, no extension is named."""
    caller = outsiders.caller(scene.rng, scene.site)
    fields = _inbound(caller, {"phoneNumber": scene.site.main_number}, "Blocked")
    fields |= {"reason": "Number Blocked", "reasonDescription": "The caller's number is blocked"}
    return Story("Accept", fields, [])


def _inbound(caller: Json, to: Json, result: str) -> Json:
    abroad = caller.get("phoneNumber", "").startswith(("+61", "+33", "+353"))
    return {
        "internalType": "International" if abroad else "LocalNumber",
        "direction": "Inbound",
        "action": "Phone Call",
        "result": result,
        "transport": "PSTN",
        "from": caller,
        "to": to,
    }


def _to_queue(scene: Scene, caller: Json, queue: Queue, result: str) -> Json:
    desk = queue.extension
    dialed = desk.direct_number or scene.site.main_number
    fields = _inbound(caller, scene.party(desk, dialed=dialed), result)
    fields["extension"] = scene.reference(desk)
    if scene.chance(0.1):
        fields["metadataCategories"] = [desk.name]
    return fields


def _to_person(scene: Scene, caller: Json, person: Extension, result: str) -> Json:
    dialed = person.direct_number or scene.site.main_number
    fields = _inbound(caller, scene.on_device(person, dialed=dialed), result)
    fields["extension"] = scene.reference(person)
    return fields


def _menu(scene: Scene, caller: Json, *, always: bool = False) -> list[Json]:
    """Return the greeting that most callers of the main number hear first."""
    if not always and not scene.chance(_MENU_SHARE):
        return []
    menu = scene.company.menu_at[scene.site.id]
    return [
        scene.leg(
            "Accept",
            scene.call.start_ms,
            scene.call.start_ms + scene.call.wait_ms // 4,
            direction="Inbound",
            action="Phone Call",
            result="Accepted",
            transport="PSTN",
            from_=caller,
            to=scene.party(menu, dialed=scene.site.main_number),
            extension=scene.reference(menu),
        )
    ]


def _ring(scene: Scene, queue: Queue) -> list[Extension]:
    """Return who is rung, one after the other."""
    most = min(_MOST_RUNG, len(queue.members))
    return scene.rng.sample(queue.members, scene.rng.randint(1, most))


def _unanswered(scene: Scene, caller: Json, queue: Queue, rung: list[Extension]) -> list[Json]:
    """Return the legs of telephones that ring in turn, from the end of the greeting on."""
    start = scene.call.start_ms + scene.call.wait_ms // 4
    turn = (scene.call.wait_ms - scene.call.wait_ms // 4) // (len(rung) + 1)
    return [
        scene.leg(
            "Hunting",
            start + turn * n,
            start + turn * (n + 1),
            direction="Outbound",
            action="Hunting",
            result="Missed",
            reason="Calls Not Accepted",
            reasonDescription="The member did not take the call",
            transport="VoIP",
            from_=caller,
            to=scene.on_device(agent),
            extension=scene.reference(agent),
            delegate={"id": str(queue.extension.id), "name": queue.extension.name},
        )
        for n, agent in enumerate(rung)
    ]


def _missed(scene: Scene, caller: Json, person: Extension, leg_type: str, action: str) -> Json:
    return scene.leg(
        leg_type,
        scene.call.start_ms,
        scene.answered_ms,
        direction="Outbound",
        action=action,
        result="Missed",
        transport="VoIP",
        from_=caller,
        to=scene.on_device(person),
        extension=scene.reference(person),
    )


def _mailbox(scene: Scene, caller: Json, owner: Extension) -> Json:
    return scene.leg(
        "Accept",
        scene.answered_ms,
        scene.call.end_ms,
        direction="Inbound",
        action="Phone Call",
        result="Voicemail",
        transport="PSTN",
        from_=caller,
        to=scene.party(owner),
        extension=scene.reference(owner),
        message=scene.message("VoiceMail", owner),
    )


def _start(leg: Json) -> str:
    start: str = leg["startTime"]
    return start
