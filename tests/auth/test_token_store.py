"""What may happen to a file of tokens, and what the next run finds."""

from __future__ import annotations

import errno
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from support.sign_ins import APP, JWT, PUBLIC_APP, SEED

from tap_ringcentral.api.errors import TokenStoreError
from tap_ringcentral.auth.grants import Client, JwtGrant, StoredGrant
from tap_ringcentral.auth.kept_sign_ins import SignIn, SignIns
from tap_ringcentral.auth.token import Token
from tap_ringcentral.auth.token_store import TokenStore

if TYPE_CHECKING:
    from pathlib import Path

    from support.still_clock import StillClock

    from tap_ringcentral.auth.grants import Grant

NOON = datetime(2026, 3, 20, 12, tzinfo=UTC)
SERVER = "https://platform.ringcentral.com"


def sign_in(value: str = "t0ken") -> SignIns:
    token = Token(value, NOON, "r2", None, ("ReadAccounts", "ReadCallLog"), "101")
    return SignIns((SignIn("app", "fingerprint", is_seed=True, token=token),))


def write(store: TokenStore, what: SignIns) -> None:
    with store.locked():
        store.write(what)


def put(store: TokenStore, content: bytes, mode: int = 0o600) -> None:
    """Put content where a store is, past the store."""
    store.path.parent.mkdir(parents=True, exist_ok=True)
    store.path.write_bytes(content)
    store.path.chmod(mode)


def files_beside(store: TokenStore) -> set[str]:
    return {path.name for path in store.path.parent.iterdir()}


def test_next_process_reads_what_this_one_wrote(store: TokenStore) -> None:
    assert store.read() == SignIns()
    write(store, sign_in("first"))
    write(store, sign_in("second"))
    assert TokenStore(store.path).read() == sign_in("second")


