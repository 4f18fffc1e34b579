"""The states of accounts: versions in a folder or a bucket, each written once and never changed.

A version is an object of its own, `ACCOUNT/PART/NUMBER.json`, which is created only where there is
none of that name: disks and object stores do that in one step (a hard link; `If-None-Match`, RFC
9110, section 13.1.2). So of two runs that go on from the same version one writes the next, and the
other learns of it. obstore does it alike for a disk, S3, GCS and Azure; fsspec would look first and
write then.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import obstore
from msgspec import Struct
from obstore.exceptions import AlreadyExistsError, BaseError, PreconditionError
from obstore.store import LocalStore, from_url

from ringcentral_fleet.errors import FleetError, StateConflictError, StoreError

if TYPE_CHECKING:
    from obstore.store import ObjectStore

_KEPT = 20  # versions, to go back to
LAKE = "lake"
"""The part of an account that goes on for ever; the others are months, as 2026-03."""


class Version(Struct, frozen=True):
    """A state as it was confirmed once."""

    number: int
    account: str
    about: dict[str, str]
    """Without which the state would mean something else: what is read, and into which lake."""
    run: str
    """Identifier of the run that wrote it."""
    written_at: datetime
    state: dict[str, Any]
    """Singer's."""


def open_store(place: str) -> ObjectStore:
    """Return a folder or a bucket; credentials come from the environment.

    Raises:
        FleetError: There is no such kind of place.
    """
    is_folder = "://" not in place
    try:
        return LocalStore(place, mkdir=True) if is_folder else from_url(place)
    except (BaseError, OSError, ValueError) as error:
        raise FleetError(f"{place} cannot be opened: {_first_line(error)}.") from None


class StateStore:
    """Keeps the versions of all accounts' states.

    Args:
        place: A folder, or a bucket's URL.
    """

    def __init__(self, place: str) -> None:
        self.place = place
        self._store = open_store(place)

    def latest(self, account: str, part: str = LAKE) -> Version | None:
        """Return the last version of a part of an account; None where there is none.

        Raises:
            FleetError: It cannot be read.
        """
        numbers = self._numbers(account, part)
        return self._read(account, part, numbers[-1]) if numbers else None

    def write(self, version: Version, part: str = LAKE) -> None:
        """Write a version, unless another run has written that number or a later one.

        Raises:
            StateConflictError: It has.
            FleetError: The store cannot be written.
        """
        key = _key(version.account, part, version.number)
        try:
            obstore.put(self._store, key, msgspec.json.encode(version), mode="create")
        except (AlreadyExistsError, PreconditionError):
            raise self._conflict(version) from None
        except (BaseError, OSError) as error:
            raise self._failed("written", error) from None
        numbers = self._numbers(version.account, part)
        if numbers[-1] > version.number:  # that one was there, and old enough to be removed
            raise self._conflict(version)
        for number in numbers[:-_KEPT]:
            obstore.delete(self._store, _key(version.account, part, number))

    def _read(self, account: str, part: str, number: int) -> Version:
        key = _key(account, part, number)
        try:
            content = obstore.get(self._store, key).bytes().to_bytes()
            version = msgspec.json.decode(content, type=Version)
        except (BaseError, OSError) as error:
            raise self._failed("read", error) from None
        except msgspec.DecodeError:
            raise FleetError(
                f"The state {key} in {self.place} is not as it was written. Remove it to go on "
                "from the version before."
            ) from None
        if (version.account, version.number) != (account, number):
            raise FleetError(
                f"The state {key} in {self.place} is of account {version.account}, version "
                f"{version.number}. Put the right one back."
            )
        return version

    def _numbers(self, account: str, part: str) -> list[int]:
        folder = f"{account}/{part}/"
        try:
            found = [each["path"] for some in obstore.list(self._store, folder) for each in some]
        except (BaseError, OSError) as error:
            raise self._failed("read", error) from None
        names = (path.removeprefix(folder).removesuffix(".json") for path in found)
        return sorted(int(name) for name in names if name.isdecimal())

    def _failed(self, done: str, error: Exception) -> StoreError:
        return StoreError(f"The states in {self.place} cannot be {done}: {_first_line(error)}.")

    def _conflict(self, version: Version) -> StateConflictError:
        return StateConflictError(
            f"Another run has written the state of {version.account} meanwhile; this one leaves it "
            "as it is. Nothing is lost: let one run an account go on at a time."
        )


def has_objects(place: str) -> bool:
    """Return whether there is anything in a folder or under a bucket's prefix.

    Raises:
        FleetError: It cannot be looked into.
    """
    if "://" not in place and not Path(place).exists():
        return False
    try:
        return any(len(some) for some in obstore.list(open_store(place), chunk_size=1))
    except (BaseError, OSError) as error:
        raise StoreError(f"{place} cannot be read: {_first_line(error)}.") from None


def _key(account: str, part: str, number: int) -> str:
    return f"{account}/{part}/{number:010d}.json"


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0].strip().rstrip(".")
