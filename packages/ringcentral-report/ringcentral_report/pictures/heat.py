"""A week by weekday and hour: the darker, the more; the figure stands in its cell."""

from __future__ import annotations

from dataclasses import dataclass

import altair as alt

from ringcentral_report.palette import STEPS, TURN, variable
from ringcentral_report.pictures.frame import Drawing, Frame, data

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
CELL_PIXELS = 30
# Above that many hours a figure no longer fits into its cell, nor each hour above a narrow one.
MOST_HOURS_WITH_FIGURES = 16


@dataclass(frozen=True)
class Cell:
    """A weekday (1 Monday), an hour, its value and how it is said."""

    weekday: int
    hour: int
    value: float
    text: str
    told: str


def heat(cells: list[Cell], ramp: str, frame: Frame) -> Drawing:
    """Draw the hours from the first to the last that has a cell."""
    most = max((cell.value for cell in cells), default=0) or 1
    hours = range(min(cell.hour for cell in cells), max(cell.hour for cell in cells) + 1)
    values = []
    for cell in cells:
        step = min(STEPS - 1, int(cell.value / most * STEPS))
        values.append(
            {
                "weekday": WEEKDAYS[cell.weekday - 1],
                "hour": cell.hour,
                "text": cell.text,
                "told": cell.told,
                "color": variable(f"{ramp}{step}"),
                "ink": variable("ink" if step < TURN else "card"),
            }
        )
    many = len(hours) > MOST_HOURS_WITH_FIGURES
    named = [hour for hour in hours if not (frame.narrow and many) or hour % 3 == 0]
    base = alt.Chart(data(values)).encode(
        x=alt.X(
            "hour:O",
            scale=alt.Scale(domain=list(hours), paddingInner=0.06),
            axis=alt.Axis(labelAngle=0, orient="top", labelOverlap=False, values=named),
        ),
        y=alt.Y("weekday:O", scale=alt.Scale(domain=list(WEEKDAYS), paddingInner=0.08)),
    )
    squares = base.mark_rect().encode(color=alt.Color("color:N", scale=None), description="told:N")
    height = CELL_PIXELS * len(WEEKDAYS) + 24
    if frame.narrow or many:
        return alt.layer(squares).properties(height=height)
    figures = base.mark_text(aria=False, fontSize=11).encode(
        text="text:N", color=alt.Color("ink:N", scale=None)
    )
    return alt.layer(squares, figures).properties(height=height)
