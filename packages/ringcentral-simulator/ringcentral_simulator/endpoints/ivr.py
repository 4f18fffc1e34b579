"""Menus that greet callers, and their prompts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringcentral_simulator.account_data import ivr
from ringcentral_simulator.endpoints.declared import paged, whole
from ringcentral_simulator.gateway.errors import not_found
from ringcentral_simulator.gateway.rate_limit import Group

if TYPE_CHECKING:
    from ringcentral_simulator.endpoints.routing import Exchange
    from ringcentral_simulator.gateway.wire import Json


def menus(exchange: Exchange) -> Json:
    """Answer `readIvrMenuList`: whole, without pages."""
    account = exchange.account
    records = [ivr.menu_summary(menu, account.uri) for menu in ivr.menus(account.company)]
    return {"uri": f"{account.uri}/ivr-menus", "records": records}


def menu(exchange: Exchange) -> Json:
    """Answer `readIVRMenu`."""
    account, wanted = exchange.account, exchange.arguments["ivrMenuId"]
    for one in ivr.menus(account.company):
        if str(one.id) == wanted:
            return ivr.menu(account.company, one, account.uri)
    raise not_found("ivrMenuId", wanted)


def prompts(exchange: Exchange) -> list[Json]:
    """Answer `listIvrPrompts`."""
    return ivr.prompts(exchange.account.company, exchange.account.uri)


def prompt(exchange: Exchange) -> Json:
    """Answer `readIVRPrompt`."""
    wanted = exchange.arguments["promptId"]
    for one in prompts(exchange):
        if one["id"] == wanted:
            return one
    raise not_found("promptId", wanted)


_MENU, _PROMPTS = "AutoReceptionist", "ReadCompanyGreetings"
ROUTES = (
    whole("ivr-menus", Group.MEDIUM, menus),
    whole("ivr-menus/<ivrMenuId>", Group.MEDIUM, menu, user_permission=_MENU),
    paged("ivr-prompts", Group.MEDIUM, prompts, user_permission=_PROMPTS),
    whole("ivr-prompts/<promptId>", Group.MEDIUM, prompt, user_permission=_PROMPTS),
)
