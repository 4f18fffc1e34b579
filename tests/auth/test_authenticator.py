"""One sign-in for a whole run, renewed in time, retried where RingCentral's guide says so."""

from __future__ import annotations

from base64 import b64encode
from datetime import timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

import pytest
import requests

from tap_ringcentral.auth.authenticator import Authenticator
from tap_ringcentral.auth.grants import Client, Grant, JwtGrant, RefreshTokenGrant
from tap_ringcentral.errors import SignInError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from support.loopback import Loopback
    from support.still_clock import StillClock

    Make = Callable[[Grant], Authenticator]

APP = Client("app", "s3cret")
JWT = JwtGrant(APP, "eyJ.whole.jwt")
HOUR = 3600  # seconds: how long RingCentral's access tokens live


@pytest.fixture
def http() -> Iterator[requests.Session]:
    with requests.Session() as http:
        yield http


@pytest.fixture
def make(server: Loopback, http: requests.Session, clock: StillClock) -> Make:
    def make(grant: Grant) -> Authenticator:
        return Authenticator(grant, server_url=server.url, http=http, clock=clock)

    return make


@pytest.fixture
def authenticator(make: Make) -> Authenticator:
    return make(JWT)


def token(value: str = "t0ken", **more: Any) -> dict[str, Any]:
    return {"access_token": value, "token_type": "bearer", "expires_in": HOUR} | more


def signed(authenticator: Authenticator) -> requests.PreparedRequest:
    request = requests.Request("GET", "http://127.0.0.1/call-log", auth=authenticator)
    return request.prepare()


def bearer(authenticator: Authenticator) -> str | None:
    return signed(authenticator).headers.get("Authorization")


def test_one_token_serves_many_requests(authenticator: Authenticator, server: Loopback) -> None:
    server.answer(token())
    assert {bearer(authenticator) for _ in range(5)} == {"Bearer t0ken"}
    assert len(server.received) == 1


def test_sign_in_presents_the_app_and_the_credential(
    authenticator: Authenticator, server: Loopback
) -> None:
    server.answer(token())
    authenticator.token()
    (request,) = server.received
    assert request.path == "/restapi/oauth/token"
    assert request.headers["Authorization"] == f"Basic {b64encode(b'app:s3cret').decode()}"
    assert request.form == JWT.form()


def test_public_app_names_itself_in_the_body_and_sends_no_authorization(
    make: Make, server: Loopback, http: requests.Session
) -> None:
    http.auth = ("somebody", "else")
    server.answer(token())
    make(JwtGrant(Client("app", None), "eyJ")).token()
    (request,) = server.received
    assert request.headers["Authorization"] is None
    assert request.form["client_id"] == "app"


def test_token_is_renewed_ahead_of_its_end_and_not_sooner(
    authenticator: Authenticator, server: Loopback, clock: StillClock
) -> None:
    server.answer(token("first"))
    server.answer(token("second"))
    assert bearer(authenticator) == "Bearer first"
    clock.advance(HOUR - 121)
    assert bearer(authenticator) == "Bearer first"
    clock.advance(1)
    assert bearer(authenticator) == "Bearer second"


def test_end_of_a_token_is_told_by_ringcentrals_clock(
    authenticator: Authenticator, server: Loopback, clock: StillClock
) -> None:
    theirs = clock.time + timedelta(hours=5)
    server.answer(token(), Date=format_datetime(theirs, usegmt=True))
    assert authenticator.token().expires_at == theirs + timedelta(seconds=HOUR)
    assert clock.now() == theirs


def test_each_refresh_uses_the_token_that_the_last_one_gave(
    make: Make, server: Loopback, clock: StillClock
) -> None:
    authenticator = make(RefreshTokenGrant(APP, "r1"))
    for following in ({"refresh_token": "r2"}, {"refresh_token": "r3"}, {}, {}):
        server.answer(token(**following))
        authenticator.token()
        clock.advance(HOUR)
    assert [request.form["refresh_token"] for request in server.received] == [
        "r1",
        "r2",
        "r3",
        "r3",
    ]


def test_jwt_is_presented_again_whatever_refresh_token_came_with_it(
    authenticator: Authenticator, server: Loopback, clock: StillClock
) -> None:
    for _ in range(2):
        server.answer(token(refresh_token="r1"))
        authenticator.token()
        clock.advance(HOUR)
    assert [request.form for request in server.received] == [JWT.form()] * 2


