"""The sign-in through a browser: what is asked for, and which answer is taken."""

from __future__ import annotations

import base64
import hashlib
import socket
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests
from support.sign_ins import APP

from tap_ringcentral.api.errors import SettingsError, SignInError
from tap_ringcentral.auth.browser import Authorization, Listener, _Handler
from tap_ringcentral.auth.grants import CodeGrant

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Future

SERVER = "https://platform.ringcentral.com"


@pytest.fixture
def redirect_uri() -> str:
    """An address of this machine where nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}/callback"


@pytest.fixture
def authorization(redirect_uri: str) -> Authorization:
    return Authorization.begin(APP, server_url=SERVER, redirect_uri=redirect_uri)


@pytest.fixture
def waiting(authorization: Authorization) -> Iterator[Future[CodeGrant]]:
    """What a listener at the redirect URI comes back with."""
    with ThreadPoolExecutor(1) as pool:
        outcome = pool.submit(Listener(authorization.redirect_uri).wait, authorization)
        yield outcome
        if not outcome.done():  # let go of it after a failed test
            requests.get(answered(authorization, error="over"), timeout=5)


def answered(authorization: Authorization, **answer: str) -> str:
    """The address that the browser is redirected to."""
    return f"{authorization.redirect_uri}?{urlencode({'state': authorization.state} | answer)}"


def get(address: str) -> requests.Response:
    return requests.get(address, timeout=5)


def query_of(authorization: Authorization) -> dict[str, str]:
    return {name: value for name, (value,) in parse_qs(urlsplit(authorization.url).query).items()}


# What is asked for


def test_address_asks_for_a_code_with_pkce_and_state(authorization: Authorization) -> None:
    assert authorization.url.startswith(f"{SERVER}/restapi/oauth/authorize?")
    digest = hashlib.sha256(authorization.code_verifier.encode()).digest()
    assert query_of(authorization) == {
        "response_type": "code",
        "client_id": "app",
        "redirect_uri": authorization.redirect_uri,
        "state": authorization.state,
        "code_challenge": base64.urlsafe_b64encode(digest).decode().rstrip("="),
        "code_challenge_method": "S256",
    }


def test_code_verifier_is_as_long_as_the_standard_asks(authorization: Authorization) -> None:
    assert 43 <= len(authorization.code_verifier) <= 128  # RFC 7636, section 4.1


def test_no_two_sign_ins_share_a_state_or_a_verifier(redirect_uri: str) -> None:
    begun = [
        Authorization.begin(APP, server_url=SERVER, redirect_uri=redirect_uri) for _ in range(20)
    ]
    assert len({each.state for each in begun}) == 20
    assert len({each.code_verifier for each in begun}) == 20


def test_neither_secret_nor_verifier_is_in_the_address_or_the_repr(
    authorization: Authorization,
) -> None:
    text = f"{authorization.url} {authorization!r}"
    assert "s3cret" not in text
    assert authorization.code_verifier not in text
    assert authorization.state not in repr(authorization)


# Which answer is taken


def test_pasted_address_becomes_a_grant(authorization: Authorization) -> None:
    grant = authorization.grant(answered(authorization, code="c0de"))
    assert grant == CodeGrant(APP, "c0de", authorization.redirect_uri, authorization.code_verifier)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "c0de",
        "http://127.0.0.1:8910/callback",
        "http://127.0.0.1:8910/callback?code=c0de",
        "http://127.0.0.1:8910/callback?code=c0de&state=",
        "http://127.0.0.1:8910/callback?code=c0de&state=another",
        "http://127.0.0.1:8910/callback?code=c0de&state=é",
        "http://[127.0.0.1/callback?code=c0de&state=another",
    ],
)
def test_pasted_address_that_is_no_answer_to_this_sign_in_is_refused(
    authorization: Authorization, address: str
) -> None:
    with pytest.raises(SignInError, match=r"its state differs\)\. Open the address") as caught:
        authorization.grant(address)
    assert "c0de" not in str(caught.value)


@pytest.mark.parametrize(
    ("answer", "reason"), [({"error": "access_denied"}, "access_denied"), ({}, "no code")]
)
def test_pasted_address_without_a_code_tells_why(
    authorization: Authorization, answer: dict[str, str], reason: str
) -> None:
    with pytest.raises(SignInError, match=rf"did not authorize the app \({reason}\)"):
        authorization.grant(answered(authorization, **answer))


def test_browser_that_comes_back_with_a_code_ends_the_wait(
    authorization: Authorization, waiting: Future[CodeGrant]
) -> None:
    page = get(answered(authorization, code="c0de"))
    assert page.status_code == 200
    assert "Signed in" in page.text
    assert "c0de" not in page.text
    assert waiting.result(5).code == "c0de"


def test_answer_to_another_sign_in_is_turned_away_and_the_wait_goes_on(
    authorization: Authorization, waiting: Future[CodeGrant]
) -> None:
    for state in ("another", "", "é"):
        page = get(answered(authorization, code="f0rged", state=state))
        assert page.status_code == 400
        assert "Not signed in" in page.text
    forged_error = answered(authorization, error="access_denied", state="another")
    assert get(forged_error).status_code == 400
    assert not waiting.done()
    get(answered(authorization, code="c0de"))
    assert waiting.result(5).code == "c0de"


def test_refused_consent_ends_the_wait_with_the_reason(
    authorization: Authorization, waiting: Future[CodeGrant]
) -> None:
    page = get(answered(authorization, error="access_denied"))
    assert page.status_code == 400
    assert "Not signed in" in page.text
    with pytest.raises(SignInError, match=r"\(access_denied\)\. Sign in again"):
        waiting.result(5)


def test_page_shows_a_reason_as_text(
    authorization: Authorization, waiting: Future[CodeGrant]
) -> None:
    page = get(answered(authorization, error="<script>alert(1)</script>"))
    assert "&lt;script&gt;" in page.text
    assert "<script" not in page.text
    with pytest.raises(SignInError):
        waiting.result(5)


def test_what_else_a_browser_asks_for_is_not_found(
    authorization: Authorization, waiting: Future[CodeGrant]
) -> None:
    for path in ("/favicon.ico", "/", "/callback/deeper"):
        address = authorization.redirect_uri.replace("/callback", path)
        assert get(f"{address}?code=c0de&state={authorization.state}").status_code == 404
    assert not waiting.done()


def test_connection_that_a_browser_opens_ahead_of_need_does_not_block(
    authorization: Authorization, waiting: Future[CodeGrant], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_Handler, "timeout", _Handler.timeout / 20)
    parts = urlsplit(authorization.redirect_uri)
    with socket.create_connection((parts.hostname, parts.port)):
        get(answered(authorization, code="c0de"))
    assert waiting.result(5).code == "c0de"


def test_wait_that_nobody_ends_is_given_up(
    authorization: Authorization, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tap_ringcentral.auth.browser._PATIENCE", 0.01)
    with pytest.raises(SignInError, match="Nobody signed in within five minutes"):
        Listener(authorization.redirect_uri).wait(authorization)


def test_nothing_is_logged_or_printed(
    authorization: Authorization,
    waiting: Future[CodeGrant],
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    get(f"{authorization.redirect_uri}/other?code=f0rged")
    get(answered(authorization, code="f0rged", state="another"))
    get(answered(authorization, code="c0de"))
    waiting.result(5)
    said = [record for record in caplog.records if not record.name.startswith("urllib3")]
    assert said == []
    assert capfd.readouterr() == ("", "")


# Where it listens


def test_port_that_is_taken_is_named(redirect_uri: str) -> None:
    port = urlsplit(redirect_uri).port
    with socket.create_server(("127.0.0.1", port or 0)), pytest.raises(SettingsError) as caught:
        Listener(redirect_uri)
    text = str(caught.value)
    assert f"Nothing can listen at the redirect_uri {redirect_uri}" in text
    assert "in use" in text
    assert "--no-browser" in text


@pytest.mark.parametrize(
    "redirect_uri",
    [
        "http://192.0.2.1:8910/callback",  # RFC 5737: nobody's
        "https://127.0.0.1:8910/callback",
        "http://:8910/callback",
        "/callback",
        "myapp:/callback",
        "http://127.0.0.1:port/callback",
        "http://[127.0.0.1/callback",
    ],
)
def test_redirect_uri_that_cannot_come_here_is_refused_at_once(redirect_uri: str) -> None:
    with pytest.raises(SettingsError, match=r"Nothing can listen at the redirect_uri .*Set one"):
        Listener(redirect_uri)
