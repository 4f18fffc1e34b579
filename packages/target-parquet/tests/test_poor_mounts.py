"""Lakes on file systems that cannot do what a local disk can: SMB, FUSE, coarse times, one case."""

from __future__ import annotations

import errno
import json
import os
import stat
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pyarrow import fs
from support.poor_mount import poor_mount

from target_parquet.errors import LoadError
from target_parquet.location import check_own_name

from .messages import COMMAND, activate, as_input, record, schema, state

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conftest import Lake

DAY = {"partition_by": {"call_log": "startTime"}}
MONDAY, TUESDAY = "2026-03-02T12:00:00Z", "2026-03-03T12:00:00Z"
NO_CALL = [errno.EINVAL, errno.EACCES, errno.EISDIR, errno.ENOTSUP, errno.ENOSYS]


def refuse_fsync(
    monkeypatch: pytest.MonkeyPatch, code: int, kind: Callable[[int], bool] = stat.S_ISDIR
) -> None:
    """Let fsync(2) fail for directories, or for files of another kind."""
    usual = os.fsync

    def refused(descriptor: int) -> None:
        if kind(os.fstat(descriptor).st_mode):
            raise OSError(code, os.strerror(code))
        usual(descriptor)

    monkeypatch.setattr(os, "fsync", refused)


def load_all_ways(lake: Lake) -> None:
    lake.load(schema(), record(id="a", startTime=MONDAY), **DAY)
    lake.upsert(schema(), record(id="a", startTime=TUESDAY), record(id="b"), **DAY)
    assert lake.upsert(schema(), record(id="b", version=2), activate(2), state(1), **DAY) == [1]
    lake.load(schema("other"), record("other", id="c"), load_method="overwrite")


