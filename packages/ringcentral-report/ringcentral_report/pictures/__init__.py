"""The pictures: each one idea, drawn wide for a desk and narrow for a telephone."""

from ringcentral_report.pictures.bars import Bar, bars
from ringcentral_report.pictures.days import level_days, stacked_days
from ringcentral_report.pictures.frame import Drawing, Frame, Picture, drawn
from ringcentral_report.pictures.heat import WEEKDAYS, Cell, heat
from ringcentral_report.pictures.levels import Level, levels
from ringcentral_report.pictures.waits import waits

__all__ = [
    "WEEKDAYS",
    "Bar",
    "Cell",
    "Drawing",
    "Frame",
    "Level",
    "Picture",
    "bars",
    "drawn",
    "heat",
    "level_days",
    "levels",
    "stacked_days",
    "waits",
]
