"""Offices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringcentral_simulator.account_data import sites
from ringcentral_simulator.endpoints.declared import Needs, paged, whole
from ringcentral_simulator.gateway.errors import invalid_parameter, not_found
from ringcentral_simulator.gateway.rate_limit import Group

if TYPE_CHECKING:
    from ringcentral_simulator.company.company import Site
    from ringcentral_simulator.endpoints.routing import Exchange
    from ringcentral_simulator.gateway.wire import Json

_MAIN = "main-site"


def all_sites(exchange: Exchange) -> list[Json]:
    """Answer `listSites`: the main one among them."""
    account = exchange.account
    return [sites.site(account.company, site, account.uri) for site in account.company.sites]


def site(exchange: Exchange) -> Json:
    """Answer `readSite`."""
    account = exchange.account
    return sites.site(account.company, _named(exchange), account.uri)


def members(exchange: Exchange) -> list[Json]:
    """Answer `listSiteMembers`."""
    account = exchange.account
    found = sites.members(account.company, _named(exchange))
    return [sites.member(extension, account.uri) for extension in found]


def _named(exchange: Exchange) -> Site:
    """Return the office of the path, which can not be the main one."""
    wanted = exchange.arguments["siteId"]
    if wanted == _MAIN:
        raise invalid_parameter("siteId", wanted)
    for one in exchange.account.company.sites:
        if one.id == wanted:
            return one
    raise not_found("siteId", wanted)


_NEEDS = Needs(user_permission="ReadExtensions", feature="multi_site")
ROUTES = (
    paged("sites", Group.LIGHT, all_sites, **_NEEDS),
    whole("sites/<siteId>", Group.LIGHT, site, **_NEEDS),
    paged("sites/<siteId>/members", Group.MEDIUM, members, **_NEEDS),
)
