"""What each way to sign in sends, and which one the settings choose."""

from __future__ import annotations

import pytest

from tap_ringcentral.auth.grants import Client, JwtGrant, RefreshTokenGrant, choose_grant
from tap_ringcentral.errors import SettingsError

APP = {"client_id": "app", "client_secret": "s3cret"}
CLIENT = Client("app", "s3cret")


def test_jwt_is_presented_as_an_assertion() -> None:
    grant = choose_grant(APP | {"jwt": "eyJ"})
    assert grant == JwtGrant(CLIENT, "eyJ")
    assert grant.form() == {
        "grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer",
        "assertion": "eyJ",
    }


def test_refresh_token_is_presented_as_itself() -> None:
    grant = choose_grant(APP | {"refresh_token": "r3fresh"})
    assert grant == RefreshTokenGrant(CLIENT, "r3fresh")
    assert grant.form() == {"grant_type": "refresh_token", "refresh_token": "r3fresh"}


def test_public_app_needs_no_secret() -> None:
    assert choose_grant({"client_id": "app", "jwt": "eyJ"}).client == Client("app", None)


@pytest.mark.parametrize(
    ("config", "missing"),
    [
        ({}, "client_id, client_secret, jwt"),
        (APP, "jwt"),
        ({"jwt": "eyJ"}, "client_id, client_secret"),
        ({"client_secret": "s3cret", "jwt": "eyJ"}, "client_id"),
        (APP | {"jwt": ""}, "jwt"),
    ],
    ids=str,
)
def test_what_is_missing_is_named(config: dict[str, str], missing: str) -> None:
    with pytest.raises(SettingsError, match=f"not set: {missing}\\."):
        choose_grant(config)


def test_refresh_token_without_an_app_does_not_ask_for_a_jwt() -> None:
    with pytest.raises(SettingsError) as caught:
        choose_grant({"refresh_token": "r3fresh"})
    assert "not set: client_id, client_secret." in str(caught.value)


def test_two_ways_at_once_are_refused() -> None:
    with pytest.raises(SettingsError, match=r"jwt, refresh_token\. Keep one"):
        choose_grant(APP | {"jwt": "eyJ", "refresh_token": "r3fresh"})


@pytest.mark.parametrize("way", ["jwt", "refresh_token"])
def test_secrets_are_not_in_the_repr(way: str) -> None:
    text = repr(choose_grant(APP | {way: "t0psecret"}))
    assert "app" in text
    assert "s3cret" not in text
    assert "t0psecret" not in text
