"""A file that is stored: its name tells all that a row says of it.

`day=2026-01-31/{id}-{sha256}.mp3`, below what `recordings_path` names: a listing of a day gives
ids, hashes and kinds, so that a lost state or table costs listings and no request for audio. A name
is given once a file is whole, so that a file without a hash in its name is not one of these.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from tap_ringcentral.api import timestamps
from tap_ringcentral.recordings.audio import CONTENT_TYPES

if TYPE_CHECKING:
    from tap_ringcentral.recordings.audio import Fetched

_NAME = re.compile(rf"(?P<id>.+)-(?P<sha256>[0-9a-f]{{64}})\.(?P<ending>{'|'.join(CONTENT_TYPES)})")
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Stored:
    """One file."""

    path: str
    """Below `recordings_path`, with slashes."""
    bytes: int
    at: datetime
    """When it was stored, UTC, by the clock of the disk or bucket."""

    @property
    def id(self) -> str:
        """The recording's id, as RingCentral has it."""
        return unquote(self._name["id"])

    @property
    def _name(self) -> re.Match[str]:
        found = _NAME.fullmatch(self.path.rpartition("/")[2])
        assert found, "only `stored` makes one, of such a name"  # noqa: S101 - of this module
        return found

    def row(self) -> dict[str, Any]:
        """Return what a row says of it; the same after a download as after a listing."""
        return {
            "status": "stored",
            "path": self.path,
            "contentType": CONTENT_TYPES[self._name["ending"]],
            "bytes": self.bytes,
            "sha256": self._name["sha256"],
            "storedAt": timestamps.render(self.at),
        }


def stored(path: str, size: int, at: datetime) -> Stored | None:
    """Return a file that a listing has; None where its name is none of these."""
    is_one = _NAME.fullmatch(path.rpartition("/")[2])
    return Stored(path, size, at) if is_one else None


def path_of(folder: str, id_: str, audio: Fetched) -> str:
    """Return where a file belongs.

    Args:
        folder: That of its day.
        id_: The recording's id; what could be no part of a name is encoded.
        audio: What was fetched.
    """
    return f"{folder}/{quote(id_, safe='')}-{audio.sha256}.{audio.ending}"


def folder_of(start: datetime, below: str = "") -> str:
    """Return the folder of the UTC day of an instant, as the Parquet loader names it."""
    return f"{below}day={start:%Y-%m-%d}"


def days_about(start: datetime) -> tuple[datetime, datetime, datetime]:
    """Return an instant's day and its neighbors, where what other calls share may be."""
    return start, start - _DAY, start + _DAY
