"""The voicemails and faxes of an extension."""

from __future__ import annotations

from typing import TYPE_CHECKING

from werkzeug.datastructures import MultiDict

from ringcentral_simulator.account_data.messages import message
from ringcentral_simulator.calls.call import DAY_MS
from ringcentral_simulator.clock import timestamp
from ringcentral_simulator.endpoints.declared import whole
from ringcentral_simulator.gateway.errors import in_the_future
from ringcentral_simulator.gateway.paging import listed
from ringcentral_simulator.gateway.parameters import moment
from ringcentral_simulator.gateway.rate_limit import Group

if TYPE_CHECKING:
    from ringcentral_simulator.endpoints.routing import Exchange
    from ringcentral_simulator.gateway.wire import Json

_FILTERS = {
    "messageType": "type",
    "direction": "direction",
    "availability": "availability",
    "readStatus": "readStatus",
}


def messages(exchange: Exchange) -> Json:
    """Answer `listMessages`: by creation, newest first; addresses echo the resolved range."""
    account, query = exchange.account, exchange.request.args
    owner, now = exchange.extension("extensionId"), account.now_ms()
    to_ms = moment(exchange.request, "dateTo", now)
    if account.quirks.refuses_future and to_ms > now:
        raise in_the_future("dateTo", query["dateTo"])
    from_ms = moment(exchange.request, "dateFrom", to_ms - DAY_MS)
    participants = account.call_log.participants
    found = [
        message(call, participants.story(call), owner, now, account.attachments)
        for call in participants.messages(owner.id, from_ms, to_ms, now)
    ]
    resolved = MultiDict(query)
    resolved["dateFrom"], resolved["dateTo"] = timestamp(from_ms), timestamp(to_ms)
    uri = f"{account.uri}/extension/{owner.id}/message-store"
    wanted = [one for one in found if _is_wanted(exchange, one)]
    return listed(exchange.request, uri, wanted, resolved)


def _is_wanted(exchange: Exchange, record: Json) -> bool:
    query = exchange.request.args
    number = query.get("phoneNumber")
    return all(
        not query.getlist(name) or record[key] in query.getlist(name)
        for name, key in _FILTERS.items()
    ) and (
        number is None
        or number.removeprefix("+")
        in {
            party.get("phoneNumber", "").removeprefix("+")
            for party in (record["from"], *record["to"])
        }
    )


ROUTES = (
    whole(
        "extension/<extensionId>/message-store",
        Group.LIGHT,
        messages,
        app_scope="ReadMessages",
        user_permission="ReadMessages",
        extended_scope=True,
    ),
)
