"""Tokens on disk: locked, atomic, private, shared by all runs of one sign-in."""

from __future__ import annotations

import logging
import os
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec
import platformdirs
from filelock import FileLock, Timeout

from tap_ringcentral.auth.grants import digest
from tap_ringcentral.auth.token import Token  # noqa: TC001 - msgspec reads the annotation
from tap_ringcentral.errors import SettingsError, SignInError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tap_ringcentral.auth.grants import Grant

logger = logging.getLogger("tap-ringcentral")

_VERSION = 1
_PATIENCE = 180  # seconds: longer than a sign-in with all its tries takes
_OTHERS = 0o077


@dataclass(frozen=True)
class StoredSignIn:
    """A token, and which sign-in it is of."""

    app: str
    """A digest of the server and the app."""
    fingerprint: str
    """That of the grant which began the sign-in."""
    is_seed: bool
    """Whether only this file can continue the sign-in."""
    token: Token = field(repr=False)
    version: int = _VERSION


class TokenStore:
    """One file that holds one sign-in.

    It appears whole or not at all: written aside, flushed to disk, renamed over the old one. Its
    mode is 0600, in a directory of mode 0700 where the store makes it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def of(cls, path: Path | None, server_url: str, grant: Grant) -> TokenStore:
        """Give the store of a sign-in: the file that is set, or one of its own.

        The default is in the user's state directory, a file for each app, server and credential,
        so that two sign-ins never mix.
        """
        if path is not None:
            return cls(path)
        directory = platformdirs.user_state_path("tap-ringcentral", appauthor=False)
        of_app = digest(server_url, grant.client.client_id)[:12]
        of_user = grant.fingerprint[:12] or "login"
        return cls(directory / f"token-{of_app}-{of_user}.json")

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep every other process from the store.

        Raises:
            SettingsError: The directory cannot be made or written.
            SignInError: Another process keeps the store for minutes.
        """
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = FileLock(f"{self.path}.lock", timeout=_PATIENCE, mode=0o600)
            lock.acquire()
        except Timeout:
            raise SignInError(
                f"Another process has been signing in with {self.path} for minutes. End it, then "
                "run again."
            ) from None
        except OSError as error:
            raise self._unwritable(error) from None
        try:
            yield
        finally:
            lock.release()

    def read(self) -> StoredSignIn | None:
        """Read the sign-in; None where there is none, or none that can be read.

        Raises:
            SettingsError: Others can read the file, or a later version of the tap wrote it.
        """
        try:
            with self.path.open("rb") as file:
                mode, content = os.fstat(file.fileno()).st_mode, file.read()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise SettingsError(
                f"The token store {self.path} cannot be read ({error.strerror}). Set token_store "
                "to a file of the user that runs the tap."
            ) from None
        if mode & _OTHERS and os.name == "posix":
            raise SettingsError(
                f"The token store {self.path} can be read by others. Make it private: "
                f"chmod 600 {self.path}"
            )
        try:
            version = msgspec.json.decode(content, type=dict[str, msgspec.Raw]).get("version")
            if version is not None and int(bytes(version)) > _VERSION:
                raise SettingsError(
                    f"The token store {self.path} was written by a later version of the tap: "
                    "install that version, or set token_store to another file."
                )
            return msgspec.json.decode(content, type=StoredSignIn)
        except (msgspec.DecodeError, UnicodeDecodeError, ValueError):
            aside = self.path.with_suffix(".unreadable")
            self.path.replace(aside)
            logger.warning(
                "The token store %s could not be read; it is set aside as %s.", self.path, aside
            )
            return None

    def write(self, sign_in: StoredSignIn) -> None:
        """Put a sign-in in the place of the last one; on return it is safely on disk.

        Only for whoever holds the lock: all drafts have one name, so that none is left behind.

        Raises:
            SettingsError: The file cannot be written.
        """
        draft = self.path.with_name(f".{self.path.name}.draft")
        try:
            draft.unlink(missing_ok=True)  # of a process that was killed
            try:
                flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
                with os.fdopen(os.open(draft, flags, mode=0o600), "wb") as file:
                    file.write(msgspec.json.encode(sign_in))
                    file.flush()
                    os.fsync(file.fileno())
                draft.replace(self.path)
            except BaseException:
                draft.unlink(missing_ok=True)
                raise
            _flush_directory(self.path.parent)
        except OSError as error:
            raise self._unwritable(error) from None

    def probe(self) -> None:
        """Find out whether the store can be written, before a credential is used up for it.

        Raises:
            SettingsError: It cannot.
        """
        try:
            with tempfile.TemporaryFile(dir=self.path.parent):
                pass
        except OSError as error:
            raise self._unwritable(error) from None

    def _unwritable(self, error: OSError) -> SettingsError:
        return SettingsError(
            f"The token store {self.path} cannot be written ({error.strerror}). Set token_store to "
            "a file in a directory that lasts and that the tap may write to."
        )


def _flush_directory(directory: Path) -> None:
    """Force a rename to disk (fsync(2)); other systems than POSIX cannot, and need not."""
    if os.name != "posix":
        return
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
