"""Signing in with a browser: single sign-on, consent, and the way back to the app."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ringcentral_simulator import Simulator

from .browser import Browser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Api

AUTHORIZE = "/restapi/oauth/authorize"
REDIRECT = "http://127.0.0.1:41999/callback"
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


@pytest.fixture
def browser(simulator: Simulator) -> Iterator[Browser]:
    with Browser(simulator.url) as browser:
        yield browser


@pytest.fixture
def asked(simulator: Simulator) -> dict[str, str]:
    return {
        "response_type": "code",
        "client_id": simulator.credentials.client_id,
        "redirect_uri": REDIRECT,
        "state": "a b&c",
    }


def test_single_sign_on_and_consent_lead_back_with_a_code(
    browser: Browser, asked: dict[str, str], stranger: Api, simulator: Simulator
) -> None:
    browser.open(AUTHORIZE, **asked)
    browser.follow("Sign in with Example SSO")
    assert browser.page.form == {"username": simulator.company.service_user.email}
    browser.press("Sign in")
    assert "Call Reports" in browser.page.text
    assert "ReadCallLog" in browser.page.text
    browser.press("Allow")
    assert browser.came_back.startswith(f"{REDIRECT}?")
    code = browser.brought.pop("code")
    assert browser.brought == {"code": code, "expires_in": "60", "state": "a b&c"}
    answer = stranger.token(grant_type="authorization_code", code=code, redirect_uri=REDIRECT)
    assert answer.json()["owner_id"] == str(simulator.company.service_user.id)


def test_who_signs_in_is_who_the_token_belongs_to(
    browser: Browser, asked: dict[str, str], stranger: Api, simulator: Simulator
) -> None:
    someone = simulator.company.people_at["main-site"][0]
    browser.open(AUTHORIZE, login_hint=someone.email, **asked)
    browser.follow("Sign in with Example SSO")
    browser.press("Sign in")
    browser.press("Allow")
    code = browser.brought["code"]
    tokens = stranger.token(grant_type="authorization_code", code=code, redirect_uri=REDIRECT)
    stranger.use(tokens.json()["access_token"])
    assert stranger.get("extension/~").json()["id"] == someone.id


def test_denial_leads_back_without_a_code(browser: Browser, asked: dict[str, str]) -> None:
    browser.open(AUTHORIZE, **asked)
    browser.follow("Sign in with Example SSO")
    browser.press("Sign in")
    browser.press("Deny")
    assert browser.brought == {"error": "access_denied", "state": "a b&c"}


def test_a_query_of_the_redirect_uri_is_kept(browser: Browser, asked: dict[str, str]) -> None:
    browser.open(AUTHORIZE, **asked | {"redirect_uri": f"{REDIRECT}?from=tap"})
    browser.follow("Sign in with Example SSO")
    browser.press("Sign in")
    browser.press("Allow")
    assert set(browser.brought) == {"from", "code", "expires_in", "state"}


def test_a_request_by_post_is_as_good(browser: Browser, asked: dict[str, str]) -> None:
    answer = browser.http.post(browser.server + AUTHORIZE, data=asked, timeout=10)
    assert answer.status_code == 200
    assert "Sign in with Example SSO" in answer.text


def test_consent_needs_a_sign_in_first(browser: Browser, asked: dict[str, str]) -> None:
    first = browser.open(AUTHORIZE, **asked).answer.url
    assert browser.open(f"{first}/consent").answer.url == first
    browser.http.post(f"{first}/consent", data={"answer": "allow"}, timeout=10)
    assert browser.open(first).answer.status_code == 200


def test_an_answered_sign_in_is_over(browser: Browser, asked: dict[str, str]) -> None:
    first = browser.open(AUTHORIZE, **asked).answer.url
    browser.follow("Sign in with Example SSO")
    browser.press("Sign in")
    browser.press("Allow")
    page = browser.open(first)
    assert page.answer.status_code == 404
    assert "Start again from the app" in page.text


@pytest.mark.parametrize("status", ["Disabled", "nobody"])
def test_single_sign_on_refuses_who_may_not_sign_in(
    browser: Browser, asked: dict[str, str], simulator: Simulator, status: str
) -> None:
    of_status = (e.email for e in simulator.company.extensions if e.status == status and e.email)
    browser.open(AUTHORIZE, **asked)
    browser.follow("Sign in with Example SSO")
    page = browser.press("Sign in", username=next(of_status, "<nobody>@example.com"))
    assert page.answer.status_code == 403
    assert "may not sign in here" in page.text
    browser.press("Sign in", username=simulator.company.service_user.email)
    assert "Allow" in browser.page.buttons


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"client_id": "<x>"}, "Invalid client application: [<x>]"),
        ({"redirect_uri": "https://example.org/callback"}, "Redirect URIs do not match"),
        ({"redirect_uri": "http://127.0.0.1:80@example.org/"}, "Redirect URIs do not match"),
        ({"redirect_uri": "http://[::1/"}, "Redirect URIs do not match"),
        ({"redirect_uri": ""}, "Redirect URIs do not match"),
    ],
)
def test_an_unknown_app_or_address_gets_a_page_and_no_redirect(
    browser: Browser, asked: dict[str, str], wrong: dict[str, str], told: str
) -> None:
    page = browser.open(AUTHORIZE, **asked | wrong)
    assert page.answer.status_code == 400
    assert told in page.text
    assert browser.came_back == ""


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"code_challenge": "short"}, "invalid_request"),
        ({"code_challenge": CHALLENGE, "code_challenge_method": "S512"}, "invalid_request"),
        ({"code_challenge_method": "S256"}, "invalid_request"),
        ({"prompt": "none"}, "login_required"),
    ],
)
def test_what_else_is_wrong_is_told_to_the_app(
    browser: Browser, asked: dict[str, str], wrong: dict[str, str], error: str
) -> None:
    browser.open(AUTHORIZE, **asked | wrong)
    assert (browser.brought["error"], browser.brought["state"]) == (error, "a b&c")


def test_a_public_app_has_to_bring_a_challenge(asked: dict[str, str]) -> None:
    with Simulator(seed=7, public_app=True) as public, Browser(public.url) as browser:
        browser.open(AUTHORIZE, **asked)
        assert browser.brought["error"] == "invalid_request"
        browser.open(AUTHORIZE, code_challenge=CHALLENGE, code_challenge_method="S256", **asked)
        assert "Sign in with Example SSO" in browser.page.links


def test_an_app_without_this_grant_is_told(asked: dict[str, str]) -> None:
    with Simulator(seed=7, grants={"jwt"}) as unattended, Browser(unattended.url) as browser:
        browser.open(AUTHORIZE, **asked)
    assert browser.brought["error"] == "unauthorized_client"


def test_redirect_uris_are_a_setting(asked: dict[str, str]) -> None:
    own = "https://example.net/a"
    with Simulator(seed=7, redirect_uris=[own]) as simulator, Browser(simulator.url) as browser:
        assert browser.open(AUTHORIZE, **asked).answer.status_code == 400
        assert browser.open(AUTHORIZE, **asked | {"redirect_uri": own}).answer.status_code == 200


def test_pages_label_their_fields_and_load_nothing_from_elsewhere(
    browser: Browser, asked: dict[str, str]
) -> None:
    browser.open(AUTHORIZE, **asked)
    seen = [browser.page]
    seen.append(browser.follow("Sign in with Example SSO"))
    seen.append(browser.press("Sign in"))
    for page in seen:
        assert page.answer.headers["Content-Type"] == "text/html;charset=utf-8"
        assert page.answer.headers["Cache-Control"] == "no-store"
        assert page.inputs <= page.labelled
        assert all(address.startswith(("/", "data:")) for address in page.addresses)
        assert "url(" not in page.answer.text
    assert seen[1].inputs == {"username"}


def test_only_the_authorization_request_counts_against_the_limits(strict: Simulator) -> None:
    with Browser(strict.url) as browser:
        browser.open(
            AUTHORIZE,
            response_type="code",
            client_id=strict.credentials.client_id,
            redirect_uri=REDIRECT,
        )
        for _ in range(10):
            browser.open(browser.page.answer.url)
            assert browser.page.answer.status_code == 200
    groups = [asked.group and asked.group.value for asked in strict.requests]
    assert groups == ["auth"] + [None] * 11
