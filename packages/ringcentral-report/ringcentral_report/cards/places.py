"""What was called: own numbers and sites."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from ringcentral_report import pictures, questions, words
from ringcentral_report.card import Card, Table, card_of, first_of

if TYPE_CHECKING:
    from ringcentral_report.marts import Marts
    from ringcentral_report.scope import Period, Scope

MOST_ROWS = 12
MOST_NUMBERS = 8
# So few are told at once: their picture leaves room.
FEW_SITES = 6
MOST_TABLE_ROWS = 60


def numbers_card(marts: Marts, scope: Scope, period: Period) -> Card:
    """Own numbers."""
    rows = questions.numbers(marts, scope, period)
    called = [row for row in rows if row[2]]
    bars = [
        pictures.Bar(
            f"{name} {number[-4:]}".strip(),
            answered,
            calls,
            f"{words.count(calls)} · {words.share(answered, calls)}",
        )
        for number, name, calls, answered in called[:MOST_NUMBERS]
    ]
    sentence = (
        "No number was called."
        if not called
        else (
            f"{words.some(len(called), 'number')} of ours were called; "
            f"{words.some(len(rows) - len(called), 'other')} by nobody."
        )
    )
    table = Table(
        ("number", "of", "calls", "answered"),
        [
            (number, name, words.count(calls), words.share(answered, calls))
            for number, name, calls, answered in rows[:MOST_TABLE_ROWS]
        ],
        2,
    )
    return card_of(
        "numbers",
        "Our numbers",
        sentence,
        partial(pictures.bars, bars),
        table,
        there=bool(called),
        note=first_of(len(called), "numbers", MOST_NUMBERS)
        + "Calls, and the share of them that was answered.",
    )


def sites_card(marts: Marts, period: Period) -> Card:
    """Sites."""
    rows = questions.sites(marts, period)
    bars = [
        pictures.Bar(
            name, answered, calls, f"{words.count(calls)} · {words.share(answered, calls)}"
        )
        for name, calls, answered in rows[:MOST_ROWS]
    ]
    sentence = (
        "No call came in."
        if not rows
        else f"{rows[0][0]} has the most calls: {words.count(rows[0][1])}."
    )
    table = Table(
        ("site", "calls", "answered", "share"),
        [
            (name, words.count(calls), words.count(answered), words.share(answered, calls))
            for name, calls, answered in rows[:MOST_TABLE_ROWS]
        ],
    )
    card = card_of(
        "sites",
        "Sites",
        sentence,
        partial(pictures.bars, bars),
        table,
        there=bool(rows),
        note="Calls, and the share of them that was answered.",
    )
    return replace(card, open_table=len(rows) <= FEW_SITES)
