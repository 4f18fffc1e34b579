"""Calls by day, one upon the other by outcome; and service level by day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt

from ringcentral_report import words
from ringcentral_report.palette import variable
from ringcentral_report.pictures.frame import Drawing, Frame, data

if TYPE_CHECKING:
    from datetime import date

HEIGHT = 234
OUTCOMES = ("answered", "voicemail", "gave up", "other")
COLORS = dict(zip(OUTCOMES, ("answered", "voicemail", "lost", "quiet"), strict=True))


def stacked_days(
    rows: list[tuple[date, int, int, int, int]], frame: Frame, *, weekly: bool
) -> Drawing:
    """Draw rows of day, answered, voicemail, gave up, other."""
    values = []
    for when, *numbers in rows:
        end = 0
        named = f"week of {words.day(when)}" if weekly else words.day(when)
        for outcome, number in zip(OUTCOMES, numbers, strict=True):
            if number:
                values.append(
                    {
                        "day": when.isoformat(),
                        "from": end,
                        "to": end + number,
                        "color": variable(COLORS[outcome]),
                        "told": f"{named}: {number} {outcome}",
                    }
                )
            end += number
    bars = (
        alt.Chart(data(values))
        .mark_bar()
        .encode(
            x=_days([row[0] for row in rows], frame),
            y=alt.Y(
                "from:Q",
                axis=alt.Axis(tickCount=4, labelColor=variable("soft"), format=",d", tickMinStep=1),
            ),
            y2="to:Q",
            color=alt.Color("color:N", scale=None),
            description="told:N",
        )
    )
    return alt.layer(bars).properties(height=HEIGHT)


def level_days(rows: list[tuple[date, float | None]], goal: float | None, frame: Frame) -> Drawing:
    """Draw service level by day, in percent, with the goal as a line that is named at its end."""
    x = _days([when for when, _ in rows], frame)
    y = alt.Y(
        "percent:Q",
        scale=alt.Scale(domain=[0, 100]),
        axis=alt.Axis(
            values=[0, 25, 50, 75, 100], labelExpr="datum.value + ' %'", labelColor=variable("soft")
        ),
    )
    values = [
        {"day": when.isoformat(), "percent": percent, "told": f"{words.day(when)}: {percent:.0f} %"}
        for when, percent in rows
        if percent is not None
    ]
    base = alt.Chart(data(values)).encode(x=x, y=y)
    line = base.mark_line(color=variable("answered"), strokeWidth=2, aria=False)
    points = base.mark_point(color=variable("answered"), filled=True, size=38, opacity=1).encode(
        description="told:N"
    )
    layers: list[alt.Chart] = [line, points]
    if goal is not None:
        mark = alt.Chart(data([{"percent": goal, "text": f"goal {goal:.0f} %"}])).encode(y=y)
        layers = [
            mark.mark_rule(color=variable("ink"), strokeDash=[4, 3], aria=False),
            *layers,
            mark.mark_text(
                align="right", baseline="bottom", dy=-4, fontWeight="bold", aria=False
            ).encode(x=alt.value("width"), text="text:N"),
        ]
    return alt.layer(*layers).properties(height=HEIGHT)


def _days(days: list[date], frame: Frame) -> alt.X:
    """Return the axis: Mondays are written, or as many days as there is room for."""
    mondays = [day for day in days if day.weekday() == 0] or days[:1]
    every = -(-len(mondays) // (5 if frame.narrow else 8))
    shown = mondays[::every]
    names = {day.isoformat(): words.short_day(day) for day in shown}
    texts = ", ".join(f"'{key}': '{name}'" for key, name in names.items())
    return alt.X(
        "day:O",
        scale=alt.Scale(domain=[day.isoformat() for day in days], paddingInner=0.18),
        axis=alt.Axis(
            values=list(names),
            labelExpr=f"{{{texts}}}[datum.value]",
            labelAngle=0,
            labelOverlap=False,
            labelAlign="center",
        ),
    )
