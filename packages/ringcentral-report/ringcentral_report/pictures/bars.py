"""Bars in a row, largest first, with their figures written at their ends."""

from __future__ import annotations

import json
from dataclasses import dataclass

import altair as alt

from ringcentral_report.palette import variable
from ringcentral_report.pictures.frame import Drawing, Frame, data, rows_height


@dataclass(frozen=True)
class Bar:
    """A row: `whole` is drawn pale behind `part` where the two differ."""

    name: str
    part: float
    whole: float
    text: str
    color: str = "answered"

    @property
    def told(self) -> str:
        """What the mark is called."""
        return f"{self.name}: {self.text}"


def bars(rows: list[Bar], frame: Frame, *, names: int = 0) -> Drawing:
    """Draw them; `names` is how many pixels their names may take on the wide one."""
    limit = frame.label_limit(names)
    longest = max((row.whole for row in rows), default=0) or 1
    # Room on the right for the longest text, about 6.4 pixels a letter.
    plot = frame.width - limit - 10
    room = min(0.75, (max(len(row.text) for row in rows) * 6.6 + 8) / plot)
    values = [
        {
            "at": at,
            "name": row.name,
            "part": row.part,
            "whole": row.whole,
            "text": row.text,
            "color": variable(row.color),
            "told": row.told,
        }
        for at, row in enumerate(rows)
    ]
    y = alt.Y(
        "at:O",
        axis=names_axis([row.name for row in rows], limit),
        scale=alt.Scale(paddingInner=0.32, paddingOuter=0.1),
    )
    scale = alt.Scale(domain=[0, longest / (1 - room)], nice=False)
    base = alt.Chart(data(values)).encode(y=y)
    whole = base.mark_bar(color=variable("pale"), cornerRadiusEnd=2, aria=False).encode(
        x=alt.X("whole:Q", scale=scale, axis=None)
    )
    part = base.mark_bar(cornerRadiusEnd=2).encode(
        x=alt.X("part:Q", scale=scale, axis=None),
        color=alt.Color("color:N", scale=None),
        description="told:N",
    )
    text = base.mark_text(align="left", dx=6, aria=False).encode(
        x=alt.X("whole:Q", scale=scale, axis=None), text="text:N"
    )
    return alt.layer(whole, part, text).properties(height=rows_height(len(rows)))


def names_axis(names: list[str], limit: int) -> alt.Axis:
    """Return an axis that writes names beside rows 0, 1, 2, since names may be alike."""
    return alt.Axis(
        labelExpr=f"{json.dumps(names)}[datum.value]",
        labelLimit=limit,
        minExtent=limit + 6,
        maxExtent=limit + 6,
        labelColor=variable("ink"),
    )