@pytest.mark.parametrize("failing", ["os.fsync", "pathlib.Path.replace"])
def test_disk_that_is_full_midway_leaves_the_last_sign_in_and_no_draft(
    store: TokenStore, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    write(store, sign_in("first"))
    before = files_beside(store)
    monkeypatch.setattr(failing, full)
    with pytest.raises(TokenStoreError, match=r"cannot be written \(No space left") as caught:
        write(store, sign_in("second"))
    monkeypatch.undo()
    assert "second" not in str(caught.value)
    assert files_beside(store) == before
    assert store.read() == sign_in("first")


def test_draft_of_a_killed_process_does_not_stay(
    store: TokenStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("pathlib.Path.replace", killed)
        patched.setattr("pathlib.Path.unlink", lambda *_, **__: None)
        with pytest.raises(KeyboardInterrupt):
            write(store, sign_in())
    assert len(files_beside(store)) == 2
    write(store, sign_in())
    assert files_beside(store) == {"token.json", "token.json.lock"}


_WHOLE = b'{"version":1,"app":"a","fingerprint":"f","is_seed":true,"token":{"access_token":"t0ken",'
_SECOND = b'{"version":2,"sign_ins":'


@pytest.mark.parametrize(
    "content",
    [
        b"\0" * 512,
        b"\xff\xfe",
        b"[]",
        b"null",
        b"{}",
        _WHOLE,
        _WHOLE + b'"expires_at":7,"refresh_token":null,"refresh_expires_at":null,"scopes":[]}}',
        _WHOLE + b'"expires_at":"2026-03-20T12:00:00","refresh_token":null,'
        b'"refresh_expires_at":null,"scopes":[]}}',
        b'{"version":"one"}',
        b'{"version":null}',
        b'{"version":true}',
        b'{"version":2}',
        b'{"version":0}',
        _SECOND + b"null}",
        _SECOND + b"[null]}",
        _SECOND + b'[{"app":"a"}]}',
        _SECOND + b"[" * 100_000,
        b'{"version":' + b"2" * 5_000 + b"}",
    ],
    ids=lambda content: repr(content)[:60],
)
def test_store_that_is_no_sign_in_is_set_aside_and_the_run_goes_on(
    store: TokenStore, caplog: pytest.LogCaptureFixture, content: bytes
) -> None:
    put(store, content)
    assert store.read() == SignIns()
    assert "is set aside as" in caplog.text
    assert "t0ken" not in caplog.text
    assert store.path.with_suffix(".unreadable").read_bytes() == content
    write(store, sign_in())
    assert store.read() == sign_in()


def test_file_that_was_made_empty_to_be_mounted_holds_nobody_and_is_written(
    store: TokenStore, caplog: pytest.LogCaptureFixture
) -> None:
    put(store, b"")
    assert store.read() == SignIns()
    assert caplog.text == ""
    write(store, sign_in())
    assert store.read() == sign_in()


def test_token_from_the_beginning_of_time_has_ended(clock: StillClock) -> None:
    token = Token("t0ken", datetime.min.replace(tzinfo=UTC), None, None, ())
    assert not token.is_live(clock.server_now())
    assert SignIn("app", "f", is_seed=True, token=token).has_ended(clock.server_now())


def test_store_of_a_later_version_is_kept_and_refused(store: TokenStore) -> None:
    put(store, b'{"version": 3, "users": []}')
    with pytest.raises(TokenStoreError, match=r"written by a later version of the tap: install"):
        store.read()
    assert store.path.exists()


def test_directory_as_token_store_is_named_as_what_it_is(tmp_path: Path) -> None:
    with pytest.raises(
        TokenStoreError, match=r"cannot be read \(Is a directory\)\. Set token_store"
    ):
        TokenStore(tmp_path).read()


def test_place_where_no_directory_can_be_made_is_one_clear_error(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.touch()
    for path in (in_the_way / "token.json", in_the_way / "deeper" / "token.json"):
        with (
            pytest.raises(TokenStoreError, match=r"cannot be written \(.*\)\. Set token_store"),
            TokenStore(path).locked(),
        ):
            pytest.fail("locked")


def test_store_that_cannot_be_written_is_found_out_beforehand(tmp_path: Path) -> None:
    with pytest.raises(TokenStoreError, match=r"cannot be written \(No such file or directory\)"):
        TokenStore(tmp_path / "gone" / "token.json").probe()


def test_probe_leaves_nothing_behind(store: TokenStore) -> None:
    with store.locked():
        store.probe()
    assert files_beside(store) <= {"token.json.lock"}


def test_process_that_keeps_the_store_for_minutes_is_named(
    store: TokenStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tap_ringcentral.auth.store_lock._PATIENCE", 0)
    with (
        store.locked(),
        pytest.raises(
            TokenStoreError, match=r"Another process has been signing in with .*token\.json"
        ),
        TokenStore(store.path).locked(),
    ):
        pytest.fail("locked twice")


def test_store_is_free_again_after_an_error(store: TokenStore) -> None:
    with pytest.raises(RuntimeError), store.locked():
        raise RuntimeError
    write(store, sign_in())
    assert store.read() == sign_in()


def test_two_sign_ins_never_share_the_default_file(state_home: Path) -> None:
    of: list[tuple[str, Grant]] = [
        (SERVER, JWT),
        ("https://platform.ringcentral.biz", JWT),
        (SERVER, JwtGrant(Client("other", "s3cret"), JWT.jwt)),
        (SERVER, JwtGrant(APP, "eyJ.another.jwt")),
        (SERVER, SEED),
        (SERVER, StoredGrant(APP)),
    ]
    paths = {TokenStore.for_grant(None, server, grant).path for server, grant in of}
    assert len(paths) == len(of)
    assert {path.parent for path in paths} == {state_home / "tap-ringcentral"}


def test_same_sign_in_finds_its_default_file_again() -> None:
    former = TokenStore.for_grant(None, SERVER, JWT)
    rotated_secret = JwtGrant(Client(APP.client_id, "n3w"), JWT.jwt)
    assert TokenStore.for_grant(None, SERVER, rotated_secret).path == former.path


def test_file_that_is_set_is_used(tmp_path: Path) -> None:
    path = tmp_path / "mine.json"
    assert TokenStore.for_grant(path, SERVER, StoredGrant(PUBLIC_APP)).path == path


def test_tokens_are_not_in_the_repr() -> None:
    text = repr(sign_in())
    assert "fingerprint" in text
    assert "t0ken" not in text
    assert "r2" not in text
