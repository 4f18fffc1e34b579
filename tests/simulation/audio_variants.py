"""Classic ways to lose recordings: each breaks the tap in one place."""

from __future__ import annotations

import re
from contextlib import nullcontext
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any, cast

import pytest

from tap_ringcentral.api.errors import RequestFailedError
from tap_ringcentral.recordings import audio, shelf, stored
from tap_ringcentral.recordings.audio import Fetched
from tap_ringcentral.recordings.directory import DirectoryStore
from tap_ringcentral.recordings.shelf import Shelf
from tap_ringcentral.recordings.stored import Stored, folder_of, path_of
from tap_ringcentral.streams.base.audio_pass import AudioPass

if TYPE_CHECKING:
    from collections import deque
    from collections.abc import Callable, Iterator
    from datetime import datetime

    import requests

    from tap_ringcentral.api.client import Client
    from tap_ringcentral.api.request import Request
    from tap_ringcentral.recordings.named import Recording

    Patch = pytest.MonkeyPatch
    Rows = Iterator[dict[str, Any]]

_NO_HASH = "0" * 64


def bookmark_before_its_files(patch: Patch) -> None:
    """What a window names moves the bookmark, before the first of it is asked for."""
    rows_of = AudioPass._rows_of

    def moved(self: AudioPass, waiting: deque[Recording], *, is_in_turn: bool = True) -> Rows:
        if waiting and is_in_turn:
            self._unsettled.advance(waiting[-1].start)
            self._stream.write_state()
        yield from rows_of(self, waiting, is_in_turn=is_in_turn)

    patch.setattr(AudioPass, "_rows_of", moved)


def name_before_check(patch: Patch) -> None:
    """Whatever came gets its name, and is looked at then."""

    def fetch(self: Shelf, client: Client, request: Request, id_: str, start: datetime) -> Stored:
        def take(response: requests.Response) -> Stored:
            store = cast("DirectoryStore", self._store)
            digest, size = sha256(), 0
            with store.draft() as draft:
                try:
                    for piece in response.iter_content(600):
                        audio._write(draft, piece)
                        digest.update(piece)
                        size += len(piece)
                finally:
                    name = Fetched("mp3", size, digest.hexdigest())
                    found = store.publish(draft, path_of(folder_of(start), id_, name))
            if not response.headers["Content-Type"].startswith("audio/"):
                raise RequestFailedError("no audio")
            return found

        return client.fetch(request, take)

    patch.setattr(Shelf, "fetch", fetch)


def done_where_it_exists(patch: Patch) -> None:
    """Written under a name without a hash, and done as soon as there is a file of that name."""

    def path(folder: str, id_: str, _: Fetched) -> str:
        return f"{folder}/{id_}.mp3"

    patch.setattr(stored, "_NAME", re.compile(r"(?P<id>[^.]+)(?P<sha256>)\.(?P<ending>mp3)"))
    patch.setattr(shelf, "path_of", path)
    _write_in_place(patch, lambda folder, id_: path(folder, id_, Fetched("mp3", 0, "")))


def missing_is_gone(patch: Patch) -> None:
    """A young recording that is not there yet is taken for deleted."""
    _judged(patch, timedelta(hours=1))


def missing_is_awaited(patch: Patch) -> None:
    """An old one that was deleted is taken for one that is not there yet."""
    _judged(patch, timedelta())


def state_before_its_rows(patch: Patch) -> None:
    """The rows of a window are written when all of it is stored, behind the STATE of each."""
    rows_of = AudioPass._rows_of

    def late(self: AudioPass, waiting: deque[Recording], *, is_in_turn: bool = True) -> Rows:
        yield from list(rows_of(self, waiting, is_in_turn=is_in_turn))

    patch.setattr(AudioPass, "_rows_of", late)


def streamed_into_its_place(patch: Patch) -> None:
    """Written where it belongs while it is read; its hash is put into its name at the end."""
    _write_in_place(patch, lambda folder, id_: path_of(folder, id_, Fetched("mp3", 0, _NO_HASH)))


def _write_in_place(patch: Patch, place: Callable[[str, str], str]) -> None:
    fetch = Shelf.fetch

    def fetched(self: Shelf, client: Client, request: Request, id_: str, start: datetime) -> Stored:
        store = cast("DirectoryStore", self._store)
        path = store._root / place(folder_of(start), id_)
        path.parent.mkdir(exist_ok=True)
        with pytest.MonkeyPatch.context() as inner, path.open("wb") as file:
            inner.setattr(DirectoryStore, "draft", lambda _: nullcontext(file))
            return fetch(self, client, request, id_, start)

    patch.setattr(Shelf, "fetch", fetched)


def _judged(patch: Patch, age: timedelta) -> None:
    """Have each recording that is missing be so much older than what may still come."""
    asked_for = AudioPass._asked_for

    def asked(self: AudioPass, recording: Recording) -> dict[str, Any] | None:
        final = self._plan.final
        self._plan.final = recording.start + age
        try:
            return asked_for(self, recording)
        finally:
            self._plan.final = final

    patch.setattr(AudioPass, "_asked_for", asked)
