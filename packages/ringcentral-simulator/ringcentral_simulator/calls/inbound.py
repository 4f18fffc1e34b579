"""What happens on calls that come in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringcentral_simulator.calls import ringing
from ringcentral_simulator.calls.scene import Greeting, Scene, Story
from ringcentral_simulator.calls.transfer import (
    consultation_between,
    consultation_session,
    pass_on_leg,
)
from ringcentral_simulator.calls.visits import Outcome
from ringcentral_simulator.company.company import Extension

if TYPE_CHECKING:
    from ringcentral_simulator.company.company import Queue
    from ringcentral_simulator.gateway.wire import Json

_MENU_SHARE = 0.4
_MENU, _LOST_IN_MENU = 33, 0.1
_TO_QUEUE_SHARE = 0.35


def queue_answered(scene: Scene) -> Story:
    """Return a queue's call: it rings its members until one takes it."""
    return _queue_call(scene, "Accepted", Outcome.ANSWERED)


def queue_abandoned(scene: Scene) -> Story:
    """Return a queue's call whose caller hangs up before anyone takes it, some in the menu."""
    if scene.call.chance(_MENU) < _LOST_IN_MENU:
        menu = Greeting(scene.company.menu_at[scene.site.id], scene.call.wait_ms)
        caller = scene.caller()
        fields = _inbound(caller, {"phoneNumber": scene.site.main_number}, "Abandoned")
        return Story("Accept", fields, [_menu(scene, caller, menu)], menu=menu)
    return _queue_call(scene, "Abandoned", Outcome.ABANDONED)


def queue_voicemail(scene: Scene) -> Story:
    """Return a queue's call that nobody takes in time: the caller leaves a message."""
    return _queue_call(scene, "Voicemail", Outcome.VOICEMAIL)


def queue_callback(scene: Scene) -> Story:
    """Return a queue's call whose caller asks to be called back, and hangs up."""
    return _queue_call(scene, "Callback requested", Outcome.CALLBACK)


def queue_transferred(scene: Scene) -> Story:
    """Return a queue's call that its agent passes on, to a colleague or to another queue."""
    story = _queue_call(scene, "Accepted", Outcome.ANSWERED)
    return _passed_on(scene, story, _giver(story), _heir(scene))


def queue_transfer(scene: Scene) -> Story:
    """Return the second record of that: a colleague or another queue takes over."""
    first, heir = _first_of_transfer(scene), _heir(scene)
    caller = first.fields["from"]
    if isinstance(heir, Extension):
        fields = _to_person(scene, caller, heir, "Accepted") | {"action": "Transfer"}
        return Story("TransferCall", fields, [scene.answered_leg(caller, heir)], taker=heir)
    start, answered = scene.call.start_ms, scene.answered_ms
    stay = ringing.visit(scene, heir, start, answered, Outcome.ANSWERED)
    fields = _to_queue(scene, caller, heir, "Accepted") | {"action": "Transfer"}
    legs = ringing.legs(scene, caller, stay)
    return Story("TransferCall", fields, legs, visits=(stay,), taker=stay.agent)


def queue_consulted(scene: Scene) -> Story:
    """Return a queue's call whose agent asks a colleague first, and then passes it on."""
    story = _queue_call(scene, "Accepted", Outcome.ANSWERED)
    told = _passed_on(scene, story, _giver(story), scene.colleague())
    told.fields["transferTarget"] = {"telephonySessionId": consultation_session(scene)}
    return told


def queue_consultation(scene: Scene) -> Story:
    """Return the second record of that: the colleagues' talk, in its own session."""
    return consultation_between(scene, _giver(_first_of_transfer(scene)), scene.colleague())


