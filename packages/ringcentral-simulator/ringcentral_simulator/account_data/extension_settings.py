"""What people set for their own extension: whom they block, and where else they are rung."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringcentral_simulator.account_data.dictionary import preset
from ringcentral_simulator.calls import outsiders
from ringcentral_simulator.company.seeding import generator

if TYPE_CHECKING:
    from ringcentral_simulator.company.company import Extension
    from ringcentral_simulator.gateway.wire import Json

_MOST_BLOCKED = 4
_ALLOWED_SHARE = 0.25
_MOBILE_SHARE = 0.6


def caller_blocking(extension: Extension, uri: str) -> Json:
    """Return who may not call.

    Args:
        extension: Whose setting it is.
        uri: The extension's address.
    """
    greeting = preset("Not Accepted", uri.partition("/restapi/")[0])
    return {
        "mode": "Specific",
        "noCallerId": ("Allow", "BlockFaxes", "BlockCallsAndFaxes")[extension.id % 3],
        "payPhones": ("Allow", "Block")[extension.id % 2],
        "greetings": [{"type": "BlockedCallersAll", "preset": greeting}],
    }


def blocked_numbers(extension: Extension, uri: str) -> list[Json]:
    """Return the numbers that someone blocked, and those that they let through nonetheless."""
    if not extension.is_person:
        return []
    rng = generator("blocked", extension.id)
    records = []
    for n in range(1, 1 + rng.randrange(_MOST_BLOCKED)):
        party = outsiders.callee(rng, extension.site)
        number = f"{extension.id}{n}"
        records.append(
            {
                "uri": f"{uri}/caller-blocking/phone-numbers/{number}",
                "id": number,
                "phoneNumber": party["phoneNumber"],
                "label": party.get("name", "Unwanted"),
                "status": "Allowed" if rng.random() < _ALLOWED_SHARE else "Blocked",
            }
        )
    return records


def forwarding_numbers(extension: Extension, uri: str) -> list[Json]:
    """Return where someone's calls ring: at the desk, and for many on the mobile."""
    if not extension.is_person:
        return []
    rng = generator("forwarding", extension.id)
    records: list[Json] = [
        {
            **_forwarding(uri, extension, 1),
            "phoneNumber": extension.direct_number or extension.site.main_number,
            "label": "Desk",
            "type": "PhoneLine",
            "features": ["CallForwarding"],
            "device": {"id": extension.device_id},
        }
    ]
    if rng.random() < _MOBILE_SHARE:
        records.append(
            {
                **_forwarding(uri, extension, 2),
                "phoneNumber": outsiders.callee(rng, extension.site)["phoneNumber"],
                "label": "My Mobile",
                "type": "Mobile",
                "features": ["CallFlip", "CallForwarding"],
                "flipNumber": "3",
            }
        )
    return records


def _forwarding(uri: str, extension: Extension, n: int) -> Json:
    number = f"{extension.id}{n}"
    return {"uri": f"{uri}/forwarding-number/{number}", "id": number}
