"""How the account's plain endpoints are declared: an address, a limit, permissions, its records."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypedDict, Unpack

from ringcentral_simulator.endpoints.routing import Route
from ringcentral_simulator.gateway.paging import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ringcentral_simulator.endpoints.routing import Exchange
    from ringcentral_simulator.gateway.features import Feature
    from ringcentral_simulator.gateway.rate_limit import Group
    from ringcentral_simulator.gateway.wire import Json

ACCOUNT = "/restapi/v1.0/account/<accountId>"
_ARGUMENT = re.compile(r"<(\w+)>")


class Needs(TypedDict, total=False):
    """What an endpoint asks for, by `Route`'s own names; the app's scope is `ReadAccounts`."""

    app_scope: str
    user_permission: str
    feature: Feature | None
    extended_scope: bool


def paged(
    path: str,
    group: Group,
    records: Callable[[Exchange], Sequence[Json]],
    **needs: Unpack[Needs],
) -> Route:
    """Return a list of the account's, page by page, with totals.

    Args:
        path: Below the account's address.
        group: What a request counts against.
        records: All of them.
        needs: Permissions, and what the account must have.
    """

    def handler(exchange: Exchange) -> Json:
        return listed(exchange.request, _address(exchange, path), records(exchange))

    return whole(path, group, handler, **needs)


def whole(
    path: str, group: Group, handler: Callable[[Exchange], Json], **needs: Unpack[Needs]
) -> Route:
    """Return something of the account's that is answered whole."""
    needs.setdefault("app_scope", "ReadAccounts")
    return Route("GET", f"{ACCOUNT}/{path}", group, handler, **needs)


def _address(exchange: Exchange, path: str) -> str:
    """Return where a list lives, with an identifier in place of `~`."""
    given = dict(exchange.arguments)
    if given.get("extensionId") == "~":
        given["extensionId"] = str(exchange.user.id)
    return f"{exchange.account.uri}/{_ARGUMENT.sub(lambda found: given[found[1]], path)}"
