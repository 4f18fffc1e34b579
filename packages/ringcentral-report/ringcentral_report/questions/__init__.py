"""What the cards ask of the marts, by subject as the cards are."""

from ringcentral_report.questions.agreement import figures_compared, intervals, unknown_waits
from ringcentral_report.questions.callers import fates, repeats, to_call_back
from ringcentral_report.questions.calls import hours, outcomes, waits
from ringcentral_report.questions.people import people_rung, transfers
from ringcentral_report.questions.places import numbers, sites
from ringcentral_report.questions.service_level import level_by_day, levels

__all__ = [
    "fates",
    "figures_compared",
    "hours",
    "intervals",
    "level_by_day",
    "levels",
    "numbers",
    "outcomes",
    "people_rung",
    "repeats",
    "sites",
    "to_call_back",
    "transfers",
    "unknown_waits",
    "waits",
]
