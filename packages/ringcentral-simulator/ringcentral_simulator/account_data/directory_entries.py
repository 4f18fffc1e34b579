"""The directory that people see when they look each other up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from faker import Faker

from ringcentral_simulator.account_data.charging import custom_values

if TYPE_CHECKING:
    from ringcentral_simulator.account_data.numbers import PhoneNumber
    from ringcentral_simulator.company.company import Company, Extension
    from ringcentral_simulator.gateway.wire import Json

_KINDS = {"DigitalUser": "User", "CompanyExtension": "Unknown"}
_SISTER_PEOPLE = 12
_SISTER_MAIN = "+12125550199"


def entries(company: Company, numbers: tuple[PhoneNumber, ...], uri: str) -> list[Json]:
    """Return every extension of the company.

    Args:
        company: Whose directory it is.
        numbers: The company's telephone numbers.
        uri: The account's address.
    """
    owned: dict[int, list[PhoneNumber]] = {}
    for number in numbers:
        if number.extension is not None:
            owned.setdefault(number.extension.id, []).append(number)
    return [_entry(company, e, owned.get(e.id, []), uri) for e in company.extensions]


def account(company: Company) -> Json:
    """Return the account that an entry belongs to, as members of a federation are told apart."""
    main = _number(company.sites[0].main_number, "MainCompanyNumber")
    return {"companyName": company.name, "id": str(company.account_id), "mainNumber": main}


def sister_entries(company: Company) -> list[Json]:
    """Return people of a sister company that shares its directory."""
    faker = Faker("en_US", use_weighting=False)
    faker.seed_instance(company.account_id)
    sister = company.account_id + 1
    belonging = {
        "companyName": "Example Freight",
        "federatedName": "Example Group",
        "id": str(sister),
        "mainNumber": _number(_SISTER_MAIN, "MainCompanyNumber"),
    }
    return [
        {
            "id": str(sister * 100 + n),
            "type": "User",
            "status": "Enabled",
            "account": belonging,
            "firstName": first,
            "lastName": last,
            "email": f"{first}.{last}@freight.example.com".lower(),
            "extensionNumber": str(101 + n),
            "hidden": False,
        }
        for n in range(_SISTER_PEOPLE)
        for first, last in [(faker.first_name(), faker.last_name())]
    ]


def _entry(company: Company, extension: Extension, owned: list[PhoneNumber], uri: str) -> Json:
    entry: Json = {
        "id": str(extension.id),
        "type": _KINDS.get(extension.type, extension.type),
        "status": extension.status,
        "extensionNumber": extension.number,
        "phoneNumbers": [_number(one.number, one.usage) for one in owned],
        "site": {"id": extension.site.id, "name": extension.site.name},
        "hidden": False,
    }
    if not extension.is_person:
        return {**entry, "name": extension.name}
    etag = f"{extension.id:016x}"
    return {
        **entry,
        "firstName": extension.first_name,
        "lastName": extension.last_name,
        "email": extension.email,
        "department": extension.department,
        "jobTitle": extension.job_title,
        "profileImage": {"etag": etag, "uri": f"{uri}/extension/{extension.id}/profile-image"},
        "customFields": custom_values(company, extension),
    }


def _number(number: str, usage: str) -> Json:
    return {
        "phoneNumber": number,
        "formattedPhoneNumber": number,
        "e164": number,
        "formatted": number,
        "type": "VoiceFax",
        "usageType": usage,
        "hidden": False,
        "primary": usage == "MainCompanyNumber",
    }
