"""How the company handles calls: hours, answering rules, recording."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringcentral_simulator.account_data import company_handling
from ringcentral_simulator.account_data.schedules import schedule
from ringcentral_simulator.endpoints.declared import Needs, paged, whole
from ringcentral_simulator.gateway.errors import not_found
from ringcentral_simulator.gateway.rate_limit import Group

if TYPE_CHECKING:
    from ringcentral_simulator.endpoints.routing import Exchange
    from ringcentral_simulator.gateway.wire import Json


def business_hours(exchange: Exchange) -> Json:
    """Answer `readCompanyBusinessHours`."""
    return {"uri": f"{exchange.account.uri}/business-hours", "schedule": schedule()}


def answering_rules(exchange: Exchange) -> list[Json]:
    """Answer `listCompanyAnsweringRules`."""
    types = exchange.request.args.getlist("type")
    return [
        company_handling.in_list(rule)
        for rule in _rules(exchange)
        if not types or rule["type"] in types
    ]


def answering_rule(exchange: Exchange) -> Json:
    """Answer `readCompanyAnsweringRule`."""
    wanted = exchange.arguments["ruleId"]
    for rule in _rules(exchange):
        if rule["id"] == wanted:
            return rule
    raise not_found("ruleId", wanted)


def recording_settings(exchange: Exchange) -> Json:
    """Answer `readCallRecordingSettings`."""
    account = exchange.account
    return company_handling.recording_settings(
        account.company,
        account.quirks.recordings_kept_days,
        account.quirks.recordings_kept_number,
    )


def recorded_extensions(exchange: Exchange) -> list[Json]:
    """Answer `listCallRecordingExtensions`."""
    account = exchange.account
    return [
        company_handling.recorded_extension(extension, account.uri)
        for extension in company_handling.recorded(account.company)
    ]


def _rules(exchange: Exchange) -> list[Json]:
    return company_handling.answering_rules(exchange.account.company, exchange.account.uri)


_RULES = Needs(user_permission="ReadCompanyAnsweringRules")
_RECORDING = Needs(user_permission="ReadCompanyInfo", feature="call_recording")
ROUTES = (
    whole("business-hours", Group.LIGHT, business_hours, **_RULES),
    paged("answering-rule", Group.MEDIUM, answering_rules, **_RULES),
    whole("answering-rule/<ruleId>", Group.LIGHT, answering_rule, **_RULES),
    whole("call-recording", Group.LIGHT, recording_settings, **_RECORDING),
    paged("call-recording/extensions", Group.MEDIUM, recorded_extensions, **_RECORDING),
)
