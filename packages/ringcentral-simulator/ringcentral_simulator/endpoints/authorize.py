"""The authorization endpoint: sends a browser to the sign-in pages (RFC 6749 section 4.1.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringcentral_simulator.endpoints.routing import Exchange, Route
from ringcentral_simulator.gateway.browser import HtmlPage, Redirect
from ringcentral_simulator.gateway.errors import OAuthError, Problem
from ringcentral_simulator.gateway.rate_limit import Group
from ringcentral_simulator.oauth.authorizations import AuthorizationRequest
from ringcentral_simulator.oauth.sign_in_pages import error_page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ringcentral_simulator.oauth.registration import Registration


def authorize(exchange: Exchange) -> HtmlPage | Redirect:
    """Answer `authorize` and `authorize2`.

    `scope`, which RingCentral ignores here, and `display`, `ui_locales`, `brand_id` and `nonce`
    change nothing.

    Raises:
        OAuthError: The client or its redirect URI is not known: it is not told by redirect.
    """
    account, sent = exchange.account, exchange.sent
    request = AuthorizationRequest(
        redirect_uri=sent.get("redirect_uri", ""),
        state=sent.get("state", ""),
        challenge=sent.get("code_challenge", ""),
        challenge_method=sent.get("code_challenge_method", "plain"),
        login_hint=sent.get("login_hint", ""),
    )
    try:
        _require_registered(exchange, request)
    except OAuthError as error:
        if _is_browser(exchange):
            return HtmlPage(error_page(error.problem.message), status=error.status)
        raise
    if flaw := _flaw(account.oauth.app, request, sent):
        return Redirect(request.redirect_with(error=flaw[0], error_description=flaw[1]))
    return Redirect(f"{account.server}/login/{account.oauth.authorizations.begin(request)}")


def _require_registered(exchange: Exchange, request: AuthorizationRequest) -> None:
    client = exchange.sent.get("client_id", "")
    if client != exchange.account.oauth.issuer.credentials.client_id:
        problem = Problem("OAU-153", f"Invalid client application: [{client}]")
        raise OAuthError("invalid_client", problem)
    if not exchange.account.oauth.app.may_redirect_to(request.redirect_uri):
        raise OAuthError("invalid_request", Problem("OAU-109", "Redirect URIs do not match"))


def _is_browser(exchange: Exchange) -> bool:
    accepted = exchange.request.accept_mimetypes
    return accepted.best_match(["application/json", "text/html"]) == "text/html"


def _flaw(
    app: Registration, request: AuthorizationRequest, sent: Mapping[str, str]
) -> tuple[str, str] | None:
    """Return what the app is told by redirect: the error and its description."""
    prompts = sent.get("prompt", "login sso").split()
    if sent.get("response_type") != "code":
        return "unsupported_response_type", "The only response type is code"
    if "authorization_code" not in app.grants:
        return "unauthorized_client", "Unauthorized for this grant type"
    if app.public and not request.challenge:
        return "invalid_request", "A public app needs a code challenge"
    if (request.challenge or "code_challenge_method" in sent) and not request.has_sound_challenge:
        return "invalid_request", "The code challenge or its method is invalid"
    if "none" in prompts:  # no browser is remembered here, so somebody would have to be asked
        return "login_required", "Nobody is signed in"
    return None


ROUTES = tuple(
    Route(method, "/restapi/oauth/authorize", Group.AUTH, authorize, needs_token=False)
    for method in ("GET", "POST")
)
