"""Service level of each queue against its goal: a bar, a line at the goal, words to the right."""

from __future__ import annotations

from dataclasses import dataclass

import altair as alt

from ringcentral_report.palette import variable
from ringcentral_report.pictures.bars import names_axis
from ringcentral_report.pictures.frame import ROW_PIXELS, Drawing, Frame, data, rows_height

# What is further below its goal is drawn in the color of loss, and no more queues than these.
FAR_POINTS = 10
MOST_MARKED = 3


@dataclass(frozen=True)
class Level:
    """A queue's service level and goal, in percent; None where no call counts or no goal is set."""

    name: str
    percent: float | None
    goal: float | None

    @property
    def gap(self) -> float | None:
        """Points above (negative: below) the goal."""
        return None if self.percent is None or self.goal is None else self.percent - self.goal

    @property
    def told(self) -> str:
        """What the mark is called."""
        level = "no calls" if self.percent is None else f"{self.percent:.0f} %"
        return f"{self.name}: {level}" + ("" if self.goal is None else f", goal {self.goal:.0f} %")


def levels(rows: list[Level], frame: Frame) -> Drawing:
    """Draw them. The words have a column of their own, where no mark comes."""
    words = 74 if frame.narrow else 122
    plot = frame.width - frame.label_limit() - 10
    values = [
        {
            "at": at,
            "percent": row.percent or 0,
            "goal": row.goal,
            "told": row.told,
            "level_at": 100 * (plot - words + 42) / (plot - words),
            "gap_at": 100 * (plot - words + 50) / (plot - words),
            "level": "–" if row.percent is None else f"{row.percent:.0f} %",
            "gap": _words(row, frame),
            "color": variable("lost" if _is_far(at, row) else "answered"),
            "ink": variable("lost" if _is_far(at, row) else "soft"),
        }
        for at, row in enumerate(rows)
    ]
    scale = alt.Scale(domain=[0, 100 * plot / (plot - words)], nice=False)
    y = alt.Y(
        "at:O",
        axis=names_axis([row.name for row in rows], frame.label_limit()),
        scale=alt.Scale(paddingInner=0.38, paddingOuter=0.1),
    )
    base = alt.Chart(data(values)).encode(y=y)
    track = (
        base.mark_bar(color=variable("pale"), opacity=0.5, aria=False)
        .encode(x=alt.X("full:Q", scale=scale, axis=None))
        .transform_calculate(full="100")
    )
    bar = base.mark_bar().encode(
        x=alt.X("percent:Q", scale=scale, axis=None),
        color=alt.Color("color:N", scale=None),
        description="told:N",
    )
    goals = base.transform_filter("isValid(datum.goal)").encode(
        x=alt.X("goal:Q", scale=scale, axis=None)
    )
    size = ROW_PIXELS[0] - 7
    # The line stands out from a bar it crosses by a rim in the color of the card.
    rim = goals.mark_tick(color=variable("card"), thickness=5, size=size, aria=False)
    goal = goals.mark_tick(color=variable("ink"), thickness=2, size=size, aria=False)
    level = base.mark_text(align="right", fontWeight="bold", aria=False).encode(
        x=alt.X("level_at:Q", scale=scale, axis=None), text="level:N"
    )
    gap = base.mark_text(align="left", aria=False).encode(
        x=alt.X("gap_at:Q", scale=scale, axis=None),
        text="gap:N",
        color=alt.Color("ink:N", scale=None),
    )
    return alt.layer(track, bar, rim, goal, level, gap).properties(height=rows_height(len(rows)))


def _is_far(at: int, row: Level) -> bool:
    return at < MOST_MARKED and row.gap is not None and row.gap < -FAR_POINTS


def _words(row: Level, frame: Frame) -> str:
    if row.gap is None:
        return ""
    points = round(row.gap)
    if frame.narrow:
        return f"{points:+d}".replace("-", "−") if points else "±0"
    return f"{abs(points)} {'above' if points > 0 else 'below'}" if points else "at goal"
