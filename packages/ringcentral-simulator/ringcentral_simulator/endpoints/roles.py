"""Roles of the account, and who has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringcentral_simulator.account_data import roles
from ringcentral_simulator.endpoints.declared import paged
from ringcentral_simulator.gateway.parameters import flag
from ringcentral_simulator.gateway.rate_limit import Group

if TYPE_CHECKING:
    from ringcentral_simulator.endpoints.routing import Exchange
    from ringcentral_simulator.gateway.wire import Json


def user_roles(exchange: Exchange) -> list[Json]:
    """Answer `listUserRoles`."""
    records = roles.roles(exchange.account.company, exchange.account.uri)
    if "custom" not in exchange.request.args:
        return records
    custom = flag(exchange.request, "custom")
    return [record for record in records if record["custom"] is custom]


def assigned_roles(exchange: Exchange) -> list[Json]:
    """Answer `listAssignedRoles`: of every person."""
    account = exchange.account
    return [
        {
            "uri": f"{account.uri}/extension/{extension.id}/assigned-role",
            "extensionId": str(extension.id),
            "roles": [account.directory.role(extension)],
        }
        for extension in account.company.extensions
        if extension.is_person
    ]


ROUTES = (
    paged("user-role", Group.MEDIUM, user_roles, user_permission="ReadUserRoles"),
    paged("assigned-role", Group.MEDIUM, assigned_roles, user_permission="ReadAssignedRoles"),
)
