"""Several apps, users and credentials share one token store, and none costs another its own."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from support.sign_ins import APP, CODE, HOUR, JWT, SEED, STORED, bearer, token

from tap_ringcentral.api.errors import SettingsError, SignInError
from tap_ringcentral.auth.grants import (
    Client,
    CodeGrant,
    JwtGrant,
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

WEEK = 7 * 24 * HOUR
OTHER_APP = Client("another", "s3cret")
OTHERS: list[Grant] = [
    JwtGrant(APP, "eyJ.another.jwt"),
    JwtGrant(OTHER_APP, JWT.jwt),
    RefreshTokenGrant(APP, "another-r1"),
    RefreshTokenGrant(OTHER_APP, SEED.refresh_token),
    CodeGrant(APP, "another-c0de", CODE.redirect_uri, None),
    PasswordGrant(APP, "another@example.com", None, "pa55word"),
]


def name_of(grant: object) -> str:
    return type(grant).__name__


def of_user(user: str, number: int) -> dict[str, Any]:
    """A user's nth token."""
    return token(
        f"{user}{number}",
        owner_id=user,
        refresh_token=f"{user}-r{number}",
        refresh_token_expires_in=WEEK,
    )


def kept(store: TokenStore) -> set[str]:
    """The access tokens in the store."""
    sign_ins = json.loads(store.path.read_bytes())["sign_ins"]
    return {each["token"]["access_token"] for each in sign_ins}


@pytest.mark.parametrize("other", OTHERS, ids=name_of)
@pytest.mark.parametrize("one", [JWT, SEED, CODE], ids=name_of)
def test_two_extractors_with_one_store_each_read_their_own_account(
    make: Make, server: Loopback, clock: StillClock, *, one: Grant, other: Grant
) -> None:
    for number in (1, 2, 3):
        server.answer(of_user("ann", number))
        server.answer(of_user("ben", number))
        for _ in range(2):
            assert bearer(make(one)) == f"Bearer ann{number}"
            assert bearer(make(other)) == f"Bearer ben{number}"
        clock.advance(HOUR)
    assert len(server.received) == 6
    refreshed = [each.form.get("refresh_token") for each in server.received[4:]]
    expected = [
        user if grant.is_seed else None for user, grant in (("ann-r2", one), ("ben-r2", other))
    ]
    assert refreshed == expected


def test_sign_in_of_another_server_is_neither_used_nor_lost(make: Make, server: Loopback) -> None:
    server.answer(of_user("ann", 1))
    server.answer(of_user("ben", 1))
    make(SEED).token()
    elsewhere = make(SEED, url="https://platform.ringcentral.biz")
    assert bearer(elsewhere) == "Bearer ben1"
    assert bearer(make(SEED)) == "Bearer ann1"


def test_file_of_the_former_version_goes_on_and_keeps_what_it_held(
    make: Make, server: Loopback, clock: StillClock, store: TokenStore
) -> None:
    server.answer(of_user("ann", 1))
    make(SEED).token()
    (sign_in,) = json.loads(store.path.read_bytes())["sign_ins"]
    del sign_in["token"]["owner_id"]
    store.path.write_bytes(json.dumps({"version": 1} | sign_in).encode())
    assert bearer(make(SEED)) == "Bearer ann1"
    server.answer(of_user("ben", 1))
    assert bearer(make()) == "Bearer ben1"
    clock.advance(HOUR)
    server.answer(of_user("ann", 2))
    assert bearer(make(SEED)) == "Bearer ann2"
    assert server.received[-1].form["refresh_token"] == "ann-r1"


def test_what_has_long_ended_does_not_pile_up(
    make: Make, server: Loopback, clock: StillClock, store: TokenStore
) -> None:
    for user in ("ann", "ben"):
        server.answer(of_user(user, 1))
    make(JwtGrant(APP, "eyJ.former.jwt")).token()
    make(RefreshTokenGrant(APP, "former")).token()
    clock.time += timedelta(days=38)
    server.answer(of_user("ann", 2))
    make().token()
    assert kept(store) == {"ann2"}


