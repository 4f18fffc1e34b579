"""What the user's role allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringcentral_simulator.errors import invalid_parameter
from ringcentral_simulator.rate_limit import Group
from ringcentral_simulator.routing import Exchange, Route

if TYPE_CHECKING:
    from ringcentral_simulator.wire import Json


def check(exchange: Exchange) -> Json:
    """`checkUserPermission`: 200 even when denied; `successful` tells."""
    account, extension = exchange.account, exchange.extension("extensionId")
    permission = exchange.request.args.get("permissionId", "")
    if not permission:
        raise invalid_parameter("permissionId", permission)
    server = f"{account.server}/restapi/v1.0"
    uri = f"{account.uri}/extension/{extension.id}/authz-profile/check?permissionId={permission}"
    if permission not in account.access.user_permissions:
        return {"uri": uri, "successful": False}
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
            "effectiveRole": {
                "uri": f"{account.uri}/user-role/1",
                "id": "1",
                "domain": "Account",
            },
            "scopes": ["Account", "AllExtensions", "Self"],
        },
    }


ROUTES = (
    Route(
        "GET",
        "/restapi/v1.0/account/<accountId>/extension/<extensionId>/authz-profile/check",
        Group.LIGHT,
        check,
    ),
)
