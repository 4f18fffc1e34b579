"""A file of tokens on volumes and mounts that change modes, or lack calls of a local disk."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from support.store_faults import failing, without_modes

from tap_ringcentral.auth.private_file import ExposedError, PrivateFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")


@pytest.fixture
def file(tmp_path: Path) -> PrivateFile:
    return PrivateFile(tmp_path / "token.json")


@pytest.fixture(params=[0o000, 0o022, 0o077, 0o777], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    former = os.umask(request.param)
    yield request.param
    os.umask(former)


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_nobody_else_may_read_it_whatever_the_umask(file: PrivateFile, umask: int) -> None:
    file.write(b"t0ken")
    assert mode_of(file.path) == 0o600, oct(umask)
    assert file.read() == b"t0ken"


def test_group_of_a_setgid_directory_may_not_read_it(file: PrivateFile) -> None:
    file.path.parent.chmod(0o2775)
    file.write(b"t0ken")
    assert mode_of(file.path) == 0o600


# Modes that change between runs


@pytest.mark.parametrize("mode", [0o660, 0o777, 0o640, 0o604])
def test_mode_that_a_volume_changed_is_put_right_and_told_once(
    file: PrivateFile, caplog: pytest.LogCaptureFixture, mode: int
) -> None:
    file.write(b"t0ken")
    file.path.chmod(mode)
    assert file.read() == file.read() == b"t0ken"
    assert mode_of(file.path) == 0o600
    (told,) = (record.getMessage() for record in caplog.records)
    assert f"{file.path} (mode {mode:04o})" in told
    assert "t0ken" not in told


def test_owners_own_mode_is_no_reason_to_speak(
    file: PrivateFile, caplog: pytest.LogCaptureFixture
) -> None:
    file.write(b"t0ken")
    for mode in (0o400, 0o700, 0o600):
        file.path.chmod(mode)
        assert file.read() == b"t0ken"
    assert caplog.text == ""


@pytest.mark.parametrize("number", [errno.EPERM, errno.EROFS, errno.ENOTSUP, errno.ENOSYS, 0])
def test_file_whose_mode_cannot_be_put_right_is_not_read(
    file: PrivateFile, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    file.write(b"t0ken")
    file.path.chmod(0o660)
    monkeypatch.setattr("os.fchmod", failing(number) if number else lambda *_: None)
    with pytest.raises(ExposedError) as caught:
        file.read()
    assert caught.value.mode == 0o660


def test_nothing_is_written_where_others_could_read_it(
    file: PrivateFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_modes(monkeypatch)
    for attempt in (file.probe, lambda: file.write(b"t0ken")):
        with pytest.raises(ExposedError):
            attempt()
    assert list(file.path.parent.iterdir()) == []


def test_volume_without_modes_that_shows_private_ones_is_used(
    file: PrivateFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_modes(monkeypatch, 0o700)
    file.probe()
    file.write(b"t0ken")
    assert file.read() == b"t0ken"


# Mounts that lack calls of a local disk


@pytest.mark.parametrize(
    "number",
    [errno.EINVAL, errno.EACCES, errno.ENOTSUP, errno.EISDIR, errno.EBADF, errno.ENOSYS, errno.EIO],
)
@pytest.mark.parametrize("call", ["os.open", "os.fsync"])
def test_directory_that_cannot_be_flushed_does_not_stop_a_write(
    file: PrivateFile, monkeypatch: pytest.MonkeyPatch, number: int, call: str
) -> None:
    true: dict[str, Callable[..., Any]] = {"os.open": os.open, "os.fsync": os.fsync}

    def unless_directory(what: Path | int, *args: Any, **kwargs: Any) -> Any:
        directory = file.path.parent.stat()
        found = os.fstat(what) if isinstance(what, int) else what.exists() and what.stat()
        if found and os.path.samestat(found, directory):
            raise OSError(number, os.strerror(number))
        return true[call](what, *args, **kwargs)

    with monkeypatch.context() as patched:
        patched.setattr(call, unless_directory)
        file.write(b"t0ken")
    assert file.read() == b"t0ken"


@pytest.mark.parametrize("number", [errno.EINVAL, errno.EIO, errno.ENOSPC, errno.ENOTSUP])
def test_file_that_cannot_be_flushed_is_an_error_beforehand_and_later(
    file: PrivateFile, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    file.write(b"first")
    monkeypatch.setattr("os.fsync", failing(number))
    for attempt in (file.probe, lambda: file.write(b"second")):
        with pytest.raises(OSError, match=os.strerror(number)):
            attempt()
    assert file.read() == b"first"
    assert list(file.path.parent.iterdir()) == [file.path]


def test_file_that_is_mounted_by_itself_is_rewritten_where_it_is(
    file: PrivateFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write(b"a longer first")
    monkeypatch.setattr("pathlib.Path.replace", failing(errno.EBUSY))
    file.write(b"second")
    assert file.read() == b"second"
    assert list(file.path.parent.iterdir()) == [file.path]


# What is no file


def test_directory_is_not_read(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError):
        PrivateFile(tmp_path).read()


def test_pipe_is_not_waited_for_and_left_as_it_is(file: PrivateFile) -> None:
    os.mkfifo(file.path, 0o644)
    with pytest.raises(OSError, match="no regular file"):
        file.read()
    assert stat.S_ISFIFO(file.path.stat().st_mode)
    assert mode_of(file.path) == 0o644


def test_device_is_left_as_it_is() -> None:
    null = Path(os.devnull)
    before = null.stat()
    with pytest.raises(OSError, match="no regular file"):
        PrivateFile(null).read()
    assert null.stat().st_mode == before.st_mode
