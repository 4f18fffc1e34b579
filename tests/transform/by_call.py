"""What the marts say of each conversation, beside what the simulator drew for it."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from support.answers import Rows

    from ringcentral_simulator import Conversation

    Row = dict[str, Any]

_E164 = re.compile(r"\+[1-9]\d{5,14}")


class Marts:
    """The marts that tell of single calls, by conversation."""

    def __init__(self, answers: Rows) -> None:
        self.calls = {row["conversation_id"]: row for row in answers.rows("call")}
        self.visits = _by_conversation(answers, "queue_call", "entered_at")
        self.transfers = _by_conversation(answers, "transfer", "transferred_at")

    def call(self, drawn: Conversation) -> Row:
        """The row of a conversation; a conference's only record stands for itself."""
        return self.calls.get(drawn.session_id) or self.calls[drawn.record_ids[0]]


def differences(marts: Marts, drawn: Conversation, *, waits_are_told: bool) -> Iterator[Any]:
    """Yield each column that is not what was drawn.

    Args:
        marts: What the models made of the log.
        drawn: What happened.
        waits_are_told: Whether the log tells when a call was answered.
    """
    call = marts.call(drawn)
    visits = marts.visits[call["conversation_id"]]
    pairs = {
        **_of_call(call, drawn),
        **_of_waits(call, drawn, told=waits_are_told or drawn.outcome != "answered"),
        **_of_visits(visits, drawn, told=waits_are_told),
        **_of_transfers(marts.transfers[call["conversation_id"]], drawn),
    }
    for name, (ours, theirs) in pairs.items():
        if ours != theirs:
            yield drawn.session_id, name, ours, theirs


def _of_call(call: Row, drawn: Conversation) -> dict[str, tuple[Any, Any]]:
    inbound = drawn.direction == "inbound"
    gets_through = inbound or drawn.outcome == "answered"
    number = drawn.outside_number
    return {
        "direction": (call["direction"], drawn.direction),
        "outcome": (call["outcome"], drawn.outcome if gets_through else "not_connected"),
        "records": (call["records"], len(drawn.record_ids)),
        "started_at": (call["started_at"], drawn.began_at),
        "ended_at": (call["ended_at"], drawn.ended_at),
        "menu": (milliseconds(call["menu_seconds"]), drawn.menu_ms),
        "queue": (call["queue_id"], drawn.visits[0].queue_id if drawn.visits else None),
        "answered_by": (call["answered_by"], drawn.answered_by),
        "number": (call["outside_number"], number if _E164.fullmatch(number or "") else None),
        "transfers": (call["transfers"], len(drawn.transfers)),
    }


def _of_waits(call: Row, drawn: Conversation, *, told: bool) -> dict[str, tuple[Any, Any]]:
    """Waits and talk; where the log tells no answer, talk has the wait in it."""
    wait, talk = milliseconds(call["wait_seconds"]), milliseconds(call["talk_seconds"])
    if drawn.direction == "outbound" and drawn.outcome == "answered":
        return {"wait": (wait, None), "talk": (talk, drawn.wait_ms + drawn.talk_ms)}
    if drawn.direction != "inbound":
        return {"wait": (wait, None), "talk": (talk, drawn.talk_ms)}
    if not told:
        least = drawn.wait_ms + drawn.talk_ms
        exact = len(drawn.record_ids) == 1
        return {
            "wait": (wait, None),
            "source": (call["wait_source"], "unknown"),
            "answered_at": (call["answered_at"], None),
            "talk": (talk == least or (talk is not None and talk > least and not exact), True),
        }
    return {"wait": (wait, drawn.wait_ms), "talk": (talk, drawn.talk_ms)}


def _of_visits(visits: list[Row], drawn: Conversation, *, told: bool) -> dict[str, tuple[Any, Any]]:
    ours = [
        (
            row["queue_id"],
            row["entered_at"],
            milliseconds(row["wait_seconds"]),
            row["outcome"],
            row["answered_by"],
            row["rings"],
        )
        for row in visits
    ]
    theirs = [
        (
            one.queue_id,
            one.entered_at,
            one.wait_ms if told or one.outcome != "answered" else None,
            one.outcome,
            one.agent_id,
            one.rings,
        )
        for one in drawn.visits
    ]
    return {"visits": (ours, theirs)}


def _of_transfers(transfers: list[Row], drawn: Conversation) -> dict[str, tuple[Any, Any]]:
    """Who, to whom, and when: the leg of a blind transfer is its last second."""
    ours = [(row["kind"], row["from_extension_id"], row["to_extension_id"]) for row in transfers]
    theirs = [(one.kind, one.from_id, one.to_id) for one in drawn.transfers]
    at = [row["transferred_at"] for row in transfers]
    soon = [
        timedelta() <= one.at - seen <= timedelta(seconds=1)
        if one.kind == "blind"
        else one.at < seen
        for one, seen in zip(drawn.transfers, at, strict=False)
    ]
    return {"transfers": (ours, theirs), "transferred_at": (all(soon), True)}


def milliseconds(seconds: float | None) -> int | None:
    """Seconds of a mart; None stays None."""
    return None if seconds is None else round(seconds * 1000)


def _by_conversation(answers: Rows, mart: str, order: str) -> dict[str, list[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in sorted(answers.rows(mart), key=lambda row: row[order]):
        found[row["conversation_id"]].append(row)
    return found
