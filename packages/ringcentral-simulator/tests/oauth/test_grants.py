"""The other ways to be given a token: a code, with and without PKCE, and a password."""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest

from ringcentral_simulator import Simulator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import requests

    from ringcentral_simulator import Clock
    from tests.conftest import Api

REDIRECT = "http://localhost:41999/callback"
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
CHALLENGE = urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"


def refused(answer: requests.Response) -> tuple[int, str, str]:
    body = answer.json()
    return answer.status_code, body["error"], body["errors"][0]["errorCode"]


def exchange(
    api: Api, code: str, *, redirect_uri: str = REDIRECT, **form: Any
) -> requests.Response:
    return api.token(grant_type="authorization_code", code=code, redirect_uri=redirect_uri, **form)


@pytest.fixture
def at(stranger: Api, clock: Clock) -> Iterator[Callable[..., Api]]:
    """Someone who has not signed in, at an account with other settings."""
    with ExitStack() as started:

        def at(**settings: Any) -> Api:
            simulator = Simulator(seed=7, clock=clock, **settings)
            stranger.simulator = started.enter_context(simulator)
            return stranger

        yield at


class TestAuthorizationCode:
    """A code that a browser brought back."""

    def test_it_is_exchanged_for_tokens(self, stranger: Api, simulator: Simulator) -> None:
        answer = exchange(stranger, simulator.authorization_code(REDIRECT))
        assert answer.status_code == 200
        stranger.use(answer.json()["access_token"])
        assert stranger.get("extension/~").status_code == 200
        assert stranger.refresh(answer.json()["refresh_token"]).status_code == 200

    @pytest.mark.parametrize(
        ("challenge", "method"), [(CHALLENGE, "S256"), (VERIFIER, "plain")], ids=["S256", "plain"]
    )
    def test_with_pkce_only_the_verifier_opens_it(
        self, stranger: Api, simulator: Simulator, challenge: str, method: str
    ) -> None:
        code = simulator.authorization_code(REDIRECT, challenge, code_challenge_method=method)
        without = exchange(stranger, code)
        wrong = exchange(stranger, code, code_verifier=VERIFIER[::-1])
        right = exchange(stranger, code, code_verifier=VERIFIER)
        assert [a.status_code for a in (without, wrong, right)] == [400, 400, 200]
        assert refused(wrong) == (400, "invalid_grant", "OAU-106")

    def test_a_verifier_nobody_asked_for_is_refused(
        self, stranger: Api, simulator: Simulator
    ) -> None:
        code = simulator.authorization_code(REDIRECT)
        assert exchange(stranger, code, code_verifier=VERIFIER).status_code == 400

    def test_used_twice_it_ends_the_session_it_opened(
        self, stranger: Api, simulator: Simulator
    ) -> None:
        code = simulator.authorization_code(REDIRECT)
        tokens = exchange(stranger, code).json()
        tokens = stranger.refresh(tokens["refresh_token"]).json()
        assert refused(exchange(stranger, code)) == (400, "invalid_grant", "OAU-106")
        stranger.use(tokens["access_token"])
        assert stranger.get("extension/~").status_code == 401
        assert stranger.refresh(tokens["refresh_token"]).status_code == 400

    def test_of_two_at_once_none_keeps_a_session(self, stranger: Api, simulator: Simulator) -> None:
        code = simulator.authorization_code(REDIRECT)
        with ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(lambda _: exchange(stranger, code), range(4)))
        (tokens,) = (a.json() for a in answers if a.status_code == 200)
        stranger.use(tokens["access_token"])
        assert stranger.get("extension/~").status_code == 401

    def test_it_lives_for_a_minute(self, stranger: Api, simulator: Simulator) -> None:
        codes = [simulator.authorization_code(REDIRECT) for _ in range(2)]
        simulator.clock.advance(59)
        assert exchange(stranger, codes[0]).status_code == 200
        simulator.clock.advance(1)
        assert refused(exchange(stranger, codes[1])) == (400, "invalid_grant", "OAU-108")

    def test_the_redirect_uri_must_be_the_same(self, stranger: Api, simulator: Simulator) -> None:
        code = simulator.authorization_code(REDIRECT)
        other = exchange(stranger, code, redirect_uri=f"{REDIRECT}/")
        assert refused(other) == (400, "invalid_grant", "OAU-109")

    def test_an_unknown_one_is_refused(self, stranger: Api) -> None:
        assert refused(exchange(stranger, "unknown")) == (400, "invalid_grant", "OAU-106")

    def test_one_may_be_made_for_anyone(self, stranger: Api, simulator: Simulator) -> None:
        someone = simulator.company.people_at["main-site"][0]
        code = simulator.authorization_code(REDIRECT, user=someone)
        assert exchange(stranger, code).json()["owner_id"] == str(someone.id)

    @pytest.mark.parametrize(
        ("given", "told"),
        [(["https://example.org/"], "registered"), ([REDIRECT, "short"], "RFC 7636")],
    )
    def test_none_is_made_that_a_browser_could_not_bring(
        self, simulator: Simulator, given: list[str], told: str
    ) -> None:
        with pytest.raises(ValueError, match=told):
            simulator.authorization_code(*given)


