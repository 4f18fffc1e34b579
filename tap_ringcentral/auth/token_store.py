"""Tokens on disk: locked, atomic, private, shared by all runs of a sign-in."""

from __future__ import annotations

import logging
import os
import stat
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs
from filelock import Timeout

from tap_ringcentral.api.errors import TokenStoreError
from tap_ringcentral.auth import store_lock
from tap_ringcentral.auth.grants import digest
from tap_ringcentral.auth.kept_sign_ins import LaterVersionError, SignIns
from tap_ringcentral.auth.private_file import ExposedError, PrivateFile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tap_ringcentral.auth.grants import Grant

logger = logging.getLogger("tap-ringcentral")

_ELSEWHERE = "Set token_store to a file in a directory that lasts and that the tap may write to."


class TokenStore:
    """One file of sign-ins, in a directory of mode 0700 where the store makes it.

    Where it cannot be used its first use tells, and not its making: a credential that can sign in
    anew does without.
    """

    def __init__(self, path: Path) -> None:
        self.path, self._fault = path, _fault_of(path)
        if not self._fault:
            # A rename would replace a link, and not the file on a volume that it points to.
            self.path = Path(os.path.realpath(path))
        self._file = PrivateFile(self.path)

    @classmethod
    def for_grant(cls, path: Path | None, server_url: str, grant: Grant) -> TokenStore:
        """Return the store of a sign-in: the file that is set, or one of its own.

        The default is in the user's state directory, a file for each app, server and credential,
        so that two sign-ins never mix.
        """
        if path is not None:
            return cls(path)
        try:
            directory = platformdirs.user_state_path("tap-ringcentral", appauthor=False)
        except RuntimeError:  # a container without HOME, whose user has no name either
            directory = Path("~", "tap-ringcentral")
        of_app = digest(server_url, grant.client.client_id)[:12]
        of_user = grant.fingerprint[:12] or "login"
        return cls(directory / f"token-{of_app}-{of_user}.json")

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep every other process from the store.

        Raises:
            TokenStoreError: There can be no such file here, or another process keeps it for
                minutes.
        """
        if self._fault:
            raise TokenStoreError(f"The token store {self.path} {self._fault}. {_ELSEWHERE}")
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = store_lock.acquired(self.path)
        except Timeout:
            raise TokenStoreError(
                f"Another process has been signing in with {self.path} for minutes. End it, then "
                "run again."
            ) from None
        except OSError as error:
            raise self._unwritable(error) from None
        try:
            yield
        finally:
            with suppress(OSError):  # at the latest the system frees it with this process
                lock.release()

    def read(self) -> SignIns:
        """Read the sign-ins; none where there is no file, or none that can be read.

        Raises:
            TokenStoreError: The file cannot be used, or a later version of the tap wrote it.
        """
        try:
            content = self._file.read()
        except ExposedError as error:
            raise self._exposed(error) from None
        except OSError as error:
            raise TokenStoreError(
                f"The token store {self.path} cannot be read ({error.strerror}). Set token_store "
                "to a file of the user that runs the tap."
            ) from None
        if not content:  # made with `touch`, to be mounted
            return SignIns()
        try:
            return SignIns.decoded(content)
        except LaterVersionError:
            raise TokenStoreError(
                f"The token store {self.path} was written by a later version of the tap: "
                "install that version, or set token_store to another file."
            ) from None
        except ValueError:
            self._set_aside()
            return SignIns()

    def write(self, sign_ins: SignIns) -> None:
        """Put sign-ins in the place of the last ones; on return they are safely on disk.

        Only for whoever holds the lock.

        Raises:
            TokenStoreError: The file cannot be written.
        """
        try:
            self._file.write(sign_ins.encoded())
        except ExposedError as error:
            raise self._exposed(error) from None
        except OSError as error:
            raise self._unwritable(error) from None

    def probe(self) -> None:
        """Find out whether the store can be written, before a credential is used up for it.

        Raises:
            TokenStoreError: It cannot.
        """
        try:
            self._file.probe()
        except ExposedError as error:
            raise self._exposed(error) from None
        except OSError as error:
            raise self._unwritable(error) from None

    def _set_aside(self) -> None:
        try:
            aside = self._file.set_aside()
        except OSError as error:
            raise self._unwritable(error) from None
        logger.warning(
            "The token store %s could not be read; it is set aside as %s.", self.path, aside
        )

    def _exposed(self, error: ExposedError) -> TokenStoreError:
        return TokenStoreError(
            f"The token store {self.path} can be read by others, and its mode {error.mode:04o} "
            "cannot be changed by this user or on this volume. Set token_store to a file on a "
            f"volume that keeps modes, or as the file's owner: chmod 600 {self.path}"
        )

    def _unwritable(self, error: OSError) -> TokenStoreError:
        reason = error.strerror or type(error).__name__
        if str(error.filename or "").endswith(".lock"):
            reason = f"{error.filename}: {reason}"
        return TokenStoreError(
            f"The token store {self.path} cannot be written ({reason}). {_ELSEWHERE}"
        )


def _fault_of(path: Path) -> str:
    """Describe why no file can be kept at this path; empty where nothing is known against it."""
    if path.parts[:1] and path.parts[0].startswith("~"):
        return "is in a home directory that is not known here"
    try:
        link = path.lstat()
        if stat.S_ISLNK(link.st_mode) and os.name == "posix" and link.st_uid not in _trusted():
            return "is a link of another user"
        is_file = stat.S_ISREG(path.stat().st_mode)
    except ValueError:
        return "has a name that no file can have"
    except OSError:
        return ""  # there is no file yet, or its first use tells what is wrong
    return "" if is_file else "is a directory, a device or a pipe"


def _trusted() -> set[int]:
    return {0, os.geteuid()}
