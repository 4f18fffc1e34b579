"""What must be true of the marts of an account: each yields what is not."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from transform.by_call import Marts, differences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from support.answers import Rows

    from ringcentral_simulator import Conversation
    from transform.accounts import Account

COUNTED = (
    "calls",
    "answered",
    "abandoned",
    "voicemail",
    "in_service_level",
    "out_of_service_level",
)
_E164 = re.compile(r"\+[1-9]\d{5,14}")


def calls(answers: Rows, account: Account) -> Iterator[Any]:
    """Each call, its visits and its transfers are what was drawn."""
    marts = Marts(answers)
    told = account.quirks.leg_starts_when_answered
    for one in account.conversations:
        yield from differences(marts, one, waits_are_told=told)


def queues(answers: Rows, account: Account) -> Iterator[Any]:  # noqa: ARG001 - as the others
    """Each queue's day and hour is what analytics count."""
    for row in answers.rows("reconciliation"):
        if row["is_settled"] and (
            any(row[f"{name}_difference"] for name in COUNTED)
            or abs(row["wait_seconds_difference"]) > 0.0005
        ):
            yield row["reconciliation_id"], row


def clocks(answers: Rows, account: Account) -> Iterator[Any]:  # noqa: ARG001 - as the others
    """Each call has the time that clocks showed at its site."""
    zones = {row["site_id"]: ZoneInfo(row["time_zone"]) for row in answers.rows("site")}
    for call in answers.rows("call"):
        if call["site_id"] is not None:
            local = call["started_at"].astimezone(zones[call["site_id"]]).replace(tzinfo=None)
            if (call["local_started_at"], call["local_day"]) != (local, local.date()):
                yield call["conversation_id"], call["local_started_at"], local


def lost_calls(answers: Rows, account: Account) -> Iterator[Any]:
    """Each lost call, and what its caller and the company did within a day."""
    by_number: defaultdict[str, list[Conversation]] = defaultdict(list)
    for one in account.conversations:
        if number := _number(one):
            by_number[number].append(one)
    expected = {}
    for one in account.conversations:
        if one.direction != "inbound" or one.outcome in {"answered", "blocked"}:
            continue
        after = [
            each
            for each in by_number.get(_number(one) or "", [])
            if one.began_at < each.began_at <= one.began_at + timedelta(hours=24)
        ]
        out = [each for each in after if each.direction == "outbound"]
        back = [each for each in after if each.direction == "inbound"]
        expected[one.session_id] = (
            _first(out),
            _first([each for each in out if each.outcome == "answered"]),
            _first(back),
            _first([each for each in back if each.outcome == "answered"]),
        )
    columns = ("tried_at", "called_back_at", "called_again_at", "reached_us_at")
    told = {
        row["conversation_id"]: tuple(row[column] for column in columns)
        for row in answers.rows("lost_call")
    }
    for key in expected.keys() | told.keys():
        if told.get(key) != expected.get(key):
            yield key, told.get(key), expected.get(key)


def repeat_callers(answers: Rows, account: Account) -> Iterator[Any]:
    """Each caller's days, with the calls of the week up to each."""
    days = {row["conversation_id"]: row["local_day"] for row in answers.rows("call")}
    called: Counter[tuple[str, Any]] = Counter()
    for one in account.conversations:
        if one.direction == "inbound" and (number := _number(one)):
            called[number, days[one.session_id]] += 1
    expected = {}
    for (number, day), calls_ in called.items():
        week = sum(called[number, day - timedelta(days=n)] for n in range(7))
        expected[number, day] = calls_, week, week > 1
    told = {
        (row["number"], row["local_day"]): (row["calls"], row["calls_in_window"], row["is_repeat"])
        for row in answers.rows("caller_day")
    }
    for key in expected.keys() | told.keys():
        if told.get(key) != expected.get(key):
            yield key, told.get(key), expected.get(key)


ALL = (calls, queues, clocks, lost_calls, repeat_callers)


def _number(one: Conversation) -> str | None:
    """The number outside, where it tells who that is."""
    number = one.outside_number or ""
    return number if one.direction != "internal" and _E164.fullmatch(number) else None


def _first(some: list[Conversation]) -> Any:
    return min((one.began_at for one in some), default=None)
