"""The company's own fields, and its cost centers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringcentral_simulator.account_data import charging
from ringcentral_simulator.endpoints.declared import whole
from ringcentral_simulator.endpoints.routing import Exchange, Route
from ringcentral_simulator.gateway.rate_limit import Group

if TYPE_CHECKING:
    from ringcentral_simulator.gateway.wire import Json


def custom_fields(exchange: Exchange) -> Json:
    """Answer `listCustomFields`: whole, without pages."""
    return {"records": charging.custom_fields(exchange.account.company)}


def cost_centers(exchange: Exchange) -> Json:
    """Answer `listCostCenters`: whole, without pages."""
    return {"records": charging.cost_centers(exchange.account.company)}


ROUTES = (
    whole(
        "custom-fields",
        Group.LIGHT,
        custom_fields,
        user_permission="ReadUserInfo",
        feature="custom_fields",
    ),
    Route(
        "GET",
        "/restapi/v2/accounts/<accountId>/cost-centers",
        Group.LIGHT,
        cost_centers,
        app_scope="ReadAccounts",
        user_permission="CostCenterManagement",
        feature="cost_centers",
    ),
)
