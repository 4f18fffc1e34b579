"""How the company handles calls: its answering rules and what it records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringcentral_simulator.account_data.dictionary import preset
from ringcentral_simulator.account_data.schedules import schedule
from ringcentral_simulator.company.seeding import generator

if TYPE_CHECKING:
    from ringcentral_simulator.company.company import Company, Extension
    from ringcentral_simulator.gateway.wire import Json

_RECORDED_SHARE = 0.15
_DIRECTIONS = ("All", "Inbound", "Outbound")
_LISTED = ("uri", "id", "type", "name", "enabled", "calledNumbers", "extension")


def answering_rules(company: Company, uri: str) -> list[Json]:
    """Return the company's rules in full.

    Args:
        company: Whose they are.
        uri: The account's address.
    """
    menu, main = company.menu_at[company.sites[0].id], company.sites[0]
    closed = next(e for e in company.extensions if e.name == "Office Closed")
    holidays = [{"from": "2026-12-24T00:00:00.000Z", "to": "2026-12-26T23:59:00.000Z"}]
    rules: tuple[Json, ...] = (
        {
            "id": "business-hours-rule",
            "type": "BusinessHours",
            "name": "Business hours",
            "enabled": True,
            "schedule": {**schedule(), "ref": "BusinessHours"},
            "callHandlingAction": "Bypass",
            "extension": {"id": str(menu.id)},
        },
        {
            "id": "after-hours-rule",
            "type": "AfterHours",
            "name": "After hours",
            "enabled": True,
            "schedule": {"ref": "AfterHours"},
            "callHandlingAction": "Bypass",
            "extension": {"id": str(closed.id)},
        },
        {
            "id": str(company.account_id * 100 + 1),
            "type": "Custom",
            "name": "Holidays",
            "enabled": False,
            "schedule": {"ranges": holidays},
            "callers": [{"callerId": "+12065550100", "name": "Seattle Freight"}],
            "calledNumbers": [{"phoneNumber": main.main_number}],
            "callHandlingAction": "Disconnect",
        },
    )
    welcome = preset("Welcome", uri.partition("/restapi/")[0])
    greeting = {"type": "Company", "preset": welcome}
    return [
        {**rule, "uri": f"{uri}/answering-rule/{rule['id']}", "greetings": [greeting]}
        for rule in rules
    ]


def in_list(rule: Json) -> Json:
    """Return a rule as the list has it, which says less."""
    return {name: value for name, value in rule.items() if name in _LISTED}


def recording_settings(company: Company, kept_days: int, kept_number: int) -> Json:
    """Return what is recorded, how long it is kept, and how much of it."""
    return {
        "onDemand": {"enabled": True, "retentionPeriod": kept_days},
        "automatic": {
            "enabled": True,
            "outboundCallTones": True,
            "outboundCallAnnouncement": False,
            "allowMute": True,
            "extensionCount": len(recorded(company)),
            "retentionPeriod": kept_days,
            "maxNumberLimit": kept_number,
        },
        "greetings": [
            {"type": "StartRecording", "mode": "Default"},
            {"type": "StopRecording", "mode": "Default"},
            {"type": "AutomaticRecording", "mode": "Default"},
        ],
    }


def recorded(company: Company) -> list[Extension]:
    """Return whose calls are recorded without being asked: every queue, and some people."""
    rng = generator(company.account_id, "recorded")
    return [
        extension
        for extension in company.extensions
        if extension.type == "Department"
        or (extension.type == "User" and rng.random() < _RECORDED_SHARE)
    ]


def recorded_extension(extension: Extension, uri: str) -> Json:
    """Return an extension whose calls are recorded; here the `id` is a string."""
    return {
        "uri": f"{uri}/extension/{extension.id}",
        "id": str(extension.id),
        "extensionNumber": extension.number,
        "type": extension.type,
        "callDirection": _DIRECTIONS[extension.id % len(_DIRECTIONS)],
        "alternateOutboundCallRecordingMode": False,
    }