@pytest.mark.parametrize("code", NO_CALL, ids=errno.errorcode.get)
def test_a_mount_that_cannot_flush_a_directory_takes_every_load(
    lake: Lake, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    refuse_fsync(monkeypatch, code)
    load_all_ways(lake)
    assert lake.rows("id") == [("b",)]
    assert lake.rows("id", "other") == [("c",)]


@pytest.mark.parametrize("code", [errno.EACCES, errno.EISDIR], ids=errno.errorcode.get)
def test_a_mount_that_cannot_open_a_directory_takes_every_load(
    lake: Lake, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    usual = os.open

    def refused(path: Any, *arguments: Any, **options: Any) -> int:
        if isinstance(path, Path) and path.is_dir():
            raise OSError(code, os.strerror(code))
        return usual(path, *arguments, **options)

    monkeypatch.setattr(os, "open", refused)
    load_all_ways(lake)
    assert lake.rows("id") == [("b",)]


@pytest.mark.parametrize("code", [*NO_CALL, errno.ENOSPC, errno.EIO], ids=errno.errorcode.get)
def test_a_file_that_cannot_be_flushed_is_an_error_and_changes_nothing(
    lake: Lake, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    lake.upsert(schema(), record(id="old"))
    refuse_fsync(monkeypatch, code, stat.S_ISREG)
    with pytest.raises(OSError, match=f"{os.strerror(code)}: '.*staging"):
        lake.upsert(schema(), record(id="new"), state(1))
    assert lake.rows("id") == [("old",)]


@pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC], ids=errno.errorcode.get)
def test_a_directory_that_fails_to_be_written_is_an_error(
    lake: Lake, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    refuse_fsync(monkeypatch, code)
    with pytest.raises(OSError, match=os.strerror(code)):
        lake.load(schema(), record(id="a"))


@pytest.mark.parametrize(
    "code", [errno.ENOSYS, errno.ENOTSUP, errno.ENOLCK, errno.EINVAL], ids=errno.errorcode.get
)
def test_a_mount_without_locks_is_warned_of_once_and_loaded(
    lake: Lake, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, code: int
) -> None:
    def refused(*_: Any) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr("fcntl.flock", refused)
    load_all_ways(lake)
    assert lake.rows("id") == [("b",)]
    (warning,) = (told.getMessage() for told in caplog.records if told.levelname == "WARNING")
    assert f"The file system of {lake.root} has no locks" in warning


def test_a_loader_that_was_killed_on_another_host_does_not_lock_a_mount_without_locks(
    lake: Lake, tmp_path: Path
) -> None:
    lake.load(schema(), record(id="a"))
    (lake.root / "call_log" / ".staging" / "lock").write_text("4711\nanother-host\n")
    config = tmp_path / "config.json"
    config.write_text(json.dumps({"destination_path": str(lake.root)}))
    done = subprocess.run(
        [COMMAND, "--config", str(config)],
        input=as_input([schema(), record(id="b"), state(1)]),
        env=os.environ | poor_mount(tmp_path / "poor", chmod="refused"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "1\n"), done.stderr
    assert done.stderr.count("has no locks") == 1
    assert lake.rows("id") == [("a",), ("b",)]


class RenamesOverNothing(fs.LocalFileSystem):  # type: ignore[misc] # pyarrow has no types
    """A mount whose rename(2) refuses to replace a file."""

    def move(self, source: str, target: str) -> None:
        if Path(target).exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), target)
        super().move(source, target)


def test_a_mount_that_renames_over_no_file_takes_every_load(
    lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fs, "LocalFileSystem", RenamesOverNothing)
    load_all_ways(lake)
    lake.upsert(schema(), record(id="b", version=3, duration=5), activate(3), **DAY)
    assert lake.rows("id, duration") == [("b", 5)]


class KeepsWhatIsOpen(fs.LocalFileSystem):  # type: ignore[misc] # pyarrow has no types
    """A mount that does not remove a file which some reader has open."""

    def delete_file(self, path: str) -> None:
        if Path(path).name.startswith("open"):
            raise OSError(errno.EBUSY, os.strerror(errno.EBUSY), path)
        super().delete_file(path)


def test_a_left_staging_file_that_cannot_be_removed_is_in_nobodys_way(
    lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake.load(schema(), record(id="a"))
    left = lake.root / "call_log" / ".staging" / "open.part"
    left.write_text("half a file")
    monkeypatch.setattr(fs, "LocalFileSystem", KeepsWhatIsOpen)
    lake.load(schema(), record(id="b"))
    assert lake.rows("id") == [("a",), ("b",)]


def test_an_old_file_that_cannot_be_removed_is_an_error_and_the_next_run_removes_it(
    lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake.load(schema(), record(id="a", duration=1))
    (file,) = lake.files()
    file.rename(file.with_name("open.parquet"))
    with monkeypatch.context() as mount:
        mount.setattr(fs, "LocalFileSystem", KeepsWhatIsOpen)
        with pytest.raises(OSError, match=os.strerror(errno.EBUSY)):
            lake.upsert(schema(), record(id="a", duration=2), state(1))
    assert lake.upsert(schema(), record(id="b"), state(1)) == [1]
    assert lake.rows("id, duration") == [("a", 2), ("b", None)]


@pytest.mark.parametrize("times", [(0, 0, 0), (3, 2, 1), (9e9, 9e9, 9e9)], ids=str)
def test_the_newest_row_of_a_key_is_kept_whatever_the_times_of_files(
    lake: Lake, times: tuple[float, ...]
) -> None:
    """Times are of whole seconds on some mounts, those of the copy in a lake that was copied."""
    lake.upsert(schema(), record(id="a", duration=1))
    lake.load(schema(), record(id="a", duration=2))
    lake.load(schema(), record(id="a", duration=3))
    for time, file in zip(times, [lake.files()[-1], *lake.files()[:-1]], strict=True):
        os.utime(file, (time, time))
    lake.upsert(schema(), record(id="b"))
    assert lake.rows("id, duration") == [("a", 3), ("b", None)]


def test_two_streams_that_a_file_system_takes_for_one_are_refused(tmp_path: Path) -> None:
    """What is listed is all that tells: the directory of Call exists under that name only."""
    (tmp_path / "Call").mkdir()
    check_own_name(tmp_path / "Call")
    for name in ("call", "CALL", "Call.", "call "):
        with pytest.raises(LoadError, match=rf"takes {name} and Call for one.*stream map"):
            check_own_name(tmp_path / name)


def test_names_that_differ_in_case_are_two_streams_where_the_file_system_tells_them_apart(
    lake: Lake,
) -> None:
    lake.load(schema("Call"), schema("call"), record("Call", id="A"), record("call", id="a"))
    assert lake.rows("id", "Call") == [("A",)]
    assert lake.rows("id", "call") == [("a",)]


@pytest.mark.parametrize("file", ["commit.json", "version.json"])
def test_a_damaged_file_of_the_loaders_own_is_named(lake: Lake, file: str) -> None:
    lake.load(schema(), record(id="a"))
    (lake.root / "call_log" / ".staging" / file).write_bytes(b"\xff\x00")
    with pytest.raises(LoadError, match=f"{file} is damaged"):
        lake.load(schema(), record(id="b", version=1))
