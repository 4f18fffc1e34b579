"""The search in what administrators did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringcentral_simulator.account_data import audit
from ringcentral_simulator.calls.call import DAY_MS
from ringcentral_simulator.paging import MOST_PER_PAGE, Page
from ringcentral_simulator.parameters import body, posted_moment, posted_number
from ringcentral_simulator.rate_limit import Group
from ringcentral_simulator.routing import Exchange, Route

if TYPE_CHECKING:
    from ringcentral_simulator.wire import Json

_USUAL_PER_PAGE = 100


def search(exchange: Exchange) -> Json:
    """`auditTrailSearch`: newest first; `paging.total` counts pages, `totalFound` events."""
    account, asked, now = exchange.account, body(exchange.request), exchange.account.now_ms()
    to_ms = posted_moment(asked, "eventTimeTo", now)
    from_ms = posted_moment(asked, "eventTimeFrom", to_ms - DAY_MS)
    page = Page(
        posted_number(asked, "page", 1),
        min(posted_number(asked, "perPage", _USUAL_PER_PAGE), MOST_PER_PAGE),
    )
    found = [
        record
        for event in account.data.audit_trail.newest_first(now)
        if from_ms <= event.time_ms <= to_ms
        for record in [audit.event(event, account.company)]
        if _is_wanted(asked, record)
    ]
    return {
        "records": found[page.skip : page.skip + page.size],
        "paging": {
            "page": page.number,
            "perPage": page.size,
            "total": page.pages(len(found)),
            "totalFound": len(found),
        },
    }


def _is_wanted(asked: Json, record: Json) -> bool:
    initiator, target = record["initiator"], record["target"]
    return (
        _is_among(asked, "initiatorIds", initiator["extensionId"])
        and _is_among(asked, "targetIds", target["objectId"])
        and _is_among(asked, "actionIds", record["actionId"])
        and record["actionId"] not in (asked.get("excludeActionIds") or ())
        and asked.get("siteId") in {None, target.get("siteId")}
        and (asked.get("searchString") or "").lower() in _searched(record)
    )


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
