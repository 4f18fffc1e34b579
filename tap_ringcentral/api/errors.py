"""What RingCentral refuses, in words for the person who can mend it.

RingCentral answers an error with an envelope (developers.ringcentral.com/guide/basics/errors): at
the top and in `errors[]` an `errorCode` and a `message`, and for a missing permission its name. A
message here says what failed, what to change and RingCentral's request id. It never repeats the
body of an answer, which may hold names and phone numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import requests

from tap_ringcentral.api import remedies

if TYPE_CHECKING:
    from datetime import timedelta

_LONGEST = 200  # characters of a message

# The account lacks the feature, in answers of whatever status.
_NO_FEATURE = {"AGW-404", "CMN-109", "CMN-403"}

_MISSING = {requests.codes.not_found, requests.codes.gone}
# What an address names ahead of its last id.
_ABOVE = {"accountId", "extensionId"}

# The app's scope and the role's permission, other than its reach.
_NO_PERMISSION = {"CMN-401", "CMN-408"}


class RingCentralError(Exception):
    """Something that a person can mend; its text is one line that says how."""

    exit_code = 1
    """What the command ends with."""
    is_for_a_person = False
    """Whether no other try would help before a person has changed something."""


class SettingsError(RingCentralError):
    """A setting, the catalog or the state is missing or cannot be used."""

    is_for_a_person = True


class TokenStoreError(SettingsError):
    """The token store cannot be used: who can sign in anew goes on without it."""


class SignInError(RingCentralError):
    """RingCentral gave no token."""

    is_for_a_person = True


class SignInFailedError(SignInError):
    """RingCentral gave no token, and may well give one the next time."""

    is_for_a_person = False


class RequestRefusedError(RingCentralError):
    """An answer that no repetition would change."""

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status
        """The HTTP status, where it was one that refused."""


class UnavailableError(RequestRefusedError):
    """A permission is missing, or the account does not have the feature."""

    is_for_a_person = True


class PermissionMissingError(UnavailableError):
    """The app or the role lacks the permission altogether, whatever it is asked for."""


class NotFoundError(RequestRefusedError):
    """There is nothing at the address (404), or not any more (410)."""


class MissingError(NotFoundError):
    """RingCentral itself says so, of the last id of the address and not of the account in it."""


class StreamEndedError(RingCentralError):
    """Nothing else of the stream could be read, either."""


class OtherHostError(StreamEndedError):
    """What RingCentral names is on a host that is not given the token."""

    is_for_a_person = True


class TokenRejectedError(RequestRefusedError):
    """The access token was refused (401): worth one new token and one more try."""


class RequestFailedError(RingCentralError):
    """An answer that may well be better the next time."""

    def __init__(self, message: str, *, pause: timedelta | None = None) -> None:
        super().__init__(message)
        self.pause = pause
        """How long to wait until then, where the answer says so."""


@dataclass(frozen=True)
class ApiError:
    """What an error answer says, less anything personal."""

    status: int
    codes: tuple[str, ...]
    """The most telling first: `errors[0].errorCode`, then that of the whole answer."""
    message: str
    permission: str
    request_id: str
    path: str
    credential: str
    """The setting that was signed in with, where a token was asked for."""
    parameter: str = ""
    """The part of the request that it is about."""

    @classmethod
    def from_response(
        cls, response: requests.Response, *, credential: str = "jwt or refresh_token"
    ) -> ApiError:
        """Read RingCentral's envelope; any other body (a proxy's HTML) gives empty texts."""
        envelope = _json_object(response)
        errors = envelope.get("errors")
        first = errors[0] if isinstance(errors, list) and errors else {}
        detail = first if isinstance(first, dict) else {}

        def texts(*names: str) -> tuple[str, ...]:
            values = (_line(source.get(name)) for source in (detail, envelope) for name in names)
            return tuple(filter(None, values))

        return cls(
            status=response.status_code,
            codes=texts("errorCode", "error"),
            message=next(iter(texts("message", "error_description")), ""),
            permission=next(iter(texts("permissionName", "permissionsName")), ""),
            request_id=response.headers.get("RCRequestId", ""),
            path=urlsplit(response.url).path,
            credential=credential,
            parameter=next(iter(texts("parameterName")), ""),
        )

    @property
    def refusal(self) -> type[RequestRefusedError]:
        """What kind of refusal it is."""
        if _NO_PERMISSION.intersection(self.codes):
            return PermissionMissingError
        if self.status == requests.codes.forbidden or _NO_FEATURE.intersection(self.codes):
            return UnavailableError
        if self.status not in _MISSING:
            return RequestRefusedError
        # A proxy's answer has neither a code nor an id, and says nothing of what is there.
        is_ringcentrals = bool(self.codes or self.request_id)
        return MissingError if is_ringcentrals and self.parameter not in _ABOVE else NotFoundError

    @property
    def remedy(self) -> str:
        """What to change, as a sentence; empty where there is nothing to say."""
        told = (*self.codes, str(self.status))
        template = remedies.remedy(self.path, told, self.permission)
        return template.format(
            permission=self.permission or "that the message names",
            settings=remedies.settings_of(self.path),
            credential=self.credential,
        )

    def __str__(self) -> str:
        return self.told()

    def told(self, about: str = "") -> str:
        """Say what failed, why, what to change, and the id that RingCentral's support asks for.

        Args:
            about: What was asked for; without it, the path.
        """
        answer = " ".join(["RingCentral answered", str(self.status), *self.codes[:1]])
        parts = [f"{answer} for {about or self.path}"]
        if self.message:
            parts.append(f": {self.message.rstrip('.')}")
        parts.append(".")
        if self.remedy:
            parts.append(f" {self.remedy}")
        if self.request_id:
            parts.append(f" (RingCentral request id {self.request_id})")
        return "".join(parts)


def _line(value: Any) -> str:
    """Return a text, or a list of texts, as one short line; nothing else is safe to repeat."""
    values = value if isinstance(value, list) else [value]
    texts = (text for text in values if isinstance(text, str))
    line = " ".join(", ".join(texts).split())[:_LONGEST]
    # No control characters, and none that no terminal could encode.
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in line)


def _json_object(response: requests.Response) -> dict[str, Any]:
    try:
        body = response.json()
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def endless(stream: str) -> RingCentralError:
    """Return the error that a page of a stream's list has come twice."""
    return RingCentralError(
        f"{stream}: RingCentral gave the same page twice, so that the list would never end. "
        "Nothing is lost: run again to resume."
    )
