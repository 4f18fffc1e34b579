"""Whom people keep in their own address books."""

from __future__ import annotations

from typing import TYPE_CHECKING

from faker import Faker

from ringcentral_simulator.calls import outsiders
from ringcentral_simulator.company.seeding import generator

if TYPE_CHECKING:
    import random

    from ringcentral_simulator.company.company import Extension
    from ringcentral_simulator.gateway.wire import Json

_MOST_CONTACTS = 8
_CONTACTS_OF_ONE = 100


def contacts(extension: Extension, uri: str) -> list[Json]:
    """Return someone's contacts; here the `id` is a number.

    Args:
        extension: Whose address book it is.
        uri: The extension's address.
    """
    if not extension.is_person:
        return []
    rng = generator("contacts", extension.id)
    faker = Faker("en_US", use_weighting=False)
    faker.seed_instance(extension.id)
    return [
        _contact(rng, faker, extension, uri, extension.id * _CONTACTS_OF_ONE + n)
        for n in range(rng.randrange(_MOST_CONTACTS))
    ]


def _contact(
    rng: random.Random, faker: Faker, extension: Extension, uri: str, contact: int
) -> Json:
    first, last = faker.first_name(), faker.last_name()
    party = outsiders.callee(rng, extension.site)
    city, _, state = party["location"].partition(", ")
    address = {"street": f"{rng.randint(1, 99)} Example Street", "city": city, "zip": "00000"}
    return {
        "uri": f"{uri}/address-book/contact/{contact}",
        "availability": "Alive",
        "id": contact,
        "firstName": first,
        "lastName": last,
        "company": party.get("name", "Example Partner"),
        "jobTitle": rng.choice(("Buyer", "Dispatcher", "Owner", "Planner")),
        "email": f"{first}.{last}@partner.example.com".lower(),
        "businessPhone": party["phoneNumber"],
        "birthday": f"{rng.randint(1960, 2000)}-{rng.randint(1, 12):02}-15T00:00:00Z",
        "businessAddress": {**address, "state": state} if state else address,
        "notes": "Met at the trade fair",
    }
