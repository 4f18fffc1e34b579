"""What RingCentral offers every account; anyone who is signed in may look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringcentral_simulator.account_data import dictionary
from ringcentral_simulator.endpoints.routing import Exchange, Route
from ringcentral_simulator.gateway.paging import listed
from ringcentral_simulator.gateway.rate_limit import Group

if TYPE_CHECKING:
    from ringcentral_simulator.gateway.wire import Json

_DICTIONARY = "/restapi/v1.0/dictionary"


def greetings(exchange: Exchange) -> Json:
    """Answer `listStandardGreetings`."""
    query, server = exchange.request.args, exchange.account.server
    records = [
        greeting
        for greeting in dictionary.greetings(server)
        if query.get("type") in {None, greeting["type"]}
        and query.get("usageType") in {None, greeting["usageType"]}
    ]
    return listed(exchange.request, f"{server}{_DICTIONARY}/greeting", records)


def fax_cover_pages(exchange: Exchange) -> Json:
    """Answer `listFaxCoverPages`."""
    uri = f"{exchange.account.server}{_DICTIONARY}/fax-cover-page"
    return listed(exchange.request, uri, dictionary.fax_cover_pages())


ROUTES = (
    Route("GET", f"{_DICTIONARY}/greeting", Group.MEDIUM, greetings),
    Route("GET", f"{_DICTIONARY}/fax-cover-page", Group.LIGHT, fax_cover_pages),
)
