"""The six figures at the head of a page, each beside the time before and with its meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringcentral_report import words
from ringcentral_report.card import Tile

if TYPE_CHECKING:
    from collections.abc import Callable

    from ringcentral_report.marts import Marts, Totals
    from ringcentral_report.scope import Period, Scope

# The formulas that the models can count by.
FORMULAS = {
    "ringcentral": "RingCentral’s formula, with each queue’s own settings: answered within "
    "its threshold, "
    "of all answered, voicemail and late calls; hang-ups count only where the queue says so",
}
SOURCES = {"analytics": "RingCentral’s analytics", "legs": "call log"}


def tiles(marts: Marts, scope: Scope, period: Period, known: Period) -> list[Tile]:
    """Return the six tiles."""
    now = marts.totals(scope, period)
    compared = _compared(marts, scope, period, known)
    formula, source = marts.formula()
    things = f"{scope.things}s"

    def tile(name: str, say: Callable[[Totals], str], meaning: str, note: str = "") -> Tile:
        return Tile(name, say(now), _before(say, compared), meaning, note)

    return [
        tile(
            "Visits" if scope.kind == "queue" else "Calls",
            lambda of: words.count(of.calls),
            "Times that a call came to the queue, also from another queue that overflowed."
            if scope.kind == "queue"
            else "Calls from outside, by the day of the site’s local time. A call that was "
            "handed on is one call; "
            "blocked calls are none.",
        ),
        tile(
            "Service level",
            lambda of: words.share(of.in_level, of.in_level + of.out_of_level),
            f"{FORMULAS.get(formula, f'Formula “{formula}”')}. Time in the menu is no wait. "
            "In divided by in and out of all queues: no average of averages.",
            _formula_name(formula) + (f", {_source_name(source)}" if source else ""),
        ),
        tile(
            "Answered",
            lambda of: words.share(of.answered, of.calls),
            f"Share of {things} that a person took.",
        ),
        tile(
            "Gave up",
            lambda of: words.share(of.gave_up, of.calls),
            f"Share of {things} whose callers hung up before anybody answered. Voicemail is "
            f"not among them; "
            "RingCentral’s portal counts it there.",
        ),
        tile(
            "Median wait",
            lambda of: words.seconds(of.median_wait),
            "From the end of the menu to answer, mailbox or hang-up: half waited less. "
            "Calls whose log cannot tell a wait are left out.",
            f"one in ten: {words.seconds(now.long_wait)} or more",
        ),
        tile(
            "Not reached again",
            lambda of: words.count(of.forgotten),
            "Nobody answered, and until now nobody reached the caller and the caller nobody, "
            "within the hours that the models allow (24 unless set).",
            f"of {words.some(now.lost, 'lost call')}",
        ),
    ]


def _formula_name(formula: str) -> str:
    return "RingCentral’s formula" if formula == "ringcentral" else f"formula: {formula}"


def _source_name(source: str) -> str:
    return " and ".join(SOURCES.get(each, each) for each in sorted(source.split(" and ")) if each)


def _compared(
    marts: Marts, scope: Scope, period: Period, known: Period
) -> list[tuple[str, Totals]]:
    """Return the period before; where the lake does not go back so far, the two halves."""
    before = period.before()
    if known.first <= before.first:
        return [(f"{before.days} days before", marts.totals(scope, before))]
    if period.days < 2:  # noqa: PLR2004
        return []
    later, earlier = period.halves()
    name = words.some(later.days, "day")
    return [
        (f"last {name}", marts.totals(scope, later)),
        (f"{earlier.days} days before", marts.totals(scope, earlier)),
    ]


def _before(say: Callable[[Totals], str], compared: list[tuple[str, Totals]]) -> list[str]:
    return [f"{name}: {say(totals)}" for name, totals in compared] or ["no earlier day known"]
