"""Transfers: two records of one conversation. And faxes, which have one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringcentral_simulator.calls import outsiders
from ringcentral_simulator.calls.scene import Scene, Story, telephony_session

if TYPE_CHECKING:
    from ringcentral_simulator.company.company import Extension
    from ringcentral_simulator.gateway.wire import Json


def transferred(scene: Scene) -> Story:
    """Return the first record of a blind transfer: someone answers and passes the caller on."""
    caller, first, second = _people(scene)
    fields = _inbound(scene, caller, first, "Phone Call")
    legs = [scene.answered_leg(caller, first), pass_on_leg(scene, first, second)]
    return Story("Accept", fields, legs, taker=first, passed_on=(first, second))


def transfer(scene: Scene) -> Story:
    """Return the second record of a blind transfer: a colleague takes over, in one session."""
    caller, _, second = _people(scene)
    fields = _inbound(scene, caller, second, "Transfer")
    return Story("TransferCall", fields, [scene.answered_leg(caller, second)], taker=second)


def consulted(scene: Scene) -> Story:
    """Return the first record of a warm transfer: it names the session of the colleagues' talk."""
    caller, first, second = _people(scene)
    fields = _inbound(scene, caller, first, "Phone Call")
    fields["transferTarget"] = {"telephonySessionId": consultation_session(scene)}
    legs = [scene.answered_leg(caller, first), pass_on_leg(scene, first, second)]
    return Story("Accept", fields, legs, taker=first, passed_on=(first, second))


def consultation(scene: Scene) -> Story:
    """Return the second record of a warm transfer: the colleagues' talk, in its own session."""
    _, first, second = _people(scene)
    return consultation_between(scene, first, second)


def consultation_between(scene: Scene, first: Extension, second: Extension) -> Story:
    """Return a talk between colleagues while a caller waits."""
    session = {"telephonySessionId": consultation_session(scene)}
    fields: Json = {
        **session,
        "internalType": "Sip",
        "direction": "Outbound",
        "action": "Phone Call",
        "result": "Call connected",
        "transport": "VoIP",
        "from": scene.on_device(first),
        "to": scene.party(second),
        "extension": scene.reference(first),
        "transferee": {"telephonySessionId": telephony_session(scene.call.key)},
    }
    leg = scene.leg(
        "ExtensionToExtension",
        scene.answered_ms,
        scene.call.end_ms,
        direction="Inbound",
        action="Phone Call",
        result="Accepted",
        internalType="Sip",
        transport="VoIP",
        from_=scene.party(first),
        to=scene.on_device(second),
        extension=scene.reference(second),
    )
    return Story("ExtensionToExtension", fields, [leg | session], taker=second)


def fax_in(scene: Scene) -> Story:
    """Return a fax to the office's fax number, now and then not whole."""
    sender, owner = outsiders.caller(scene.rng, scene.site), scene.person()
    number = sender.get("phoneNumber")
    if number:
        sender = {**sender, "dialerPhoneNumber": number.removeprefix("+")}
    whole = scene.chance(0.93)
    fields: Json = {
        "internalType": "LocalNumber",
        "direction": "Inbound",
        "action": "Incoming Fax",
        "result": "Received" if whole else "Fax Receipt Error",
        "transport": "PSTN",
        "from": sender,
        "to": scene.party(owner, dialed=scene.site.fax_number),
        "extension": scene.reference(owner),
    }
    if whole:
        fields["message"] = scene.message("Fax", owner)
    else:
        fields |= {"reason": "Receive Error", "reasonDescription": "The fax arrived incomplete"}
    return Story("Accept", fields, [])


def fax_out(scene: Scene) -> Story:
    """Return a fax that someone sends, now and then in vain."""
    sender = scene.person()
    sent = scene.chance(0.9)
    fields: Json = {
        "internalType": "Local",
        "direction": "Outbound",
        "action": "Outgoing Fax",
        "result": "Sent" if sent else "Fax Not Sent",
        "transport": "PSTN",
        "from": scene.party(sender, dialed=scene.site.fax_number),
        "to": outsiders.callee(scene.rng, scene.site),
        "extension": scene.reference(sender),
        "message": scene.message("Fax", sender),
    }
    if not sent:
        fields |= {"reason": "Fax Not Sent", "reasonDescription": "The other side did not answer"}
    return Story("FaxSent", fields, [])


def consultation_session(scene: Scene) -> str:
    """Return the session of the talk between colleagues."""
    return telephony_session(scene.call.key ^ 1)


def _people(scene: Scene) -> tuple[Json, Extension, Extension]:
    """Return the caller and both colleagues: both records draw the same three."""
    caller, first = outsiders.caller(scene.rng, scene.site), scene.person()
    return caller, first, scene.colleague()


def _inbound(scene: Scene, caller: Json, person: Extension, action: str) -> Json:
    dialed = person.direct_number or scene.site.main_number
    return {
        "internalType": "LocalNumber",
        "direction": "Inbound",
        "action": action,
        "result": "Accepted",
        "transport": "PSTN",
        "from": caller,
        "to": scene.party(person, dialed=dialed),
        "extension": scene.reference(person),
    }


def pass_on_leg(scene: Scene, first: Extension, second: Extension) -> Json:
    """Return the very end of the first record's call."""
    return scene.leg(
        "TransferCall",
        scene.call.end_ms - min(1_000, scene.call.talk_ms),
        scene.call.end_ms,
        direction="Outbound",
        action="Transfer",
        result="Call connected",
        transport="VoIP",
        from_=scene.party(first),
        to=scene.party(second),
        extension=scene.reference(first),
    )
