"""What is set for one extension."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringcentral_simulator.account_data import address_book, devices, extension_settings
from ringcentral_simulator.account_data.answering_rules import answering_rules, in_list
from ringcentral_simulator.account_data.schedules import schedule
from ringcentral_simulator.endpoints.declared import paged, whole
from ringcentral_simulator.gateway.parameters import flag
from ringcentral_simulator.gateway.rate_limit import Group

if TYPE_CHECKING:
    from ringcentral_simulator.endpoints.routing import Exchange
    from ringcentral_simulator.gateway.wire import Json


def business_hours(exchange: Exchange) -> Json:
    """Answer `readUserBusinessHours`."""
    hours = exchange.account.company.hours_of(exchange.extension("extensionId"))
    return {"uri": f"{_uri(exchange)}/business-hours", "schedule": schedule(hours)}


def rules(exchange: Exchange) -> list[Json]:
    """Answer `listAnsweringRules`."""
    query, extension = exchange.request.args, exchange.extension("extensionId")
    types = query.getlist("type")
    detailed = query.get("view") == "Detailed"
    enabled_only = flag(exchange.request, "enabledOnly")
    return [
        rule if detailed else in_list(rule)
        for rule in answering_rules(exchange.account.company, extension, _uri(exchange))
        if (not types or rule["type"] in types) and (rule["enabled"] or not enabled_only)
    ]


def caller_blocking(exchange: Exchange) -> Json:
    """Answer `readCallerBlockingSettings`."""
    extension = exchange.extension("extensionId")
    return extension_settings.caller_blocking(extension, _uri(exchange))


def blocked_numbers(exchange: Exchange) -> list[Json]:
    """Answer `listBlockedAllowedNumbers`: one kind at a time, by default the blocked ones."""
    extension = exchange.extension("extensionId")
    status = exchange.request.args.get("status", "Blocked")
    records = extension_settings.blocked_numbers(extension, _uri(exchange))
    return [record for record in records if record["status"] == status]


def forwarding_numbers(exchange: Exchange) -> list[Json]:
    """Answer `listForwardingNumbers`."""
    extension = exchange.extension("extensionId")
    return extension_settings.forwarding_numbers(extension, _uri(exchange))


def extension_devices(exchange: Exchange) -> list[Json]:
    """Answer `listExtensionDevices`."""
    account, extension = exchange.account, exchange.extension("extensionId")
    number = account.data.direct_number_of.get(extension.id)
    types = exchange.request.args.getlist("type")
    return [
        device
        for device in devices.devices(extension, number, account.uri)
        if not types or device["type"] in types
    ]


def contacts(exchange: Exchange) -> list[Json]:
    """Answer `listContacts`."""
    extension, query = exchange.extension("extensionId"), exchange.request.args
    start, numbers = query.get("startsWith", "").lower(), query.getlist("phoneNumber")
    found = [
        contact
        for contact in address_book.contacts(extension, _uri(exchange))
        if any(contact[name].lower().startswith(start) for name in ("firstName", "lastName"))
        and (not numbers or contact["businessPhone"] in numbers)
    ]
    keys = [key[0].lower() + key[1:] for key in query.getlist("sortBy")]
    return sorted(found, key=lambda contact: [contact[key] for key in keys])


def _uri(exchange: Exchange) -> str:
    extension = exchange.extension("extensionId")
    return f"{exchange.account.uri}/extension/{extension.id}"


_EXTENSION = "extension/<extensionId>"
ROUTES = (
    whole(
        f"{_EXTENSION}/business-hours",
        Group.LIGHT,
        business_hours,
        user_permission="ReadExtensions",
        extended_scope=True,
    ),
    whole(
        f"{_EXTENSION}/caller-blocking",
        Group.LIGHT,
        caller_blocking,
        user_permission="ReadBlockedNumbers",
        extended_scope=True,
    ),
    paged(
        f"{_EXTENSION}/address-book/contact",
        Group.HEAVY,
        contacts,
        app_scope="ReadContacts",
        user_permission="ReadPersonalContacts",
        extended_scope=True,
    ),
    *(
        paged(f"{_EXTENSION}/{path}", group, records, user_permission=needed, extended_scope=True)
        for path, group, records, needed in (
            ("answering-rule", Group.MEDIUM, rules, "ReadUserAnsweringRules"),
            (
                "caller-blocking/phone-numbers",
                Group.LIGHT,
                blocked_numbers,
                "ReadBlockedNumbers",
            ),
            (
                "forwarding-number",
                Group.LIGHT,
                forwarding_numbers,
                "ReadUserForwardingFlipNumbers",
            ),
            ("device", Group.LIGHT, extension_devices, "ReadUserDevices"),
        )
    ),
)
