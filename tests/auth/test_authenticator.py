"""One sign-in for all runs that share a store, and what becomes of it."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
import requests
from support.sign_ins import APP, CODE, HOUR, JWT, SEED, token

from tap_ringcentral.auth.authenticator import Authenticator
from tap_ringcentral.auth.grants import (
    Client,
    CodeGrant,
    JwtGrant,
    PasswordGrant,
    RefreshTokenGrant,
    StoredGrant,
)
from tap_ringcentral.auth.token_store import TokenStore
from tap_ringcentral.errors import SettingsError, SignInError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from support.loopback import Loopback
    from support.still_clock import StillClock

    from tap_ringcentral.auth.grants import Grant
    from tap_ringcentral.auth.token_endpoint import TokenEndpoint

    Make = Callable[..., Authenticator]

STORED = StoredGrant(APP)
PASSWORD = PasswordGrant(APP, "helper@example.com", None, "pa55word")


@pytest.fixture
def make(server: Loopback, endpoint: TokenEndpoint, store: TokenStore, clock: StillClock) -> Make:
    """Makes what a new process has: nothing but the settings, and the store on disk."""

    def make(
        grant: Grant = JWT, *, path: Path = store.path, url: str = server.url
    ) -> Authenticator:
        return Authenticator(
            grant, server_url=url, endpoint=endpoint, store=TokenStore(path), clock=clock
        )

    return make


def signed(authenticator: Authenticator) -> requests.PreparedRequest:
    request = requests.Request("GET", "http://127.0.0.1/call-log", auth=authenticator)
    return request.prepare()


def bearer(authenticator: Authenticator) -> str | None:
    return signed(authenticator).headers.get("Authorization")


def refresh_tokens(server: Loopback) -> list[str | None]:
    return [request.form.get("refresh_token") for request in server.received]


@contextmanager
def full_disk() -> Iterator[None]:
    """From the next flush on, the disk is full."""

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("os.fsync", full)
        yield


# One token, shared


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
    make: Make, server: Loopback, store: TokenStore
) -> None:
    server.answer(token(refresh_token="r2"))
    authenticator = make(SEED)
    with full_disk(), pytest.raises(SettingsError, match=r"cannot be written \(No space left"):
        bearer(authenticator)
    assert store.read() is None
    server.answer(token(refresh_token="r2"))
    assert bearer(authenticator) == "Bearer t0ken"
    stored = store.read()
    assert stored
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


# Seeds, and the refresh tokens that follow them


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


# The store of another sign-in


@pytest.mark.parametrize("grant", [JWT, SEED, STORED], ids=["jwt", "seed", "stored"])
def test_sign_in_of_another_app_is_not_thrown_away(
    make: Make, server: Loopback, store: TokenStore, grant: Grant
) -> None:
    server.answer(token(refresh_token="r2"))
    make(SEED).token()
    before = store.path.read_bytes()
    another = type(grant)(**vars(grant) | {"client": Client("another", "s3cret")})
    with pytest.raises(SettingsError, match=r"of another app or server\. Set token_store"):
        make(another).token()
    assert store.path.read_bytes() == before
    assert len(server.received) == 1


def test_sign_in_of_another_server_is_not_used(make: Make, server: Loopback) -> None:
    server.answer(token(refresh_token="r2"))
    make(SEED).token()
    with pytest.raises(SettingsError, match=r"of another app or server"):
        make(SEED, url="https://platform.ringcentral.biz").token()


def test_code_for_another_app_is_not_used_up_for_nothing(make: Make, server: Loopback) -> None:
    server.answer(token(refresh_token="r2"))
    make(SEED).token()
    with pytest.raises(SettingsError, match=r"of another app or server"):
        make(StoredGrant(Client("another", None))).sign_in(CODE)
    assert len(server.received) == 1


def test_token_of_another_apps_jwt_is_replaced(make: Make, server: Loopback) -> None:
    server.answer(token("theirs"))
    server.answer(token("ours"))
    make(JwtGrant(Client("another", "s3cret"), "eyJ.their.jwt")).token()
    assert bearer(make()) == "Bearer ours"
    assert bearer(make()) == "Bearer ours"


# A store that cannot be used


def test_jwt_signs_in_without_a_store_and_says_so(
    make: Make, server: Loopback, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.touch()
    server.answer(token())
    authenticator = make(path=in_the_way / "token.json")
    assert {bearer(authenticator) for _ in range(3)} == {"Bearer t0ken"}
    assert f"No token store at {in_the_way / 'token.json'}" in caplog.text
    assert len(server.received) == 1


def test_jwt_signs_in_once_though_the_disk_is_full(
    make: Make, server: Loopback, caplog: pytest.LogCaptureFixture
) -> None:
    server.answer(token())
    with full_disk():
        assert bearer(make()) == "Bearer t0ken"
    assert "cannot be written (No space left on device)" in caplog.text
    assert len(server.received) == 1


@pytest.mark.parametrize("grant", [SEED, CODE], ids=["refresh-token", "code"])
def test_seed_is_not_used_up_where_its_successor_could_not_be_kept(
    make: Make, server: Loopback, tmp_path: Path, grant: Grant
) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.touch()
    with pytest.raises(SettingsError, match="cannot be written"):
        make(grant, path=in_the_way / "token.json").token()
    assert server.received == []


@pytest.mark.parametrize("sign_in", ["token", "sign_in"])
def test_seed_is_not_used_up_where_the_directory_takes_no_new_file(
    make: Make, server: Loopback, monkeypatch: pytest.MonkeyPatch, sign_in: str
) -> None:
    def read_only(*_: Any, **__: Any) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr("tempfile.TemporaryFile", read_only)
    authenticator = make(SEED)
    with pytest.raises(SettingsError, match=r"cannot be written \(Read-only file system\)"):
        authenticator.sign_in(CODE) if sign_in == "sign_in" else authenticator.token()
    assert server.received == []


@pytest.mark.parametrize("grant", [JWT, SEED], ids=["jwt", "seed"])
def test_store_that_others_can_read_ends_the_run_without_a_request(
    make: Make, server: Loopback, store: TokenStore, grant: Grant
) -> None:
    server.answer(token(refresh_token="r2"))
    make(grant).token()
    store.path.chmod(0o644)
    with pytest.raises(SettingsError, match="chmod 600"):
        make(grant).token()
    assert len(server.received) == 1


def test_store_that_cannot_be_read_does_not_end_the_runs(
    make: Make, server: Loopback, store: TokenStore
) -> None:
    server.answer(token(refresh_token="r2"))
    make(SEED).token()
    store.path.write_bytes(store.path.read_bytes()[:40])
    server.answer(token("again", refresh_token="r3"))
    assert bearer(make(SEED)) == "Bearer again"
    assert bearer(make(SEED)) == "Bearer again"


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
