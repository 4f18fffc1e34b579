"""The company's call log by what changed: first since a time, then since the last answer."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from ringcentral_simulator.calls.call import HOUR_MS
from ringcentral_simulator.calls.record import View
from ringcentral_simulator.calls.sync_tokens import Progress
from ringcentral_simulator.clock import timestamp
from ringcentral_simulator.endpoints.routing import Exchange, Route
from ringcentral_simulator.gateway.errors import ApiError, Problem, invalid_parameter
from ringcentral_simulator.gateway.parameters import at_least_one, choice, moment
from ringcentral_simulator.gateway.rate_limit import Group

if TYPE_CHECKING:
    from ringcentral_simulator.gateway.wire import Json

_MOST_RECORDS = 1_000
_DEFAULT_RECORDS = 250


class SyncType(Enum):
    """Where an answer begins: at a time, or where the one before ended."""

    FULL = "FSync"
    INCREMENTAL = "ISync"


def extract_sync(exchange: Exchange) -> Json:
    """Answer `extractSyncAccountCallLog`: ascending by modification, deleted records among them."""
    account, request = exchange.account, exchange.request
    if not account.quirks.sync_offered:
        raise ApiError(404, Problem("AGW-404", "Resource not found"))
    # The description names `ReadCallLog` alone, but what comes is the log of the whole company.
    account.oauth.access.require_of_user("ReadCompanyCallLog")
    log, now = account.call_log, account.now_ms()
    kind = choice(request, "syncType", SyncType.FULL)
    begin = _since(exchange, now) if kind is SyncType.FULL else _onward(exchange)
    found, more = log.changed(begin.position_ms, now, begin.count)
    reached = begin
    if found:
        # A millisecond that is not over yet may bring more: it is given again.
        reached = replace(begin, position_ms=min(found[-1].modified_ms, now - 1))
    query = urlencode([*request.args.items(multi=True)])
    return {
        "uri": f"{account.uri}/call-log-extract-sync?{query}",
        "records": [log.changed_record(change.call, now, begin.view) for change in found],
        "syncInfo": {
            "syncType": kind.value,
            "syncToken": account.sync_tokens.issue(reached),
            "syncTime": timestamp(now),
            "newerRecordsExist": more,
        },
    }


def _since(exchange: Exchange, now_ms: int) -> Progress:
    request = exchange.request
    return Progress(
        position_ms=moment(request, "dateFrom", now_ms - HOUR_MS) - 1,
        count=min(_MOST_RECORDS, at_least_one(request, "recordCount", _DEFAULT_RECORDS)),
        view=choice(request, "view", View.SIMPLE),
    )


def _onward(exchange: Exchange) -> Progress:
    """Return what the token says; the number of records and the view stay what they were."""
    request = exchange.request
    token = request.args.get("syncToken")
    if token is None:
        raise invalid_parameter("syncToken", "")
    if "recordCount" in request.args:
        raise invalid_parameter("recordCount", request.args["recordCount"])
    progress = exchange.account.sync_tokens.read(token)
    if choice(request, "view", progress.view) is not progress.view:
        raise invalid_parameter("view", request.args["view"])
    return progress


ROUTES = (
    Route(
        "GET",
        "/restapi/v1.0/account/<accountId>/call-log-extract-sync",
        Group.HEAVY,
        extract_sync,
        app_scope="ReadCallLog",
        user_permission="ReadCallLog",
    ),
)
