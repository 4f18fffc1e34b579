"""What to change, for each error code and status that RingCentral documents.

One code means one thing where a token is asked for, and another where data is: OAU-123 is a missing
client secret there, and a header that was lost on its way here. So there is a table for each; what
holds for both stands in both. {credential}, {settings} and {permission} are filled in later.

Codes: developers.ringcentral.com/guide/basics/errors and /guide/basics/permissions.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_TOKEN_PATH = "/oauth/token"  # noqa: S105 - an address

_NO_FEATURE = "The account does not have this feature."
_DAMAGED = "check any proxy between here and there."

# Of the helper extension itself, whatever is asked for.
_OF_THE_EXTENSION = {
    "CMN-109": _NO_FEATURE,
    "CMN-403": _NO_FEATURE,
    "OAU-105": (
        "Extensions of this type cannot sign in: make the helper extension a user (Admin Portal, "
        "Users)."
    ),
    "OAU-141": "The helper extension is disabled: an administrator enables it in the Admin Portal.",
    "OAU-142": "The account is disabled: its administrator asks RingCentral's support why.",
}

_APP_UNKNOWN = "Check the setting client_id, and that server_url is the app's environment."
_CLIENT_REFUSED = (
    "Check the settings client_id and client_secret, and that server_url is the app's environment."
)
_CREDENTIAL_ENDED = (
    "What the setting {credential} holds has expired, was revoked or was used before: set a new "
    "one, or run tap-ringcentral-login again where that was used. If it worked a moment ago, too "
    "many runs overlap."
)
_WAY_NOT_ALLOWED = (
    "The app may not use this way to sign in: choose it in the Developer Console under the app's "
    "settings (JWT auth flow for jwt; issue refresh tokens for refresh_token and for a browser)."
)
_NO_SIGN_IN_HERE = "There is no sign-in at this address: check the setting server_url."

OF_TOKENS = _OF_THE_EXTENSION | {
    "AGW-401": f"The app's client_id and client_secret did not arrive: set both, and {_DAMAGED}",
    "AGW-404": _NO_SIGN_IN_HERE,
    "CMN-102": _NO_SIGN_IN_HERE,
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
    "OAU-112": _WAY_NOT_ALLOWED,
    "OAU-123": "Set client_secret: this app is not a public one.",
    "OAU-125": _WAY_NOT_ALLOWED,
    "OAU-128": _CREDENTIAL_ENDED,
    "OAU-129": _CREDENTIAL_ENDED,  # of a refresh token that has been used
    "OAU-136": "There is no such extension: check the settings username and extension.",
    "OAU-140": (
        "RingCentral does not accept the helper extension: check that it is enabled, and the "
        "setting {credential}, which must be its own and of this server_url."
    ),
    "OAU-146": "Check the setting client_secret.",
    "OAU-147": "Too many failed sign-ins have locked the extension: wait, then check password.",
    "OAU-148": (
        "The account enforces single sign-on, which forbids passwords: set jwt in the place of "
        "username and password, or run tap-ringcentral-login."
    ),
    "OAU-149": _CREDENTIAL_ENDED,
    "OAU-151": _WAY_NOT_ALLOWED,
    "OAU-153": _APP_UNKNOWN,
    "OAU-168": (
        "The extension signs in with a second factor, which forbids passwords: set jwt in the "
        "place of username and password, or run tap-ringcentral-login."
    ),
    "OAU-210": _CREDENTIAL_ENDED,
    "OAU-213": _CREDENTIAL_ENDED,
    "OAU-251": _WAY_NOT_ALLOWED,
    "invalid_client": _CLIENT_REFUSED,
    "invalid_grant": (
        "Check the setting {credential}: it must be whole, not expired, not revoked, and made for "
        "this app and this server_url."
    ),
    "401": _CLIENT_REFUSED,
    "403": "The app may not sign in: check that it is active in the Developer Console.",
    "404": _NO_SIGN_IN_HERE,
}
"""Where a token is asked for."""

_SESSION_ENDED = (
    "The session was ended early: RingCentral keeps about five of a user and app. Let fewer runs "
    "overlap, then run again."
)
_HEADER_LOST = f"The token did not reach RingCentral: {_DAMAGED}"
_TOKEN_REFUSED = f"RingCentral refused a token that it gave: let fewer runs overlap, and {_DAMAGED}"
_CHECK_SETTINGS = "Check the {settings}."

OF_DATA = _OF_THE_EXTENSION | {
    "AGW-401": _HEADER_LOST,
    "AGW-404": "The account, or the environment of server_url, does not have this feature.",
    "CMN-102": _CHECK_SETTINGS,
    "CMN-401": (
        "The app lacks the scope {permission}: add it in the Developer Console under the app's "
        "settings, then create a new token."
    ),
    "CMN-402": "An administrator's role is needed.",
    "CMN-408": (
        "The helper extension's role lacks the permission {permission}: an administrator adds it "
        "to the role in the Admin Portal."
    ),
    "CMN-419": (
        "The helper extension's role has {permission} for itself only: an administrator extends "
        "it to the whole company."
    ),
    "OAU-123": _HEADER_LOST,
    "OAU-128": _SESSION_ENDED,
    "OAU-129": f"The token arrived damaged: {_DAMAGED}",
    "OAU-149": _SESSION_ENDED,
    "OAU-210": _SESSION_ENDED,
    "OAU-213": _SESSION_ENDED,
    "401": _TOKEN_REFUSED,
    "403": "The app or the helper extension's role lacks a permission.",
    "404": _CHECK_SETTINGS,
}
"""Where anything else is asked for, with a token."""


OF_PERMISSIONS = {
    "ReadCompanyCallRecording": (
        "The helper extension's role lacks {permission}: an administrator ticks Company Call Log, "
        "Access Recordings."
    )
}
"""Where the Admin Portal has another name for a permission that is missing (CMN-408)."""


def remedy(path: str, codes: Iterable[str], permission: str = "") -> str:
    """Describe what to change, as a sentence with places to fill in; empty where nothing is known.

    Args:
        path: What was asked for.
        codes: Error codes, the most telling first, and the status.
        permission: That which the answer names.
    """
    codes = tuple(codes)
    if permission in OF_PERMISSIONS and "CMN-408" in codes:
        return OF_PERMISSIONS[permission]
    if path.endswith(_TOKEN_PATH):
        return next((OF_TOKENS[code] for code in codes if code in OF_TOKENS), "")
    for code in codes:
        if code in OF_DATA:
            return OF_DATA[code]
        if code.startswith("OAU-"):  # of a sign-in, and yet the answer to a token
            return _TOKEN_REFUSED
    return ""


def settings_of(path: str) -> str:
    """Name the settings that a path is made of."""
    if "/account/" not in path:
        return "setting server_url"
    extensions = ", and extension_ids where it is set" if re.search("/extension/[^~]", path) else ""
    return f"settings server_url and account_id{extensions}"
