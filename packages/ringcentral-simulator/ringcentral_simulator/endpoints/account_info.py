"""The account itself, and its plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringcentral_simulator.account_data.service import service_info
from ringcentral_simulator.endpoints.declared import whole
from ringcentral_simulator.rate_limit import Group
from ringcentral_simulator.routing import Exchange, Route

if TYPE_CHECKING:
    from ringcentral_simulator.wire import Json


def account_info(exchange: Exchange) -> Json:
    """`readAccountInfo`."""
    account = exchange.account
    return {**account.directory.account(), "federated": account.features.federation}


def service(exchange: Exchange) -> Json:
    """`readAccountServiceInfo`."""
    account = exchange.account
    return service_info(account.directory.account(), account.features)


ROUTES = (
    Route(
        "GET",
        "/restapi/v1.0/account/<accountId>",
        Group.LIGHT,
        account_info,
        app_scope="ReadAccounts",
        user_permission="ReadCompanyInfo",
    ),
    whole("service-info", Group.LIGHT, service, user_permission="ReadCompanyInfo"),
)
