"""How many were answered in time: of each queue, and by day."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from ringcentral_report import pictures, questions, words
from ringcentral_report.card import Card, Table, card_of, first_of

if TYPE_CHECKING:
    from ringcentral_report.marts import Marts
    from ringcentral_report.scope import Period, Scope

# As many days the picture shows one by one.
MOST_DAYS = 62
MOST_QUEUES = 14


def level_card(marts: Marts, scope: Scope, period: Period) -> Card:
    """Service level of each queue against its goal."""
    rows = questions.levels(marts, scope, period)
    known = [
        pictures.Level(name, 100 * i / (i + o) if i + o else None, goal)
        for name, goal, _, i, o, _ in rows
    ]
    table = Table(
        ("queue", "level", "goal", "within", "in", "out", "visits"),
        [
            (
                name,
                words.share(i, i + o),
                _percent(goal),
                words.seconds(within),
                words.count(i),
                words.count(o),
                words.count(calls),
            )
            for name, goal, within, i, o, calls in rows
        ],
    )
    judged = [each for each in known if each.gap is not None]
    met = sum(each.gap >= 0 for each in judged if each.gap is not None)
    sentence = (
        "No queue had a call that counts."
        if not judged
        else (
            f"{met} of {len(judged)} queues met their goal"
            + (f"; {judged[0].name} is furthest below." if met < len(judged) else ".")
        )
    )
    return card_of(
        "level",
        "Service level by queue",
        sentence,
        partial(pictures.levels, known[:MOST_QUEUES]),
        table,
        there=bool(judged),
        note=first_of(len(known), "queues", MOST_QUEUES)
        + "The line marks the goal; beside it, how many points above or below.",
    )


def level_days_card(marts: Marts, scope: Scope, period: Period) -> Card:
    """Service level of a queue by day."""
    found = {day: (i, o) for day, i, o in questions.level_by_day(marts, scope, period)}
    rows = [
        (day, 100 * i / (i + o) if i + o else None)
        for day, (i, o) in _calendar(period, found).items()
    ]
    judged = [percent for _, percent in rows if percent is not None]
    table = Table(
        ("day", "level", "in", "out"),
        [
            (words.day(day), words.share(i, i + o), words.count(i), words.count(o))
            for day, (i, o) in found.items()
        ],
    )
    goal = scope.goal_percent
    met = sum(percent >= goal for percent in judged) if goal is not None else 0
    sentence = (
        "No call counted in these days."
        if not judged
        else (
            f"The goal of {goal} % was met on {met} of {len(judged)} days."
            if goal is not None
            else f"{len(judged)} days with calls; the queue has no goal."
        )
    )
    rows = rows[-MOST_DAYS:]
    return card_of(
        "level",
        "Service level by day",
        sentence,
        partial(pictures.level_days, rows, goal),
        table,
        there=bool(judged),
    )


def _calendar(period: Period, found: dict[date, tuple[int, int]]) -> dict[date, tuple[int, int]]:
    days = (period.first + timedelta(at) for at in range(period.days))
    return {day: found.get(day, (0, 0)) for day in days}


def _percent(goal: int | None) -> str:
    return words.NOTHING if goal is None else f"{goal} %"
