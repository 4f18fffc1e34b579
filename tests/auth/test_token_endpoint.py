"""One token request: what is sent, what is tried again, what a person is told."""

from __future__ import annotations

from base64 import b64encode
from datetime import timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

import pytest
from support.loopback import Loopback
from support.sign_ins import APP, CODE, HOUR, JWT, PUBLIC_APP, SEED, token

from tap_ringcentral.api.errors import SignInError
from tap_ringcentral.auth.grants import Client, CodeGrant, JwtGrant, PasswordGrant
from tap_ringcentral.auth.token_endpoint import TokenEndpoint

if TYPE_CHECKING:
    from pathlib import Path

    import requests
    from support.still_clock import StillClock

    from tap_ringcentral.auth.grants import Grant

GRANTS = [JWT, SEED, CODE, PasswordGrant(APP, "helper@example.com", None, "pa55word")]
REPEATABLE = [grant for grant in GRANTS if grant is not CODE]


def name_of(grant: object) -> str:
    return type(grant).__name__


@pytest.mark.parametrize("grant", GRANTS, ids=name_of)
def test_grant_is_sent_as_a_form_with_the_app_in_the_header(
    endpoint: TokenEndpoint, server: Loopback, grant: Grant
) -> None:
    server.answer(token())
    endpoint.request(grant)
    (request,) = server.received
    assert request.path == "/restapi/oauth/token"
    assert request.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert request.headers["Authorization"] == f"Basic {b64encode(b'app:s3cret').decode()}"
    assert request.form == grant.form()


def test_public_app_names_itself_in_the_body_and_sends_no_authorization(
    endpoint: TokenEndpoint,
    server: Loopback,
    http: requests.Session,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password else\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(netrc))
    http.auth = ("somebody", "else")
    server.answer(token())
    grant = CodeGrant(PUBLIC_APP, "c0de", CODE.redirect_uri, "verif1er")
    endpoint.request(grant)
    (request,) = server.received
    assert "Authorization" not in request.headers
    assert request.form == grant.form() | {"client_id": "app"}


@pytest.mark.parametrize(("lifetime", "sent"), [(2_592_000, "2592000"), (0, "0"), (None, None)])
def test_lifetime_of_refresh_tokens_is_asked_for_where_it_is_set(
    server: Loopback,
    http: requests.Session,
    clock: StillClock,
    lifetime: int | None,
    sent: str | None,
) -> None:
    server.answer(token())
    TokenEndpoint(server.url, http=http, clock=clock, lifetime=lifetime).request(SEED)
    assert server.received[0].form.get("refresh_token_ttl") == sent


def test_answer_becomes_a_token_whose_ends_are_instants(
    endpoint: TokenEndpoint, server: Loopback, clock: StillClock
) -> None:
    server.answer(
        token(
            refresh_token="r2", refresh_token_expires_in=604_800, scope="ReadAccounts ReadCallLog"
        )
    )
    given = endpoint.request(SEED)
    assert (given.access_token, given.refresh_token) == ("t0ken", "r2")
    assert given.expires_at == clock.time + timedelta(hours=1)
    assert given.refresh_expires_at == clock.time + timedelta(days=7)
    assert given.scopes == ("ReadAccounts", "ReadCallLog")


def test_end_of_a_token_is_told_by_ringcentrals_clock(
    endpoint: TokenEndpoint, server: Loopback, clock: StillClock
) -> None:
    theirs = clock.time + timedelta(hours=5)
    server.answer(token(), Date=format_datetime(theirs, usegmt=True))
    assert endpoint.request(JWT).expires_at == theirs + timedelta(seconds=HOUR)
    assert clock.server_now() == theirs


# What is tried again


@pytest.mark.parametrize(
    ("answer", "seconds"),
    [
        ({"status": 429, "Retry_After": "17"}, 17),
        ({"status": 429}, 60),
        ({"status": 503, "Retry_After": "12"}, 12),
        ({"status": 503}, 10),
        ({"status": 500}, 10),
        ({"status": 502}, 10),
        ({"status": 504}, 10),
        ({"status": 408, "Retry_After": "soon"}, 10),
    ],
    ids=str,
)
@pytest.mark.parametrize("grant", REPEATABLE, ids=name_of)
def test_busy_server_is_asked_again_after_the_right_pause(
    endpoint: TokenEndpoint,
    server: Loopback,
    clock: StillClock,
    *,
    grant: Grant,
    answer: dict[str, Any],
    seconds: int,
) -> None:
    server.answer(**answer)
    server.answer(token())
    assert endpoint.request(grant).access_token == "t0ken"
    assert clock.waits == [seconds]
    assert server.received[0].form == server.received[1].form


