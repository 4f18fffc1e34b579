"""Signing in and out: RFC 6749, RFC 7009 and RFC 7523, with RingCentral's own error codes."""

from __future__ import annotations

import hmac
import math
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

from ringcentral_simulator.errors import ApiError, OAuthError, Problem
from ringcentral_simulator.rate_limit import Group
from ringcentral_simulator.routing import Exchange, Route
from ringcentral_simulator.sessions import (
    ACCESS_TTL,
    ACCESS_TTL_RANGE,
    REFRESH_TTL,
    REFRESH_TTL_MAX,
    Lifetimes,
    Session,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from werkzeug.wrappers import Request

    from ringcentral_simulator.wire import Json

_FORM = "application/x-www-form-urlencoded"


def client_id(request: Request) -> str:
    """Which app a request claims to come from; empty when it does not say."""
    basic = request.authorization
    if basic is not None and basic.type == "basic":
        return basic.username or ""
    return request.form.get("client_id", "")


def token(exchange: Exchange) -> Json:
    """`getToken`."""
    request = exchange.request
    if request.mimetype != _FORM:
        raise ApiError(415, Problem("CMN-115", "Unsupported media type"))
    _authenticate_client(exchange)
    grant = request.form.get("grant_type", "")
    if not grant:
        raise _invalid_request("grant_type", grant)
    sign_in = _GRANTS.get(grant)
    if sign_in is None:
        raise OAuthError(
            "unauthorized_client", Problem("OAU-251", "Unauthorized for this grant type")
        )
    session = sign_in(exchange, _lifetimes(request))
    return _token_answer(exchange, session)


def revoke(exchange: Exchange) -> None:
    """`revokeToken`: ends the whole session; a token that is not known is no error (RFC 7009)."""
    _authenticate_client(exchange)
    exchange.account.sessions.end(exchange.request.values.get("token", ""))


def _authenticate_client(exchange: Exchange) -> None:
    account, basic = exchange.account, exchange.request.authorization
    known, given = account.issuer.credentials, client_id(exchange.request)
    has_basic = basic is not None and basic.type == "basic"
    if not given or not (has_basic or account.public_app):
        problem = Problem("OAU-123", "Client authentication is required")
        raise OAuthError("invalid_client", problem, status=401)
    if given != known.client_id:
        problem = Problem("OAU-153", f"Invalid client application: [{given}]")
        raise OAuthError("invalid_client", problem)
    secret = (basic.password or "") if basic is not None and has_basic else None
    if secret is not None and not hmac.compare_digest(
        secret.encode(), known.client_secret.encode()
    ):
        problem = Problem("OAU-146", "Invalid client credentials")
        raise OAuthError("invalid_client", problem, status=401)


def _with_jwt(exchange: Exchange, lifetimes: Lifetimes) -> Session:
    account = exchange.account
    assertion = exchange.request.form.get("assertion", "")
    if not assertion:
        raise _invalid_request("assertion", assertion)
    payload = account.issuer.read_jwt(assertion)
    if payload is None:
        problem = Problem("OAU-140", "Invalid resource owner credentials.")
        raise OAuthError("invalid_grant", problem)
    if account.issuer.is_revoked(assertion):
        raise OAuthError("invalid_grant", Problem("OAU-213", "Token not found"))
    if account.clock.now() >= datetime.fromtimestamp(payload.exp, UTC):
        raise OAuthError("invalid_grant", Problem("OAU-210", "Token expired"))
    endpoint = exchange.request.form.get("endpoint_id", "")
    return account.sessions.open(int(payload.sub), lifetimes, endpoint_id=endpoint)


def _with_refresh_token(exchange: Exchange, lifetimes: Lifetimes) -> Session:
    refresh_token = exchange.request.form.get("refresh_token", "")
    if not refresh_token:
        raise _invalid_request("refresh_token", refresh_token)
    return exchange.account.sessions.refresh(refresh_token, lifetimes)


_GRANTS: Mapping[str, Callable[[Exchange, Lifetimes], Session]] = MappingProxyType(
    {
        "urn:ietf:params:oauth:grant-type:jwt-bearer": _with_jwt,
        "refresh_token": _with_refresh_token,
    }
)


def _lifetimes(request: Request) -> Lifetimes:
    """What is asked for, kept within RingCentral's limits."""
    access = _seconds(request, "access_token_ttl", ACCESS_TTL)
    refresh = _seconds(request, "refresh_token_ttl", REFRESH_TTL)
    shortest, longest = ACCESS_TTL_RANGE
    return Lifetimes(min(max(access, shortest), longest), min(refresh, REFRESH_TTL_MAX))


def _seconds(request: Request, name: str, default: int) -> int:
    value = request.form.get(name, str(default))
    if not value.isdecimal():
        raise _invalid_request(name, value)
    return int(value)


def _token_answer(exchange: Exchange, session: Session) -> Json:
    account, tokens = exchange.account, session.tokens
    now = account.clock.now()
    return {
        "access_token": tokens.access,
        "token_type": "bearer",
        "expires_in": _left(tokens.access_ends - now),
        "refresh_token": tokens.refresh,
        "refresh_token_expires_in": _left(tokens.refresh_ends - now),
        "scope": " ".join(sorted(account.access.app_scopes)),
        "owner_id": str(session.user_id),
        "endpoint_id": session.endpoint_id,
        "session_id": session.id,
    }


def _left(time: timedelta) -> int:
    return math.ceil(time.total_seconds())


def _invalid_request(name: str, value: str) -> OAuthError:
    details = {"parameterName": name, "parameterValue": value}
    problem = Problem("CMN-101", f"Parameter [{name}] value is invalid", details)
    return OAuthError("invalid_request", problem)


ROUTES = (
    Route("POST", "/restapi/oauth/token", Group.AUTH, token, needs_token=False),
    Route("POST", "/restapi/oauth/revoke", Group.AUTH, revoke, needs_token=False),
)
