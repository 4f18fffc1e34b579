"""The company's directory, and that of a sister company."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringcentral_simulator.account_data import directory_entries
from ringcentral_simulator.endpoints.declared import whole
from ringcentral_simulator.gateway.errors import not_found
from ringcentral_simulator.gateway.paging import Page, counted
from ringcentral_simulator.gateway.parameters import flag
from ringcentral_simulator.gateway.rate_limit import Group

if TYPE_CHECKING:
    from ringcentral_simulator.endpoints.routing import Exchange
    from ringcentral_simulator.gateway.wire import Json

_USUAL, _MOST = 1_000, 2_000


def entries(exchange: Exchange) -> Json:
    """Answer `listDirectoryEntries`: pages are counted, but have no addresses."""
    query = exchange.request.args
    kind, group, site = query.get("type"), query.get("typeGroup"), query.get("siteId")
    found = [
        entry
        for entry in _entries(exchange)
        if kind in {None, entry["type"]}
        and (group is None or (group == "User") is (entry["type"] == "User"))
        and site in {None, entry.get("site", {}).get("id")}
    ]
    if query.get("perPage") == "all":
        return counted(Page(1, max(1, len(found))), found)
    return counted(Page.from_request(exchange.request, usual=_USUAL, most=_MOST), found)


def entry(exchange: Exchange) -> Json:
    """Answer `readDirectoryEntry`."""
    wanted = exchange.arguments["entryId"]
    for one in _entries(exchange):
        if one["id"] == wanted:
            return one
    raise not_found("entryId", wanted)


def _entries(exchange: Exchange) -> list[Json]:
    """Return the entries; the company's own name their account where others' may be among them."""
    account = exchange.account
    own = directory_entries.entries(account.company, account.data.phone_numbers, account.uri)
    if not flag(exchange.request, "showFederated", default=True):
        return own
    belonging = directory_entries.account(account.company)
    sister = (
        directory_entries.sister_entries(account.company) if account.features.federation else []
    )
    return [{**entry, "account": belonging} for entry in own] + sister


ROUTES = (
    whole("directory/entries", Group.MEDIUM, entries),
    whole("directory/entries/<entryId>", Group.MEDIUM, entry),
)
