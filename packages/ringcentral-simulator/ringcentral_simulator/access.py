"""What the app and its user may do: the two layers of RingCentral's permissions."""

from __future__ import annotations

from dataclasses import dataclass, field

from ringcentral_simulator.errors import ApiError, Problem

APP_SCOPES = frozenset({"ReadAccounts", "ReadCallLog", "ReadCallRecording"})
USER_PERMISSIONS = frozenset(
    {"ReadCallLog", "ReadCallRecording", "ReadCompanyCallLog", "ReadCompanyInfo", "ReadExtensions"}
)


@dataclass(slots=True)
class Access:
    """Permissions that hold now; a test may take one away.

    Attributes:
        app_scopes: Of the app, as chosen in the developer console.
        user_permissions: Of the user's role.
    """

    app_scopes: set[str] = field(default_factory=lambda: set(APP_SCOPES))
    user_permissions: set[str] = field(default_factory=lambda: set(USER_PERMISSIONS))

    def require(self, app_scope: str, user_permission: str) -> None:
        """Check both layers, the app's first; an empty name asks for nothing.

        Raises:
            ApiError: 403, naming the permission that is missing.
        """
        if app_scope and app_scope not in self.app_scopes:
            raise _lacking(
                "CMN-401",
                f"In order to call this API endpoint, application needs to have "
                f"[{app_scope}] permission",
                app_scope,
            )
        if user_permission and user_permission not in self.user_permissions:
            raise _lacking(
                "CMN-408",
                f"In order to call this API endpoint, user needs to have "
                f"[{user_permission}] permission for requested resource.",
                user_permission,
            )


def _lacking(code: str, message: str, permission: str) -> ApiError:
    problem = Problem(code, message, {"permissionName": permission})
    return ApiError(403, problem, error_code="InsufficientPermissions")
