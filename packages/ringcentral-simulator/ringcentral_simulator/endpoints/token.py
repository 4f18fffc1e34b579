"""The token endpoint and sign-out: RFC 6749 section 5 and RFC 7009, with RingCentral's codes."""

from __future__ import annotations

import hmac
import math
from typing import TYPE_CHECKING

from ringcentral_simulator.endpoints.routing import Exchange, Route
from ringcentral_simulator.gateway.errors import ApiError, OAuthError, Problem
from ringcentral_simulator.gateway.rate_limit import Group
from ringcentral_simulator.oauth.grants import sign_in

if TYPE_CHECKING:
    from datetime import timedelta

    from ringcentral_simulator.gateway.wire import Json
    from ringcentral_simulator.oauth.sessions import Session

_FORM = "application/x-www-form-urlencoded"


def token(exchange: Exchange) -> Json:
    """Answer `getToken`."""
    if exchange.request.mimetype != _FORM:
        raise ApiError(415, Problem("CMN-115", "Unsupported media type"))
    _authenticate_client(exchange)
    return _token_answer(exchange, sign_in(exchange.account.oauth, exchange.sent))


def revoke(exchange: Exchange) -> None:
    """Answer `revokeToken`: end the whole session; an unknown token is no error (RFC 7009)."""
    _authenticate_client(exchange)
    exchange.account.oauth.sessions.end(exchange.request.values.get("token", ""))


def _authenticate_client(exchange: Exchange) -> None:
    """Check the client by HTTP Basic; a public app only names itself, in the body."""
    account, basic = exchange.account, exchange.request.authorization
    known, given = account.oauth.issuer.credentials, exchange.client_id
    has_basic = basic is not None and basic.type == "basic"
    if not given or not (has_basic or account.oauth.app.public):
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


def _token_answer(exchange: Exchange, session: Session) -> Json:
    account, tokens = exchange.account, session.tokens
    now = account.clock.now()
    answer = {
        "access_token": tokens.access,
        "token_type": "bearer",
        "expires_in": _left(tokens.access_ends - now),
        "scope": " ".join(sorted(account.oauth.access.scopes_of(session))),
        "owner_id": str(session.user_id),
        "endpoint_id": session.endpoint_id,
        "session_id": session.id,
    }
    if "refresh_token" in account.oauth.app.grants:
        answer["refresh_token"] = tokens.refresh
        answer["refresh_token_expires_in"] = _left(tokens.refresh_ends - now)
    return answer


def _left(time: timedelta) -> int:
    return math.ceil(time.total_seconds())


ROUTES = (
    Route("POST", "/restapi/oauth/token", Group.AUTH, token, needs_token=False),
    Route("POST", "/restapi/oauth/revoke", Group.AUTH, revoke, needs_token=False),
)
