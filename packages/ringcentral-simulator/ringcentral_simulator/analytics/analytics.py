"""Business Analytics of one account, put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringcentral_simulator.analytics.calls import AnalyzedCalls
from ringcentral_simulator.analytics.measures import Measures

if TYPE_CHECKING:
    from ringcentral_simulator.calls.participants import Participants
    from ringcentral_simulator.company.reorganization import Companies
    from ringcentral_simulator.quirks import Quirks


class Analytics:
    """The calls that are counted, and what is counted of them.

    Args:
        companies: Whose calls they are.
        participants: Tells what happened on them.
        quirks: How they are counted.
    """

    def __init__(self, companies: Companies, participants: Participants, quirks: Quirks) -> None:
        self.calls = AnalyzedCalls(
            companies, participants, overflowed_is_answered=quirks.overflowed_is_answered
        )
        self.measures = Measures()
