"""What is stored already, looked up by day, so that nothing is asked for twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tap_ringcentral.recordings.audio import fetched
from tap_ringcentral.recordings.stored import days_about, folder_of, path_of

if TYPE_CHECKING:
    from datetime import datetime

    import requests

    from tap_ringcentral.api.client import Client
    from tap_ringcentral.api.request import Request
    from tap_ringcentral.recordings.audio import Fetched
    from tap_ringcentral.recordings.store import AudioStore
    from tap_ringcentral.recordings.stored import Stored

_DAYS_KEPT = 4  # three are looked at, as the days go by


class Shelf:
    """The files of one kind in a store.

    Args:
        store: Where they are.
        below: The folder that holds their days, with a slash at its end; empty for the top.
    """

    def __init__(self, store: AudioStore, below: str = "") -> None:
        self._store = store
        self._below = below
        self._days: dict[str, dict[str, Stored]] = {}

    def find(self, id_: str, start: datetime) -> Stored | None:
        """Return the file of a recording, where it is stored.

        Calls that share a recording may begin on neighboring days; it lies in the one's or the
        other's.

        Args:
            id_: The recording's id.
            start: When its call began, UTC.

        Raises:
            StoreError: The store cannot be read.
        """
        days = (self._day(folder_of(day, self._below)) for day in days_about(start))
        return next((day[id_] for day in days if id_ in day), None)

    def fetch(self, client: Client, request: Request, id_: str, start: datetime) -> Stored:
        """Ask RingCentral for a recording, check it and store it.

        Args:
            client: Asks.
            request: What to ask.
            id_: The recording's id.
            start: When its call began, UTC.

        Raises:
            StoreError: It cannot be stored.
            RingCentralError: RingCentral does not give it.
        """
        folder = folder_of(start, self._below)
        with self._store.draft() as draft:

            def take(response: requests.Response) -> Fetched:
                return fetched(response, draft, request.stream, request.about)

            audio = client.fetch(request, take)
            with client.clock.baton.left():  # a disk flushes and a bucket answers in its own time
                stored = self._store.publish(draft, path_of(folder, id_, audio))
        self._day(folder)[id_] = stored
        return stored

    def _day(self, folder: str) -> dict[str, Stored]:
        if folder not in self._days:
            while len(self._days) >= _DAYS_KEPT:
                del self._days[next(iter(self._days))]
            self._days[folder] = {each.id: each for each in self._store.files(folder)}
        return self._days[folder]
