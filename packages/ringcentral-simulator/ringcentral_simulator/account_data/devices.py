"""The telephones on people's desks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ringcentral_simulator.account_data.numbers import PhoneNumber
    from ringcentral_simulator.company.company import Extension
    from ringcentral_simulator.gateway.wire import Json

_MODELS = (
    ("HardPhone", "Polycom VVX 450 Business IP Phone", "23", "Desk Phone"),
    ("HardPhone", "Yealink T46S Gigabit IP Phone", "31", "Desk Phone"),
    ("SoftPhone", "RingCentral for Desktop", "1", "Computer"),
)


def devices(extension: Extension, number: PhoneNumber | None, uri: str) -> list[Json]:
    """Return the telephones of an extension: calls name each by its `id`.

    Args:
        extension: Whose they are.
        number: The direct number that rings there, if there is one.
        uri: The account's address.
    """
    if not extension.device_id:
        return []
    kind, model, model_id, name = _MODELS[int(extension.device_id) % len(_MODELS)]
    device: Json = {
        "uri": f"{uri}/device/{extension.device_id}",
        "id": extension.device_id,
        "type": kind,
        "name": f"{extension.first_name}'s {name}",
        "status": "Offline" if int(extension.device_id) % 9 == 0 else "Online",
        "extension": {
            "uri": f"{uri}/extension/{extension.id}",
            "id": extension.id,
            "extensionNumber": extension.number,
        },
        "site": {"id": extension.site.id, "name": extension.site.name},
        "linePooling": "None",
        "inCompanyNet": True,
        "phoneLines": [_line(extension, number)] if number is not None else [],
    }
    if kind == "HardPhone":
        features = ["BLA", "Intercom", "Paging"]
        device["serial"] = f"64167F{int(extension.device_id) % 0xFFFFFF:06X}"
        device["model"] = {
            "id": model_id,
            "name": model,
            "addons": [],
            "deviceClass": "Desk Phone",
            "features": features,
            "lineCount": 1,
        }
    else:
        device["computerName"] = f"PC-{extension.number}"
    return [device]


def _line(extension: Extension, number: PhoneNumber) -> Json:
    return {
        "id": f"{extension.device_id}1",
        "lineType": "Standalone",
        "phoneInfo": {
            "id": number.id,
            "phoneNumber": number.number,
            "paymentType": "Local",
            "status": "Normal",
            "type": number.type,
            "usageType": number.usage,
        },
        "emergencyAddress": {"required": True, "localOnly": False},
    }
