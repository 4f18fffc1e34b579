"""The calls that Business Analytics counts."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from ringcentral_simulator.analytics.parts_of_call import parts_of_call
from ringcentral_simulator.clock import from_milliseconds

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from ringcentral_simulator.analytics.groups import CallGroup
    from ringcentral_simulator.analytics.part import Part
    from ringcentral_simulator.calls.participants import Participants
    from ringcentral_simulator.company.reorganization import Companies

DAYS_KEPT = 184


class AnalyzedCalls:
    """Parts in calls by day and extension; half a year of them is kept once it was asked for.

    Args:
        companies: Whose calls they are.
        participants: Tells what happened on them.
        overflowed_is_answered: As `Quirks` has it.
    """

    def __init__(
        self, companies: Companies, participants: Participants, *, overflowed_is_answered: bool
    ) -> None:
        self._companies = companies
        self._overflowed_is_answered = overflowed_is_answered
        self._participants = participants
        self._of_day = lru_cache(DAYS_KEPT + 2)(self._find)

    def parts_of(self, group: CallGroup, from_ms: int, to_ms: int, now_ms: int) -> Iterator[Part]:
        """Yield a group's parts in calls that began in a span, ends included, and have ended.

        Args:
            group: Whose.
            from_ms: The span's beginning, milliseconds since 1970.
            to_ms: Its end.
            now_ms: When they must have ended.
        """
        first, last = from_milliseconds(from_ms).date(), from_milliseconds(to_ms).date()
        for n in range((last - first).days + 1):
            of_day = self._of_day(first + timedelta(days=n))
            for extension in group.extensions & of_day.keys():
                for part in of_day[extension]:
                    call = part.call
                    within = from_ms <= call.start_ms <= to_ms and call.end_ms <= now_ms
                    if within and group.takes(part):
                        yield part

    def _find(self, day: date) -> Mapping[int, list[Part]]:
        found: dict[int, list[Part]] = {}
        for call in self._participants.calls_of_day(day):
            story = self._participants.story(call)
            for part in parts_of_call(
                call,
                story,
                self._companies.at(call.start_ms),
                overflowed_is_answered=self._overflowed_is_answered,
            ):
                found.setdefault(part.extension.id, []).append(part)
        return found
