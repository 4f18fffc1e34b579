"""What happens on calls that people of the company make, to the outside and to each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringcentral_simulator.calls import outsiders
from ringcentral_simulator.calls.scene import Scene, Story

if TYPE_CHECKING:
    from ringcentral_simulator.company.company import Extension
    from ringcentral_simulator.gateway.wire import Json

_FAILURES = (
    ("Busy", "Line Busy", "The line is busy"),
    ("No Answer", "No Answer", "Nobody answered the call"),
    ("Hang Up", "Hang Up", "The caller hung up"),
    ("Wrong Number", "Wrong Number", "The number is not in use"),
    ("Call Failed", "Failed Try Again", "The call could not be completed"),
    ("International Disabled", "International Disabled", "Calls abroad are not allowed"),
)
_ABROAD_SHARE = 0.04


def outbound(scene: Scene) -> Story:
    """Return a call that someone makes to the outside."""
    person, to, internal_type, leg_type = _caller_and_called(scene)
    fields = _from_person(scene, person, to, internal_type, "Call connected")
    return Story(leg_type, fields, [])


def outbound_failed(scene: Scene) -> Story:
    """Return a call to the outside in vain."""
    person, to, internal_type, leg_type = _caller_and_called(scene)
    result, reason, description = scene.rng.choice(_FAILURES)
    to.pop("name", None)
    fields = _from_person(scene, person, to, internal_type, result)
    return Story(leg_type, {**fields, "reason": reason, "reasonDescription": description}, [])


def on_behalf(scene: Scene) -> Story:
    """Return a call that an assistant makes in a colleague's name."""
    person, chief = scene.person(), scene.person()
    to, internal_type, leg_type = _called(scene)
    fields = _from_person(scene, person, to, internal_type, "Call connected")
    fields["delegate"] = {"id": str(chief.id), "name": chief.name}
    fields["delegationType"] = "Coworker"
    return Story(leg_type, fields, [])


def ring_out(scene: Scene) -> Story:
    """Return a call by a click in the browser: it rings the person first, then the other side."""
    person = scene.person()
    to, internal_type, _ = _called(scene)
    fields = _from_person(scene, person, to, internal_type, "Call connected")
    fields["action"] = "RingOut Web"
    own = scene.leg(
        "RingOutWebToSubscriber",
        scene.call.start_ms,
        scene.call.end_ms,
        direction="Outbound",
        action="RingOut Web",
        result="Call connected",
        internalType="RingOut",
        transport="VoIP",
        from_={"name": person.name},
        to=scene.on_device(person),
        extension=scene.reference(person),
    )
    return Story("RingOutWebToCaller", fields, [own])


def internal(scene: Scene) -> Story:
    """Return a call from one extension to another."""
    return _between(scene, "Call connected", "Accepted")


def internal_missed(scene: Scene) -> Story:
    """Return a call from one extension to another in vain."""
    story = _between(scene, "No Answer", "Missed")
    reason = {"reason": "Not Answered", "reasonDescription": "The colleague did not answer"}
    return story._replace(fields={**story.fields, **reason})


def conference(scene: Scene) -> Story:
    """Return a conference bridge's call: it names neither a callee nor a session."""
    person = scene.person()
    fields = {
        "direction": "Outbound",
        "action": "Conference Call",
        "result": "Call connected",
        "transport": "VoIP",
        "from": scene.on_device(person),
        "extension": scene.reference(person),
    }
    return Story("ConferenceCall", fields, [])


def _caller_and_called(scene: Scene) -> tuple[Extension, Json, str, str]:
    """Return who calls, and who is called: of a call-back, whoever called in vain."""
    if not scene.call.follows:
        return (scene.person(), *_called(scene))
    to, person = scene.lost()
    if outsiders.is_abroad(to):
        return person, to, "International", "SipToPstnMetered"
    return person, to, "Local", "SipToPstnUnmetered"


def _called(scene: Scene) -> tuple[Json, str, str]:
    """Return who is called, what kind of call that is, and the type of its leg."""
    if scene.chance(_ABROAD_SHARE):
        to, internal_type, leg_type = (
            outsiders.abroad(scene.rng),
            "International",
            "SipToPstnMetered",
        )
    else:
        to = outsiders.callee(scene.rng, scene.site)
        internal_type, leg_type = "Local", "SipToPstnUnmetered"
    if scene.chance(0.3):
        to["dialedPhoneNumber"] = to["phoneNumber"].removeprefix("+")
    return to, internal_type, leg_type


def _from_person(
    scene: Scene, person: Extension, to: Json, internal_type: str, result: str
) -> Json:
    caller_id = person.direct_number or scene.site.main_number
    return {
        "internalType": internal_type,
        "direction": "Outbound",
        "action": "VoIP Call",
        "result": result,
        "transport": "PSTN",
        "from": scene.on_device(person, dialed=caller_id),
        "to": to,
        "extension": scene.reference(person),
    }


def _between(scene: Scene, result: str, leg_result: str) -> Story:
    caller, colleague = scene.person(), scene.colleague()
    fields = {
        "internalType": "Sip",
        "direction": "Outbound",
        "action": "Phone Call",
        "result": result,
        "transport": "VoIP",
        "from": scene.on_device(caller),
        "to": scene.party(colleague),
        "extension": scene.reference(caller),
    }
    leg = scene.leg(
        "ExtensionToExtension",
        scene.answered_ms if leg_result == "Accepted" else scene.call.start_ms,
        scene.call.end_ms,
        direction="Inbound",
        action="Phone Call",
        result=leg_result,
        internalType="Sip",
        transport="VoIP",
        from_=scene.party(caller),
        to=scene.on_device(colleague),
        extension=scene.reference(colleague),
    )
    taker = colleague if leg_result == "Accepted" else None
    return Story("ExtensionToExtension", fields, [leg], taker=taker)
