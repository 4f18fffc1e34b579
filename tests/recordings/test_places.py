"""The store: a directory that is full, or none; a bucket; and whatever dies on the way there."""

from __future__ import annotations

import errno
import os
import re
import sys
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import obstore
import pytest
from obstore.store import from_url
from support.object_store import ObjectStore
from support.recordings import (
    AUDIO,
    asked,
    assert_stored,
    files_in,
    ids_of,
    recorded_company,
    store,
    stored_rows,
)

from ringcentral_simulator import Quirks
from tap_ringcentral.api.errors import RingCentralError, SettingsError
from tap_ringcentral.recordings.bucket import BucketStore
from tap_ringcentral.recordings.directory import STAGING, DirectoryStore
from tap_ringcentral.recordings.errors import StoreError
from tap_ringcentral.recordings.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

DAY = "day=2026-03-20"
NAME = f"{DAY}/1-{'0' * 64}.mp3"
RESUMES = "What is stored stays; run again to resume."


# A directory


def test_full_disk_ends_the_stream_and_the_next_run_resumes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flush, room = os.fsync, 3

    def fsync(descriptor: int) -> None:
        nonlocal room
        if STAGING in str(Path(f"/proc/self/fd/{descriptor}").readlink()):
            room -= 1
            if room < 0:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        flush(descriptor)

    with recorded_company() as simulator:
        with monkeypatch.context() as patch:
            patch.setattr("os.fsync", fsync)
            with pytest.raises(RingCentralError) as caught:
                store(simulator, tmp_path, AUDIO, "call_log")
        assert str(caught.value) == (
            f"{AUDIO}: recordings_path cannot be written (No space left on device). {RESUMES}"
        )
        output = caught.value.output  # type: ignore[attr-defined] # of `run`
        assert output.records["call_log"], "another stream was stopped"
        assert len(files_in(tmp_path)) == 3
        assert asked(simulator).total() == 4, "the audio of others was asked for in vain"
        store(simulator, tmp_path, state=output.state)
        assert_stored(simulator, tmp_path, ids_of(simulator))
    assert not list((tmp_path / STAGING).iterdir())


