"""The cards about people, lost callers, numbers, and how far RingCentral's own figures agree."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from ringcentral_report import pictures, words
from ringcentral_report.card import Card, Table
from ringcentral_report.cards import card_of

if TYPE_CHECKING:
    from ringcentral_report.marts import Marts
    from ringcentral_report.scope import Period, Scope

MOST_ROWS = 12
MOST_NUMBERS = 8
MOST_TABLE_ROWS = 60
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
    found = dict(marts.fates(scope, period))
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
            f"Nobody answered {words.some(total, 'call')}; {words.share(again, total)} of the "
            f"callers were "
            "reached again."
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
    waiting = marts.to_call_back(scope, period, MOST_TO_CALL_BACK)
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


def people_card(marts: Marts, scope: Scope, period: Period, *, people: bool) -> Card:
    """Who answered."""
    rows = marts.people(scope, period)
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
        note=_most(len(rows), "people")
        + "Pale: times the telephone rang. A ring not taken is no missed call: "
        "someone else may have answered.",
    )


def transfers_card(marts: Marts, period: Period, *, people: bool) -> Card:
    """Who hands on to whom."""
    rows = marts.transfers(period)
    blind, warm = sum(row[2] for row in rows), sum(row[3] for row in rows)
    sentence = (
        "No call was handed on."
        if not rows
        else (
            f"{words.some(blind + warm, 'time')} a call was handed on: {words.count(blind)} "
            f"without a word, "
            f"{words.count(warm)} after a talk."
        )
    )
    if not people:
        return Card(
            "transfers", "Who hands on to whom", f"{sentence} Names are left out, as asked."
        )
    bars = [
        pictures.Bar(f"{giver} → {taker}", b + w, b + w, words.count(b + w))
        for giver, taker, b, w in rows[:MOST_ROWS]
    ]
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
        partial(pictures.bars, bars, names=210),
        table,
        there=bool(rows),
        note=_most(len(rows), "pairs"),
    )


def numbers_card(marts: Marts, scope: Scope, period: Period) -> Card:
    """Own numbers."""
    rows = marts.numbers(scope, period)
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
        note=_most(len(called), "numbers", MOST_NUMBERS)
        + "Calls, and the share of them that was answered.",
    )


def sites_card(marts: Marts, period: Period) -> Card:
    """Sites."""
    rows = marts.sites(period)
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
    return card_of(
        "sites",
        "Sites",
        sentence,
        partial(pictures.bars, bars),
        table,
        there=bool(rows),
        note="Calls, and the share of them that was answered.",
    )


def repeats_card(marts: Marts, period: Period) -> Card:
    """Callers who call more than once."""
    rows = marts.repeats(period)
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


def agreement_card(marts: Marts, scope: Scope, period: Period, missing: list[str]) -> Card:
    """How far RingCentral's analytics and the count from the call log agree."""
    intervals, same = marts.intervals(scope)
    rows = [
        (
            name.replace("_", " "),
            words.count(theirs),
            words.count(ours),
            f"{ours - theirs:+,.0f}".replace("-", "−") if round(ours - theirs) else "0",
        )
        for name, theirs, ours in marts.agreement(scope)
    ]
    sentence = (
        "RingCentral’s analytics are not in the lake: nothing to compare with."
        if not intervals
        else (
            f"Calls are the same in {words.share(same, intervals)} of "
            f"{words.some(intervals, 'interval')} of a queue."
        )
    )
    unknown = marts.unknown_waits(period)
    notes = [
        (
            "The two have other sources and never match wholly. Where they differ, RingCentral’s "
            "figures lead."
        )
    ]
    if unknown:
        notes.append(f"The call log cannot tell the wait of {words.some(unknown, 'visit')}.")
    if missing:
        notes.append(f"Could not be read: {', '.join(missing)}.")
    table = Table(("figure", "RingCentral", "call log", "differ"), rows) if rows else None
    return Card(
        "agreement",
        "Agreement with RingCentral",
        sentence,
        table=table,
        note=" ".join(notes),
        open_table=True,
    )


def _most(number: int, things: str, most: int = MOST_ROWS) -> str:
    return f"The first {most} of {words.count(number)} {things}. " if number > most else ""
