"""The company whose account it is: sites, extensions and call queues."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Hours:
    """When someone can be reached, Monday to Friday, or always; local time of the office.

    Attributes:
        opens: Hour of the day.
        closes: Hour of the day, excluded.
        always: Whether it never closes, whatever else is said.
    """

    opens: int = 8
    closes: int = 18
    always: bool = False

    def include(self, weekday: int, hour: int) -> bool:
        """Whether an hour of a day of the week, 0 for Monday, is among them."""
        return self.always or (weekday < _SATURDAY and self.opens <= hour < self.closes)


_SATURDAY = 5
OFFICE_HOURS = Hours()


@dataclass(frozen=True, slots=True)
class Site:
    """An office.

    Attributes:
        id: `main-site`, or the id of the site's own extension.
        name: What people call it.
        timezone: IANA name of its time zone.
        country: ISO 3166 code.
        city: As it stands in a party's location.
        main_number: The number callers dial, E.164.
        fax_number: E.164.
        hours: When it is open.
    """

    id: str
    name: str
    timezone: str
    country: str
    city: str
    main_number: str
    fax_number: str
    hours: Hours = OFFICE_HOURS


@dataclass(frozen=True, slots=True)
class Extension:
    """Anything that has an extension number: a user, a queue, a menu, ...

    Attributes:
        id: RingCentral's identifier, a number of nine to eleven digits.
        number: The extension number.
        type: `User`, `Department` (a call queue), `IvrMenu`, ...
        status: `Enabled`, `Disabled` or `NotActivated`.
        created_ms: Milliseconds since 1970.
        direct_number: E.164, of those who have one.
    """

    id: int
    number: str
    type: str
    name: str
    status: str
    site: Site
    created_ms: int
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    department: str = ""
    job_title: str = ""
    direct_number: str = ""
    device_id: str = ""

    @property
    def is_person(self) -> bool:
        """Whether someone answers it."""
        return self.type in {"User", "DigitalUser"}

    def is_called(self, username: str, extension: str) -> bool:
        """Whether a user name and an extension number, if given, mean this one.

        Args:
            username: E-mail address or own number; the site's main number with the extension's.
            extension: Extension number; may be empty.
        """
        if extension and extension != self.number:
            return False
        names = {self.email, self.direct_number, self.site.main_number if extension else ""}
        return username in names - {""}


@dataclass(frozen=True, slots=True)
class Role:
    """A role, as the administrator portal lists it.

    Attributes:
        id: RingCentral's identifier.
        name: As it is shown.
        is_default: Whether everyone new is given it.
    """

    id: str
    name: str
    is_default: bool = False


_RELIEF = 3  # queues; RingCentral takes no more
_TRANSFER_MODES = ("Rotating", "Simultaneous", "FixedOrder")
_STANDARD = Role("4", "Standard (International)", is_default=True)
_READER = Role("1187530030", "Call Log Reader")


@dataclass(frozen=True, slots=True)
class Queue:
    """A call queue: an extension of type `Department` and those who answer for it.

    Attributes:
        sla_goal: Share of calls to answer in time, in percent.
        sla_threshold: What "in time" means, in seconds.
        abandoned_threshold: Hang-ups sooner than this do not count, in seconds.
        alert_timer: Seconds before members are alerted.
        pace: How long its callers wait, against the company's usual.
        own_hours: When it is open, where not as its office.
    """

    extension: Extension
    members: tuple[Extension, ...]
    sla_goal: int
    sla_threshold: int
    include_abandoned: bool
    abandoned_threshold: int
    editable_member_status: bool
    alert_timer: int
    pace: float = 1.0
    own_hours: Hours | None = None

    @property
    def hours(self) -> Hours:
        """When it is open."""
        return self.own_hours or self.extension.site.hours

    @property
    def transfer_mode(self) -> str:
        """How its members are rung: one after the other, in a fixed order or not, or together."""
        return _TRANSFER_MODES[self.extension.id % len(_TRANSFER_MODES)]


@dataclass(frozen=True)
class Company:
    """The whole account.

    Attributes:
        account_id: RingCentral's identifier of the account.
        service_user: The helper extension which signs in.
        extensions: All of them, by extension number.
    """

    account_id: int
    name: str
    sites: tuple[Site, ...]
    extensions: tuple[Extension, ...]
    queues: tuple[Queue, ...]
    service_user: Extension = field(repr=False)

    def person(self, email: str) -> Extension | None:
        """Return the user of an e-mail address, if one who may sign in has it."""
        return next(
            (
                extension
                for extension in self.extensions
                if extension.is_person
                and extension.status == "Enabled"
                and extension.email == email
            ),
            None,
        )

    def role_of(self, person: Extension) -> Role:
        """Return someone's role."""
        return _READER if person == self.service_user else _STANDARD

    @cached_property
    def by_id(self) -> dict[int, Extension]:
        """Extensions by identifier."""
        return {extension.id: extension for extension in self.extensions}

    @cached_property
    def queue_by_id(self) -> dict[int, Queue]:
        """Queues by the identifier of their extension."""
        return {queue.extension.id: queue for queue in self.queues}

    def hours_of(self, extension: Extension) -> Hours:
        """Return when an extension can be reached."""
        queue = self.queue_by_id.get(extension.id)
        return extension.site.hours if queue is None else queue.hours

    def relief_of(self, queue: Queue) -> tuple[Queue, ...]:
        """Return the queues that take what a full one can not."""
        at = self.queues.index(queue)
        around = self.queues[at + 1 :] + self.queues[:at]
        return around[:_RELIEF]

    @cached_property
    def queues_at(self) -> dict[str, tuple[Queue, ...]]:
        """Queues that can take calls, by site."""
        return {
            site.id: tuple(queue for queue in self.queues if queue.extension.site == site)
            for site in self.sites
        }

    @cached_property
    def people_at(self) -> dict[str, tuple[Extension, ...]]:
        """Users who make and take calls, by site."""
        return {
            site.id: tuple(
                extension
                for extension in self.extensions
                if extension.type == "User"
                and extension.status == "Enabled"
                and extension.site == site
                and extension != self.service_user
            )
            for site in self.sites
        }

    @cached_property
    def menu_at(self) -> dict[str, Extension]:
        """The menu that greets callers, by site."""
        return {e.site.id: e for e in self.extensions if e.type == "IvrMenu"}
