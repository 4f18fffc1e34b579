"""What each way to sign in sends, and which one the settings choose."""

from __future__ import annotations

from typing import Any

import pytest

from tap_ringcentral.api.errors import SettingsError, SignInError
from tap_ringcentral.auth.grants import (
    Client,
    CodeGrant,
    Grant,
    JwtGrant,
    PasswordGrant,
    RefreshTokenGrant,
    StoredGrant,
    choose_grant,
)

APP = {"client_id": "app", "client_secret": "s3cret"}
CLIENT = Client("app", "s3cret")
CALLBACK = "http://127.0.0.1:8910/callback"
JWT = {"jwt": "eyJ"}
SEED = {"refresh_token": "r3fresh"}
CODE = {"authorization_code": "c0de", "redirect_uri": CALLBACK}
PASSWORD = {"username": "+16505550100", "extension": "101", "password": "pa55word"}
WAYS = [JWT, SEED, CODE, CODE | {"code_verifier": "verif1er"}, PASSWORD]


@pytest.mark.parametrize(
    ("settings", "grant", "form"),
    [
        (
            JWT,
            JwtGrant(CLIENT, "eyJ"),
            {"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": "eyJ"},
        ),
        (
            SEED,
            RefreshTokenGrant(CLIENT, "r3fresh"),
            {"grant_type": "refresh_token", "refresh_token": "r3fresh"},
        ),
        (
            CODE,
            CodeGrant(CLIENT, "c0de", CALLBACK, None),
            {"grant_type": "authorization_code", "code": "c0de", "redirect_uri": CALLBACK},
        ),
        (
            CODE | {"code_verifier": "verif1er"},
            CodeGrant(CLIENT, "c0de", CALLBACK, "verif1er"),
            {
                "grant_type": "authorization_code",
                "code": "c0de",
                "redirect_uri": CALLBACK,
                "code_verifier": "verif1er",
            },
        ),
        (
            PASSWORD,
            PasswordGrant(CLIENT, "+16505550100", "101", "pa55word"),
            {"grant_type": "password", **PASSWORD},
        ),
        (
            {"username": "helper@example.com", "password": "pa55word"},
            PasswordGrant(CLIENT, "helper@example.com", None, "pa55word"),
            {"grant_type": "password", "username": "helper@example.com", "password": "pa55word"},
        ),
    ],
    ids=["jwt", "refresh-token", "code", "code-with-pkce", "password", "password-by-email"],
)
def test_settings_choose_the_way_and_it_sends_what_the_standard_asks(
    settings: dict[str, str], grant: Grant, form: dict[str, str]
) -> None:
    chosen = choose_grant(APP | settings)
    assert chosen == grant
    assert chosen.form() == form


def test_app_alone_goes_on_with_the_sign_in_that_is_stored() -> None:
    grant = choose_grant(APP)
    assert grant == StoredGrant(CLIENT)
    with pytest.raises(SignInError, match=r"run `tap-ringcentral-login` once, or set jwt"):
        grant.form()


@pytest.mark.parametrize("way", WAYS, ids=lambda way: next(iter(way)))
def test_public_app_needs_no_secret(way: dict[str, str]) -> None:
    assert choose_grant({"client_id": "app", **way}).client == Client("app", None)


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ({}, "not set: client_id, client_secret, jwt."),
        ({"client_secret": "s3cret"}, "not set: client_id, jwt."),
        (JWT, "not set: client_id, client_secret."),
        ({"client_secret": "s3cret"} | JWT, "not set: client_id."),
        (SEED, "not set: client_id, client_secret."),
        (APP | {"authorization_code": "c0de"}, "authorization_code needs redirect_uri as well"),
        (APP | {"password": "pa55word"}, "password needs username as well"),
        (APP | JWT | {"code_verifier": "verif1er"}, "code_verifier means nothing without auth"),
        (APP | {"username": "+16505550100"}, "username means nothing without password"),
        (APP | SEED | {"extension": "101"}, "extension means nothing without password"),
    ],
    ids=str,
)
def test_incomplete_settings_are_refused_with_what_to_set(
    config: dict[str, str], words: str
) -> None:
    assert words in refused(config)


def test_browser_sign_in_may_have_a_redirect_uri_and_nothing_else() -> None:
    assert choose_grant(APP | {"redirect_uri": CALLBACK}) == StoredGrant(CLIENT)


@pytest.mark.parametrize(
    ("ways", "named"),
    [
        (JWT | SEED, "jwt, refresh_token"),
        (JWT | CODE, "jwt, authorization_code"),
        (SEED | PASSWORD, "refresh_token, password"),
        (JWT | SEED | CODE | PASSWORD, "jwt, refresh_token, authorization_code, password"),
    ],
    ids=["jwt-seed", "jwt-code", "seed-password", "all"],
)
def test_several_ways_at_once_are_refused(ways: dict[str, str], named: str) -> None:
    assert f"present: {named}. Keep one." in refused(APP | ways)


def test_way_that_is_left_empty_is_not_set() -> None:
    assert isinstance(choose_grant(APP | JWT | {"refresh_token": "", "password": ""}), JwtGrant)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: next(iter(way)))
def test_secrets_are_in_no_text_of_a_grant(way: dict[str, str]) -> None:
    grant = choose_grant(APP | way)
    text = f"{grant!r} {grant} {grant.fingerprint}"
    assert "app" in text
    assert not secrets_in(text)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: next(iter(way)))
def test_fingerprint_is_of_the_credential_alone(way: dict[str, str]) -> None:
    grant = choose_grant(APP | way)
    assert grant.fingerprint == choose_grant({"client_id": "other", **way}).fingerprint


def test_fingerprint_changes_with_every_credential() -> None:
    changed: list[dict[str, Any]] = [
        *(each for each in WAYS if "code_verifier" not in each),
        {"jwt": "eyJ2"},
        {"refresh_token": "eyJ"},
        CODE | {"authorization_code": "c0de2"},
        PASSWORD | {"password": "pa55word2"},
        PASSWORD | {"extension": "102"},
        PASSWORD | {"username": "+1650555010", "extension": "0101"},
        {},
    ]
    fingerprints = [choose_grant(APP | each).fingerprint for each in changed]
    assert len(set(fingerprints)) == len(changed)


def refused(config: dict[str, str]) -> str:
    """Give the words of a refusal: one line, without a secret."""
    with pytest.raises(SettingsError) as caught:
        choose_grant(config)
    text = str(caught.value)
    assert "\n" not in text
    assert not secrets_in(text)
    return text


def secrets_in(text: str) -> list[str]:
    return [
        secret
        for secret in ("s3cret", "eyJ", "r3fresh", "c0de", "verif1er", "pa55word")
        if secret in text
    ]
