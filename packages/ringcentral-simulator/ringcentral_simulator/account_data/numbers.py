"""The company's telephone numbers: those that calls come in on and go out from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ringcentral_simulator.company.company import Company, Extension, Site
    from ringcentral_simulator.gateway.wire import Json

_TOLL_FREE = "+18005550199"
_NUMBERS_OF_AN_ACCOUNT = 100_000


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """A number and whose it is.

    Attributes:
        id: RingCentral's identifier.
        number: E.164.
        usage: What it is for, such as `DirectNumber`.
        extension: Whose it is; `None` for the company's own.
        site: The office it belongs to.
        label: What the company calls it.
    """

    id: int
    number: str
    usage: str
    extension: Extension | None
    site: Site
    label: str = ""

    @property
    def type(self) -> str:
        """What it may be used for."""
        return "FaxOnly" if self.usage == "CompanyFaxNumber" else "VoiceFax"

    @property
    def is_toll_free(self) -> bool:
        """Whether calling it costs nothing."""
        return self.number == _TOLL_FREE

    @property
    def is_primary(self) -> bool:
        """Whether it is the company's main number."""
        return self.usage == "MainCompanyNumber"


def phone_numbers(company: Company) -> tuple[PhoneNumber, ...]:
    """Return every number: the company's first, then those of its extensions."""
    offices = {e.site.id: e for e in company.extensions if e.type == "Site"}
    main, *branches = company.sites
    owned: list[tuple[str, str, Extension | None, Site, str]] = [
        (main.main_number, "MainCompanyNumber", None, main, "Main"),
        (_TOLL_FREE, "AdditionalCompanyNumber", None, main, "Toll-free"),
        *((s.main_number, "CompanyNumber", offices[s.id], s, s.name) for s in branches),
        *((s.fax_number, "CompanyFaxNumber", None, s, f"{s.name} Fax") for s in company.sites),
        *(
            (e.direct_number, "DirectNumber", e, e.site, "")
            for e in company.extensions
            if e.direct_number
        ),
    ]
    first = company.account_id * _NUMBERS_OF_AN_ACCOUNT
    return tuple(PhoneNumber(first + n, *one) for n, one in enumerate(owned, start=1))


def phone_number(number: PhoneNumber, uri: str) -> Json:
    """Return a number as version 1 of the API has it: its `id` is a number.

    Args:
        number: Which.
        uri: The account's address.
    """
    record: Json = {
        "uri": f"{uri}/phone-number/{number.id}",
        "id": number.id,
        "phoneNumber": number.number,
        "paymentType": "TollFree" if number.is_toll_free else "Local",
        "status": "Normal",
        "type": number.type,
        "usageType": number.usage,
        "primary": number.is_primary,
        "activationStatus": "Active",
        **_named(number),
    }
    if number.site.country == "US" and not number.is_toll_free:
        record["location"] = number.site.city
    if number.extension is not None:
        record["extension"] = {
            "uri": f"{uri}/extension/{number.extension.id}",
            "id": number.extension.id,
            "extensionNumber": number.extension.number,
            "name": number.extension.name,
        }
    return record


def phone_number_v2(number: PhoneNumber) -> Json:
    """Return a number as version 2 of the API has it: its `id` is a string."""
    record: Json = {
        "id": str(number.id),
        "phoneNumber": number.number,
        "type": number.type,
        "tollType": "TollFree" if number.is_toll_free else "Toll",
        "usageType": number.usage,
        "byocNumber": False,
        "mobileNumber": False,
        "hotDeskNumber": False,
        "status": "Normal",
        "primary": number.is_primary,
        "activationStatus": "Active",
        **_named(number),
    }
    if number.extension is not None:
        extension = number.extension
        record["extension"] = {"id": str(extension.id), "extensionNumber": extension.number}
    return record


def _named(number: PhoneNumber) -> Json:
    return {"label": number.label, "callerIdName": "EXAMPLE LOGIST"} if number.label else {}
