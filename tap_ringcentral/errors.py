"""What RingCentral refuses, in words for the person who can mend it.

RingCentral answers an error with an envelope (developers.ringcentral.com/guide/basics/errors): at
the top and in `errors[]` an `errorCode` and a `message`, and for a missing permission its name. A
message here says what failed, what to change and RingCentral's request id. It never repeats the
body of an answer, which may hold names and phone numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests
from singer_sdk.exceptions import FatalAPIError, RetriableAPIError

_LONGEST = 200  # characters of a message


class RingCentralError(Exception):
    """Something that a person can mend; its text is one line that says how."""


class SettingsError(RingCentralError):
    """A setting, the catalog or the state is missing or cannot be used."""


class SignInError(RingCentralError):
    """RingCentral gave no token."""


class RequestRefusedError(RingCentralError, FatalAPIError):
    """An answer that no repetition would change."""

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status
        """The HTTP status, where it was one that refused."""


class UnavailableError(RequestRefusedError):
    """A permission is missing, or the account does not have the feature."""


class PermissionMissingError(UnavailableError):
    """The app or the role lacks the permission altogether, whatever it is asked for."""


class NotFoundError(RequestRefusedError):
    """There is nothing at the address (404)."""


class TokenRejectedError(RequestRefusedError):
    """The access token was refused (401): worth one new token and one more try."""


class RequestFailedError(RingCentralError, RetriableAPIError):
    """An answer that may well be better the next time."""


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

    @classmethod
    def of(cls, response: requests.Response) -> ApiError:
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
        )

    @property
    def refusal(self) -> type[RequestRefusedError]:
        """What kind of refusal it is."""
        if _NO_PERMISSION.intersection(self.codes):
            return PermissionMissingError
        if self.status == requests.codes.forbidden or _NO_FEATURE.intersection(self.codes):
            return UnavailableError
        return NotFoundError if self.status == requests.codes.not_found else RequestRefusedError

    @property
    def remedy(self) -> str:
        """What to change, as a sentence; empty where there is nothing to say."""
        known = (code for code in (*self.codes, str(self.status)) if code in REMEDIES)
        template = REMEDIES.get(next(known, ""), "")
        return template.format(permission=self.permission or "that the message names")

    def __str__(self) -> str:
        """Tell what failed, why, what to change, and the id that RingCentral's support asks for."""
        answer = " ".join(["RingCentral answered", str(self.status), *self.codes[:1]])
        parts = [f"{answer} for {self.path}"]
        if self.message:
            parts.append(f": {self.message.rstrip('.')}")
        parts.append(".")
        if self.remedy:
            parts.append(f" {self.remedy}")
        if self.request_id:
            parts.append(f" (RingCentral request id {self.request_id})")
        return "".join(parts)


_SESSION_ENDED = (
    "The session was ended early: RingCentral keeps about five of a user and app. Let fewer runs "
    "overlap, then run again."
)
_CREDENTIAL_ENDED = (
    "The jwt or refresh_token (or authorization_code) has expired, was revoked or was used before: "
    "set a new one, or run tap-ringcentral-login again where that was used. If it worked a moment "
    "ago, too many runs overlap."
)
_NOT_ALLOWED = (
    "The app may not use this way to sign in: choose it in the Developer Console under the app's "
    "settings (JWT auth flow for jwt; issue refresh tokens for refresh_token and for a browser)."
)

# The account lacks the feature, in answers of whatever status.
_NO_FEATURE = {"AGW-404", "CMN-109", "CMN-403"}

# The app's scope and the role's permission, other than its reach.
_NO_PERMISSION = {"CMN-401", "CMN-408"}

# Codes: developers.ringcentral.com/guide/basics/errors and /guide/basics/permissions.
REMEDIES = {
    "CMN-401": (
        "The app lacks the scope {permission}: add it in the Developer Console under the app's "
        "settings, then create a new token."
    ),
    "CMN-408": (
        "The helper extension's role lacks the permission {permission}: an administrator adds it "
        "to the role in the Admin Portal."
    ),
    "CMN-419": (
        "The helper extension's role has {permission} for itself only: an administrator extends "
        "it to the whole company."
    ),
    "CMN-402": "An administrator's role is needed.",
    "CMN-403": "The account does not have this feature.",
    "CMN-109": "The account does not have this feature.",
    "AGW-404": "The account, or the environment of server_url, does not have this feature.",
    "CMN-102": "Check the setting account_id, and extension_ids where it is set.",
    "403": "The app or the helper extension's role lacks a permission.",
    "404": "Check the settings server_url and account_id.",
    "OAU-105": (
        "Extensions of this type cannot sign in: make the helper extension a user (Admin Portal, "
        "Users)."
    ),
    "OAU-106": (
        "The authorization_code is unknown or was used, or code_verifier is not the one it was "
        "obtained with: obtain a new code."
    ),
    "OAU-108": (
        "The authorization_code has expired, since it lives a minute: obtain a new one, and start "
        "the tap at once."
    ),
    "OAU-109": (
        "The setting redirect_uri must be the one that the code was obtained with, and registered "
        "for the app in the Developer Console."
    ),
    "OAU-112": _NOT_ALLOWED,
    "OAU-123": "Set client_secret: this app is not a public one.",
    "OAU-125": _NOT_ALLOWED,
    "OAU-128": _SESSION_ENDED,
    "OAU-129": "The token arrived damaged: check any proxy between here and there.",
    "OAU-136": "There is no such extension: check the settings username and extension.",
    "OAU-140": (
        "RingCentral does not accept the helper extension: check that it is enabled, and that jwt "
        "or refresh_token is its own and of this server_url."
    ),
    "OAU-141": "The helper extension is disabled: an administrator enables it in the Admin Portal.",
    "OAU-142": "The account is disabled: its administrator asks RingCentral's support why.",
    "OAU-146": "Check the setting client_secret.",
    "OAU-147": "Too many failed sign-ins have locked the extension: wait, then check password.",
    "OAU-148": (
        "The account enforces single sign-on, which forbids passwords: set jwt in the place of "
        "username and password, or run tap-ringcentral-login."
    ),
    "OAU-149": _SESSION_ENDED,
    "OAU-151": _NOT_ALLOWED,
    "OAU-153": "Check the setting client_id, and that server_url is the app's environment.",
    "OAU-168": (
        "The extension signs in with a second factor, which forbids passwords: set jwt in the "
        "place of username and password, or run tap-ringcentral-login."
    ),
    "OAU-210": _CREDENTIAL_ENDED,
    "OAU-213": _CREDENTIAL_ENDED,
    "OAU-251": _NOT_ALLOWED,
    "invalid_client": (
        "Check the settings client_id and client_secret, and that server_url is the app's "
        "environment."
    ),
    "invalid_grant": (
        "Check the setting jwt or refresh_token: it must be whole, not expired, not revoked, and "
        "made for this app and this server_url."
    ),
    "AGW-401": "The token did not reach RingCentral: check any proxy between here and there.",
}


def _line(value: Any) -> str:
    """Give a text, or a list of texts, as one short line; nothing else is safe to repeat."""
    values = value if isinstance(value, list) else [value]
    texts = (text for text in values if isinstance(text, str))
    return " ".join(", ".join(texts).split())[:_LONGEST]


def _json_object(response: requests.Response) -> dict[str, Any]:
    try:
        body = response.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