def test_place_that_is_no_directory_costs_no_request_for_audio(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with recorded_company() as simulator:
        with pytest.raises(RingCentralError) as caught:
            store(simulator, tmp_path / "file" / "audio")
        assert not asked(simulator)
    assert str(caught.value) == (
        f"{AUDIO}: recordings_path cannot be written (Not a directory). {RESUMES}"
    )


def test_file_of_another_name_is_no_recording_and_stays(tmp_path: Path) -> None:
    with recorded_company() as simulator:
        key = min(ids_of(simulator))
        start = next(each.start for each in simulator.truth.recordings() if each.id == key)
        half = tmp_path / f"day={start:%Y-%m-%d}" / f"{key}.mp3"
        half.parent.mkdir()
        half.write_bytes(b"half")
        rows = stored_rows(store(simulator, tmp_path))
        assert set(rows) == ids_of(simulator)
        assert half.read_bytes() == b"half"
        assert rows[key]["bytes"] > 4


def test_what_a_killed_run_left_is_cleared_away_a_day_later(tmp_path: Path) -> None:
    place = DirectoryStore(str(tmp_path))
    place.check()
    old, young = (tmp_path / STAGING / name for name in ("old", "young"))
    old.touch()
    young.touch()
    two_days_ago = young.stat().st_mtime - 2 * 86_400
    os.utime(old, (two_days_ago, two_days_ago))
    place.check()
    assert [path.name for path in (tmp_path / STAGING).iterdir()] == ["young"]


def test_two_runs_at_once_store_the_same_files(tmp_path: Path) -> None:
    with recorded_company(Quirks(recording_format="mixed")) as simulator:
        ends: list[Any] = []

        def read(number: int) -> None:
            token = str(tmp_path / f"token{number}.json")
            ends.append(stored_rows(store(simulator, tmp_path / "audio", token_store=token)))

        runs = [Thread(target=read, args=(number,)) for number in range(2)]
        for each in runs:
            each.start()
        for each in runs:
            each.join()
        assert_stored(simulator, tmp_path / "audio", ids_of(simulator))
    one, other = ends
    assert {key: row["path"] for key, row in one.items()} == {
        key: row["path"] for key, row in other.items()
    }


# A bucket


@pytest.fixture(scope="module")
def objects() -> Iterator[ObjectStore]:
    with ObjectStore() as objects:
        yield objects


@pytest.fixture
def bucket(objects: ObjectStore, monkeypatch: pytest.MonkeyPatch) -> str:
    objects.use(monkeypatch)
    monkeypatch.setenv("AWS_ALLOW_HTTP", "true")
    return f"s3://{objects.new_bucket()}/audio/of/calls"


def contents(place: str) -> dict[str, bytes]:
    root = from_url(place)
    paths = [each["path"] for some in obstore.list(root) for each in some]
    return {path: obstore.get(root, path).bytes().to_bytes() for path in paths}


def test_bucket_holds_what_a_directory_would(bucket: str, tmp_path: Path) -> None:
    with recorded_company() as simulator:
        first = store(simulator, bucket)
        again = store(simulator, bucket)
        assert set(asked(simulator).values()) == {1}
        store(simulator, tmp_path)
    assert contents(bucket) == files_in(tmp_path)
    assert stored_rows(first) == stored_rows(again)
    assert not [row for row in first.records[AUDIO] if "s3:" in str(row) or "lake" in str(row)]


def test_bucket_that_may_only_be_read_is_told_before_the_first_request(
    bucket: str, objects: ObjectStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    objects.use(monkeypatch, "reader")
    monkeypatch.setenv("AWS_ALLOW_HTTP", "true")
    with recorded_company() as simulator:
        with pytest.raises(RingCentralError) as caught:
            store(simulator, bucket)
        assert not asked(simulator)
    assert str(caught.value) == (
        f"{AUDIO}: recordings_path cannot be written (access is denied). {RESUMES}"
    )


class Dying(BytesIO):
    """A draft that cannot be read to its end."""

    def read(self, size: int | None = -1) -> bytes:
        if self.tell() >= 20 * 1024 * 1024:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return super().read(size)


def test_object_that_is_put_in_part_is_never_seen(bucket: str) -> None:
    place = BucketStore(bucket)
    with pytest.raises(StoreError):
        place.publish(Dying(bytes(30 * 1024 * 1024)), NAME)
    assert not list(place.files(DAY))
    assert not contents(bucket)
    stored = place.publish(BytesIO(bytes(30 * 1024 * 1024)), NAME)
    assert (stored.bytes, stored.id) == (30 * 1024 * 1024, "1")
    assert list(place.files(DAY)) == [stored]


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("ftp://host/audio", "neither a directory nor an address that begins with"),
        ("s3://key:secret@bucket/audio", "credentials come from the environment"),
        ("s3://bucket/audio?secret=1", "credentials come from the environment"),
        ("s3://", "must be a bucket and a prefix"),
    ],
)
def test_address_that_is_no_place_is_refused_and_not_repeated(place: str, text: str) -> None:
    with pytest.raises(SettingsError, match=re.escape(text)) as caught:
        open_store(place, AUDIO)
    assert "secret=" not in str(caught.value)
    assert "key:" not in str(caught.value)


@pytest.mark.parametrize("scheme", ["s3", "gs", "abfs"])
def test_missing_package_is_named(monkeypatch: pytest.MonkeyPatch, scheme: str) -> None:
    monkeypatch.setitem(sys.modules, "tap_ringcentral.recordings.bucket", None)
    with pytest.raises(SettingsError) as caught:
        open_store(f"{scheme}://bucket/audio", AUDIO)
    assert str(caught.value) == (
        f"The setting recordings_path needs a package for {scheme}: install "
        f"tap-ringcentral[{scheme}]."
    )
