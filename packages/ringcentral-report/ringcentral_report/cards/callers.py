"""Those who called: who was lost, and who called again."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from ringcentral_report import pictures, questions, words
from ringcentral_report.card import Card, Table, card_of

if TYPE_CHECKING:
    from ringcentral_report.marts import Marts
    from ringcentral_report.scope import Period, Scope

MOST_TO_CALL_BACK = 20
# As the models name them; and whether the caller and the company found each other.
FATES = {
    "called back": ("we called back", "answered"),
    "reached us": ("they reached us", "answered"),
    "tried": ("we tried in vain", "quiet"),
    "called again": ("they tried again", "lost"),
    "nothing": ("nothing yet", "lost"),
    "number unknown": ("number withheld", "quiet"),
}


def lost_card(marts: Marts, scope: Scope, period: Period, numbers: str) -> Card:
    """What became of lost calls."""
    found = dict(questions.fates(marts, scope, period))
    total = sum(found.values())
    rows = [
        (*FATES.get(fate, (fate, "quiet")), found[fate])
        for fate in [*FATES, *sorted(set(found) - set(FATES))]
        if fate in found
    ]
    bars = [
        pictures.Bar(
            name, number, number, f"{words.count(number)} · {words.share(number, total)}", color
        )
        for name, color, number in rows
    ]
    again = found.get("called back", 0) + found.get("reached us", 0)
    sentence = (
        "No call was lost."
        if not total
        else (
            f"Nobody answered {words.some(total, 'call')}; after {words.share(again, total)} of "
            "them, caller and company reached each other."
        )
    )
    table = Table(
        ("what became of it", "calls", "share"),
        [(name, words.count(number), words.share(number, total)) for name, _, number in rows],
    )
    card = card_of(
        "lost",
        "Lost calls, and what became of them",
        sentence,
        partial(pictures.bars, bars),
        table,
        there=bool(total),
        note="Voicemail included.",
    )
    if numbers == "none" or not total:
        return card
    waiting = questions.to_call_back(marts, scope, period, MOST_TO_CALL_BACK)
    return replace(
        card,
        second_title="The last that wait for a call",
        second_table=Table(
            ("when", "number", "queue"),
            [
                (f"{when:%d %b %H:%M}", words.masked(number, numbers), queue)
                for when, number, queue in waiting
            ],
            3,
        ),
    )


def repeats_card(marts: Marts, period: Period) -> Card:
    """Callers who call more than once."""
    rows = questions.repeats(marts, period)
    callers = sum(row[1] for row in rows)
    again = sum(row[1] for row in rows if row[0] > 1)
    names = {1: "once", 2: "twice", 3: "three times", 4: "four times", 5: "five times or more"}
    bars = [
        pictures.Bar(
            names[times],
            number,
            number,
            f"{words.count(number)} · {words.share(number, callers)}",
            "answered" if times == 1 else "voicemail",
        )
        for times, number, _ in rows
    ]
    sentence = (
        "No caller’s number is known."
        if not callers
        else (
            f"{words.share(again, callers)} of {words.some(callers, 'caller')} called more "
            f"than once."
        )
    )
    table = Table(
        ("called", "callers", "answered at least once"),
        [
            (names[times], words.count(number), words.count(reached))
            for times, number, reached in rows
        ],
    )
    return card_of(
        "repeats",
        "Repeat callers",
        sentence,
        partial(pictures.bars, bars),
        table,
        there=bool(callers),
        note="Numbers that are withheld or no telephone numbers are left out.",
    )
