"""Founds a company from a seed: the same seed, the same company."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import cycle
from typing import TYPE_CHECKING
from unicodedata import normalize

from faker import Faker

from ringcentral_simulator.clock import to_milliseconds
from ringcentral_simulator.company.company import (
    OFFICE_HOURS,
    Company,
    Extension,
    Hours,
    Queue,
    Site,
)
from ringcentral_simulator.company.seeding import generator

if TYPE_CHECKING:
    from collections.abc import Sequence

SMALLEST_COMPANY = 40
"""Extensions that the queues, menus and sites need for themselves, with people to answer."""

_QUEUES = (
    "Sales",
    "Support",
    "Billing",
    "Scheduling",
    "Returns",
    "Service Desk",
    "Claims",
    "Renewals",
    "Partner Line",
    "Onboarding",
    "Front Desk",
    "Emergencies",
)
_PACES = (0.3, 1.0, 0.5, 1.5, 0.4)
"""In turn: some queues meet their goals, and some miss them."""
_OWN_HOURS = {"Service Desk": Hours(7, 20), "Emergencies": Hours(always=True)}
_BRANCH_HOURS = {"London": Hours(9, 17)}
_DEPARTMENTS = (
    ("Sales", "Account Executive"),
    ("Customer Support", "Support Specialist"),
    ("Finance", "Accountant"),
    ("Operations", "Coordinator"),
    ("Engineering", "Technician"),
    ("Human Resources", "Recruiter"),
)
_SHARED = (
    ("Voicemail", "After Hours Mailbox"),
    ("Voicemail", "Holiday Mailbox"),
    ("Announcement", "Office Closed"),
    ("Announcement", "Directions"),
    ("ParkLocation", "Park 1"),
    ("ParkLocation", "Park 2"),
    ("SharedLinesGroup", "Reception Phones"),
    ("SharedLinesGroup", "Warehouse Phones"),
    ("CompanyExtension", "Company"),  # a type seen live that no enumeration names
)
_SITE_OF_TEN = (0, 0, 0, 0, 0, 1, 1, 1, 2, 2)
_STATUS_OF_TWENTY = ("Enabled",) * 18 + ("Disabled", "NotActivated")
_DIGITAL_SHARE = 0.05
_FIRST_PERSON = 101
_SHORT_NUMBERS = 899
_OPENED = to_milliseconds(datetime(2019, 3, 4, 9, tzinfo=UTC))
_YEAR_MS = 365 * 86_400_000


def found_company(seed: int, size: int = 300, name_locales: Sequence[str] = ("en_US",)) -> Company:
    """Build the company.

    Args:
        seed: What every name, number and identifier follows from.
        size: How many extensions of every type, all together.
        name_locales: Where its people come from, as Faker names it; one after the other.

    Raises:
        ValueError: If `size` leaves no people to answer the queues.
    """
    if size < SMALLEST_COMPANY:
        raise ValueError(f"a company needs at least {SMALLEST_COMPANY} extensions, not {size}")
    return _Founding(seed, size, name_locales).company()


class _Founding:
    """Hands out identifiers, extension numbers and telephone numbers, each once."""

    def __init__(self, seed: int, size: int, name_locales: Sequence[str]) -> None:
        self._rng = generator(seed, "company")
        fakers = [Faker(locale, use_weighting=False) for locale in name_locales]
        for faker in fakers:
            faker.seed_instance(seed)
        self._fakers = cycle(fakers)
        self._size = size
        self._next_id = self._rng.randrange(400_000_000, 900_000_000)
        self._lines = {
            "New York HQ": _american_numbers(("212", "332", "347", "646", "718", "917", "929")),
            "Denver": _american_numbers(("303", "720", "983")),
            "London": [f"+44207946{line:04}" for line in range(999, -1, -1)],
        }

    def company(self) -> Company:
        """Return the finished company."""
        sites = self._sites()
        offices = [self._office(site, f"{9000 + n}") for n, site in enumerate(sites)]
        shared = [
            self._extension(kind, name, sites[0], f"{8000 + n}")
            for n, (kind, name) in enumerate(_SHARED)
        ]
        menus = [
            self._extension("IvrMenu", f"{s.name} Menu", s, f"{7000 + n}")
            for n, s in enumerate(sites)
        ]
        names = _QUEUES[: max(6, min(len(_QUEUES), self._size // 25))]
        desks = [
            self._extension("Department", name, sites[n % 3], f"{6000 + n}", line=True)
            for n, name in enumerate(names)
        ]
        service_user = replace(
            self._person(sites[0], "100"),
            name="Call Log Service",
            first_name="Call Log",
            last_name="Service",
            email="call-log.service@example.com",
            status="Enabled",
            type="User",
            department="Operations",
            job_title="Service User",
        )
        count = self._size - len(offices) - len(shared) - len(menus) - len(desks) - 1
        people = [
            self._person(
                sites[_SITE_OF_TEN[n % 10]],
                str(_FIRST_PERSON + n if n < _SHORT_NUMBERS else 10_000 + n),
            )
            for n in range(count)
        ]
        people = _someone_everywhere(people)
        queues = tuple(
            self._queue(desk, people, _PACES[n % len(_PACES)]) for n, desk in enumerate(desks)
        )
        everyone = [service_user, *people, *desks, *menus, *shared, *offices]
        return Company(
            account_id=self._rng.randrange(100_000_000, 400_000_000),
            name="Example Logistics",
            sites=sites,
            extensions=tuple(sorted(everyone, key=lambda e: (len(e.number), e.number))),
            queues=queues,
            service_user=service_user,
        )

    def _sites(self) -> tuple[Site, ...]:
        places = (
            (True, "New York HQ", "America/New_York", "US", "New York, NY"),
            (False, "Denver", "America/Denver", "US", "Denver, CO"),
            (False, "London", "Europe/London", "GB", "London"),
        )
        return tuple(
            Site(
                id="main-site" if main else str(self._new_id()),
                name=name,
                timezone=timezone,
                country=country,
                city=city,
                main_number=self._lines[name].pop(),
                fax_number=self._lines[name].pop(),
                hours=_BRANCH_HOURS.get(name, OFFICE_HOURS),
            )
            for main, name, timezone, country, city in places
        )

    def _new_id(self) -> int:
        self._next_id += self._rng.randrange(3_000, 20_000_000_000 // self._size)
        return self._next_id

    def _office(self, site: Site, number: str) -> Extension:
        office = self._extension("Site", site.name, site, number)
        return office if site.id == "main-site" else replace(office, id=int(site.id))

    def _extension(
        self, kind: str, name: str, site: Site, number: str, *, line: bool = False
    ) -> Extension:
        lines = self._lines[site.name]
        return Extension(
            id=self._new_id(),
            number=number,
            type=kind,
            name=name,
            status="Enabled",
            site=site,
            created_ms=_OPENED + self._rng.randrange(4 * _YEAR_MS),
            direct_number=lines.pop() if line and lines else "",
        )

    def _person(self, site: Site, number: str) -> Extension:
        faker = next(self._fakers)
        first, last = faker.first_name(), faker.last_name()
        department, title = self._rng.choice(_DEPARTMENTS)
        kind = "DigitalUser" if self._rng.random() < _DIGITAL_SHARE else "User"
        extension = self._extension(kind, f"{first} {last}", site, number, line=kind == "User")
        return replace(
            extension,
            status=self._rng.choice(_STATUS_OF_TWENTY),
            first_name=first,
            last_name=last,
            email=f"{_plain(first, last, number)}@example.com",
            department=department,
            job_title=title,
            device_id=str(self._rng.randrange(10**8, 10**9)),
        )

    def _queue(self, desk: Extension, people: list[Extension], pace: float) -> Queue:
        able = [p for p in people if p.status == "Enabled" and p.type == "User"]
        near = [p for p in able if p.site == desk.site] or able
        return Queue(
            extension=desk,
            members=tuple(self._rng.sample(near, min(len(near), self._rng.randint(5, 25)))),
            sla_goal=self._rng.choice((70, 80, 85)),
            sla_threshold=self._rng.choice((20, 30, 60)),
            include_abandoned=self._rng.choice((True, False)),
            abandoned_threshold=self._rng.choice((5, 10, 15)),
            editable_member_status=self._rng.choice((True, False)),
            alert_timer=self._rng.choice((5, 10, 15, 20)),
            pace=pace,
            own_hours=_OWN_HOURS.get(desk.name),
        )


def _plain(*names: str) -> str:
    """Names in the letters of an e-mail address; those in other scripts are left out."""
    parts = (
        normalize("NFKD", name).encode("ascii", "ignore").decode().replace(" ", "")
        for name in names
    )
    return ".".join(filter(None, parts)).lower()


def _american_numbers(areas: tuple[str, ...]) -> list[str]:
    """Return numbers reserved for fiction (555-0100 to 555-0199), the last one first."""
    return [f"+1{area}55501{line:02}" for area in reversed(areas) for line in range(99, -1, -1)]


def _someone_everywhere(people: list[Extension]) -> list[Extension]:
    """See to it that each office has somebody who takes calls, however small the company."""
    staffed = {one.site.id for one in people if (one.type, one.status) == ("User", "Enabled")}
    for n, one in enumerate(people):
        if one.site.id not in staffed:
            staffed.add(one.site.id)
            people[n] = replace(one, type="User", status="Enabled")
    return people
