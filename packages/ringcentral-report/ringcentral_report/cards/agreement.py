"""How far RingCentral's own figures and the count from the call log agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringcentral_report import questions, words
from ringcentral_report.card import Card, Table

if TYPE_CHECKING:
    from ringcentral_report.marts import Marts
    from ringcentral_report.scope import Period, Scope


def agreement_card(marts: Marts, scope: Scope, period: Period, missing: list[str]) -> Card:
    """How far RingCentral's analytics and the count from the call log agree."""
    intervals, same = questions.intervals(marts, scope)
    rows = [
        (
            name.replace("_", " "),
            words.count(theirs),
            words.count(ours),
            f"{ours - theirs:+,.0f}".replace("-", "−") if round(ours - theirs) else "0",
        )
        for name, theirs, ours in questions.figures_compared(marts, scope)
    ]
    sentence = (
        "RingCentral’s analytics are not in the lake: nothing to compare with."
        if not intervals
        else (
            f"Calls are the same in {words.share(same, intervals)} of "
            f"{words.some(intervals, 'interval')} of a queue."
        )
    )
    unknown = questions.unknown_waits(marts, period)
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
