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

    from ringcentral_simulator.oauth.authorization_server import AuthorizationServer
    from ringcentral_simulator.oauth.registration import Grant

    Present = Callable[[AuthorizationServer, Mapping[str, str], Terms], Session]


def sign_in(server: AuthorizationServer, form: Mapping[str, str]) -> Session:
    """Open or refresh a session, as a token request asks.

    Args:
        server: Which is asked.
        form: The request's parameters.

    Raises:
        OAuthError: The app may not, or what it presents is not accepted.
    """
    grant_type = _required(form, "grant_type")
    grant, present = _GRANTS.get(grant_type, (None, None))
    if present is None or grant not in server.app.grants:
        problem = Problem("OAU-251", "Unauthorized for this grant type")
        raise OAuthError("unauthorized_client", problem)
    return present(server, form, _terms(server, form))


def _with_code(server: AuthorizationServer, form: Mapping[str, str], terms: Terms) -> Session:
    code, verifier = _required(form, "code"), form.get("code_verifier", "")
    if server.app.public and not verifier:
        raise invalid_request("code_verifier", verifier)
    return server.authorizations.redeem(
        code,
        form.get("redirect_uri", ""),
        verifier,
        lambda user_id: _open(server, form, user_id, terms),
    )


def _with_jwt(server: AuthorizationServer, form: Mapping[str, str], terms: Terms) -> Session:
    assertion = _required(form, "assertion")
    payload = server.issuer.read_jwt(assertion)
    if payload is None:
        problem = Problem("OAU-140", "Invalid resource owner credentials.")
        raise OAuthError("invalid_grant", problem)
    if server.issuer.is_revoked(assertion):
        raise OAuthError("invalid_grant", Problem("OAU-213", "Token not found"))
    if server.clock.now() >= datetime.fromtimestamp(payload.exp, UTC):
        raise OAuthError("invalid_grant", Problem("OAU-210", "Token expired"))
    return _open(server, form, int(payload.sub), terms)


def _with_password(server: AuthorizationServer, form: Mapping[str, str], terms: Terms) -> Session:
    username, password = _required(form, "username"), _required(form, "password")
    if not server.password_allowed:
        problem = Problem(
            "OAU-148",
            "The account is locked out due to multiple unsuccessful logon attempts. "
            "Please use Single Sign-on way to authenticate.",
        )
        raise OAuthError("invalid_grant", problem)
    user = server.company.service_user  # the only one whose password is known
    is_user = user.is_called(username, form.get("extension", ""))
    if not is_user or not server.issuer.is_password(password):
        problem = Problem("OAU-140", "Invalid resource owner credentials.")
        raise OAuthError("invalid_grant", problem)
    return _open(server, form, user.id, terms)


def _with_refresh_token(
    server: AuthorizationServer, form: Mapping[str, str], terms: Terms
) -> Session:
    return server.sessions.refresh(_required(form, "refresh_token"), terms)


_GRANTS: Mapping[str, tuple[Grant, Present]] = MappingProxyType(
    {
        "authorization_code": ("authorization_code", _with_code),
        "password": ("password", _with_password),
        "refresh_token": ("refresh_token", _with_refresh_token),
        "urn:ietf:params:oauth:grant-type:jwt-bearer": ("jwt", _with_jwt),
    }
)


def _open(
    server: AuthorizationServer, form: Mapping[str, str], user_id: int, terms: Terms
) -> Session:
    return server.sessions.open(user_id, terms, endpoint_id=form.get("endpoint_id", ""))


def _terms(server: AuthorizationServer, form: Mapping[str, str]) -> Terms:
    """Return what is asked for, the lifetimes kept within RingCentral's limits."""
    access = _seconds(form, "access_token_ttl", ACCESS_TTL)
    refresh = _seconds(form, "refresh_token_ttl", REFRESH_TTL)
    shortest, longest = ACCESS_TTL_RANGE
    scope = form.get("scope", "")
    scopes = frozenset(scope.split())
    if not scopes <= server.access.app_scopes:
        raise invalid_request("scope", scope, error="invalid_scope")
    return Terms(
        access=min(max(access, shortest), longest),
        refresh=min(refresh, REFRESH_TTL_MAX),
        scopes=scopes or None,
    )


def _seconds(form: Mapping[str, str], name: str, default: int) -> int:
    value = form.get(name, str(default))
    if not value.isdecimal():
        raise invalid_request(name, value)
    return int(value)


def _required(form: Mapping[str, str], name: str) -> str:
    value = form.get(name, "")
    if not value:
        raise invalid_request(name, value)
    return value
