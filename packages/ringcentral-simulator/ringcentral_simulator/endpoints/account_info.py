"""The account itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringcentral_simulator.rate_limit import Group
from ringcentral_simulator.routing import Exchange, Route

if TYPE_CHECKING:
    from ringcentral_simulator.wire import Json


def account_info(exchange: Exchange) -> Json:
    """`readAccountInfo`."""
    return exchange.account.directory.account()


ROUTES = (
    Route(
        "GET",
        "/restapi/v1.0/account/<accountId>",
        Group.LIGHT,
        account_info,
        app_scope="ReadAccounts",
        user_permission="ReadCompanyInfo",
    ),
)
