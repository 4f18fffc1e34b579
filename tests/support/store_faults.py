"""What may be wrong with the place of a token store: each a function that makes it so."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

NOT_PRIVATE = b'{"version": 2, "sign_ins": []}'


def failing(number: int) -> Callable[..., Any]:
    """A call that fails."""

    def fail(*_: Any, **__: Any) -> Any:
        raise OSError(number, os.strerror(number))

    return fail


def _opening_fails(patched: pytest.MonkeyPatch, number: int, when: Callable[..., bool]) -> None:
    true_open = os.open

    def opened(path: Any, flags: int, *args: Any, **kwargs: Any) -> int:
        if when(os.fspath(path), flags):
            raise OSError(number, os.strerror(number), os.fspath(path))
        return true_open(path, flags, *args, **kwargs)

    patched.setattr("os.open", opened)


def file_in_the_way(store: Path, _: pytest.MonkeyPatch) -> None:
    store.parent.rmdir()
    store.parent.touch()


def directory_in_the_way(store: Path, _: pytest.MonkeyPatch) -> None:
    store.mkdir()


def pipe_in_the_way(store: Path, _: pytest.MonkeyPatch) -> None:
    os.mkfifo(store)


def link_to_itself(store: Path, _: pytest.MonkeyPatch) -> None:
    store.symlink_to(store)


def link_of_another_user(store: Path, patched: pytest.MonkeyPatch) -> None:
    store.symlink_to("elsewhere")
    os.chown(store, 12_345, -1, follow_symlinks=False) if os.geteuid() == 0 else patched.setattr(
        "os.geteuid", lambda: 12_345
    )


def later_version(store: Path, _: pytest.MonkeyPatch) -> None:
    store.write_bytes(b'{"version": 99}')


def file_of_another_user(store: Path, patched: pytest.MonkeyPatch) -> None:
    store.touch()
    _opening_fails(patched, errno.EACCES, lambda path, _: path == os.fspath(store))


def mode_that_cannot_be_changed(store: Path, patched: pytest.MonkeyPatch) -> None:
    store.write_bytes(NOT_PRIVATE)
    store.chmod(0o660)
    patched.setattr("os.fchmod", failing(errno.EPERM))


def mode_that_stays(store: Path, patched: pytest.MonkeyPatch) -> None:
    store.write_bytes(NOT_PRIVATE)
    store.chmod(0o777)
    patched.setattr("os.fchmod", lambda *_: None)


def without_modes(patched: pytest.MonkeyPatch, mode: int = 0o777) -> None:
    """Let every regular file seem to have one mode, as on SMB; changing it does nothing."""
    true_fstat = os.fstat

    def fstat(descriptor: int) -> os.stat_result:
        true = true_fstat(descriptor)
        shown = mode if stat.S_ISREG(true.st_mode) else stat.S_IMODE(true.st_mode)
        return os.stat_result((stat.S_IFMT(true.st_mode) | shown, *tuple(true)[1:]))

    patched.setattr("os.fstat", fstat)
    patched.setattr("os.fchmod", lambda *_: None)


def volume_without_modes(_: Path, patched: pytest.MonkeyPatch) -> None:
    without_modes(patched)


def lock_of_another_user(store: Path, patched: pytest.MonkeyPatch) -> None:
    lock = f"{store}.lock"
    Path(lock).touch(mode=0o600)
    _opening_fails(patched, errno.EACCES, lambda path, _: path == lock)


def lock_that_is_a_link_to_nowhere(store: Path, _: pytest.MonkeyPatch) -> None:
    Path(f"{store}.lock").symlink_to("nowhere")


def lock_that_is_a_directory(store: Path, _: pytest.MonkeyPatch) -> None:
    Path(f"{store}.lock").mkdir()


def draft_that_is_a_directory(store: Path, _: pytest.MonkeyPatch) -> None:
    store.with_name(f".{store.name}.draft").mkdir()


def read_only_volume(_: Path, patched: pytest.MonkeyPatch) -> None:
    _opening_fails(patched, errno.EROFS, lambda _, flags: bool(flags & os.O_CREAT))


def read_only_root(_: Path, patched: pytest.MonkeyPatch) -> None:
    patched.setattr("pathlib.Path.mkdir", failing(errno.EROFS))


def unreadable_file_that_cannot_be_set_aside(store: Path, patched: pytest.MonkeyPatch) -> None:
    store.write_bytes(b"{")
    patched.setattr("pathlib.Path.replace", failing(errno.EROFS))


def no_locks_and_no_temporary_files(_: Path, patched: pytest.MonkeyPatch) -> None:
    patched.setattr("fcntl.flock", failing(errno.ENOLCK))
    patched.setattr("tempfile.gettempdir", failing(errno.ENOENT))


def mount_without_renames(_: Path, patched: pytest.MonkeyPatch) -> None:
    for call in ("rename", "replace"):
        patched.setattr(f"pathlib.Path.{call}", failing(errno.ENOSYS))


def disk_that_is_full(_: Path, patched: pytest.MonkeyPatch) -> None:
    patched.setattr("os.fsync", failing(errno.ENOSPC))


FAULTS = [
    file_in_the_way,
    directory_in_the_way,
    pipe_in_the_way,
    link_to_itself,
    link_of_another_user,
    later_version,
    file_of_another_user,
    mode_that_cannot_be_changed,
    mode_that_stays,
    volume_without_modes,
    lock_of_another_user,
    lock_that_is_a_link_to_nowhere,
    lock_that_is_a_directory,
    draft_that_is_a_directory,
    read_only_volume,
    read_only_root,
    unreadable_file_that_cannot_be_set_aside,
    no_locks_and_no_temporary_files,
    mount_without_renames,
    disk_that_is_full,
]
