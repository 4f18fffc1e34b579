"""A company that changes on a day: people leave, a queue is renamed, goals and members change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self

from ringcentral_simulator.clock import to_milliseconds

if TYPE_CHECKING:
    from datetime import date

    from ringcentral_simulator.company.company import Company, Extension, Queue

_LEAVES = 15  # one of so many
_FEWEST = 3
_RENAMED = {"Support": "Customer Care"}


@dataclass(frozen=True, slots=True)
class Companies:
    """One company before and after it was reorganized.

    Attributes:
        before: As it was founded.
        after: As it is since.
        at_ms: When that was, milliseconds since 1970; `None` for never.
    """

    before: Company
    after: Company
    at_ms: int | None

    @classmethod
    def changing_on(cls, day: date | None, company: Company) -> Self:
        """Return a company that is reorganized with the beginning of a UTC day, or never."""
        if day is None:
            return cls(company, company, None)
        midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
        return cls(company, reorganized(company), to_milliseconds(midnight))

    def at(self, now_ms: int) -> Company:
        """Return the company as it is at a time."""
        return self.before if self.at_ms is None or now_ms < self.at_ms else self.after


def reorganized(company: Company) -> Company:
    """Return the company afterwards: identifiers, numbers and the order of queues stay."""
    leavers = _leavers(company)
    stay = tuple(e for e in company.extensions if e.id not in leavers)
    names = {
        q.extension.id: _RENAMED.get(q.extension.name, q.extension.name) for q in company.queues
    }
    renamed = {e.id: replace(e, name=names.get(e.id, e.name)) for e in stay}
    return replace(
        company,
        extensions=tuple(renamed.values()),
        queues=tuple(_changed(queue, n, renamed) for n, queue in enumerate(company.queues)),
    )


def _leavers(company: Company) -> set[int]:
    """Return who leaves: nobody without whom an office or a queue would be empty."""
    found: set[int] = set()
    for people in company.people_at.values():
        for person in people[_FEWEST::_LEAVES]:
            queues = [queue for queue in company.queues if person in queue.members]
            if all(len(_left(queue, found)) > _FEWEST for queue in queues):
                found.add(person.id)
    return found


def _left(queue: Queue, leavers: set[int]) -> list[Extension]:
    return [member for member in queue.members if member.id not in leavers]


def _changed(queue: Queue, n: int, extensions: dict[int, Extension]) -> Queue:
    members = [extensions[member.id] for member in queue.members if member.id in extensions]
    if n % 2:
        return replace(queue, extension=extensions[queue.extension.id], members=tuple(members))
    return replace(
        queue,
        extension=extensions[queue.extension.id],
        members=tuple(members[1:] if len(members) > _FEWEST else members),
        sla_goal=queue.sla_goal - 5,
        sla_threshold=queue.sla_threshold + 10,
    )