@pytest.mark.parametrize("grant", REPEATABLE, ids=name_of)
def test_network_that_recovers_is_no_error(
    endpoint: TokenEndpoint, server: Loopback, clock: StillClock, grant: Grant
) -> None:
    server.break_off()
    server.break_off(b'{"access_')
    server.answer(token())
    assert endpoint.request(grant).access_token == "t0ken"
    assert clock.waits == [10, 10]


def test_network_that_stays_down_is_given_up_after_three_tries(
    endpoint: TokenEndpoint, server: Loopback, clock: StillClock
) -> None:
    for _ in range(3):
        server.break_off()
    with pytest.raises(SignInError, match=r"cannot be reached \(ConnectionError\)") as caught:
        endpoint.request(JWT)
    assert server.url in str(caught.value)
    assert len(server.received) == 3
    assert clock.waits == [10, 10]


def test_server_that_stays_down_is_given_up_after_three_tries(
    endpoint: TokenEndpoint, server: Loopback
) -> None:
    for _ in range(3):
        server.answer(status=503, RCRequestId="1f0c")
    with pytest.raises(SignInError, match=r"Sign-in failed.*503.*request id 1f0c"):
        endpoint.request(JWT)
    assert len(server.received) == 3


@pytest.mark.parametrize("body", [None, b'{"access_'], ids=["no-answer", "half-an-answer"])
def test_code_is_not_sent_again_where_it_may_have_been_used(
    endpoint: TokenEndpoint, server: Loopback, clock: StillClock, body: bytes | None
) -> None:
    server.break_off(body)
    with pytest.raises(SignInError, match=r"Obtain a new authorization_code\.$"):
        endpoint.request(CODE)
    assert len(server.received) == 1
    assert clock.waits == []


@pytest.mark.parametrize("status", [408, 500, 502, 504])
def test_code_is_not_sent_again_after_an_answer_that_leaves_it_open(
    endpoint: TokenEndpoint, server: Loopback, status: int
) -> None:
    server.answer(status=status)
    with pytest.raises(SignInError, match=f"Sign-in failed.*{status}"):
        endpoint.request(CODE)
    assert len(server.received) == 1


@pytest.mark.parametrize("status", [429, 503])
def test_code_is_sent_again_where_nobody_looked_at_it(
    endpoint: TokenEndpoint, server: Loopback, clock: StillClock, status: int
) -> None:
    server.answer(status=status, Retry_After="2")
    server.answer(token())
    assert endpoint.request(CODE).access_token == "t0ken"
    assert clock.waits == [2]


@pytest.mark.parametrize("grant", GRANTS, ids=name_of)
def test_request_that_never_arrived_is_tried_again(
    http: requests.Session, clock: StillClock, grant: Grant
) -> None:
    with Loopback() as gone:
        url = gone.url
    with pytest.raises(SignInError, match="cannot be reached") as caught:
        TokenEndpoint(url, http=http, clock=clock).request(grant)
    assert clock.waits == [10, 10]
    assert "authorization_code" not in str(caught.value)


def test_setting_that_cannot_be_sent_is_asked_for_once(
    endpoint: TokenEndpoint, server: Loopback, clock: StillClock
) -> None:
    with pytest.raises(SignInError, match=r"Sign-in failed\."):
        endpoint.request(JwtGrant(APP, "\ud800"))
    assert server.received == []
    assert clock.waits == []


def test_app_whose_name_is_beyond_latin_1_is_for_ringcentral_to_judge(
    endpoint: TokenEndpoint, server: Loopback
) -> None:
    server.answer({"error": "invalid_client"}, status=401)
    with pytest.raises(SignInError, match="Check the settings client_id and client_secret"):
        endpoint.request(JwtGrant(Client("прил", "s€cret"), "jwt"))
    assert len(server.received) == 1


@pytest.mark.parametrize("variable", ["REQUESTS_CA_BUNDLE", "HTTPS_PROXY"])
def test_variable_that_is_wrong_is_named_at_once(
    http: requests.Session, clock: StillClock, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    for name in ("no_proxy", "NO_PROXY", "REQUESTS_CA_BUNDLE", "https_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(variable, "somebody:pa55word@nowhere.example:3128")
    with pytest.raises(SignInError, match=f"Sign-in failed. {variable} ") as caught:
        TokenEndpoint("https://platform.invalid", http=http, clock=clock).request(CODE)
    assert "pa55word" not in str(caught.value)
    assert "authorization_code" not in str(caught.value)
    assert clock.waits == []
