"""Credentials that work once: what follows them is kept, and goes on for years."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.sign_ins import APP, CODE, HOUR, JWT, SEED, STORED, bearer, token

from tap_ringcentral.api.errors import SignInError
from tap_ringcentral.auth.grants import (
    CodeGrant,
    PasswordGrant,
    RefreshTokenGrant,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from support.loopback import Loopback
    from support.still_clock import StillClock

    from tap_ringcentral.auth.authenticator import Authenticator
    from tap_ringcentral.auth.grants import Grant
    from tap_ringcentral.auth.token_store import TokenStore

    Make = Callable[..., Authenticator]

PASSWORD = PasswordGrant(APP, "helper@example.com", None, "pa55word")


def refresh_tokens(server: Loopback) -> list[str | None]:
    return [request.form.get("refresh_token") for request in server.received]


def test_each_refresh_uses_the_token_that_the_last_one_gave(
    make: Make, server: Loopback, clock: StillClock
) -> None:
    for following in ("r2", "r3", "r4"):
        server.answer(token(refresh_token=following))
        make(SEED).token()
        clock.advance(HOUR)
    assert refresh_tokens(server) == ["r1", "r2", "r3"]


@pytest.mark.parametrize(
    "changed", [RefreshTokenGrant(APP, "r9"), CodeGrant(APP, "c0de2", CODE.redirect_uri, None)]
)
def test_seed_that_was_changed_by_hand_wins_over_the_store(
    make: Make, server: Loopback, changed: Grant
) -> None:
    server.answer(token("former", refresh_token="r2"))
    server.answer(token("changed", refresh_token="r10"))
    assert bearer(make(SEED)) == "Bearer former"
    assert bearer(make(changed)) == "Bearer changed"
    assert server.received[1].form == changed.form()
    assert bearer(make(changed)) == "Bearer changed"


def test_code_is_exchanged_once_and_refreshed_from_then_on(
    make: Make, server: Loopback, clock: StillClock
) -> None:
    server.answer(token("first", refresh_token="r2"))
    server.answer(token("second", refresh_token="r3"))
    assert bearer(make(CODE)) == "Bearer first"
    clock.advance(HOUR)
    assert bearer(make(CODE)) == "Bearer second"
    assert server.received[1].form == {"grant_type": "refresh_token", "refresh_token": "r2"}


@pytest.mark.parametrize("grant", [JWT, PASSWORD], ids=["jwt", "password"])
def test_lasting_credential_is_presented_again_whatever_refresh_token_came_with_it(
    make: Make, server: Loopback, clock: StillClock, grant: Grant
) -> None:
    for _ in range(2):
        server.answer(token(refresh_token="r1"))
        make(grant).token()
        clock.advance(HOUR)
    assert [request.form for request in server.received] == [grant.form()] * 2


def test_app_that_gets_no_refresh_tokens_is_told_so_and_not_asked_in_vain(
    make: Make, server: Loopback, clock: StillClock
) -> None:
    server.answer(token())
    make(CODE).token()
    clock.advance(HOUR)
    with pytest.raises(SignInError, match=r"let the app issue refresh tokens \(Developer Console"):
        make(CODE).token()
    assert len(server.received) == 1


def test_refused_refresh_does_not_cost_what_is_stored(
    make: Make, server: Loopback, clock: StillClock, store: TokenStore
) -> None:
    server.answer(token(refresh_token="r2"))
    make(SEED).token()
    before = store.path.read_bytes()
    clock.advance(HOUR)
    server.answer({"errors": [{"errorCode": "OAU-213"}]}, status=400)
    with pytest.raises(SignInError, match="OAU-213"):
        make(SEED).token()
    assert store.path.read_bytes() == before


def test_sign_in_through_the_browser_is_found_by_later_runs(
    make: Make, server: Loopback, clock: StillClock
) -> None:
    server.answer(token("first", refresh_token="r2"))
    server.answer(token("second", refresh_token="r3"))
    assert make(STORED).sign_in(CODE).access_token == "first"
    assert bearer(make(STORED)) == "Bearer first"
    clock.advance(HOUR)
    assert bearer(make(STORED)) == "Bearer second"
    assert server.received[1].form["refresh_token"] == "r2"


def test_second_sign_in_through_the_browser_replaces_the_first(
    make: Make, server: Loopback
) -> None:
    server.answer(token("first", refresh_token="r2"))
    server.answer(token("second", refresh_token="r3"))
    make(STORED).sign_in(CODE)
    make(STORED).sign_in(CODE)
    assert bearer(make(STORED)) == "Bearer second"


def test_nobody_signed_in_is_told_without_a_request(make: Make, server: Loopback) -> None:
    with pytest.raises(SignInError, match="Nobody is signed in"):
        make(STORED).token()
    assert server.received == []


def test_sign_in_goes_on_where_its_seed_was_taken_out_of_the_config(
    make: Make, server: Loopback, clock: StillClock
) -> None:
    server.answer(token(refresh_token="r2"))
    server.answer(token("next", refresh_token="r3"))
    make(SEED).token()
    clock.advance(HOUR)
    assert bearer(make(STORED)) == "Bearer next"
    assert refresh_tokens(server) == ["r1", "r2"]
