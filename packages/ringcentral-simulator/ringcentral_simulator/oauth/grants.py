"""The ways to be given a token: RFC 6749 sections 4.1, 4.3 and 6, RFC 7523, RFC 7636."""

from __future__ import annotations

from datetime import UTC, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

from ringcentral_simulator.gateway.errors import OAuthError, Problem, invalid_request
from ringcentral_simulator.oauth.sessions import (
    ACCESS_TTL,
    ACCESS_TTL_RANGE,
    REFRESH_TTL,
    REFRESH_TTL_MAX,
    Session,
    Terms,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ringcentral_simulator.endpoints.routing import Exchange
    from ringcentral_simulator.oauth.registration import Grant


def sign_in(exchange: Exchange) -> Session:
    """Open or refresh a session, as the token request asks.

    Raises:
        OAuthError: The app may not, or what it presents is not accepted.
    """
    grant_type = _required(exchange, "grant_type")
    grant, present = _GRANTS.get(grant_type, (None, None))
    if present is None or grant not in exchange.account.app.grants:
        problem = Problem("OAU-251", "Unauthorized for this grant type")
        raise OAuthError("unauthorized_client", problem)
    return present(exchange, _terms(exchange))


def _with_code(exchange: Exchange, terms: Terms) -> Session:
    code, verifier = _required(exchange, "code"), exchange.sent.get("code_verifier", "")
    if exchange.account.app.public and not verifier:
        raise invalid_request("code_verifier", verifier)
    return exchange.account.authorizations.redeem(
        code,
        exchange.sent.get("redirect_uri", ""),
        verifier,
        lambda user_id: _open(exchange, user_id, terms),
    )


def _with_jwt(exchange: Exchange, terms: Terms) -> Session:
    account, assertion = exchange.account, _required(exchange, "assertion")
    payload = account.issuer.read_jwt(assertion)
    if payload is None:
        problem = Problem("OAU-140", "Invalid resource owner credentials.")
        raise OAuthError("invalid_grant", problem)
    if account.issuer.is_revoked(assertion):
        raise OAuthError("invalid_grant", Problem("OAU-213", "Token not found"))
    if account.clock.now() >= datetime.fromtimestamp(payload.exp, UTC):
        raise OAuthError("invalid_grant", Problem("OAU-210", "Token expired"))
    return _open(exchange, int(payload.sub), terms)


def _with_password(exchange: Exchange, terms: Terms) -> Session:
    account = exchange.account
    username, password = _required(exchange, "username"), _required(exchange, "password")
    if not account.password_allowed:
        problem = Problem(
            "OAU-148",
            "The account is locked out due to multiple unsuccessful logon attempts. "
            "Please use Single Sign-on way to authenticate.",
        )
        raise OAuthError("invalid_grant", problem)
    user = account.company.service_user  # the only one whose password is known
    is_user = user.is_called(username, exchange.sent.get("extension", ""))
    if not is_user or not account.issuer.is_password(password):
        problem = Problem("OAU-140", "Invalid resource owner credentials.")
        raise OAuthError("invalid_grant", problem)
    return _open(exchange, user.id, terms)


def _with_refresh_token(exchange: Exchange, terms: Terms) -> Session:
    return exchange.account.sessions.refresh(_required(exchange, "refresh_token"), terms)


_GRANTS: Mapping[str, tuple[Grant, Callable[[Exchange, Terms], Session]]] = MappingProxyType(
    {
        "authorization_code": ("authorization_code", _with_code),
        "password": ("password", _with_password),
        "refresh_token": ("refresh_token", _with_refresh_token),
        "urn:ietf:params:oauth:grant-type:jwt-bearer": ("jwt", _with_jwt),
    }
)


def _open(exchange: Exchange, user_id: int, terms: Terms) -> Session:
    endpoint = exchange.sent.get("endpoint_id", "")
    return exchange.account.sessions.open(user_id, terms, endpoint_id=endpoint)


def _terms(exchange: Exchange) -> Terms:
    """What is asked for, the lifetimes kept within RingCentral's limits."""
    access = _seconds(exchange, "access_token_ttl", ACCESS_TTL)
    refresh = _seconds(exchange, "refresh_token_ttl", REFRESH_TTL)
    shortest, longest = ACCESS_TTL_RANGE
    scope = exchange.sent.get("scope", "")
    scopes = frozenset(scope.split())
    if not scopes <= exchange.account.access.app_scopes:
        raise invalid_request("scope", scope, error="invalid_scope")
    return Terms(
        access=min(max(access, shortest), longest),
        refresh=min(refresh, REFRESH_TTL_MAX),
        scopes=scopes or None,
    )


def _seconds(exchange: Exchange, name: str, default: int) -> int:
    value = exchange.sent.get(name, str(default))
    if not value.isdecimal():
        raise invalid_request(name, value)
    return int(value)


def _required(exchange: Exchange, name: str) -> str:
    value = exchange.sent.get(name, "")
    if not value:
        raise invalid_request(name, value)
    return value
