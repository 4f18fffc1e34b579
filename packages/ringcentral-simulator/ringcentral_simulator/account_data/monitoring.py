"""Who listens in to whose calls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ringcentral_simulator.company.seeding import generator

if TYPE_CHECKING:
    from ringcentral_simulator.company.company import Company, Extension, Queue, Site
    from ringcentral_simulator.gateway.wire import Json

_SUPERVISORS = 2
_MOST_WATCHED = 20


@dataclass(frozen=True, slots=True)
class MonitoringGroup:
    """A group of call monitoring.

    Attributes:
        id: RingCentral's identifier.
        supervisors: Who may listen.
        watched: Whom they may listen to.
    """

    id: str
    name: str
    site: Site
    supervisors: tuple[Extension, ...]
    watched: tuple[Extension, ...]

    @property
    def members(self) -> tuple[Extension, ...]:
        """Both."""
        return self.supervisors + self.watched


def monitoring_groups(company: Company) -> tuple[MonitoringGroup, ...]:
    """Return one group for each queue, of people at its office."""
    return tuple(
        _group(company, f"{company.account_id}{n:03}", queue)
        for n, queue in enumerate(company.queues, start=1)
    )


def _group(company: Company, group: str, queue: Queue) -> MonitoringGroup:
    desk = queue.extension
    rng = generator(company.account_id, "monitoring", desk.id)
    at_hand = company.people_at[desk.site.id]
    people = rng.sample(at_hand, min(len(at_hand), _SUPERVISORS + _MOST_WATCHED))
    return MonitoringGroup(
        id=group,
        name=f"{desk.name} Quality",
        site=desk.site,
        supervisors=tuple(people[:_SUPERVISORS]),
        watched=tuple(people[_SUPERVISORS:]),
    )


def group(group: MonitoringGroup, uri: str) -> Json:
    """Return a group as the list has it."""
    return {
        "uri": f"{uri}/call-monitoring-groups/{group.id}",
        "id": group.id,
        "name": group.name,
        "site": {"id": group.site.id, "name": group.site.name},
    }


def members(group: MonitoringGroup, uri: str) -> list[Json]:
    """Return a group's members: those who listen first; here the `id` is a string."""
    ranked = [(one, "Monitoring") for one in group.supervisors]
    ranked += [(one, "Monitored") for one in group.watched]
    return [
        {
            "uri": f"{uri}/extension/{extension.id}",
            "id": str(extension.id),
            "extensionNumber": extension.number,
            "permissions": [permission],
        }
        for extension, permission in ranked
    ]
