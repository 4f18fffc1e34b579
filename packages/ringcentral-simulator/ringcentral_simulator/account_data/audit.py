"""What administrators did: drawn by the day, from the account's identifier."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ringcentral_simulator.calls.call import DAY_MS
from ringcentral_simulator.clock import from_milliseconds, timestamp, to_milliseconds
from ringcentral_simulator.company.seeding import generator

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

    from ringcentral_simulator.company.company import Company, Extension
    from ringcentral_simulator.gateway.wire import Json

DAYS_KEPT = 180
WHOLE_COMPANY = "0"
"""The identifier of an event's target that is no extension."""
_ADMINISTRATORS = 4
_COMPANY_SHARE = 0.1
_ACTIONS = (
    ("CHANGE_USER_INFO", "UPDATE", "jobTitle"),
    ("CHANGE_USER_SETTINGS", "UPDATE", "timezone"),
    ("CHANGE_CALL_HANDLING", "UPDATE", "agentTimeout"),
    ("CHANGE_CALL_QUEUE_MEMBERS", "UPDATE", "members"),
    ("ASSIGN_ROLE", "UPDATE", "role"),
    ("CREATE_USER", "CREATE", "extensionNumber"),
    ("DELETE_PHONE_NUMBER", "DELETE", "phoneNumber"),
    ("LOG_IN", "LOG_IN", "application"),
)


class Event(NamedTuple):
    """Something that someone did.

    Attributes:
        time_ms: When, milliseconds since 1970.
        target: The extension that it was done to; `None` for the whole company.
        parameter: What was changed.
        value: What to.
    """

    id: str
    time_ms: int
    initiator: Extension
    target: Extension | None
    action: str
    kind: str
    parameter: str
    value: str
    client_ip: str


class AuditTrail:
    """Every event, drawn when asked for.

    Args:
        company: Whose trail it is.
        events_per_day: How many events a day has.
    """

    def __init__(self, company: Company, events_per_day: int) -> None:
        self._company = company
        self._events_per_day = events_per_day
        self._administrators = company.people_at[company.sites[0].id][:_ADMINISTRATORS]
        self._of_day = lru_cache(2 * DAYS_KEPT)(self._draw)

    def newest_first(self, now_ms: int) -> Iterator[Event]:
        """Yield the events of the last 180 days."""
        today = from_milliseconds(now_ms).date()
        for day in (today - timedelta(days=n) for n in range(DAYS_KEPT + 1)):
            for event in self._of_day(day):
                if now_ms - DAYS_KEPT * DAY_MS <= event.time_ms <= now_ms:
                    yield event

    def _draw(self, day: date) -> tuple[Event, ...]:
        rng = generator(self._company.account_id, "audit", day)
        midnight = to_milliseconds(datetime(day.year, day.month, day.day, tzinfo=UTC))
        times = [midnight + rng.randrange(DAY_MS) for _ in range(self._events_per_day)]
        return tuple(self._event(rng, time) for time in sorted(times, reverse=True))

    def _event(self, rng: random.Random, time_ms: int) -> Event:
        action, kind, parameter = rng.choice(_ACTIONS)
        everyone = rng.random() < _COMPANY_SHARE
        return Event(
            id=f"{rng.getrandbits(96):024x}",
            time_ms=time_ms,
            initiator=rng.choice(self._administrators),
            target=None if everyone else rng.choice(self._company.extensions),
            action=action,
            kind=kind,
            parameter=parameter,
            value=str(rng.randrange(10_000)),
            client_ip=f"198.51.100.{rng.randrange(256)}",
        )


def event(event: Event, company: Company) -> Json:
    """Return an event as the search gives it."""
    by = event.initiator
    return {
        "id": event.id,
        "eventTime": timestamp(event.time_ms),
        "initiator": {
            "extensionId": str(by.id),
            "extensionNumber": by.number,
            "name": by.name,
            "role": company.role_of(by).name,
        },
        "actionId": event.action,
        "eventType": event.kind,
        "accountId": str(company.account_id),
        "accountName": company.name,
        "target": _target(event.target, company),
        "clientIp": event.client_ip,
        "details": {"parameters": [{"key": event.parameter, "value": event.value}]},
    }


def _target(target: Extension | None, company: Company) -> Json:
    if target is None:
        return {"objectId": WHOLE_COMPANY, "objectType": "Company", "name": company.name}
    return {
        "objectId": str(target.id),
        "objectType": "Extension",
        "name": target.name,
        "extensionNumber": target.number,
        "siteId": target.site.id,
    }
