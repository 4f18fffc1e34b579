"""The company's call log."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from werkzeug.datastructures import MultiDict

from ringcentral_simulator.calls.call import DAY_MS
from ringcentral_simulator.calls.query import Deleted, Filter, Query
from ringcentral_simulator.calls.record import View
from ringcentral_simulator.clock import timestamp
from ringcentral_simulator.endpoints.routing import Exchange, Route
from ringcentral_simulator.gateway.errors import ApiError, Problem, in_the_future, invalid_parameter
from ringcentral_simulator.gateway.paging import MOST_PER_PAGE, Address, Page
from ringcentral_simulator.gateway.parameters import choice, flag, moment
from ringcentral_simulator.gateway.rate_limit import Group

if TYPE_CHECKING:
    from collections.abc import Iterable

    from werkzeug.wrappers import Request

    from ringcentral_simulator.gateway.wire import Json


def call_log(exchange: Exchange) -> Json:
    """Answer `readCompanyCallLog`."""
    return page_of_calls(exchange, f"{exchange.account.uri}/call-log")


def page_of_calls(
    exchange: Exchange, uri: str, extension_id: int = 0, transports: Iterable[str] = ()
) -> Json:
    """Return a page of a log: without totals; addresses echo the resolved range.

    Args:
        exchange: The request.
        uri: Where the log lives.
        extension_id: Whose calls; the whole company's when 0.
        transports: `PSTN`, `VoIP`; both when empty.

    Raises:
        ApiError: 400, something is not as it should be.
    """
    account, request = exchange.account, exchange.request
    now, quirks = account.now_ms(), account.quirks
    to_ms = moment(request, "dateTo", now)
    if quirks.refuses_future and to_ms > now:
        raise in_the_future("dateTo", request.args["dateTo"])
    from_ms = moment(request, "dateFrom", to_ms - DAY_MS)
    if quirks.truncates_to_seconds:
        from_ms, to_ms = (ms // 1_000 * 1_000 for ms in (from_ms, to_ms))
    view = choice(request, "view", View.SIMPLE)
    most = quirks.detailed_page_limit if view is View.DETAILED else MOST_PER_PAGE
    page = Page.from_request(request, most=min(most, MOST_PER_PAGE))
    deleted = Deleted.SHOWN if flag(request, "showDeleted") else Deleted.HIDDEN
    wanted = replace(_filter(request), extension_id=extension_id, transports=frozenset(transports))
    asked = Query(from_ms, to_ms, now, wanted, deleted)
    calls = account.call_log.page(asked, skip=page.skip, limit=page.size + 1)
    query = MultiDict(request.args)
    query["view"] = view.value
    query["dateFrom"] = timestamp(from_ms)
    query["dateTo"] = timestamp(to_ms)
    if not quirks.echoes_date_to:
        del query["dateTo"]
    address = Address(uri, query)
    records = [account.call_log.record(call, now, view) for call in calls[: page.size]]
    return {
        "uri": address.at(page.number, page.size),
        "records": records,
        "paging": page.extent(len(records)),
        "navigation": address.navigation(page, more=len(calls) > page.size),
    }


def _filter(request: Request) -> Filter:
    query = request.args
    recording = query.get("recordingType", "All" if query.get("withRecording") == "true" else "")
    if "phoneNumber" in query and "extensionNumber" in query:
        raise invalid_parameter("extensionNumber", query["extensionNumber"])
    if "sessionId" in query and {"phoneNumber", "extensionNumber"} & set(query):
        raise ApiError(400, Problem("CLG-110", "Parameter [sessionId] excludes other filters"))
    return Filter(
        directions=frozenset(query.getlist("direction")),
        types=frozenset(query.getlist("type")),
        recording=recording,
        phone_number=query.get("phoneNumber", ""),
        extension_number=query.get("extensionNumber", ""),
        session_id=query.get("sessionId", ""),
        telephony_session_id=query.get("telephonySessionId", ""),
    )


ROUTES = (
    Route(
        "GET",
        "/restapi/v1.0/account/<accountId>/call-log",
        Group.HEAVY,
        call_log,
        app_scope="ReadCallLog",
        user_permission="ReadCompanyCallLog",
    ),
)
