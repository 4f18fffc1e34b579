"""Runs are kept apart, also where a mount has no locks."""

from __future__ import annotations

import errno
import fcntl
import os
from typing import TYPE_CHECKING, Any

import pytest
from filelock import FileLock, Timeout
from support.sign_ins import JWT, SEED, bearer, token

from tap_ringcentral.auth import store_lock

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from support.loopback import Loopback

    from tap_ringcentral.auth.authenticator import Authenticator
    from tap_ringcentral.auth.grants import Grant

    Make = Callable[..., Authenticator]


@pytest.fixture(params=["ENOSYS", "ENOTSUP", "ENOLCK", "EINVAL"])
def mount_without_locks(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A directory where no file can be locked, beside one for temporary files where it can."""
    mount, temporary = tmp_path / "mount", tmp_path / "temporary"
    mount.mkdir()
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    number, true_flock = getattr(errno, request.param), fcntl.flock

    def flock(descriptor: int, operation: int) -> None:
        of_mount = [path.stat() for path in mount.iterdir()]
        if any(os.path.samestat(os.fstat(descriptor), each) for each in of_mount):
            raise OSError(number, os.strerror(number))
        true_flock(descriptor, operation)

    monkeypatch.setattr("fcntl.flock", flock)
    return mount


@pytest.mark.parametrize("grant", [JWT, SEED], ids=lambda grant: type(grant).__name__)
def test_token_is_kept_on_a_mount_without_locks(
    make: Make,
    server: Loopback,
    mount_without_locks: Path,
    caplog: pytest.LogCaptureFixture,
    grant: Grant,
) -> None:
    server.answer(token(refresh_token="r2"))
    path = mount_without_locks / "token.json"
    for _ in range(2):
        assert bearer(make(grant, path=path)) == "Bearer t0ken"
    assert len(server.received) == 1
    assert "has no locks: runs on several machines must not share that file" in caplog.text


def test_runs_of_one_machine_are_kept_apart_on_a_mount_without_locks(
    mount_without_locks: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tap_ringcentral.auth.store_lock._PATIENCE", 0)
    held = store_lock.acquired(mount_without_locks / "token.json")
    with pytest.raises(Timeout):
        store_lock.acquired(mount_without_locks / "token.json")
    store_lock.acquired(mount_without_locks / "other.json").release()
    held.release()
    store_lock.acquired(mount_without_locks / "token.json").release()


def test_lock_that_a_platform_does_not_have_is_made_up_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(lock: Any) -> None:
        if lock.lock_file.startswith(str(tmp_path)):
            raise NotImplementedError
        true_acquire(lock)

    true_acquire = FileLock._acquire
    monkeypatch.setattr(FileLock, "_acquire", missing)
    store_lock.acquired(tmp_path / "token.json").release()
