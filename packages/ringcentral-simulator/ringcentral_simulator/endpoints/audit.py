"""The search in what administrators did."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from ringcentral_simulator.account_data import audit
from ringcentral_simulator.calls.call import DAY_MS
from ringcentral_simulator.endpoints.routing import Exchange, Route
from ringcentral_simulator.gateway.errors import in_the_future
from ringcentral_simulator.gateway.paging import MOST_PER_PAGE, Page
from ringcentral_simulator.gateway.parameters import body, posted_moment, posted_number
from ringcentral_simulator.gateway.rate_limit import Group

if TYPE_CHECKING:
    from collections.abc import Callable

    from ringcentral_simulator.account_data.audit import Event
    from ringcentral_simulator.company.company import Company
    from ringcentral_simulator.gateway.wire import Json

_USUAL_PER_PAGE = 100


def search(exchange: Exchange) -> Json:
    """Answer `auditTrailSearch`: newest first; `total` counts pages, `totalFound` events."""
    account, asked, now = exchange.account, body(exchange.request), exchange.account.now_ms()
    to_ms = posted_moment(asked, "eventTimeTo", now)
    if account.quirks.refuses_future and to_ms > now:
        raise in_the_future("eventTimeTo", asked["eventTimeTo"])
    from_ms = posted_moment(asked, "eventTimeFrom", to_ms - DAY_MS)
    page = Page(
        posted_number(asked, "page", 1),
        min(posted_number(asked, "perPage", _USUAL_PER_PAGE), MOST_PER_PAGE),
    )
    wanted = _wanted(asked, account.company)
    most, events = account.quirks.audit_limit, account.data.audit_trail.newest_first(now)
    if account.quirks.audit_limit_is_of_all:
        events = islice(events, most)
    in_range = (e for e in events if from_ms <= e.time_ms <= to_ms and wanted(e))
    found = list(islice(in_range, most))
    return {
        "records": [
            audit.event(event, account.company)
            for event in found[page.skip : page.skip + page.size]
        ],
        "paging": {
            "page": page.number,
            "perPage": page.size,
            "total": page.pages(len(found)),
            "totalFound": len(found),
        },
    }


def _wanted(asked: Json, company: Company) -> Callable[[Event], bool]:
    """Return a check of whether an event passes a request's filters, before it is written out."""
    sought = (asked.get("searchString") or "").lower()

    def passes(event: Event) -> bool:
        target = event.target
        return (
            _is_among(asked, "initiatorIds", str(event.initiator.id))
            and _is_among(asked, "targetIds", str(target.id) if target else audit.WHOLE_COMPANY)
            and _is_among(asked, "actionIds", event.action)
            and event.action not in (asked.get("excludeActionIds") or ())
            and asked.get("siteId") in {None, target.site.id if target else None}
            and (not sought or sought in _searched(audit.event(event, company)))
        )

    return passes


def _is_among(asked: Json, name: str, value: str) -> bool:
    return not asked.get(name) or value in asked[name]


def _searched(record: Json) -> str:
    initiator, target = record["initiator"], record["target"]
    return "\n".join(
        (
            initiator["name"],
            initiator["role"],
            initiator["extensionNumber"],
            target["name"],
            target.get("extensionNumber", ""),
            *(parameter["value"] for parameter in record["details"]["parameters"]),
        )
    ).lower()


ROUTES = (
    Route(
        "POST",
        "/restapi/v1.0/account/<accountId>/audit-trail/search",
        Group.HEAVY,
        search,
        app_scope="ReadAuditTrail",
        feature="audit_trail",
    ),
)
