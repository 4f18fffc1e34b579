"""What the app and its user may do: the two layers of RingCentral's permissions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ringcentral_simulator import facts
from ringcentral_simulator.gateway.errors import ApiError, Problem

if TYPE_CHECKING:
    from ringcentral_simulator.oauth.sessions import Session

_OTHER_NAMES = {"FullCompanyCallLog": "ReadCompanyCallLog"}  # the name that errors give it


def _documented(need: str, within: str = "") -> frozenset[str]:
    """Return what RingCentral's requests are documented to need.

    Args:
        need: Keyword of the description that names a scope or a permission.
        within: What the paths have in common.
    """
    operations = [
        operation
        for path, item in facts.document()["paths"].items()
        if within in path
        for operation in item.values()
    ]
    names = {operation.get(need) for operation in operations} - {None}
    return frozenset(_OTHER_NAMES.get(name, name) for name in names)


APP_SCOPES = _documented("x-app-permission")
# Which no description names, but refusals of recordings do: of a company's, not only one's own.
COMPANY_RECORDINGS = "ReadCompanyCallRecording"
USER_PERMISSIONS = _documented("x-user-permission") | {COMPANY_RECORDINGS}
# A role grants these for its user alone, or for other people's extensions too.
EXTENDED_PERMISSIONS = _documented("x-user-permission", within="/extension/{extensionId}")


@dataclass(slots=True)
class Access:
    """Permissions that hold now; a test may take one away.

    Attributes:
        app_scopes: Of the app, as chosen in the developer console.
        user_permissions: Of the user's role.
        extended_permissions: Those of them that reach other people's extensions too.
    """

    app_scopes: set[str] = field(default_factory=lambda: set(APP_SCOPES))
    user_permissions: set[str] = field(default_factory=lambda: set(USER_PERMISSIONS))
    extended_permissions: set[str] = field(default_factory=lambda: set(EXTENDED_PERMISSIONS))

    def scopes_of(self, session: Session) -> set[str]:
        """Return what a session's access token is good for: no more than it was issued for."""
        issued = session.tokens.terms.scopes
        return self.app_scopes if issued is None else self.app_scopes & issued

    def require(self, session: Session, app_scope: str, user_permission: str) -> None:
        """Check both layers, the app's first; an empty name asks for nothing.

        Raises:
            ApiError: 403, naming the permission that is missing.
        """
        if app_scope and app_scope not in self.scopes_of(session):
            raise _lacking(
                "CMN-401",
                f"In order to call this API endpoint, application needs to have "
                f"[{app_scope}] permission",
                app_scope,
            )
        if user_permission:
            self.require_of_user(user_permission)

    def require_of_user(self, permission: str) -> None:
        """Check the user's layer alone.

        Raises:
            ApiError: 403, naming the permission that is missing.
        """
        if permission not in self.user_permissions:
            raise _lacking(
                "CMN-408",
                f"In order to call this API endpoint, user needs to have "
                f"[{permission}] permission for requested resource.",
                permission,
            )

    def reaches_others(self, user_permission: str) -> bool:
        """Whether a permission holds for other people's extensions too."""
        return user_permission in self.user_permissions & self.extended_permissions

    def require_extended(self, user_permission: str) -> None:
        """Check that a permission reaches other people's extensions.

        Raises:
            ApiError: 403, naming the permission; here the name stands under another key.
        """
        if not self.reaches_others(user_permission):
            message = (
                f"In order to call this API endpoint, user needs to have "
                f"[{user_permission}] permission granted with extended scope"
            )
            problem = Problem("CMN-419", message, {"permissionsName": user_permission})
            raise ApiError(403, problem, error_code="InsufficientPermissions")


def _lacking(code: str, message: str, permission: str) -> ApiError:
    problem = Problem(code, message, {"permissionName": permission})
    return ApiError(403, problem, error_code="InsufficientPermissions")
