"""Roles, and who has them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ringcentral_simulator.oauth.access import USER_PERMISSIONS

if TYPE_CHECKING:
    from ringcentral_simulator.company.company import Company
    from ringcentral_simulator.gateway.wire import Json

_OWN_CALLS = ("ReadCallLog", "ReadCallRecording", "ReadExtensions", "ReadMessages")
_UPDATED = "2024-05-14T09:30:00.000Z"


@dataclass(frozen=True, slots=True)
class _Predefined:
    """A role that every account has.

    Attributes:
        scope: How far its permissions reach.
    """

    id: str
    name: str
    description: str
    scope: str
    permissions: tuple[str, ...]


_PREDEFINED = (
    _Predefined("1", "Super Admin", "All settings", "Account", tuple(sorted(USER_PERMISSIONS))),
    _Predefined("3", "Manager", "Own department", "Group", (*_OWN_CALLS, "ReadCompanyInfo")),
    _Predefined("4", "Standard (International)", "Calls everywhere", "Self", _OWN_CALLS),
    _Predefined("5", "Standard", "Calls at home", "Self", _OWN_CALLS),
)


def roles(company: Company, uri: str) -> list[Json]:
    """Return every role: those of all accounts, then the company's own.

    Args:
        company: Whose they are.
        uri: The account's address.
    """
    own = company.role_of(company.service_user)
    everything = _PREDEFINED[0].permissions
    reader = _Predefined(own.id, own.name, "Reads reports", "AllExtensions", everything)
    return [
        {
            "uri": f"{uri}/user-role/{role.id}",
            "id": role.id,
            "displayName": role.name,
            "description": role.description,
            "siteCompatible": False,
            "custom": role is reader,
            "scope": role.scope,
            "hidden": False,
            "lastUpdated": _UPDATED,
            "permissions": [_permission(name, uri) for name in role.permissions],
        }
        for role in (*_PREDEFINED, reader)
    ]


def _permission(name: str, uri: str) -> Json:
    server = uri.partition("/account/")[0]
    return {
        "uri": f"{server}/dictionary/permission/{name}",
        "id": name,
        "siteCompatible": "Independent",
        "readOnly": True,
        "assignable": True,
    }
