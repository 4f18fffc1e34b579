"""Signing in, refreshing, signing out, and being refused."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from ringcentral_simulator import Clock, Simulator

if TYPE_CHECKING:
    from collections.abc import Callable

    import requests

    from tests.conftest import Api

JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
NOW = datetime(2026, 3, 10, 18, tzinfo=UTC)


def refused(answer: requests.Response) -> tuple[int, str, str]:
    body = answer.json()
    return answer.status_code, body["error"], body["errors"][0]["errorCode"]


def with_token(api: Api, token: str) -> tuple[int, str | None]:
    api.use(token)
    answer = api.get("extension/~")
    return answer.status_code, answer.json().get("errors", [{}])[0].get("errorCode")


def test_a_jwt_credential_signs_the_service_user_in(stranger: Api, simulator: Simulator) -> None:
    answer = stranger.token()
    assert answer.status_code == 200
    body = answer.json()
    assert body["token_type"] == "bearer"
    assert body["expires_in"] == 3_600
    assert body["refresh_token_expires_in"] == 604_800
    assert body["owner_id"] == str(simulator.company.service_user.id)
    assert set(body) == {
        "access_token",
        "token_type",
        "expires_in",
        "refresh_token",
        "refresh_token_expires_in",
        "scope",
        "owner_id",
        "endpoint_id",
        "session_id",
    }
    assert with_token(stranger, body["access_token"]) == (200, None)


@pytest.mark.parametrize(
    ("asked", "access", "refresh"),
    [
        ({"access_token_ttl": "60", "refresh_token_ttl": "0"}, 600, 0),
        ({"access_token_ttl": "9999", "refresh_token_ttl": "9999999"}, 3_600, 2_592_000),
        ({"access_token_ttl": "900", "refresh_token_ttl": "1000"}, 900, 1_000),
    ],
)
def test_lifetimes_are_kept_within_limits(
    stranger: Api, simulator: Simulator, asked: dict[str, str], access: int, refresh: int
) -> None:
    jwt = simulator.credentials.jwt
    body = stranger.token(grant_type=JWT_BEARER, assertion=jwt, **asked).json()
    assert (body["expires_in"], body["refresh_token_expires_in"]) == (access, refresh)


def test_a_restart_knows_the_same_credentials(simulator: Simulator) -> None:
    with Simulator(seed=7, clock=Clock(NOW, frozen=True)) as again:
        assert again.credentials.client_id == simulator.credentials.client_id
        assert again.credentials.client_secret == simulator.credentials.client_secret
        assert again.credentials.refresh_token == simulator.credentials.refresh_token
        assert again.issuer.read_jwt(simulator.credentials.jwt) is not None
    with Simulator(seed=8, clock=Clock(NOW, frozen=True)) as other:
        assert other.issuer.read_jwt(simulator.credentials.jwt) is None


def test_the_seeds_refresh_token_signs_in(stranger: Api, simulator: Simulator) -> None:
    answer = stranger.refresh(simulator.credentials.refresh_token)
    assert with_token(stranger, answer.json()["access_token"]) == (200, None)


class TestRefusedClients:
    """An app that is not who it says."""

    def test_without_any_credentials(self, stranger: Api) -> None:
        assert refused(stranger.token(auth=None)) == (401, "invalid_client", "OAU-123")

    def test_with_an_unknown_client_id(self, stranger: Api) -> None:
        assert refused(stranger.token(auth=("x", "y"))) == (400, "invalid_client", "OAU-153")

    def test_with_a_wrong_secret(self, stranger: Api, simulator: Simulator) -> None:
        wrong = (simulator.credentials.client_id, "y")
        assert refused(stranger.token(auth=wrong)) == (401, "invalid_client", "OAU-146")

    def test_a_confidential_app_that_only_names_itself(
        self, stranger: Api, simulator: Simulator
    ) -> None:
        known = simulator.credentials
        form = {
            "grant_type": JWT_BEARER,
            "assertion": known.jwt,
            "client_id": known.client_id,
        }
        answer = stranger.token(auth=None, **form)
        assert refused(answer) == (401, "invalid_client", "OAU-123")
        with Simulator(seed=7, clock=Clock(NOW, frozen=True), public_app=True) as public:
            stranger.simulator = public
            assert stranger.token(auth=None, **form).status_code == 200


class TestRefusedGrants:
    """A sign-in that is not allowed."""

    @pytest.mark.parametrize(
        "form",
        [
            {"nothing": "at all"},
            {"grant_type": JWT_BEARER},
            {"grant_type": "refresh_token"},
            {"grant_type": "authorization_code"},
            {"grant_type": "password", "username": "x"},
            {"grant_type": JWT_BEARER, "assertion": "x", "access_token_ttl": "long"},
        ],
    )
    def test_a_missing_or_bad_parameter(self, stranger: Api, form: dict[str, str]) -> None:
        assert refused(stranger.token(**form)) == (400, "invalid_request", "CMN-101")

    def test_a_body_that_is_no_form(self, stranger: Api, simulator: Simulator) -> None:
        known = simulator.credentials
        answer = stranger.http.post(
            f"{simulator.url}/restapi/oauth/token",
            json={"grant_type": JWT_BEARER},
            auth=(known.client_id, known.client_secret),
            timeout=10,
        )
        assert answer.status_code == 415

    @pytest.mark.parametrize("spoil", [lambda jwt: jwt[:-2] + "xx", lambda _: "no jwt", str.upper])
    def test_a_jwt_that_was_not_issued_here(
        self, stranger: Api, simulator: Simulator, spoil: Callable[[str], str]
    ) -> None:
        jwt = spoil(simulator.credentials.jwt)
        answer = stranger.token(grant_type=JWT_BEARER, assertion=jwt)
        assert answer.status_code == 400
        assert answer.json()["error"] == "invalid_grant"

    def test_an_expired_jwt(self, stranger: Api, simulator: Simulator) -> None:
        jwt = simulator.issuer.jwt(expires=int(NOW.timestamp()) + 60)
        assert stranger.token(grant_type=JWT_BEARER, assertion=jwt).status_code == 200
        simulator.clock.advance(60)
        answer = stranger.token(grant_type=JWT_BEARER, assertion=jwt)
        assert refused(answer) == (400, "invalid_grant", "OAU-210")

    def test_a_withdrawn_jwt(self, stranger: Api, simulator: Simulator) -> None:
        simulator.issuer.revoke_jwt(simulator.credentials.jwt)
        assert refused(stranger.token()) == (400, "invalid_grant", "OAU-213")


class TestRefresh:
    """Refresh tokens are used once."""

    def test_the_previous_access_token_is_dead_at_once(self, stranger: Api) -> None:
        first = stranger.token().json()
        second = stranger.refresh(first["refresh_token"]).json()
        assert with_token(stranger, first["access_token"]) == (401, "OAU-129")
        assert with_token(stranger, second["access_token"]) == (200, None)
        assert second["refresh_token"] != first["refresh_token"]
        assert second["session_id"] == first["session_id"]

    def test_an_unused_access_token_keeps_the_old_refresh_token_alive_for_an_hour(
        self, stranger: Api, simulator: Simulator
    ) -> None:
        old = stranger.token().json()["refresh_token"]
        second = stranger.refresh(old).json()
        simulator.clock.advance(59 * 60)
        again = stranger.refresh(old).json()
        assert again["access_token"] == second["access_token"]
        assert again["refresh_token"] == second["refresh_token"]
        assert again["expires_in"] == 60
        simulator.clock.advance(60)
        assert refused(stranger.refresh(old)) == (400, "invalid_grant", "OAU-213")

    def test_ten_seconds_after_its_first_use_the_old_refresh_token_dies(
        self, stranger: Api, simulator: Simulator
    ) -> None:
        old = stranger.token().json()["refresh_token"]
        second = stranger.refresh(old).json()
        assert with_token(stranger, second["access_token"]) == (200, None)
        simulator.clock.advance(9)
        assert stranger.refresh(old).json()["access_token"] == second["access_token"]
        simulator.clock.advance(1)
        assert refused(stranger.refresh(old)) == (400, "invalid_grant", "OAU-213")
        assert stranger.refresh(second["refresh_token"]).status_code == 200

    def test_an_expired_refresh_token(self, stranger: Api, simulator: Simulator) -> None:
        old = stranger.token().json()["refresh_token"]
        simulator.clock.advance(604_800)
        assert refused(stranger.refresh(old)) == (400, "invalid_grant", "OAU-210")

    def test_an_unknown_refresh_token(self, stranger: Api) -> None:
        assert refused(stranger.refresh("unknown")) == (400, "invalid_grant", "OAU-213")


class TestAccessTokens:
    """What ends an access token."""

    def test_without_one(self, stranger: Api) -> None:
        answer = stranger.get("extension/~")
        assert (answer.status_code, answer.json()["errorCode"]) == (401, "AGW-401")

    def test_an_unknown_one(self, stranger: Api) -> None:
        assert with_token(stranger, "unknown") == (401, "OAU-149")
        assert stranger.get("extension/~").json()["errorCode"] == "TokenInvalid"

    def test_an_expired_one(self, api: Api, simulator: Simulator) -> None:
        simulator.clock.advance(3_599)
        assert api.get("extension/~").status_code == 200
        simulator.clock.advance(1)
        answer = api.get("extension/~")
        assert answer.status_code == 401
        assert answer.json()["errors"][0]["errorCode"] == "OAU-128"

    def test_the_sixth_session_ends_the_first(self, stranger: Api) -> None:
        tokens = [stranger.token().json()["access_token"] for _ in range(6)]
        alive = [with_token(stranger, token)[0] for token in tokens]
        assert alive == [401, 200, 200, 200, 200, 200]

    @pytest.mark.parametrize("which", ["access_token", "refresh_token"])
    def test_revoking_either_token_ends_the_session(self, stranger: Api, which: str) -> None:
        tokens = stranger.token().json()
        answer = stranger.revoke(tokens[which])
        assert (answer.status_code, answer.content) == (200, b"")
        assert with_token(stranger, tokens["access_token"])[0] == 401
        assert stranger.refresh(tokens["refresh_token"]).status_code == 400

    def test_revoking_what_is_not_known_is_no_error(self, stranger: Api) -> None:
        assert stranger.revoke("unknown").status_code == 200


def test_no_secret_shows_in_a_representation(simulator: Simulator) -> None:
    code = simulator.authorization_code("https://example.com/callback")
    shown = repr(simulator.credentials) + repr(simulator._account)
    assert simulator.credentials.client_secret not in shown
    assert simulator.credentials.refresh_token not in shown
    assert simulator.credentials.password not in shown
    assert code not in shown
