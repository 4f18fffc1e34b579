"""What the stories of the calls are told with: who is on a call, and how a leg is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from ringcentral_simulator.calls import outsiders
from ringcentral_simulator.calls.scenario import FAX
from ringcentral_simulator.clock import timestamp
from ringcentral_simulator.company.seeding import generator

if TYPE_CHECKING:
    import random

    from ringcentral_simulator.calls.call import Call
    from ringcentral_simulator.calls.visits import Visit
    from ringcentral_simulator.company.company import Company, Extension, Queue, Site
    from ringcentral_simulator.gateway.wire import Json
    from ringcentral_simulator.quirks import Quirks


class Greeting(NamedTuple):
    """A menu, and how long it spoke, in milliseconds from the call's beginning."""

    menu: Extension
    time_ms: int


class Story(NamedTuple):
    """What a record says happened.

    Attributes:
        leg_type: The type of the call's own (master) leg.
        fields: What the record and its master leg both say.
        legs: The further legs, in the order in which they began.
        menu: What greeted the caller.
        visits: The stays in queues that the legs tell of.
        taker: Who of the company answered.
        passed_on: Who passed the call on, and to whom.
    """

    leg_type: str
    fields: Json
    legs: list[Json]
    menu: Greeting | None = None
    visits: tuple[Visit, ...] = ()
    taker: Extension | None = None
    passed_on: tuple[Extension, Extension] | None = None


@dataclass(slots=True)
class Scene:
    """One call about to be written out.

    Attributes:
        account_uri: The account's address at this server.
        quirks: How its legs are told.
        rng: Draws the same again for the same call.
    """

    call: Call
    company: Company
    account_uri: str
    quirks: Quirks
    rng: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.rng = generator(self.call.key)

    @property
    def site(self) -> Site:
        """The office it concerns."""
        return self.company.sites[self.call.site]

    @property
    def answered_ms(self) -> int:
        """When it was answered, or given up."""
        return self.call.start_ms + self.call.wait_ms

    def chance(self, share: float) -> bool:
        """Whether something happens that happens in such a share of the calls."""
        return self.rng.random() < share

    def queue(self) -> Queue:
        """Return the queue that it came to."""
        return self.company.queues[self.call.queue]

    def caller(self) -> Json:
        """Return who calls from outside: the same again who tries again."""
        return outsiders.caller(self._before(), self.site)

    def caller_and_callee(self) -> tuple[Json, Extension]:
        """Return who calls from outside, and whom; the same two again who try again."""
        rng = self._before()
        return outsiders.caller(rng, self.site), self._person(rng)

    def lost(self) -> tuple[Json, Extension]:
        """Return whose call was lost, and who calls back: who was called, or one of the queue."""
        caller, called = self.caller_and_callee()
        return caller, self.rng.choice(self.queue().members) if self.call.queue >= 0 else called

    def person(self) -> Extension:
        """Return someone at the office."""
        return self._person(self.rng)

    def colleague(self) -> Extension:
        """Return someone at any office."""
        site = self.rng.choice(self.company.sites)
        return self.rng.choice(self.company.people_at[site.id])

    def _before(self) -> random.Random:
        """Return what the call draws from, or the one that it follows."""
        return generator(self.call.follows) if self.call.follows else self.rng

    def _person(self, rng: random.Random) -> Extension:
        return rng.choice(self.company.people_at[self.site.id])

    def reference(self, extension: Extension) -> Json:
        """Return the record's `extension`: here the identifier is a number."""
        return {"uri": f"{self.account_uri}/extension/{extension.id}", "id": extension.id}

    def party(self, extension: Extension, *, dialed: str = "") -> Json:
        """Return an extension as `from` or `to`: here the identifier is a string."""
        party: Json = {"extensionNumber": extension.number, "extensionId": str(extension.id)}
        if dialed:
            party["phoneNumber"] = dialed
        party["name"] = extension.name
        return party

    def on_device(self, extension: Extension, *, dialed: str = "") -> Json:
        """Return a person as `from` or `to`, with the telephone they use."""
        party = self.party(extension, dialed=dialed)
        if extension.device_id:
            uri = f"{self.account_uri}/device/{extension.device_id}"
            party["device"] = {"id": extension.device_id, "uri": uri}
        return party

    def message(self, kind: str, owner: Extension) -> Json:
        """Return the voicemail or fax that came of the call."""
        message = self.call.number()
        uri = f"{self.account_uri}/extension/{owner.id}/message-store/{message}"
        return {"id": message, "type": kind, "uri": uri}

    def leg(self, leg_type: str, start_ms: int, end_ms: int, *, from_: Json, **fields: Any) -> Json:
        """Return a leg of the call; `from_` stands for `from`."""
        return {
            "startTime": timestamp(start_ms),
            "duration": (end_ms - start_ms) // 1_000,
            "durationMs": end_ms - start_ms,
            "type": "Fax" if self.call.scenario in FAX else "Voice",
            "legType": leg_type,
            "telephonySessionId": telephony_session(self.call.key),
            "finished": True,
            **fields,
            "from": from_,
        }

    def answered_leg(self, caller: Json, person: Extension) -> Json:
        """Return the leg of whoever takes an outsider's call."""
        with_answer = self.quirks.leg_starts_when_answered
        return self.leg(
            "PstnToSip",
            self.answered_ms if with_answer else self.call.start_ms,
            self.call.end_ms,
            direction="Outbound",
            action="VoIP Call",
            result="Accepted",
            transport="VoIP",
            from_=caller,
            to=self.on_device(person),
            extension=self.reference(person),
        )


def telephony_session(key: int) -> str:
    """Return RingCentral's identifier of a telephony session."""
    return f"s-a{key:016x}z1{key % 0xFFFFFF:06x}z0000"
