"""Takes each request through what RingCentral's gateway does, and to its endpoint."""

from __future__ import annotations

import gzip
import threading
import uuid
from collections import deque
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from werkzeug.exceptions import HTTPException
from werkzeug.http import http_date

from ringcentral_simulator.endpoints.routes import URLS_OF
from ringcentral_simulator.endpoints.routing import Exchange, Route
from ringcentral_simulator.gateway.content import Span, cut
from ringcentral_simulator.gateway.errors import ApiError, Problem, not_found
from ringcentral_simulator.gateway.faults import FaultKind, FaultQueue
from ringcentral_simulator.gateway.rate_limit import Group
from ringcentral_simulator.gateway.responses import Response, from_error, from_fault, from_payload

if TYPE_CHECKING:
    from datetime import datetime

    from werkzeug.wrappers import Request

    from ringcentral_simulator.account import Account
    from ringcentral_simulator.gateway.faults import Fault
    from ringcentral_simulator.gateway.hosts import Host
    from ringcentral_simulator.gateway.latency import Latency
    from ringcentral_simulator.gateway.responses import Payload
    from ringcentral_simulator.gateway.wire import Json
    from ringcentral_simulator.oauth.sessions import Session

_REQUESTS_KEPT = 100_000
_WORTH_COMPRESSING = 1_000
_JSON = "application/json;charset=utf-8"


@dataclass(frozen=True, slots=True)
class RecordedRequest:
    """A request that came.

    Attributes:
        time: When it came, by the simulator's clock.
        path: Without the query.
        query: Every value of every key.
        group: What it counted against; `None` where there is no such endpoint, or no limit.
        status: What it was answered with; `None` where it got no answer.
        host: Which of the account's two addresses it came to.
    """

    time: datetime
    method: str
    path: str
    query: dict[str, list[str]]
    group: Group | None
    status: int | None
    host: Host = "platform"


class Application:
    """Answers the API's requests.

    Args:
        account: Whose API it is.
        latency: How long its answers take; the sign-in pages take no time.
    """

    def __init__(self, account: Account, latency: Latency) -> None:
        self.account = account
        self._latency = latency
        self.faults = FaultQueue()
        self._requests: deque[RecordedRequest] = deque(maxlen=_REQUESTS_KEPT)
        self._lock = threading.Lock()

    @property
    def requests(self) -> list[RecordedRequest]:
        """What was asked so far, the latest hundred thousand."""
        with self._lock:
            return list(self._requests)

    def answer(self, request: Request, host: Host = "platform") -> Response:
        """Answer a request that came to a host, and record it."""
        route, arguments = self._match(request, host)
        came = self.account.clock.now()
        fault = self.faults.take(request.method, request.full_path)
        group = self._group(route)
        with self._latency.around() if group else nullcontext():
            answer = self._answer(request, route, arguments, fault)
        unanswered = fault is not None and fault.kind in {FaultKind.RESET, FaultKind.HANG}
        recorded = RecordedRequest(
            time=came,
            method=request.method,
            path=request.path,
            query=request.args.to_dict(flat=False),
            group=group,
            status=None if unanswered else answer.status,
            host=host,
        )
        with self._lock:
            self._requests.append(recorded)
        return answer

    def _group(self, route: Route | None) -> Group | None:
        """What a request counts against; `None` where that is nothing."""
        if route is None or route.group is None:
            return None
        return Group(self.account.quirks.counts_as.get(route.group.value, route.group.value))

    def _match(self, request: Request, host: Host) -> tuple[Route | None, Json]:
        try:
            route, arguments = URLS_OF[host].match(request.path, request.method)
        except HTTPException:
            return None, {}
        return route, dict(arguments)

    def _answer(
        self,
        request: Request,
        route: Route | None,
        arguments: dict[str, str],
        fault: Fault | None,
    ) -> Response:
        headers = {
            "Date": http_date(self.account.clock.now()),
            "RCRequestId": str(uuid.uuid4()),
            "RoutingKey": "SJC12P01",
            "Content-Type": _JSON,
        }
        if fault is not None and (spoiled := from_fault(fault, headers)) is not None:
            return spoiled
        try:
            answer = from_payload(self._handle(request, route, arguments, headers), headers)
        except ApiError as error:
            answer = from_error(error, headers)
        body = answer.body
        if fault is not None and fault.kind is FaultKind.MALFORMED:
            body = cut(body, 0, len(body) // 2)
        if isinstance(body, Span):
            return replace(answer, body=body, fault=fault)
        if fault is not None and fault.kind is FaultKind.BAD_BYTE:
            body = body.replace(b'"name":"', b'"name":"\xff', 1)
        if len(body) > _WORTH_COMPRESSING and request.accept_encodings["gzip"] > 0:
            body = gzip.compress(body, compresslevel=1)
            packed = {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
            answer = replace(answer, headers={**answer.headers, **packed})
        return replace(answer, body=body, fault=fault)

    def _handle(
        self,
        request: Request,
        route: Route | None,
        arguments: dict[str, str],
        headers: dict[str, str],
    ) -> Payload:
        """Pass sign-in, rate limit and permissions, then ask the endpoint, as the gateway does."""
        if route is None:
            raise ApiError(404, Problem("AGW-404", "Resource not found"))
        account = self.account
        company, app = account.company, account.oauth.issuer.credentials.client_id
        session = self._session(request) if route.needs_token else None
        user = company.service_user if session is None else company.by_id[session.user_id]
        exchange = Exchange(account, request, arguments, user)
        if group := self._group(route):
            who = exchange.client_id if session is None else f"{app}/{user.id}"
            headers |= account.limiter.admit(who, group)
        if session is not None:
            account.oauth.access.require(session, route.app_scope, route.user_permission)
        named = arguments.get("accountId", "~")
        if named not in {"~", str(company.account_id)}:
            raise not_found("accountId", named)
        if route.feature is not None:
            account.features.require(route.feature)
        if route.extended_scope and exchange.extension("extensionId") != user:
            account.oauth.access.require_extended(route.user_permission)
        return route.handler(exchange)

    def _session(self, request: Request) -> Session:
        given = request.authorization
        if given is None or given.type != "bearer" or not given.token:
            raise ApiError(401, Problem("AGW-401", "Authorization header is not specified"))
        return self.account.oauth.sessions.use(given.token)
