"""The API's versions; the account itself, and its plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringcentral_simulator.account_data.service import service_info
from ringcentral_simulator.endpoints.declared import whole
from ringcentral_simulator.endpoints.routing import Exchange, Route
from ringcentral_simulator.gateway.rate_limit import Group

if TYPE_CHECKING:
    from ringcentral_simulator.gateway.wire import Json


def versions(exchange: Exchange) -> Json:
    """Answer `readAPIVersions`: for whoever asks, and not counted."""
    uri = f"{exchange.account.server}/restapi"
    version = {"uri": f"{uri}/v1.0", "versionString": "1.0.0", "uriString": "v1.0"}
    return {"uri": uri, "apiVersions": [version]}


def account_info(exchange: Exchange) -> Json:
    """Answer `readAccountInfo`."""
    account = exchange.account
    return {**account.directory.account(), "federated": account.features.federation}


def service(exchange: Exchange) -> Json:
    """Answer `readAccountServiceInfo`."""
    account = exchange.account
    return service_info(account.directory.account(), account.features)


ROUTES = (
    Route("GET", "/restapi", None, versions, needs_token=False),
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