def test_refused_token_is_replaced(authenticator: Authenticator, server: Loopback) -> None:
    server.answer(token("first"))
    server.answer(token("second"))
    authenticator.discard(signed(authenticator))
    assert bearer(authenticator) == "Bearer second"


def test_token_that_was_renewed_since_is_kept(
    authenticator: Authenticator, server: Loopback
) -> None:
    server.answer(token("first"))
    server.answer(token("second"))
    early = signed(authenticator)
    authenticator.discard(early)
    authenticator.token()
    authenticator.discard(early)
    assert bearer(authenticator) == "Bearer second"
    assert len(server.received) == 2


@pytest.mark.parametrize(
    ("answer", "seconds"),
    [
        ({"status": 429, "Retry_After": "17"}, 17),
        ({"status": 429}, 60),
        ({"status": 503, "Retry_After": "12"}, 12),
        ({"status": 503}, 10),
        ({"status": 500}, 10),
        ({"status": 408, "Retry_After": "soon"}, 10),
    ],
    ids=str,
)
def test_busy_server_is_asked_again_after_the_right_pause(
    authenticator: Authenticator,
    server: Loopback,
    clock: StillClock,
    answer: dict[str, Any],
    seconds: int,
) -> None:
    server.answer(**answer)
    server.answer(token())
    assert bearer(authenticator) == "Bearer t0ken"
    assert clock.waits == [seconds]


def test_network_that_recovers_is_no_error(
    authenticator: Authenticator, server: Loopback, clock: StillClock
) -> None:
    server.break_off()
    server.break_off(b'{"access_')
    server.answer(token())
    assert bearer(authenticator) == "Bearer t0ken"
    assert clock.waits == [10, 10]


def test_network_that_stays_down_is_given_up_after_three_tries(
    authenticator: Authenticator, server: Loopback, clock: StillClock
) -> None:
    for _ in range(3):
        server.break_off()
    with pytest.raises(SignInError, match=r"cannot be reached \(ConnectionError\)") as caught:
        authenticator.token()
    assert server.url in str(caught.value)
    assert len(server.received) == 3
    assert clock.waits == [10, 10]


def test_server_that_stays_down_is_given_up_after_three_tries(
    authenticator: Authenticator, server: Loopback
) -> None:
    for _ in range(3):
        server.answer(status=503, RCRequestId="1f0c")
    with pytest.raises(SignInError, match=r"Sign-in failed.*503.*request id 1f0c"):
        authenticator.token()
    assert len(server.received) == 3


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [
        (401, "OAU-146", "Check the setting client_secret"),
        (400, "OAU-153", "Check the setting client_id"),
        (400, "OAU-251", "JWT auth flow"),
        (400, "OAU-213", "jwt or refresh_token has expired"),
    ],
)
def test_refusal_is_asked_for_once_and_says_what_to_change(
    authenticator: Authenticator, server: Loopback, status: int, code: str, words: str
) -> None:
    server.answer({"error": "invalid_client", "errors": [{"errorCode": code}]}, status=status)
    with pytest.raises(SignInError, match=f"Sign-in failed.*{code}.*{words}"):
        authenticator.token()
    assert len(server.received) == 1


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"<html>Welcome", 200),
        (b"", 302),
        ([], 200),
        (None, 200),
        ({"access_token": "t0ken"}, 200),
        ({"expires_in": HOUR}, 200),
        ({"access_token": "t0ken", "expires_in": "soon"}, 200),
        ({"access_token": "t0ken", "expires_in": None}, 200),
        ({"access_token": None, "expires_in": HOUR}, 200),
    ],
    ids=str,
)
def test_answer_that_is_no_token_points_to_the_address(
    authenticator: Authenticator, server: Loopback, body: Any, status: int
) -> None:
    server.answer(body, status=status, Location="http://127.0.0.1:9/elsewhere")
    with pytest.raises(SignInError, match=r"is no token\. Check server_url") as caught:
        authenticator.token()
    assert "t0ken" not in str(caught.value)
    assert len(server.received) == 1


def test_secrets_reach_neither_the_log_nor_the_repr(
    make: Make, server: Loopback, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    server.answer(status=503)
    server.answer(token(refresh_token="r2"))
    given = make(RefreshTokenGrant(APP, "r3fresh")).token()
    text = caplog.text + repr(given)
    assert "Signed in" in text
    assert not [secret for secret in ("s3cret", "r3fresh", "r2", "t0ken") if secret in text]
