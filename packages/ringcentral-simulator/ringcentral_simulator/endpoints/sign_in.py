"""The sign-in pages: no part of the API, and nothing that counts against its limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringcentral_simulator.endpoints.routing import Exchange, Route
from ringcentral_simulator.gateway.browser import HtmlPage, Redirect
from ringcentral_simulator.oauth import sign_in_pages
from ringcentral_simulator.oauth.authorizations import CODE_TTL, SignIn

if TYPE_CHECKING:
    from collections.abc import Callable

_SEE_OTHER = 303
_UNKNOWN = "This sign-in is not known, or was finished. Start again from the app."


def _with_sign_in(
    show: Callable[[Exchange, SignIn], HtmlPage | Redirect],
) -> Callable[[Exchange], HtmlPage | Redirect]:
    """Hand a page the sign-in that its address names."""

    def shown(exchange: Exchange) -> HtmlPage | Redirect:
        sign_in = exchange.account.oauth.authorizations.under_way(exchange.arguments["signIn"])
        if sign_in is None:
            return HtmlPage(sign_in_pages.error_page(_UNKNOWN), status=404)
        return show(exchange, sign_in)

    return shown


@_with_sign_in
def arrive(exchange: Exchange, _sign_in: SignIn) -> HtmlPage:
    """Show the first page."""
    href = f"/sso/{exchange.arguments['signIn']}"
    return HtmlPage(sign_in_pages.sign_in_page(exchange.account.oauth.app.name, href))


@_with_sign_in
def identify(exchange: Exchange, sign_in: SignIn) -> HtmlPage:
    """Show the identity provider's page; its form goes back to the sign-in."""
    username = sign_in.request.login_hint or exchange.account.company.service_user.email
    return _identity_provider(exchange, username)


@_with_sign_in
def identified(exchange: Exchange, sign_in: SignIn) -> HtmlPage | Redirect:
    """Accept what the identity provider vouches for."""
    username = exchange.request.form.get("username", "").strip()
    user = exchange.account.company.person(username)
    if user is None:
        return _identity_provider(exchange, username, f"{username} may not sign in here.")
    sign_in.user_id = user.id
    return Redirect(f"/login/{exchange.arguments['signIn']}/consent", status=_SEE_OTHER)


@_with_sign_in
def ask_consent(exchange: Exchange, sign_in: SignIn) -> HtmlPage | Redirect:
    """Ask whether the app may act for the user."""
    account, name = exchange.account, exchange.arguments["signIn"]
    if sign_in.user_id is None:
        return Redirect(f"/login/{name}")
    user = account.company.by_id[sign_in.user_id]
    scopes = sorted(account.oauth.access.app_scopes)
    action = f"/login/{name}/consent"
    return HtmlPage(sign_in_pages.consent_page(account.oauth.app.name, user.name, scopes, action))


@_with_sign_in
def take_consent(exchange: Exchange, sign_in: SignIn) -> Redirect:
    """Accept the answer, and lead back to the app."""
    authorizations, name = exchange.account.oauth.authorizations, exchange.arguments["signIn"]
    if sign_in.user_id is None:
        return Redirect(f"/login/{name}", status=_SEE_OTHER)
    authorizations.finish(name)
    if exchange.request.form.get("answer") != "allow":
        return Redirect(sign_in.request.redirect_with(error="access_denied"))
    code = authorizations.issue(sign_in.request, sign_in.user_id)
    return Redirect(sign_in.request.redirect_with(code=code, expires_in=str(CODE_TTL)))


def _identity_provider(exchange: Exchange, username: str, alert: str = "") -> HtmlPage:
    company, action = exchange.account.company.name, f"/login/{exchange.arguments['signIn']}"
    html = sign_in_pages.identity_provider_page(company, username, action, alert)
    return HtmlPage(html, status=403 if alert else 200)


ROUTES = tuple(
    Route(method, path, None, handler, needs_token=False)
    for method, path, handler in (
        ("GET", "/login/<signIn>", arrive),
        ("GET", "/sso/<signIn>", identify),
        ("POST", "/login/<signIn>", identified),
        ("GET", "/login/<signIn>/consent", ask_consent),
        ("POST", "/login/<signIn>/consent", take_consent),
    )
)
