"""Telephone numbers, in both versions of the API."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from ringcentral_simulator.account_data.numbers import phone_number, phone_number_v2
from ringcentral_simulator.endpoints.declared import paged, whole
from ringcentral_simulator.endpoints.routing import Exchange, Route
from ringcentral_simulator.gateway.errors import not_found
from ringcentral_simulator.gateway.paging import Page, counted
from ringcentral_simulator.gateway.rate_limit import Group

if TYPE_CHECKING:
    from ringcentral_simulator.gateway.wire import Json

_FILTERS = ("usageType", "paymentType", "status")
_FILTERS_V2 = ("type", "usageType", "status", "tollType")
_FLAGS_V2 = ("byocNumber", "mobileNumber")


def phone_numbers(exchange: Exchange) -> list[Json]:
    """Answer `listAccountPhoneNumbers`."""
    account = exchange.account
    records = [phone_number(one, account.uri) for one in account.data.phone_numbers]
    return [record for record in records if _is_wanted(exchange, record, _FILTERS)]


def phone_number_by_id(exchange: Exchange) -> Json:
    """Answer `readAccountPhoneNumber`."""
    account, wanted = exchange.account, exchange.arguments["phoneNumberId"]
    for number in account.data.phone_numbers:
        if str(number.id) == wanted:
            return phone_number(number, account.uri)
    raise not_found("phoneNumberId", wanted)


def phone_numbers_v2(exchange: Exchange) -> Json:
    """Answer `listAccountPhoneNumbersV2`: no addresses of pages, only their count."""
    records = [phone_number_v2(one) for one in exchange.account.data.phone_numbers]
    pattern = exchange.request.args.get("phoneNumber", "*")
    found = [
        record
        for record in records
        if _is_wanted(exchange, record, _FILTERS_V2)
        and fnmatchcase(record["phoneNumber"], pattern)
        and all(_is_flagged(exchange, record, name) for name in _FLAGS_V2)
    ]
    return counted(Page.from_request(exchange.request), found)


def _is_wanted(exchange: Exchange, record: Json, filters: tuple[str, ...]) -> bool:
    query = exchange.request.args
    if any(query.getlist(name) and record[name] not in query.getlist(name) for name in filters):
        return False
    status = query.get("extensionStatus")
    if status is None:
        return True
    owner = record.get("extension")
    return owner is not None and _status(exchange, owner["id"]) == status


def _is_flagged(exchange: Exchange, record: Json, name: str) -> bool:
    asked = exchange.request.args.get(name)
    return asked is None or (asked == "true") is record[name]


def _status(exchange: Exchange, extension: str | int) -> str:
    return exchange.account.company.by_id[int(extension)].status


_PERMISSION = "ReadCompanyPhoneNumbers"
ROUTES = (
    paged("phone-number", Group.HEAVY, phone_numbers, user_permission=_PERMISSION),
    whole(
        "phone-number/<phoneNumberId>",
        Group.LIGHT,
        phone_number_by_id,
        user_permission=_PERMISSION,
    ),
    Route(
        "GET",
        "/restapi/v2/accounts/<accountId>/phone-numbers",
        Group.HEAVY,
        phone_numbers_v2,
        app_scope="ReadAccounts",
        user_permission=_PERMISSION,
    ),
)
