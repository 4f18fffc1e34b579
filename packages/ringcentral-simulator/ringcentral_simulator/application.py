"""Takes each request through what RingCentral's gateway does, and to its endpoint."""

from __future__ import annotations

import gzip
import threading
import uuid
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec
from werkzeug.exceptions import HTTPException
from werkzeug.http import http_date
from werkzeug.routing import Map, Rule

from ringcentral_simulator.endpoints import call_log, call_queues, directory, oauth, permissions
from ringcentral_simulator.errors import ApiError, Problem, not_found
from ringcentral_simulator.faults import Fault, FaultKind, FaultQueue
from ringcentral_simulator.routing import Exchange, Route

if TYPE_CHECKING:
    from datetime import datetime

    from werkzeug.wrappers import Request

    from ringcentral_simulator.account import Account
    from ringcentral_simulator.company import Extension
    from ringcentral_simulator.rate_limit import Group
    from ringcentral_simulator.wire import Json

_AREAS = (oauth, call_log, call_queues, directory, permissions)
ROUTES = tuple(route for area in _AREAS for route in area.ROUTES)
_REQUESTS_KEPT = 100_000
_WORTH_COMPRESSING = 1_000
_JSON = "application/json;charset=utf-8"
_PAGE = b"<!DOCTYPE html><html><title>Welcome</title><p>Sign in to this network.</p></html>"


@dataclass(frozen=True, slots=True)
class RecordedRequest:
    """A request that came.

    Attributes:
        time: When, by the simulator's clock.
        path: Without the query.
        query: Every value of every key.
        group: What it counted against; `None` where there is no such endpoint.
        status: What it was answered with; `None` where it got no answer.
    """

    time: datetime
    method: str
    path: str
    query: dict[str, list[str]]
    group: Group | None
    status: int | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back, and what goes wrong on the way."""

    status: int
    headers: dict[str, str]
    body: bytes
    fault: Fault | None = None


class Application:
    """Answers the API's requests.

    Args:
        account: Whose API it is.
    """

    def __init__(self, account: Account) -> None:
        self.account = account
        self.faults = FaultQueue()
        self._requests: deque[RecordedRequest] = deque(maxlen=_REQUESTS_KEPT)
        self._lock = threading.Lock()
        self._urls = Map(
            [Rule(r.path, endpoint=r, methods=[r.method]) for r in ROUTES], strict_slashes=False
        ).bind("localhost")

    @property
    def requests(self) -> list[RecordedRequest]:
        """What was asked so far, the latest hundred thousand."""
        with self._lock:
            return list(self._requests)

    def answer(self, request: Request) -> Answer:
        """Answer one request, and note it."""
        route, arguments = self._match(request)
        fault = self.faults.take(request.method, request.full_path)
        answer = self._answer(request, route, arguments, fault)
        unanswered = fault is not None and fault.kind in {FaultKind.RESET, FaultKind.HANG}
        noted = RecordedRequest(
            time=self.account.clock.now(),
            method=request.method,
            path=request.path,
            query=request.args.to_dict(flat=False),
            group=route.group if route else None,
            status=None if unanswered else answer.status,
        )
        with self._lock:
            self._requests.append(noted)
        return answer

    def _match(self, request: Request) -> tuple[Route | None, Json]:
        try:
            route, arguments = self._urls.match(request.path, request.method)
        except HTTPException:
            return None, {}
        return route, dict(arguments)

    def _answer(
        self,
        request: Request,
        route: Route | None,
        arguments: dict[str, str],
        fault: Fault | None,
    ) -> Answer:
        headers = {
            "Date": http_date(self.account.clock.now()),
            "RCRequestId": str(uuid.uuid4()),
            "RoutingKey": "SJC12P01",
            "Content-Type": _JSON,
        }
        if fault is not None and (spoiled := _instead(fault, headers)) is not None:
            return spoiled
        status, body = 200, b""
        try:
            content = self._handle(request, route, arguments, headers)
            body = b"" if content is None else msgspec.json.encode(content)
        except ApiError as error:
            status, body = error.status, msgspec.json.encode(error.body())
            headers |= error.headers
        if fault is not None and fault.kind is FaultKind.MALFORMED:
            body = body[: len(body) // 2]
        if len(body) > _WORTH_COMPRESSING and request.accept_encodings["gzip"] > 0:
            body = gzip.compress(body, compresslevel=1)
            headers |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
        return Answer(status, headers, body, fault)

    def _handle(
        self,
        request: Request,
        route: Route | None,
        arguments: dict[str, str],
        headers: dict[str, str],
    ) -> Json | None:
        """Sign-in, rate limit, permissions, then the endpoint, as the gateway has them."""
        if route is None:
            raise ApiError(404, Problem("AGW-404", "Resource not found"))
        account = self.account
        app = account.issuer.credentials.client_id
        if route.needs_token:
            user = self._user(request)
            headers |= account.limiter.admit(f"{app}/{user.id}", route.group)
        else:
            user = account.company.service_user
            headers |= account.limiter.admit(oauth.client_id(request), route.group)
        account.access.require(route.app_scope, route.user_permission)
        named = arguments.get("accountId", "~")
        if named not in {"~", str(account.company.account_id)}:
            raise not_found("accountId", named)
        return route.handler(Exchange(account, request, arguments, user))

    def _user(self, request: Request) -> Extension:
        given = request.authorization
        if given is None or given.type != "bearer" or not given.token:
            raise ApiError(401, Problem("AGW-401", "Authorization header is not specified"))
        session = self.account.sessions.use(given.token)
        return self.account.company.by_id[session.user_id]


def _instead(fault: Fault, headers: dict[str, str]) -> Answer | None:
    """The answer of a fault that asks no endpoint; `None` when one is asked all the same."""
    match fault.kind:
        case FaultKind.STATUS:
            error = ApiError(fault.status, Problem("CMN-201", "Service Temporary Unavailable"))
            body = msgspec.json.encode(error.body()) if fault.body is None else fault.body
            return Answer(fault.status, {**headers, **fault.headers}, body, fault)
        case FaultKind.UNAUTHORIZED:
            problem = Problem("OAU-149", "OAuth token is invalid")
            refusal = ApiError(401, problem, error_code="TokenInvalid")
            return Answer(401, headers, msgspec.json.encode(refusal.body()), fault)
        case FaultKind.HTML:
            return Answer(200, {**headers, "Content-Type": "text/html"}, _PAGE, fault)
        case FaultKind.RESET | FaultKind.HANG:
            return Answer(503, headers, b"", fault)
        case _:
            return None
