"""What a person is told where the token endpoint gives no token."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from support.loopback import Loopback
from support.sign_ins import APP, CODE, HOUR, JWT, SEED, token

from tap_ringcentral.api.errors import SignInError
from tap_ringcentral.auth.grants import JwtGrant, PasswordGrant, StoredGrant

if TYPE_CHECKING:
    from tap_ringcentral.auth.grants import Grant
    from tap_ringcentral.auth.token_endpoint import TokenEndpoint


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [
        (401, "OAU-146", "Check the setting client_secret"),
        (400, "OAU-153", "Check the setting client_id"),
        (400, "OAU-251", "JWT auth flow"),
        (400, "OAU-213", "expired, was revoked or was used before"),
    ],
)
def test_refusal_is_asked_for_once_and_says_what_to_change(
    endpoint: TokenEndpoint, server: Loopback, status: int, code: str, words: str
) -> None:
    server.answer({"error": "invalid_client", "errors": [{"errorCode": code}]}, status=status)
    with pytest.raises(SignInError, match=f"Sign-in failed.*{code}.*{words}"):
        endpoint.request(JWT)
    assert len(server.received) == 1


@pytest.mark.parametrize(
    ("grant", "setting"),
    [
        (JWT, "jwt"),
        (SEED, "refresh_token"),
        (CODE, "authorization_code"),
        (PasswordGrant(APP, "helper@example.com", None, "pa55word"), "password (and username)"),
    ],
)
@pytest.mark.parametrize("code", ["OAU-140", "OAU-210", "invalid_grant"])
def test_refused_credential_names_the_setting_that_was_signed_in_with(
    endpoint: TokenEndpoint, server: Loopback, *, grant: Grant, setting: str, code: str
) -> None:
    server.answer({"error": code, "errors": [{"errorCode": code}]}, status=400)
    with pytest.raises(SignInError) as caught:
        endpoint.request(grant)
    assert f"the setting {setting}" in str(caught.value)


def test_nobody_signed_in_is_told_without_a_request(
    endpoint: TokenEndpoint, server: Loopback
) -> None:
    with pytest.raises(SignInError, match="Nobody is signed in: run `tap-ringcentral-login`"):
        endpoint.request(StoredGrant(APP))
    assert server.received == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"<html>Welcome", 200),
        (b"\xff\xfe{", 200),
        (b'{"access_token":' + b"[" * 100_000, 200),
        (b'{"access_token": "t0ken", "expires_in": 1e999}', 200),
        ({"access_token": "t0ken", "expires_in": 10**30}, 200),
        (b"", 302),
        ([], 200),
        (None, 200),
        ({"access_token": "t0ken"}, 200),
        ({"expires_in": HOUR}, 200),
        ({"access_token": "t0ken", "expires_in": "soon"}, 200),
        ({"access_token": "t0ken", "expires_in": None}, 200),
        ({"access_token": None, "expires_in": HOUR}, 200),
        (token(refresh_token=7), 200),
        (token(refresh_token_expires_in="never"), 200),
    ],
    ids=lambda value: str(value)[:50],
)
def test_answer_that_is_no_token_points_to_the_address(
    endpoint: TokenEndpoint, server: Loopback, body: Any, status: int
) -> None:
    server.answer(body, status=status, Location="http://127.0.0.1:9/elsewhere")
    with pytest.raises(SignInError, match=r"is no token\. Check server_url") as caught:
        endpoint.request(JWT)
    assert "t0ken" not in str(caught.value)
    assert len(server.received) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_credentials_do_not_follow_a_redirect(
    endpoint: TokenEndpoint, server: Loopback, status: int
) -> None:
    with Loopback() as elsewhere:
        server.answer(status=status, Location=f"{elsewhere.url}/restapi/oauth/token")
        with pytest.raises(SignInError, match="Check server_url"):
            endpoint.request(JWT)
        assert elsewhere.received == []


def test_secrets_reach_neither_the_log_nor_an_error_nor_the_repr(
    endpoint: TokenEndpoint, server: Loopback, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    secrets = ["s3cret", "eyJ.whole.jwt", "t0ken", "r3fresh"]
    for _ in range(2):
        server.answer(status=503)
    server.answer(token(refresh_token="r3fresh"))
    given = endpoint.request(JWT)
    server.answer({"error_description": "Token not found"}, status=400)
    with pytest.raises(SignInError) as caught:
        endpoint.request(JwtGrant(APP, JWT.jwt))
    text = f"{caplog.text} {given!r} {given} {caught.value!r} {endpoint!r}"
    assert "Token not found" in text
    assert "Try 2 of 3 follows in 10 s" in text
    assert not [secret for secret in secrets if secret in text]
