"""What to change, for each error code and status that RingCentral documents."""

from __future__ import annotations

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
