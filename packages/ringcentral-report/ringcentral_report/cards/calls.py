"""What came in: by day, by hour, and how long callers waited."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ringcentral_report import pictures, questions, words
from ringcentral_report.card import Card, Table, card_of
from ringcentral_report.cards.service_level import MOST_QUEUES
from ringcentral_report.pictures.days import COLORS, OUTCOMES

if TYPE_CHECKING:
    from ringcentral_report.marts import Marts
    from ringcentral_report.scope import Period, Scope

# As many days a picture shows one by one; of more, it shows weeks.
MOST_DAYS = 62
SECONDS = list(range(0, 181, 5))
FEW_CALLS = 10


def waits_card(marts: Marts, scope: Scope, period: Period) -> Card:
    """How long callers wait."""
    known, rows = questions.waits(marts, scope, period, SECONDS)
    shown = [(second, 100 * a / known, 100 * g / known) for second, a, g in rows] if known else []
    levels = questions.levels(marts, scope, period)
    thresholds = sorted({row[2] for row in levels if row[2]})
    beside = 0 if scope.kind == "queue" else min(len(levels), MOST_QUEUES)
    table = Table(
        ("within", "answered", "gave up"),
        [
            (words.seconds(second), words.share(a, known), words.share(g, known))
            for second, a, g in rows
            if second % 15 == 0 and second
        ],
    )
    sentence = (
        "No wait is known."
        if not known
        else (
            f"Of {words.some(known, scope.things)}, {shown[6][1]:.0f} % were answered within "
            f"30 s and "
            f"{shown[12][1]:.0f} % within a minute."
        )
    )
    note = "Dotted: what the queues’ goals call in time." if thresholds else ""
    return card_of(
        "waits",
        "How long callers wait",
        sentence,
        partial(pictures.waits, shown, thresholds, beside=beside),
        table,
        there=bool(known),
        note=note,
    )


def days_card(marts: Marts, scope: Scope, period: Period) -> Card:
    """Calls by day and outcome."""
    weekly = period.days > MOST_DAYS
    rows = [
        (a, b, c, d, e) for a, b, c, d, e in questions.outcomes(marts, scope, period, weekly=weekly)
    ]
    total = sum(sum(row[1:]) for row in rows)
    table = Table(
        ("week of" if weekly else "day", *OUTCOMES),
        [(words.day(day), *map(words.count, numbers)) for day, *numbers in rows],
    )
    unit = "week" if weekly else "day"
    busiest = max(rows, key=lambda row: sum(row[1:]))
    sentence = (
        "Nothing came in."
        if not total
        else (
            f"{words.some(total, scope.things)} in {words.some(len(rows), unit)}; most "
            f"{'in the week of' if weekly else 'on'} {words.day(busiest[0])}: "
            f"{words.count(sum(busiest[1:]))}."
        )
    )
    legend = [
        (name, COLORS[name]) for at, name in enumerate(OUTCOMES) if any(row[at + 1] for row in rows)
    ]
    return card_of(
        "days",
        f"{scope.things.capitalize()}s by {unit}",
        sentence,
        partial(pictures.stacked_days, rows, weekly=weekly),
        table,
        there=bool(total),
        legend=legend,
        note=f"“Other”: {'passed on to another queue, or ' if scope.kind == 'queue' else ''}"
        "ended otherwise without an answer.",
    )


def hours_cards(marts: Marts, scope: Scope, period: Period) -> list[Card]:
    """Weekday by local hour: what came in, and the share that was given up."""
    rows = questions.hours(marts, scope, period)
    named = pictures.WEEKDAYS
    calls = [
        pictures.Cell(
            day,
            hour,
            number,
            words.count(number),
            f"{named[day - 1]} {hour}:00: {words.some(number, scope.things)}",
        )
        for day, hour, number, _ in rows
    ]
    lost = [
        pictures.Cell(
            day,
            hour,
            gone / number,
            f"{100 * gone / number:.0f}",
            f"{named[day - 1]} {hour}:00: {gone} of {number} gave up",
        )
        for day, hour, number, gone in rows
        if number >= FEW_CALLS
    ]
    things = f"{scope.things}s"
    call_rows = [
        (named[day - 1], f"{hour}:00", words.count(number)) for day, hour, number, _ in rows
    ]
    lost_rows = [
        (
            named[day - 1],
            f"{hour}:00",
            words.count(number),
            words.count(gone),
            words.share(gone, number),
        )
        for day, hour, number, gone in rows
    ]
    busiest = max(rows, key=lambda row: row[2], default=None)
    worst = max(
        (row for row in rows if row[2] >= FEW_CALLS), key=lambda row: row[3] / row[2], default=None
    )
    return [
        card_of(
            "hours",
            f"When {things} come",
            "Nothing came in."
            if busiest is None
            else f"The busiest hour is {named[busiest[0] - 1]} from {busiest[1]}:00, with "
            f"{words.some(busiest[2], scope.things)} in {words.some(period.days, 'day')}.",
            partial(pictures.heat, calls, "calls"),
            Table(("weekday", "hour", things), call_rows, 2),
            there=bool(calls),
            note="Local time. The stronger the color, the more.",
        ),
        card_of(
            "given-up",
            "When callers give up",
            "No hour had enough calls."
            if worst is None
            else f"Worst is {named[worst[0] - 1]} from {worst[1]}:00: "
            f"{words.share(worst[3], worst[2])} of "
            f"{words.some(worst[2], scope.things)} were given up.",
            partial(pictures.heat, lost, "lost"),
            Table(("weekday", "hour", things, "gave up", "share"), lost_rows, 2),
            there=bool(lost),
            note=f"Percent given up. Hours with fewer than {FEW_CALLS} {things} are left blank.",
        ),
    ]
