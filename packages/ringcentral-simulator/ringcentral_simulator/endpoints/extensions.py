"""Extensions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringcentral_simulator.endpoints.routing import Exchange, Route
from ringcentral_simulator.gateway.paging import listed
from ringcentral_simulator.gateway.rate_limit import Group

if TYPE_CHECKING:
    from ringcentral_simulator.gateway.wire import Json


def extensions(exchange: Exchange) -> Json:
    """Answer `listExtensions`."""
    account, query = exchange.account, exchange.request.args
    types, statuses = query.getlist("type"), query.getlist("status")
    emails, number = query.getlist("email"), query.get("extensionNumber")
    records = [
        account.directory.extension(extension)
        for extension in account.company.extensions
        if (not types or extension.type in types)
        and (not statuses or extension.status in statuses)
        and (not emails or extension.email in emails)
        and number in {None, extension.number}
    ]
    return listed(exchange.request, f"{account.uri}/extension", records)


def extension(exchange: Exchange) -> Json:
    """Answer `readExtension`."""
    return exchange.account.directory.extension_details(exchange.extension("extensionId"))


_ACCOUNT = "/restapi/v1.0/account/<accountId>"
ROUTES = (
    Route(
        "GET",
        f"{_ACCOUNT}/extension",
        Group.MEDIUM,
        extensions,
        app_scope="ReadAccounts",
        user_permission="ReadExtensions",
    ),
    Route(
        "GET",
        f"{_ACCOUNT}/extension/<extensionId>",
        Group.LIGHT,
        extension,
        app_scope="ReadAccounts",
        user_permission="ReadExtensions",
    ),
)
