"""The cards of a page: each asks the marts, and says, draws and lists what they tell."""

from ringcentral_report.cards.agreement import agreement_card
from ringcentral_report.cards.callers import lost_card, repeats_card
from ringcentral_report.cards.calls import days_card, hours_cards, waits_card
from ringcentral_report.cards.people import people_card, transfers_card
from ringcentral_report.cards.places import numbers_card, sites_card
from ringcentral_report.cards.service_level import level_card, level_days_card

__all__ = [
    "agreement_card",
    "days_card",
    "hours_cards",
    "level_card",
    "level_days_card",
    "lost_card",
    "numbers_card",
    "people_card",
    "repeats_card",
    "sites_card",
    "transfers_card",
    "waits_card",
]
