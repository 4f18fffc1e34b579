"""What calls are grouped by: each group's key, who it is, and which parts are its."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ringcentral_simulator.gateway.errors import invalid_parameter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ringcentral_simulator.analytics.part import Part
    from ringcentral_simulator.company.company import Company, Extension
    from ringcentral_simulator.gateway.wire import Json


@dataclass(frozen=True, slots=True)
class CallGroup:
    """Calls that are counted together.

    Attributes:
        key: As answers name it.
        extensions: Whose parts are counted.
        owned: Whether only parts of the records' owners are: each call once.
        dialed: The number that must have been called; any when empty.
        number: The extension number to show, if it is one extension.
    """

    key: str
    name: str
    extensions: frozenset[int]
    owned: bool = False
    dialed: str = ""
    number: str = ""

    def takes(self, part: Part) -> bool:
        """Whether a part of one of its extensions counts."""
        return (part.owner or not self.owned) and self.dialed in {"", part.dialed}

    def info(self) -> Json:
        """Return who it is."""
        return {"name": self.name, **({"extensionNumber": self.number} if self.number else {})}


def groups(company: Company, grouping: object) -> tuple[str, list[CallGroup]]:
    """Return what a request groups by, and its groups, calls or not.

    Args:
        company: Whose calls they are.
        grouping: The request's `grouping`.

    Raises:
        ApiError: 400, it is no grouping.
    """
    if not isinstance(grouping, dict):
        raise invalid_parameter("grouping", str(grouping))
    keys = frozenset(map(str, grouping.get("keys") or ()))
    if "groupByMembers" in grouping:
        return "Users", _people(_members(company, str(grouping["groupByMembers"]), keys))
    by = str(grouping.get("groupBy"))
    if by not in _GROUPINGS:
        raise invalid_parameter("groupBy", by)
    return by, [group for group in _GROUPINGS[by](company) if not keys or group.key in keys]


def _users(company: Company) -> list[CallGroup]:
    return _people(company.extensions)


def _of_type(kind: str) -> Callable[[Company], list[CallGroup]]:
    return lambda company: [_single(e) for e in company.extensions if e.type == kind]


def _departments(company: Company) -> list[CallGroup]:
    names = sorted({e.department for e in company.extensions if e.department})
    return [
        CallGroup(name, name, _ids(e for e in company.extensions if e.department == name))
        for name in names
    ]


def _sites(company: Company) -> list[CallGroup]:
    return [
        CallGroup(s.id, s.name, _ids(e for e in company.extensions if e.site == s), owned=True)
        for s in company.sites
    ]


def _company_numbers(company: Company) -> list[CallGroup]:
    everyone, numbers = frozenset(company.by_id), [site.main_number for site in company.sites]
    return [CallGroup(one, one, everyone, owned=True, dialed=one) for one in numbers]


def _company(company: Company) -> list[CallGroup]:
    everyone = frozenset(company.by_id)
    return [CallGroup(str(company.account_id), company.name, everyone, owned=True)]


def _nobody(_company: Company) -> list[CallGroup]:
    return []


def _members(company: Company, of: str, keys: frozenset[str]) -> Iterable[Extension]:
    """Return the people of named queues, offices or departments; of all when none is named."""
    if of == "Queue":
        queues = [q for q in company.queues if not keys or str(q.extension.id) in keys]
        members = _ids(member for queue in queues for member in queue.members)
        return [e for e in company.extensions if e.id in members]
    if of == "Site":
        return [e for e in company.extensions if not keys or e.site.id in keys]
    if of == "Department":
        return [e for e in company.extensions if e.department in keys or not keys]
    if of == "UserGroup":
        return []
    raise invalid_parameter("groupByMembers", of)


def _people(extensions: Iterable[Extension]) -> list[CallGroup]:
    return [_single(extension) for extension in extensions if extension.is_person]


def _single(extension: Extension) -> CallGroup:
    return CallGroup(
        str(extension.id), extension.name, frozenset({extension.id}), number=extension.number
    )


def _ids(extensions: Iterable[Extension]) -> frozenset[int]:
    return frozenset(extension.id for extension in extensions)


_GROUPINGS: dict[str, Callable[[Company], list[CallGroup]]] = {
    "Company": _company,
    "CompanyNumbers": _company_numbers,
    "Departments": _departments,
    "IVAs": _nobody,
    "IVRs": _of_type("IvrMenu"),
    "Queues": _of_type("Department"),
    "SharedLines": _of_type("SharedLinesGroup"),
    "Sites": _sites,
    "UserGroups": _nobody,
    "Users": _users,
}
