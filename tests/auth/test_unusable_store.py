"""A store of another sign-in, or one that cannot be read or written."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING, Any

import pytest
from support.sign_ins import CODE, JWT, SEED, STORED, bearer, full_disk, token

from tap_ringcentral.auth.grants import Client, JwtGrant, StoredGrant
from tap_ringcentral.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from support.loopback import Loopback

    from tap_ringcentral.auth.authenticator import Authenticator
    from tap_ringcentral.auth.grants import Grant
    from tap_ringcentral.auth.token_store import TokenStore

    Make = Callable[..., Authenticator]


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
