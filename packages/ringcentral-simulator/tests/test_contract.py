"""Every answer against what RingCentral documents of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from ringcentral_simulator import Profile, Quirks, facts
from ringcentral_simulator.endpoints.routes import ROUTES

from .contract import properties

if TYPE_CHECKING:
    from collections.abc import Callable

    from ringcentral_simulator import Simulator
    from tests.conftest import Api

VERSION = "/restapi/v1.0/account/{accountId}"
OTHER_NAMES = {"FullCompanyCallLog": "ReadCompanyCallLog"}  # the name that errors give it


def test_every_route_is_documented_and_has_its_group_and_permissions() -> None:
    for route in filter(lambda route: route.group, ROUTES):  # the sign-in pages have none
        path = route.path.replace("<", "{").replace(">", "}")
        documented = facts.operation(path, route.method)
        assert documented.path == path
        assert documented.group.lower() == route.group.value
        assert documented.app_scope == route.app_scope
        permission = documented.permission
        assert OTHER_NAMES.get(permission, permission) == route.user_permission


@pytest.mark.parametrize("view", ["Simple", "Detailed"])
def test_the_call_log(api: Api, check: Callable[..., None], view: str) -> None:
    week = api.get("call-log", view=view, dateFrom="2026-03-03", perPage=500).json()
    assert len(week["records"]) == 500
    check(f"{VERSION}/call-log", week)


def test_deleted_records_and_calls_in_progress(
    account_with: Callable[..., Api], check: Callable[..., None]
) -> None:
    api = account_with(quirks=Quirks(shows_in_progress=True))
    start = api.simulator.clock.now() - timedelta(hours=1)
    api.simulator.delete(next(api.simulator.truth.calls(start))["id"])
    for view in ("Simple", "Detailed"):
        asked = {"dateFrom": start.isoformat(), "showDeleted": "true", "perPage": "max"}
        page = api.get("call-log", view=view, **asked).json()
        assert any("deleted" in record for record in page["records"])
        assert any(record["finished"] is False for record in page["records"])
        check(f"{VERSION}/call-log", page)


@pytest.mark.parametrize("view", ["Simple", "Detailed"])
def test_extract_sync(
    account_with: Callable[..., Api], check: Callable[..., None], view: str
) -> None:
    path = f"{VERSION}/call-log-extract-sync"
    api = account_with(profile=Profile(delete_share=0.1))
    first = api.sync(dateFrom="2026-03-03", view=view, recordCount=250)
    token = first["syncInfo"]["syncToken"]
    following = api.sync(syncType="ISync", syncToken=token)
    for answer in (first, following):
        assert len(answer["records"]) >= 250
        assert any("deleted" in record for record in answer["records"])
        check(path, answer)
    refused = api.get("call-log-extract-sync", syncType="ISync", syncToken="garbage")
    check(path, refused.json(), status="400")
    api.simulator.access.user_permissions.discard("ReadCompanyCallLog")
    check(path, api.sync(), status="403")


def test_an_extract_sync_that_is_not_offered(
    account_with: Callable[..., Api], check: Callable[..., None]
) -> None:
    api = account_with(quirks=Quirks(sync_offered=False))
    check(f"{VERSION}/call-log-extract-sync", api.sync(), status="404")


def test_every_property_of_records_and_legs_occurs(simulator: Simulator) -> None:
    start = simulator.clock.now() - timedelta(days=9)
    simulator.delete(next(simulator.truth.calls(start))["id"])
    calls = list(simulator.truth.all_calls(start))
    for schema, parts in (
        ("CallLogRecord", calls),
        ("CallLogRecordLegInfo", [leg for call in calls for leg in call["legs"]]),
    ):
        documented = properties(schema)
        occurring = {name for part in parts for name in part}
        assert occurring >= documented.keys()
        for party in ("from", "to"):
            occurring = {name for part in parts for name in part.get(party, {})}
            assert occurring >= documented[party]["properties"].keys()


def test_the_directory(api: Api, check: Callable[..., None]) -> None:
    check(f"{VERSION}/extension", api.get("extension", perPage="max").json())
    check(f"{VERSION}/extension/{{extensionId}}", api.get("extension/~").json())
    queues = api.get("call-queues").json()
    check(f"{VERSION}/call-queues", queues)
    for queue in queues["records"]:
        path = f"call-queues/{queue['id']}"
        check(f"{VERSION}/call-queues/{{groupId}}", api.get(path).json())
        members = f"{VERSION}/call-queues/{{groupId}}/members"
        check(members, api.get(f"{path}/members").json())


def test_the_account_and_who_is_signed_in(api: Api, check: Callable[..., None]) -> None:
    check(VERSION, api.get("").json())
    path = f"{VERSION}/extension/{{extensionId}}/assigned-role"
    check(path, api.get("extension/~/assigned-role").json())


def test_the_permission_check(api: Api, check: Callable[..., None]) -> None:
    path = f"{VERSION}/extension/{{extensionId}}/authz-profile/check"
    for permission in ("ReadCompanyCallLog", "EditEverything"):
        answer = api.get("extension/~/authz-profile/check", permissionId=permission)
        check(path, answer.json())


def test_the_token_endpoint(stranger: Api, check: Callable[..., None]) -> None:
    check("/restapi/oauth/token", stranger.token().json(), method="post")
    for form in ({"code": "x"}, {"redirect_uri": "x"}):
        refused = stranger.token(grant_type="authorization_code", **form)
        check("/restapi/oauth/token", refused.json(), status="400", method="post")


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_authorization_endpoint(stranger: Api, check: Callable[..., None], method: str) -> None:
    path = "/restapi/oauth/authorize"
    documented = facts.operation(path, method).answers
    known, place = stranger.simulator.credentials, "params" if method == "get" else "data"
    asked = {"response_type": "code", "redirect_uri": "https://example.com/callback"}
    forms: list[dict[str, Any]] = [
        {place: {**asked, "client_id": client}} for client in (known.client_id, "unknown")
    ]
    answers = [
        stranger.http.request(
            method, stranger.simulator.url + path, allow_redirects=False, timeout=10, **form
        )
        for form in forms
    ]
    assert [str(answer.status_code) for answer in answers] == sorted(documented)
    assert answers[0].headers["Location"].startswith(stranger.simulator.url)
    check(path, answers[1].json(), status="400", method=method)


def test_refusals(api: Api, check: Callable[..., None], simulator: Simulator) -> None:
    path = f"{VERSION}/call-log"
    check(path, api.get("call-log", page=0).json(), status="400")
    simulator.access.app_scopes.clear()
    check(path, api.get("call-log").json(), status="403")
