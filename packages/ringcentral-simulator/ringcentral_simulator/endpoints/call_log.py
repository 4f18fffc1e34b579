"""The company's call log."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from werkzeug.datastructures import MultiDict

from ringcentral_simulator.calls.call import DAY_MS
from ringcentral_simulator.calls.log import Filter, Query
from ringcentral_simulator.calls.record import View
from ringcentral_simulator.clock import timestamp, to_milliseconds
from ringcentral_simulator.errors import ApiError, Problem, invalid_parameter
from ringcentral_simulator.paging import Address, Page
from ringcentral_simulator.rate_limit import Group
from ringcentral_simulator.routing import Exchange, Route

if TYPE_CHECKING:
    from collections.abc import Iterable

    from werkzeug.wrappers import Request

    from ringcentral_simulator.wire import Json


def call_log(exchange: Exchange) -> Json:
    """`readCompanyCallLog`."""
    return page_of_calls(exchange, f"{exchange.account.uri}/call-log")


def page_of_calls(
    exchange: Exchange, uri: str, extension_id: int = 0, transports: Iterable[str] = ()
) -> Json:
    """A page of a log: newest first, without totals; addresses echo the resolved range.

    Args:
        exchange: The request.
        uri: Where the log lives.
        extension_id: Whose calls; the whole company's when 0.
        transports: `PSTN`, `VoIP`; both when empty.
    """
    account, request = exchange.account, exchange.request
    now = account.now_ms()
    to_ms = _moment(request, "dateTo", now)
    from_ms = _moment(request, "dateFrom", to_ms - DAY_MS)
    view, page = _view(request), Page.of(request)
    narrowed = replace(
        _filter(request), extension_id=extension_id, transports=frozenset(transports)
    )
    asked = Query(from_ms, to_ms, now, narrowed)
    calls = account.call_log.page(asked, skip=page.skip, limit=page.size + 1)
    query = MultiDict(request.args)
    query["view"] = view.value
    query["dateFrom"] = timestamp(from_ms)
    query["dateTo"] = timestamp(to_ms)
    address = Address(uri, query)
    records = [account.call_log.record(call, now, view) for call in calls[: page.size]]
    return {
        "uri": address.at(page.number, page.size),
        "records": records,
        "paging": page.extent(len(records)),
        "navigation": address.navigation(page, more=len(calls) > page.size),
    }


def _moment(request: Request, name: str, default_ms: int) -> int:
    """A time; one without a zone is UTC."""
    value = request.args.get(name)
    if value is None:
        return default_ms
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as error:
        raise invalid_parameter(name, value) from error
    return to_milliseconds(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def _view(request: Request) -> View:
    value = request.args.get("view", View.SIMPLE.value)
    try:
        return View(value)
    except ValueError as error:
        raise invalid_parameter("view", value) from error


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
