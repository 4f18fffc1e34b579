"""What was drawn for each conversation, to hold reports against: nothing is read from legs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ringcentral_simulator.calls.scenario import (
    CONSULTATIONS,
    FAX,
    OUTBOUND,
    SECOND_HALF,
    Scenario,
)
from ringcentral_simulator.calls.scene import telephony_session
from ringcentral_simulator.clock import from_milliseconds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from ringcentral_simulator.calls.call import Call
    from ringcentral_simulator.calls.record import RecordWriter
    from ringcentral_simulator.calls.scene import Story
    from ringcentral_simulator.calls.visits import Visit
    from ringcentral_simulator.company.company import Extension

Direction = Literal["inbound", "outbound", "internal"]
_TAKEN_OVER = frozenset(SECOND_HALF.values()) - CONSULTATIONS
_AMONG_COLLEAGUES = CONSULTATIONS | {Scenario.INTERNAL, Scenario.INTERNAL_MISSED}
_OF_RESULT = {
    "Accepted": "answered",
    "Call connected": "answered",
    "Voicemail": "voicemail",
    "Abandoned": "abandoned",
    "Missed": "missed",
    "Blocked": "blocked",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueVisit:
    """A conversation's stay in a queue.

    Attributes:
        queue_id: Identifier of the queue's extension.
        entered_at: When the caller came in: the menu is over.
        wait_ms: From then to the answer, the mailbox, the hang-up or the next queue.
        outcome: `answered`, `abandoned`, `voicemail`, `overflowed` or `callback_requested`.
        agent_id: Who took it; `None` when nobody did.
        rings: How many telephones rang for it.
    """

    queue_id: str
    queue: str
    entered_at: datetime
    wait_ms: int
    outcome: str
    agent_id: str | None
    rings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """A time that someone passed the call on.

    Attributes:
        kind: `blind`, or `warm`: after a talk with whoever takes it.
        from_id: Extension of who passed it on.
        to_id: Extension that it went to: a person or a queue.
        at: When; of a warm one, when the talk between the two began.
        consultation: The session of that talk; `None` of a blind one.
    """

    kind: Literal["blind", "warm"]
    from_id: str
    to_id: str
    at: datetime
    consultation: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """A telephone conversation: all records of one telephony session.

    Attributes:
        session_id: `telephonySessionId` of its records.
        record_ids: Identifiers of its records, in the order in which they began.
        outside_number: As the log has it, masked or not E.164 now and then; `None` where it is
            withheld, and among colleagues.
        menu_id: Extension of the menu that greeted the caller.
        menu_ms: How long that spoke.
        outcome: `answered`, `abandoned`, `voicemail`, `missed`, `blocked`, `callback_requested`;
            `failed` where a call from here did not get through.
        wait_ms: From the end of the menu until it was answered, or ended otherwise.
        talk_ms: From the answer to the end, hold included; 0 when nobody answered.
        visits: Its stays in queues, one after the other.
        answered_by: Extension of who answered first; `None` when nobody of the company did.
        transfers: The times that it was passed on.
        calls_back: Session of the lost call whose caller is called back; `None` of all others.
        tries_again: Session of the lost call whose caller calls again; `None` of all others.
    """

    session_id: str
    record_ids: tuple[str, ...]
    began_at: datetime
    ended_at: datetime
    direction: Direction
    outside_number: str | None
    menu_id: str | None
    menu_ms: int
    outcome: str
    wait_ms: int
    talk_ms: int
    visits: tuple[QueueVisit, ...]
    answered_by: str | None
    transfers: tuple[Handover, ...]
    calls_back: str | None
    tries_again: str | None


def conversations(calls: Iterable[Call], writer: RecordWriter) -> Iterator[Conversation]:
    """Yield the conversations that begin among some calls, in that order; faxes are none.

    Args:
        calls: The oldest first.
        writer: Tells what happened on each.
    """
    sessions: dict[str, list[Call]] = {}
    for call in calls:
        if call.scenario not in FAX:
            sessions.setdefault(writer.telephony_session_id(call), []).append(call)
    for session, records in sessions.items():
        if records[0].scenario not in _TAKEN_OVER:  # else it began before them
            yield _conversation(session, records, writer)


def _conversation(session: str, records: list[Call], writer: RecordWriter) -> Conversation:
    stories = [writer.story(call) for call in records]
    call, story = records[0], stories[0]
    menu_ms = story.menu.time_ms if story.menu else 0
    outcome = _outcome(call, story)
    direction = _direction(call)
    other = story.fields.get("from" if direction == "inbound" else "to", {})
    lost = telephony_session(call.follows) if call.follows else None
    return Conversation(
        session_id=session,
        record_ids=tuple(one.id for one in records),
        began_at=from_milliseconds(call.start_ms),
        ended_at=from_milliseconds(max(one.end_ms for one in records)),
        direction=direction,
        outside_number=None if direction == "internal" else other.get("phoneNumber"),
        menu_id=str(story.menu.menu.id) if story.menu else None,
        menu_ms=menu_ms,
        outcome=outcome,
        wait_ms=call.wait_ms - menu_ms,
        talk_ms=sum(one.talk_ms for one in records) if outcome == "answered" else 0,
        visits=tuple(_visit(stay) for one in stories for stay in one.visits),
        answered_by=None if story.taker is None else str(story.taker.id),
        transfers=tuple(
            _handover(one, told.passed_on)
            for one, told in zip(records, stories, strict=True)
            if told.passed_on is not None
        ),
        calls_back=lost if direction == "outbound" else None,
        tries_again=lost if direction == "inbound" else None,
    )


def _direction(call: Call) -> Direction:
    if call.scenario in _AMONG_COLLEAGUES:
        return "internal"
    return "outbound" if call.scenario in OUTBOUND else "inbound"


def _outcome(call: Call, story: Story) -> str:
    if story.visits:
        return story.visits[-1].outcome.value
    otherwise = "failed" if _direction(call) == "outbound" else "missed"
    return _OF_RESULT.get(story.fields["result"], otherwise)


def _visit(stay: Visit) -> QueueVisit:
    return QueueVisit(
        queue_id=str(stay.queue.extension.id),
        queue=stay.queue.extension.name,
        entered_at=from_milliseconds(stay.entered_ms),
        wait_ms=stay.wait_ms,
        outcome=stay.outcome.value,
        agent_id=None if stay.agent is None else str(stay.agent.id),
        rings=len(stay.rings),
    )


def _handover(call: Call, passed_on: tuple[Extension, Extension]) -> Handover:
    giver, taker = passed_on
    warm = SECOND_HALF[call.scenario] in CONSULTATIONS
    return Handover(
        kind="warm" if warm else "blind",
        from_id=str(giver.id),
        to_id=str(taker.id),
        at=from_milliseconds(call.handover_ms(warm=warm)),
        consultation=telephony_session(call.key ^ 1) if warm else None,
    )
