"""Calls that go on now, and the calls of one extension."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringcentral_simulator.calls.record import View
from ringcentral_simulator.endpoints.call_log import page_of_calls
from ringcentral_simulator.endpoints.declared import whole
from ringcentral_simulator.gateway.paging import Address, Page
from ringcentral_simulator.gateway.parameters import choice
from ringcentral_simulator.gateway.rate_limit import Group

if TYPE_CHECKING:
    from ringcentral_simulator.endpoints.routing import Exchange
    from ringcentral_simulator.gateway.wire import Json

_FILTERS = ("direction", "type", "transport")
_BRIDGE = "AudioConferencing"


def active_calls(exchange: Exchange) -> Json:
    """Answer `listCompanyActiveCalls`: newest first, without totals."""
    account, query = exchange.account, exchange.request.args
    # The description names `ReadCallLog` alone; RingCentral's guide to the endpoint names this one.
    account.oauth.access.require_of_user("ReadCompanyCallLog")
    view = choice(exchange.request, "view", View.SIMPLE)
    bridges = query.getlist("conferenceType")
    found = [
        record
        for record in account.call_log.participants.in_progress(account.now_ms(), view)
        if all(not query.getlist(name) or record[name] in query.getlist(name) for name in _FILTERS)
        and (not bridges or (_BRIDGE in bridges and record["action"] == "Conference Call"))
    ]
    page = Page.from_request(exchange.request)
    shown = found[page.skip : page.skip + page.size]
    address = Address(f"{account.uri}/active-calls", query)
    return {
        "uri": address.at(page.number, page.size),
        "records": shown,
        "paging": page.extent(len(shown)),
        "navigation": address.navigation(page, more=len(found) > page.skip + page.size),
    }


def extension_call_log(exchange: Exchange) -> Json:
    """Answer `readUserCallLog`: what the extension owns, and what it has a leg of."""
    extension = exchange.extension("extensionId")
    uri = f"{exchange.account.uri}/extension/{extension.id}/call-log"
    transports = exchange.request.args.getlist("transport")
    return page_of_calls(exchange, uri, extension.id, transports)


ROUTES = (
    whole(
        "active-calls",
        Group.HEAVY,
        active_calls,
        app_scope="ReadCallLog",
        user_permission="ReadCallLog",
    ),
    whole(
        "extension/<extensionId>/call-log",
        Group.HEAVY,
        extension_call_log,
        app_scope="ReadCallLog",
        user_permission="ReadCallLog",
        extended_scope=True,
    ),
)