def queue_overflow(scene: Scene) -> Story:
    """Return a call that a full queue passes to another, whose telephones ring from then on."""
    caller, queue = scene.caller(), scene.queue()
    relief = scene.rng.choice(scene.company.relief_of(queue))
    delegate = {"id": str(relief.extension.id), "name": relief.extension.name}
    fields = _to_queue(scene, caller, queue, "Accepted")
    fields |= {"delegate": delegate, "delegationType": "QueueForwarding"}
    start, passed_on = scene.call.start_ms, scene.call.start_ms + scene.call.wait_ms * 2 // 3
    full = ringing.visit(scene, queue, start, passed_on, Outcome.OVERFLOWED)
    taken = ringing.visit(scene, relief, passed_on, scene.answered_ms, Outcome.ANSWERED)
    relief_leg = scene.leg(
        "Accept",
        passed_on,
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
    rung, rung_later = ringing.legs(scene, caller, full), ringing.legs(scene, caller, taken)
    return Story(
        "Accept", fields, [*rung, relief_leg, *rung_later], visits=(full, taken), taker=taken.agent
    )


def direct_answered(scene: Scene) -> Story:
    """Return a call to someone's own number that they answer."""
    caller, person = scene.caller_and_callee()
    return Story(
        "Accept",
        _to_person(scene, caller, person, "Accepted"),
        [scene.answered_leg(caller, person)],
        taker=person,
    )


def direct_missed(scene: Scene) -> Story:
    """Return a call to someone in vain, on the desk and sometimes on the mobile."""
    caller, person = scene.caller_and_callee()
    fields = _to_person(scene, caller, person, "Missed")
    fields |= {"reason": "No Answer", "reasonDescription": "Nobody answered the call"}
    legs = [_missed(scene, caller, person, "PstnToSip", "VoIP Call")]
    if scene.chance(0.2):
        legs.append(_missed(scene, caller, person, "FindMe", "FindMe"))
    return Story("Accept", fields, legs)


def direct_voicemail(scene: Scene) -> Story:
    """Return a call to someone in vain, whose caller leaves a message."""
    caller, person = scene.caller_and_callee()
    fields = _to_person(scene, caller, person, "Voicemail")
    fields["message"] = scene.message("VoiceMail", person)
    legs = [_missed(scene, caller, person, "PstnToSip", "VoIP Call")]
    return Story("Accept", fields, [*legs, _mailbox(scene, caller, person)])


def blocked(scene: Scene) -> Story:
    """Return a call from the block list: nobody is rung, no extension is named."""
    caller = scene.caller()
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


def _first_of_transfer(scene: Scene) -> Story:
    """Return the first record's story, to draw the same people; its times are of no account."""
    return _queue_call(scene, "Accepted", Outcome.ANSWERED)


def _giver(story: Story) -> Extension:
    taker = story.taker
    if taker is None:
        raise ValueError("nobody took the call that is passed on")
    return taker


def _heir(scene: Scene) -> Extension | Queue:
    """Return who a call is passed on to."""
    others = [queue for queue in scene.company.queues if queue != scene.queue()]
    return scene.rng.choice(others) if scene.chance(_TO_QUEUE_SHARE) else scene.colleague()


def _passed_on(scene: Scene, story: Story, giver: Extension, heir: Extension | Queue) -> Story:
    to = heir if isinstance(heir, Extension) else heir.extension
    return story._replace(legs=[*story.legs, pass_on_leg(scene, giver, to)], passed_on=(giver, to))


def _queue_call(scene: Scene, result: str, outcome: Outcome) -> Story:
    """Return a call that comes to one queue, through the menu or not, and how it ends there."""
    caller, queue = scene.caller(), scene.queue()
    fields = _to_queue(scene, caller, queue, result)
    menu = _greeted(scene) if scene.chance(_MENU_SHARE) else None
    entered = scene.call.start_ms + (menu.time_ms if menu else 0)
    stay = ringing.visit(scene, queue, entered, scene.answered_ms, outcome)
    legs = [_menu(scene, caller, menu)] if menu else []
    legs += ringing.legs(scene, caller, stay)
    if outcome is Outcome.VOICEMAIL:
        fields["message"] = scene.message("VoiceMail", queue.extension)
        legs.append(_mailbox(scene, caller, queue.extension))
    return Story("Accept", fields, legs, menu=menu, visits=(stay,), taker=stay.agent)


def _greeted(scene: Scene) -> Greeting:
    """Return the greeting that most callers of the main number hear first."""
    return Greeting(scene.company.menu_at[scene.site.id], scene.call.wait_ms // 4)


def _menu(scene: Scene, caller: Json, greeting: Greeting) -> Json:
    menu = greeting.menu
    return scene.leg(
        "Accept",
        scene.call.start_ms,
        scene.call.start_ms + greeting.time_ms,
        direction="Inbound",
        action="Phone Call",
        result="Accepted",
        transport="PSTN",
        from_=caller,
        to=scene.party(menu, dialed=scene.site.main_number),
        extension=scene.reference(menu),
    )


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