class TestPublicApp:
    """An app without a secret."""

    def test_it_names_itself_and_proves_itself_by_pkce(self, at: Callable[..., Api]) -> None:
        public = at(public_app=True)
        simulator = public.simulator
        form: dict[str, Any] = {"auth": None, "client_id": simulator.credentials.client_id}
        code = simulator.authorization_code(REDIRECT, CHALLENGE)
        answer = exchange(public, code, code_verifier=VERIFIER, **form)
        assert answer.status_code == 200
        again = public.token(
            grant_type="refresh_token", refresh_token=answer.json()["refresh_token"], **form
        )
        assert again.status_code == 200

    def test_without_pkce_it_is_refused(self, at: Callable[..., Api]) -> None:
        public = at(public_app=True)
        simulator = public.simulator
        answer = exchange(
            public,
            simulator.authorization_code(REDIRECT),
            auth=None,
            client_id=simulator.credentials.client_id,
        )
        assert refused(answer) == (400, "invalid_request", "CMN-101")

    def test_it_is_told_of_no_secret(self, at: Callable[..., Api]) -> None:
        simulator = at(public_app=True).simulator
        assert simulator.credentials.client_secret == ""
        assert "TAP_RINGCENTRAL_CLIENT_SECRET" not in simulator.environment("refresh_token")


class TestPassword:
    """The password grant, where an account still allows it."""

    def login(self, api: Api, **changed: str) -> requests.Response:
        known = api.simulator.credentials
        form = {
            "username": known.username,
            "extension": known.extension,
            "password": known.password,
        }
        return api.token(grant_type="password", **form | changed)

    def test_single_sign_on_forbids_it(self, stranger: Api) -> None:
        assert refused(self.login(stranger)) == (400, "invalid_grant", "OAU-148")

    @pytest.mark.parametrize("how", ["main number", "email", "email and extension", "own number"])
    def test_a_user_has_several_names(self, at: Callable[..., Api], how: str) -> None:
        api = at(password_allowed=True)
        user = api.simulator.company.service_user
        changed = {
            "main number": {},
            "email": {"username": user.email, "extension": ""},
            "email and extension": {"username": user.email},
            "own number": {"username": user.direct_number, "extension": ""},
        }[how]
        answer = self.login(api, **changed)
        assert answer.json()["owner_id"] == str(user.id)

    @pytest.mark.parametrize(
        "changed",
        [
            {"password": "wrong"},
            {"extension": "101"},
            {"extension": ""},
            {"username": "nobody@example.com"},
        ],
    )
    def test_what_is_wrong_is_not_told(
        self, at: Callable[..., Api], changed: dict[str, str]
    ) -> None:
        answer = self.login(at(password_allowed=True), **changed)
        assert refused(answer) == (400, "invalid_grant", "OAU-140")


class TestAppSettings:
    """What the developer console allows the app."""

    @pytest.mark.parametrize(
        "form",
        [
            {"grant_type": "password", "username": "x", "password": "y"},
            {"grant_type": "authorization_code", "code": "x"},
            {"grant_type": "refresh_token", "refresh_token": "x"},
            {"grant_type": "client_credentials"},
        ],
    )
    def test_other_grants_are_not_for_this_app(
        self, at: Callable[..., Api], form: dict[str, str]
    ) -> None:
        answer = at(grants={"jwt"}).token(**form)
        assert refused(answer) == (400, "unauthorized_client", "OAU-251")

    def test_an_app_that_issues_no_refresh_tokens(self, at: Callable[..., Api]) -> None:
        body = at(grants={"jwt"}).token().json()
        assert not {"refresh_token", "refresh_token_expires_in"} & body.keys()


class TestScope:
    """A token for less than the app may do."""

    def test_it_is_good_for_what_was_asked_and_no_more(
        self, stranger: Api, simulator: Simulator
    ) -> None:
        jwt = {"grant_type": JWT_BEARER, "assertion": simulator.credentials.jwt}
        body = stranger.token(scope="ReadAccounts", **jwt).json()
        assert body["scope"] == "ReadAccounts"
        stranger.use(body["access_token"])
        assert stranger.get("call-queues").status_code == 200
        lacking = stranger.get("call-log")
        assert lacking.status_code == 403
        assert lacking.json()["errors"][0]["permissionName"] == "ReadCallLog"

    def test_a_refresh_may_narrow_it_but_not_widen_it(
        self, stranger: Api, simulator: Simulator
    ) -> None:
        jwt = {"grant_type": JWT_BEARER, "assertion": simulator.credentials.jwt}
        tokens = stranger.token(scope="ReadAccounts ReadCallLog", **jwt).json()
        refresh = {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]}
        wider = stranger.token(scope="ReadAccounts ReadCallRecording", **refresh)
        assert refused(wider) == (400, "invalid_scope", "CMN-101")
        narrower = stranger.token(scope="ReadCallLog", **refresh).json()
        assert narrower["scope"] == "ReadCallLog"
        again = stranger.refresh(narrower["refresh_token"]).json()
        assert again["scope"] == "ReadAccounts ReadCallLog"

    def test_what_the_app_may_not_do_cannot_be_asked_for(
        self, stranger: Api, simulator: Simulator
    ) -> None:
        jwt = {"grant_type": JWT_BEARER, "assertion": simulator.credentials.jwt}
        assert refused(stranger.token(scope="SMS", **jwt)) == (400, "invalid_scope", "CMN-101")
