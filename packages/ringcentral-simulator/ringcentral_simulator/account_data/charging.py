"""Fields that the company named itself, and whom it charges calls and licenses to."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ringcentral_simulator.company.company import Company, Extension
    from ringcentral_simulator.gateway.wire import Json

CUSTOM_FIELDS = ("Employee Number", "Floor")


def custom_fields(company: Company) -> list[Json]:
    """Return the fields, all of them of users."""
    return [
        {"id": _field_id(company, name), "category": "User", "displayName": name}
        for name in CUSTOM_FIELDS
    ]


def custom_values(company: Company, person: Extension) -> list[Json]:
    """Return what the fields hold for someone."""
    values = (f"E{person.id % 100_000:05}", str(1 + person.id % 12))
    return [
        {"id": _field_id(company, name), "name": name, "value": value}
        for name, value in zip(CUSTOM_FIELDS, values, strict=True)
    ]


def cost_centers(company: Company) -> list[Json]:
    """Return the root, and one for each department below it; here the `id` is a number."""
    root = company.account_id * 1_000 + 500
    main = company.sites[0]
    city, _, state = main.city.partition(", ")
    tax = {
        "id": company.account_id,
        "name": company.name,
        "type": "BillingAddress",
        "externalLocationId": f"EX-{company.account_id}",
        "effectiveDate": "2019-03-04T00:00:00.000Z",
        "address": {
            "street": "120 Example Avenue",
            "city": city,
            "state": state,
            "zip": "10001",
            "country": main.country,
        },
    }
    names = [company.name, *_departments(company)]
    return [
        {
            "id": root + n,
            "name": name,
            "billingCode": f"CC-{n:03}",
            "taxLocation": tax,
            **({"parentId": root} if n else {}),
        }
        for n, name in enumerate(names)
    ]


def _departments(company: Company) -> list[str]:
    return sorted({e.department for e in company.extensions if e.department})


def _field_id(company: Company, name: str) -> str:
    return str(company.account_id * 1_000 + 900 + CUSTOM_FIELDS.index(name))
