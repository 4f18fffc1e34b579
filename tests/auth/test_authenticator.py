"""One token for all runs that share a store: used, renewed, replaced when refused."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

import pytest
from support.sign_ins import APP, CODE, HOUR, JWT, SEED, bearer, signed, token

from tap_ringcentral.api.errors import SettingsError, SignInError
from tap_ringcentral.auth.grants import (
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

PASSWORD = PasswordGrant(APP, "helper@example.com", None, "pa55word")


def test_one_token_serves_many_requests(make: Make, server: Loopback) -> None:
    server.answer(token())
    authenticator = make()
    assert {bearer(authenticator) for _ in range(5)} == {"Bearer t0ken"}
    assert len(server.received) == 1


@pytest.mark.parametrize(
    "grant", [JWT, SEED, CODE, PASSWORD], ids=lambda grant: type(grant).__name__
)
def test_next_process_uses_the_live_token(make: Make, server: Loopback, grant: Grant) -> None:
    server.answer(token(refresh_token="r2"))
    for _ in range(3):
        assert bearer(make(grant)) == "Bearer t0ken"
    assert len(server.received) == 1


def test_token_is_renewed_ahead_of_its_end_and_not_sooner(
    make: Make, server: Loopback, clock: StillClock
) -> None:
    server.answer(token("first"))
    server.answer(token("second"))
    running = make()
    assert bearer(running) == "Bearer first"
    clock.advance(HOUR - 121)
    assert bearer(running) == bearer(make()) == "Bearer first"
    clock.advance(1)
    assert bearer(running) == bearer(make()) == "Bearer second"


def test_token_that_another_process_renewed_is_taken_over(
    make: Make, server: Loopback, clock: StillClock
) -> None:
    server.answer(token("first", refresh_token="r2"))
    server.answer(token("second", refresh_token="r3"))
    one, other = make(SEED), make(SEED)
    assert bearer(one) == bearer(other) == "Bearer first"
    clock.advance(HOUR)
    assert bearer(one) == "Bearer second"
    assert bearer(other) == "Bearer second"
    assert len(server.received) == 2


def test_new_token_is_on_disk_before_it_is_used(
    make: Make, server: Loopback, store: TokenStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    server.answer(token(refresh_token="r2"))
    authenticator = make(SEED)
    with monkeypatch.context() as patched:
        patched.setattr("pathlib.Path.replace", full)
        with pytest.raises(SettingsError, match=r"cannot be written \(No space left"):
            bearer(authenticator)
    assert store.read().sign_ins == ()
    assert len(server.received) == 1
    server.answer(token(refresh_token="r2"))
    assert bearer(authenticator) == "Bearer t0ken"
    (stored,) = store.read().sign_ins
    assert stored.token.refresh_token == "r2"


# A refused token


def test_refused_token_is_renewed_and_not_read_from_the_store_again(
    make: Make, server: Loopback
) -> None:
    server.answer(token("first"))
    server.answer(token("second"))
    authenticator = make()
    authenticator.discard(signed(authenticator))
    assert bearer(authenticator) == "Bearer second"
    assert bearer(make()) == "Bearer second"
    assert len(server.received) == 2


def test_refused_token_is_not_renewed_where_another_process_was_quicker(
    make: Make, server: Loopback
) -> None:
    server.answer(token("first"))
    server.answer(token("second"))
    refused = [(authenticator, signed(authenticator)) for authenticator in (make(), make())]
    for authenticator, request in refused:
        authenticator.discard(request)
        assert bearer(authenticator) == "Bearer second"
    assert len(server.received) == 2


def test_token_that_was_renewed_since_is_kept(make: Make, server: Loopback) -> None:
    server.answer(token("first"))
    server.answer(token("second"))
    authenticator = make()
    early = signed(authenticator)
    authenticator.discard(early)
    authenticator.token()
    authenticator.discard(early)
    assert bearer(authenticator) == "Bearer second"
    assert len(server.received) == 2


# What is told


def test_refused_jwt_says_what_the_credential_itself_shows(make: Make, server: Loopback) -> None:
    server.answer({"errors": [{"errorCode": "OAU-140"}]}, status=400)
    with pytest.raises(SignInError, match=r"OAU-140.*The setting jwt is no JWT") as caught:
        make(JwtGrant(APP, "half.eyJ")).token()
    assert "half.eyJ" not in str(caught.value)


def test_secrets_reach_neither_the_log_nor_the_repr_nor_the_lock(
    make: Make, server: Loopback, store: TokenStore, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    server.answer(status=503)
    server.answer(token(refresh_token="r3fresh"))
    authenticator = make(RefreshTokenGrant(APP, "r1fresh"))
    given = authenticator.token()
    others = [path for path in store.path.parent.iterdir() if path != store.path]
    text = f"{caplog.text} {given!r} {authenticator!r} {[path.read_text() for path in others]}"
    assert "Signed in" in text
    secrets = ("s3cret", "r1fresh", "r3fresh", "t0ken")
    assert not [secret for secret in secrets if secret in text]
