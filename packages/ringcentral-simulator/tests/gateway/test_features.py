"""What an account lacks, and whose settings a user may not see."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import pytest

from ringcentral_simulator import Features

if TYPE_CHECKING:
    from collections.abc import Callable

    import requests

    from ringcentral_simulator import Simulator
    from tests.conftest import Api

OFFERED = {
    "multi_site": "sites",
    "call_monitoring": "call-monitoring-groups",
    "call_recording": "call-recording/extensions",
    "custom_fields": "custom-fields",
    "cost_centers": "/restapi/v2/accounts/~/cost-centers",
    "audit_trail": "/restapi/v1.0/account/~/audit-trail/search",
    "analytics": "/analytics/calls/v1/accounts/~/timeline/fetch",
}
PERMISSIONS = {
    "message-store": "ReadMessages",
    "business-hours": "ReadExtensions",
    "answering-rule": "ReadUserAnsweringRules",
    "caller-blocking": "ReadBlockedNumbers",
    "caller-blocking/phone-numbers": "ReadBlockedNumbers",
    "forwarding-number": "ReadUserForwardingFlipNumbers",
    "device": "ReadUserDevices",
    "address-book/contact": "ReadPersonalContacts",
    "call-log": "ReadCallLog",
}


def _asked(api: Api, path: str) -> requests.Response:
    if "fetch" in path or "search" in path:
        return api.post(path, {})
    return api.get(api.simulator.url + path if path.startswith("/") else path)


def test_a_feature_that_the_account_lacks_is_refused_alone(
    account_with: Callable[..., Api],
) -> None:
    assert OFFERED.keys() == {field.name for field in fields(Features)} - {"federation"}
    for lacking in OFFERED:
        api = account_with(extensions=40, features=Features(**{lacking: False}))
        for feature, path in OFFERED.items():
            answer = _asked(api, path)
            refused = answer.status_code == 403
            assert refused is (feature == lacking)
            if refused:
                assert answer.json()["errors"][0]["errorCode"] == "CMN-403"


def test_a_sister_company_shares_its_directory_when_asked(
    account_with: Callable[..., Api],
) -> None:
    api = account_with(extensions=40, features=Features(federation=True))
    assert api.get("").json()["federated"] is True
    own = api.get("directory/entries", showFederated="false").json()["records"]
    everyone = api.get("directory/entries").json()["records"]
    assert len(own) == 40
    assert {one["account"]["companyName"] for one in everyone[:40]} == {"Example Logistics"}
    assert {one["account"]["companyName"] for one in everyone[40:]} == {"Example Freight"}


@pytest.mark.parametrize("path", PERMISSIONS)
def test_other_peoples_settings_need_extended_scope(
    api: Api, simulator: Simulator, path: str
) -> None:
    other, permission = simulator.company.extensions[3].id, PERMISSIONS[path]
    assert api.get(f"extension/{other}/{path}").status_code == 200
    simulator.access.extended_permissions.discard(permission)
    refused = api.get(f"extension/{other}/{path}")
    assert refused.status_code == 403
    assert refused.json()["errors"][0]["errorCode"] == "CMN-419"
    assert refused.json()["errors"][0]["permissionsName"] == permission
    assert api.get(f"extension/~/{path}").status_code == 200
    assert api.get(f"extension/{simulator.company.service_user.id}/{path}").status_code == 200


def test_extended_scope_can_be_checked_beforehand(api: Api, simulator: Simulator) -> None:
    path, other = "extension/~/authz-profile/check", simulator.company.extensions[3].id
    asked = {"permissionId": "ReadMessages", "targetExtensionId": other}
    granted = api.get(path, **asked).json()
    assert "AllExtensions" in granted["details"]["scopes"]
    simulator.access.extended_permissions.discard("ReadMessages")
    assert api.get(path, **asked).json()["successful"] is False
    own = api.get(path, permissionId="ReadMessages").json()
    assert own["details"]["scopes"] == ["Self"]
