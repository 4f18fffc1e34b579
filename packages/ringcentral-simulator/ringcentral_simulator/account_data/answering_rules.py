"""How extensions handle calls: people forward, queues ring their members."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringcentral_simulator.account_data.dictionary import preset
from ringcentral_simulator.account_data.extension_settings import forwarding_numbers
from ringcentral_simulator.account_data.schedules import schedule
from ringcentral_simulator.company.seeding import generator

if TYPE_CHECKING:
    from ringcentral_simulator.company.company import Company, Extension, Queue
    from ringcentral_simulator.gateway.wire import Json

_CUSTOM_SHARE = 0.2
_LISTED = ("uri", "id", "type", "name", "enabled")


def answering_rules(company: Company, extension: Extension, uri: str) -> list[Json]:
    """Return an extension's rules in full; only people and queues have some.

    Args:
        company: Whose extension it is.
        extension: Which.
        uri: The extension's address.
    """
    queue = company.queue_by_id.get(extension.id)
    if queue is not None:
        handling = _queue_handling(queue, uri)
    elif extension.is_person:
        handling = _forwarding(extension, uri)
    else:
        return []
    rules = [
        {
            **_rule(uri, "business-hours-rule", "BusinessHours", "Business hours"),
            "schedule": {**schedule(company.hours_of(extension)), "ref": "BusinessHours"},
            **handling,
        },
        {
            **_rule(uri, "after-hours-rule", "AfterHours", "After hours"),
            "schedule": {"ref": "AfterHours"},
            "callHandlingAction": "TakeMessagesOnly",
            **_mailbox(extension, uri),
        },
    ]
    rng = generator("custom rule", extension.id)
    if extension.is_person and rng.random() < _CUSTOM_SHARE:
        rules.append(_vacation(company, extension, uri))
    return rules


def in_list(rule: Json) -> Json:
    """Return a rule as the simple view has it, which says less."""
    return {name: rule[name] for name in _LISTED}


def _rule(uri: str, rule: str, kind: str, name: str) -> Json:
    return {
        "uri": f"{uri}/answering-rule/{rule}",
        "id": rule,
        "type": kind,
        "name": name,
        "enabled": True,
    }


def _vacation(company: Company, extension: Extension, uri: str) -> Json:
    colleague = company.people_at[extension.site.id][0]
    span = {"from": "2026-07-06T00:00:00.000Z", "to": "2026-07-17T23:59:00.000Z"}
    return {
        **_rule(uri, str(extension.id % 10**6), "Custom", "Vacation"),
        "schedule": {"ranges": [span]},
        "callers": [{"callerId": "+12065550100", "name": "Seattle Freight"}],
        "calledNumbers": [{"phoneNumber": extension.direct_number or extension.site.main_number}],
        "callHandlingAction": "TransferToExtension",
        "transfer": {"extension": {"id": str(colleague.id), "uri": _sibling(uri, colleague)}},
    }


def _forwarding(extension: Extension, uri: str) -> Json:
    numbers = [
        {name: one[name] for name in ("id", "uri", "phoneNumber", "label", "type")}
        for one in forwarding_numbers(extension, uri)
    ]
    return {
        "callHandlingAction": "ForwardCalls",
        "forwarding": {
            "notifyMySoftPhones": True,
            "softPhonesRingCount": 4,
            "softPhonesAlwaysRing": False,
            "ringingMode": "Simultaneously",
            "rules": [{"index": 1, "ringCount": 6, "enabled": True, "forwardingNumbers": numbers}],
            "softPhonesPositionTop": True,
        },
        "screening": "NoCallerId",
        **_mailbox(extension, uri),
    }


def _queue_handling(queue: Queue, uri: str) -> Json:
    server = uri.partition("/restapi/")[0]
    mode = queue.transfer_mode
    order = [
        {
            "extension": {
                "id": str(member.id),
                "uri": _sibling(uri, member),
                "extensionNumber": member.number,
                "name": member.name,
            },
            "index": index,
        }
        for index, member in enumerate(queue.members, start=1)
    ]
    return {
        "callHandlingAction": "AgentQueue",
        "queue": {
            "transferMode": mode,
            "noAnswerAction": "WaitPrimaryMembers",
            "fixedOrderAgents": order if mode == "FixedOrder" else [],
            "holdAudioInterruptionMode": "Periodically",
            "holdAudioInterruptionPeriod": 30,
            "holdTimeExpirationAction": "Voicemail",
            "agentTimeout": 20,
            "wrapUpTime": 15,
            "holdTime": 180,
            "maxCallers": 10,
            "maxCallersAction": "Voicemail",
        },
        "greetings": [{"type": "Voicemail", "preset": preset("Queue Voicemail", server)}],
        **_mailbox(queue.extension, uri),
    }


def _mailbox(extension: Extension, uri: str) -> Json:
    return {"voicemail": {"enabled": True, "recipient": {"id": str(extension.id), "uri": uri}}}


def _sibling(uri: str, extension: Extension) -> str:
    return f"{uri.rpartition('/')[0]}/{extension.id}"
