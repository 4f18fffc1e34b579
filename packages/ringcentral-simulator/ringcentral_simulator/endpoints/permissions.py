"""The user's role, and what it allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringcentral_simulator.endpoints.routing import Exchange, Route
from ringcentral_simulator.gateway.errors import invalid_parameter
from ringcentral_simulator.gateway.rate_limit import Group
from ringcentral_simulator.oauth.access import EXTENDED_PERMISSIONS

if TYPE_CHECKING:
    from ringcentral_simulator.gateway.wire import Json


def check(exchange: Exchange) -> Json:
    """Answer `checkUserPermission`: 200 even when denied; `successful` tells, for a target too."""
    account, extension = exchange.account, exchange.extension("extensionId")
    permission = exchange.request.args.get("permissionId", "")
    if not permission:
        raise invalid_parameter("permissionId", permission)
    server = f"{account.server}/restapi/v1.0"
    uri = f"{account.uri}/extension/{extension.id}/authz-profile/check?permissionId={permission}"
    target = exchange.request.args.get("targetExtensionId", str(extension.id))
    reaches = permission not in EXTENDED_PERMISSIONS or account.oauth.access.reaches_others(
        permission
    )
    allowed = permission in account.oauth.access.user_permissions
    if not allowed or (target != str(extension.id) and not reaches):
        return {"uri": uri, "successful": False}
    role = account.directory.role(extension)
    return {
        "uri": uri,
        "successful": True,
        "details": {
            "permission": {
                "uri": f"{server}/dictionary/permission/{permission}",
                "id": permission,
                "siteCompatible": "Independent",
                "readOnly": True,
                "assignable": True,
            },
            "effectiveRole": {"uri": role["uri"], "id": role["id"], "domain": "Account"},
            "scopes": ["Account", "AllExtensions", "Self"] if reaches else ["Self"],
        },
    }


def assigned_roles(exchange: Exchange) -> Json:
    """Answer `listUserAssignedRoles`: one for a person, none for a queue or a menu."""
    account, extension = exchange.account, exchange.extension("extensionId")
    return {
        "uri": f"{account.uri}/extension/{extension.id}/assigned-role",
        "records": [account.directory.role(extension)] if extension.is_person else [],
    }


_EXTENSION = "/restapi/v1.0/account/<accountId>/extension/<extensionId>"
ROUTES = (
    Route("GET", f"{_EXTENSION}/authz-profile/check", Group.LIGHT, check),
    Route(
        "GET",
        f"{_EXTENSION}/assigned-role",
        Group.LIGHT,
        assigned_roles,
        app_scope="ReadAccounts",
        user_permission="ReadAssignedRoles",
    ),
)
