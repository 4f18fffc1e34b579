"""The two layers of permissions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from ringcentral_simulator import Simulator
    from tests.conftest import Api


def test_a_missing_app_scope_is_named(api: Api, simulator: Simulator) -> None:
    simulator.access.app_scopes.discard("ReadCallLog")
    answer = api.get("call-log")
    assert answer.status_code == 403
    assert answer.json()["errorCode"] == "InsufficientPermissions"
    assert answer.json()["errors"][0]["errorCode"] == "CMN-401"
    assert answer.json()["errors"][0]["permissionName"] == "ReadCallLog"
    assert api.get("call-queues").status_code == 200


def test_a_missing_user_permission_is_named(api: Api, simulator: Simulator) -> None:
    simulator.access.user_permissions.discard("ReadCompanyCallLog")
    answer = api.get("call-log")
    assert answer.status_code == 403
    assert answer.json()["errors"][0]["errorCode"] == "CMN-408"
    assert answer.json()["errors"][0]["permissionName"] == "ReadCompanyCallLog"


@pytest.mark.parametrize("permission", ["ReadCallLog", "ReadCompanyCallLog"])
def test_extract_sync_needs_the_permission_it_names_and_the_companys(
    api: Api, simulator: Simulator, permission: str
) -> None:
    assert api.get("call-log-extract-sync").status_code == 200
    simulator.access.user_permissions.discard(permission)
    answer = api.get("call-log-extract-sync")
    assert answer.status_code == 403
    assert answer.json()["errors"][0]["permissionName"] == permission


def test_a_permission_can_be_checked_beforehand(api: Api, simulator: Simulator) -> None:
    path = "extension/~/authz-profile/check"
    granted = api.get(path, permissionId="ReadCompanyCallLog")
    assert granted.json()["successful"] is True
    assert granted.json()["details"]["permission"]["id"] == "ReadCompanyCallLog"
    simulator.access.user_permissions.discard("ReadCompanyCallLog")
    denied = api.get(path, permissionId="ReadCompanyCallLog")
    assert (denied.status_code, denied.json()["successful"]) == (200, False)


def test_a_check_is_about_the_user_and_not_about_the_app(api: Api, simulator: Simulator) -> None:
    simulator.access.app_scopes.clear()
    checked = api.get("extension/~/authz-profile/check", permissionId="ReadCompanyCallLog")
    assert checked.json()["successful"] is True


def test_the_role_that_allows_it_is_the_one_assigned(api: Api) -> None:
    checked = api.get("extension/~/authz-profile/check", permissionId="ReadExtensions").json()
    (role,) = api.get("extension/~/assigned-role").json()["records"]
    assert role["displayName"] == "Call Log Reader"
    assert checked["details"]["effectiveRole"]["id"] == role["id"]


def test_roles_need_a_permission_of_their_own(api: Api, simulator: Simulator) -> None:
    simulator.access.user_permissions.discard("ReadAssignedRoles")
    answer = api.get("extension/~/assigned-role")
    assert answer.json()["errors"][0]["permissionName"] == "ReadAssignedRoles"


def test_a_check_needs_to_know_of_what(api: Api) -> None:
    assert api.get("extension/~/authz-profile/check").status_code == 400


def test_the_token_tells_the_apps_scopes(stranger: Api, simulator: Simulator) -> None:
    simulator.access.app_scopes.intersection_update({"ReadCallRecording", "ReadCallLog"})
    assert stranger.token().json()["scope"] == "ReadCallLog ReadCallRecording"