def test_seed_that_only_seems_to_have_ended_is_kept(
    make: Make, server: Loopback, clock: StillClock, store: TokenStore
) -> None:
    server.answer(of_user("ann", 1))
    make(SEED).token()
    clock.time += timedelta(days=20)  # this machine's clock is wrong
    server.answer(of_user("ben", 1))
    make().token()
    assert kept(store) == {"ann1", "ben1"}


# Nobody but the store knows who is meant: a sign-in through a browser


def test_login_does_not_read_the_account_of_anothers_jwt(make: Make, server: Loopback) -> None:
    server.answer(of_user("ann", 1))
    make(JWT).token()
    with pytest.raises(SignInError, match="Nobody is signed in"):
        make(STORED).token()
    assert len(server.received) == 1


def test_login_that_may_be_either_of_two_is_refused_before_anything_is_asked(
    make: Make, server: Loopback
) -> None:
    server.answer(of_user("ann", 1))
    server.answer(of_user("ben", 1))
    make(SEED).token()
    make(CODE).token()
    with pytest.raises(SettingsError, match=r"several sign-ins of this app\. Set token_store to a"):
        make(STORED).token()
    assert len(server.received) == 2


def test_seed_that_has_ended_does_not_stand_in_the_way_of_the_one_that_lives(
    make: Make, server: Loopback, clock: StillClock
) -> None:
    server.answer(of_user("ann", 1))
    make(SEED).token()
    clock.advance(WEEK + HOUR)
    server.answer(of_user("ann", 2))
    make(CODE).token()
    assert bearer(make(STORED)) == "Bearer ann2"


def test_sign_in_that_another_takes_up_goes_on_for_the_one_that_began_it(
    make: Make, server: Loopback, clock: StillClock
) -> None:
    server.answer(of_user("ann", 1))
    make(SEED).token()
    clock.advance(HOUR)
    server.answer(of_user("ann", 2))
    assert bearer(make(STORED)) == "Bearer ann2"
    assert bearer(make(SEED)) == "Bearer ann2"
    assert len(server.received) == 2


@pytest.mark.parametrize("first", [STORED, SEED], ids=name_of)
def test_login_does_not_replace_the_sign_in_of_another_user(
    make: Make, server: Loopback, store: TokenStore, first: Grant
) -> None:
    server.answer(of_user("ann", 1))
    make(STORED).sign_in(CODE) if first is STORED else make(first).token()
    before = store.path.read_bytes()
    server.answer(of_user("ben", 1))
    with pytest.raises(
        SettingsError, match=r"of another user of this app, .* Set token_store to a"
    ):
        make(STORED).sign_in(CODE)
    assert store.path.read_bytes() == before
    assert bearer(make(STORED)) == "Bearer ann1"


def test_login_of_the_same_user_replaces_the_former_one(
    make: Make, server: Loopback, store: TokenStore
) -> None:
    for number in (1, 2):
        server.answer(of_user("ann", number))
        make(STORED).sign_in(CODE)
    assert bearer(make(STORED)) == "Bearer ann2"
    assert kept(store) == {"ann2"}


def test_login_replaces_another_users_sign_in_that_has_ended(
    make: Make, server: Loopback, clock: StillClock
) -> None:
    server.answer(of_user("ann", 1))
    make(STORED).sign_in(CODE)
    clock.advance(WEEK)
    server.answer(of_user("ben", 1))
    make(STORED).sign_in(CODE)
    assert bearer(make(STORED)) == "Bearer ben1"


def test_logins_of_two_apps_share_a_store(make: Make, server: Loopback) -> None:
    other = type(STORED)(OTHER_APP)
    server.answer(of_user("ann", 1))
    server.answer(of_user("ben", 1))
    make(STORED).sign_in(CODE)
    make(other).sign_in(CodeGrant(OTHER_APP, "c0de", CODE.redirect_uri, None))
    assert bearer(make(STORED)) == "Bearer ann1"
    assert bearer(make(other)) == "Bearer ben1"
