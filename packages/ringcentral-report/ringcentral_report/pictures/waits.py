"""How long callers wait: who was answered by then, who had given up by then."""

from __future__ import annotations

import altair as alt

from ringcentral_report.palette import variable
from ringcentral_report.pictures.frame import Drawing, Frame, data, rows_height

HEIGHT = 234
APART_PERCENT = 9
LABEL_PIXELS = 40


def waits(
    rows: list[tuple[int, float, float]], thresholds: list[int], frame: Frame, *, beside: int = 0
) -> Drawing:
    """Draw rows of second, percent answered, percent given up; thresholds are dotted lines.

    It is as high as the picture of `beside` rows that it stands beside.
    """
    last = rows[-1][0]
    values = [
        {
            "second": second,
            "percent": percent,
            "who": who,
            "color": variable(color),
            "told": f"{percent:.0f} % {who} within {second} s",
        }
        for second, answered, given_up in rows
        for who, color, percent in (
            ("answered", "answered", answered),
            ("gave up", "lost", given_up),
        )
    ]
    x = alt.X(
        "second:Q",
        scale=alt.Scale(domain=[0, last], nice=False),
        axis=alt.Axis(
            values=list(range(0, last + 1, 60 if frame.narrow else 30)),
            grid=False,
            labelExpr="datum.value + ' s'",
        ),
    )
    y = alt.Y(
        "percent:Q",
        scale=alt.Scale(domain=[0, 100]),
        axis=alt.Axis(
            values=[0, 25, 50, 75, 100], labelExpr="datum.value + ' %'", labelColor=variable("soft")
        ),
    )
    base = alt.Chart(data(values)).encode(x=x, y=y, color=alt.Color("color:N", scale=None))
    lines = base.mark_line(strokeWidth=2.5, aria=False, interpolate="monotone").encode(
        detail="who:N"
    )
    dots = (
        base.transform_filter("datum.second % 30 == 0 && datum.second > 0")
        .mark_point(filled=True, size=34, opacity=1)
        .encode(description="told:N")
    )
    marked = [each for each in thresholds if each <= last]
    rules = (
        alt.Chart(data([{"second": each} for each in marked]))
        .mark_rule(color=variable("quiet"), strokeDash=[2, 3], aria=False)
        .encode(x=x)
    )
    names = (
        alt.Chart(data(_named(marked, last * LABEL_PIXELS / frame.width)))
        .mark_text(color=variable("soft"), baseline="bottom", dy=-3, aria=False)
        .encode(x=x, y=alt.value(0), text="text:N")
    )
    ends = (
        alt.Chart(data(_ends(rows[-1])))
        .mark_text(align="right", dy=-9, fontWeight="bold", aria=False)
        .encode(x=x, y=alt.Y("percent:Q"), text="text:N", color=alt.Color("color:N", scale=None))
    )
    return alt.layer(rules, names, lines, dots, ends).properties(
        height=rows_height(beside, least=HEIGHT)
    )


def _ends(row: tuple[int, float, float]) -> list[dict[str, object]]:
    """Return the words at the lines' ends, moved apart where they would touch."""
    last, answered, given_up = row
    high, low = max(answered, given_up), min(answered, given_up)
    high = max(high, low + APART_PERCENT)
    at = {
        "answered": high if answered >= given_up else low,
        "gave up": low if answered >= given_up else high,
    }
    said = {"answered": answered, "gave up": given_up}
    colors = {"answered": "answered", "gave up": "lost"}
    return [
        {
            "second": last,
            "percent": at[who],
            "color": variable(colors[who]),
            "text": f"{who} {said[who]:.0f} %",
        }
        for who in at
    ]


def _named(thresholds: list[int], apart: float) -> list[dict[str, object]]:
    """Return the thresholds' names, one for those that are less than `apart` seconds apart."""
    groups: list[list[int]] = []
    for each in thresholds:
        if groups and each - groups[-1][-1] < apart:
            groups[-1].append(each)
        else:
            groups.append([each])
    return [
        {"second": (group[0] + group[-1]) / 2, "text": f"{', '.join(map(str, group))} s"}
        for group in groups
    ]
