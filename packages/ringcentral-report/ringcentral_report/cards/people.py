"""Those who answer, and who hands on to whom."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from ringcentral_report import pictures, questions, words
from ringcentral_report.card import Card, Table, card_of, first_of

if TYPE_CHECKING:
    from ringcentral_report.marts import Marts
    from ringcentral_report.scope import Period, Scope

MOST_ROWS = 12
MOST_TABLE_ROWS = 60


def people_card(marts: Marts, scope: Scope, period: Period, *, people: bool) -> Card:
    """Who answered."""
    rows = questions.people_rung(marts, scope, period)
    rung, answered = sum(row[1] for row in rows), sum(row[2] for row in rows)
    sentence = (
        "Nobody’s telephone rang."
        if not rows
        else (
            f"{words.some(len(rows), 'person', 'people')} were rung "
            f"{words.some(rung, 'time')} and took "
            f"{words.some(answered, 'call')}."
        )
    )
    if not people:
        return Card("people", "Who answered", f"{sentence} Names are left out, as asked.")
    bars = [
        pictures.Bar(name, taken, rang, f"{words.count(taken)} of {words.count(rang)}")
        for name, rang, taken, _ in rows[:MOST_ROWS]
    ]
    table = Table(
        ("person", "rung", "answered", "talked"),
        [
            (name, words.count(rang), words.count(taken), words.seconds(talk))
            for name, rang, taken, talk in rows[:MOST_TABLE_ROWS]
        ],
    )
    return card_of(
        "people",
        "Who answered",
        sentence,
        partial(pictures.bars, bars),
        table,
        there=bool(rows),
        note=first_of(len(rows), "people", MOST_ROWS)
        + "Pale: times the telephone rang. A ring not taken is no missed call: "
        "someone else may have answered.",
    )


def transfers_card(marts: Marts, period: Period, *, people: bool) -> Card:
    """Who hands on to whom."""
    rows = questions.transfers(marts, period)
    blind, warm = sum(row[2] for row in rows), sum(row[3] for row in rows)
    takers = _takers(rows)
    sentence = (
        "No call was handed on."
        if not rows
        else (
            f"{words.some(blind + warm, 'time')} a call was handed on: {words.count(blind)} "
            f"without a word, {words.count(warm)} after a talk."
        )
    )
    if not people:
        return Card(
            "transfers", "Who hands on to whom", f"{sentence} Names are left out, as asked."
        )
    if takers:
        sentence += f" Most went to {takers[0].name}."
    table = Table(
        ("from", "to", "without a word", "after a talk"),
        [
            (giver, taker, words.count(b), words.count(w))
            for giver, taker, b, w in rows[:MOST_TABLE_ROWS]
        ],
        2,
    )
    return card_of(
        "transfers",
        "Who hands on to whom",
        sentence,
        partial(pictures.bars, takers[:MOST_ROWS]),
        table,
        there=bool(rows),
        note=first_of(len(takers), "receivers", MOST_ROWS)
        + "Who received how many; pale: without a word. Who gave them is in the figures.",
    )


def _takers(rows: list[tuple[str, str, int, int]]) -> list[pictures.Bar]:
    """Return who was handed how many, most first: pairs are many, and each hands on little."""
    blind: Counter[str] = Counter()
    warm: Counter[str] = Counter()
    for _, taker, without, after in rows:
        blind[taker] += without
        warm[taker] += after
    return [
        pictures.Bar(
            taker, warm[taker], number, f"{words.count(warm[taker])} of {words.count(number)}"
        )
        for taker, number in (blind + warm).most_common()
    ]
