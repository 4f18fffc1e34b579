"""The account's answers against what RingCentral documents of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from ringcentral_simulator import facts
from ringcentral_simulator.endpoints.routes import ROUTES

from .contract import properties

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Api

V1 = "/restapi/v1.0/account/{accountId}"


@pytest.fixture
def api(lasting: Api) -> Api:
    return lasting


# What lists want to be asked that are not asked for a page.
ASKED: dict[str, dict[str, Any]] = {
    "call-log-extract-sync": {"syncType": "FSync", "dateFrom": "2026-03-01T00:00:00Z"},
}
LISTS = [
    path
    for route in ROUTES
    if route.method == "GET" and route.path.count("<") == 1
    if "<accountId>" in (path := route.path) and facts.operation(path).is_list
]
"""Every list of the account itself."""


@pytest.mark.parametrize("path", LISTS)
def test_lists_of_the_account(api: Api, check: Callable[..., None], path: str) -> None:
    url = api.simulator.url + path.replace("<accountId>", "~")
    answer = api.get(url, **ASKED.get(path.rpartition("/")[2], {"perPage": 1000})).json()
    assert answer["records"]
    check(path.replace("<accountId>", "{accountId}"), answer)


@pytest.mark.parametrize(
    ("path", "parent", "argument"),
    [
        ("sites/{siteId}/members", "sites", "siteId"),
        ("sites/{siteId}", "sites", "siteId"),
        ("ivr-menus/{ivrMenuId}", "ivr-menus", "ivrMenuId"),
        ("ivr-prompts/{promptId}", "ivr-prompts", "promptId"),
        ("phone-number/{phoneNumberId}", "phone-number", "phoneNumberId"),
        ("call-monitoring-groups/{groupId}/members", "call-monitoring-groups", "groupId"),
        ("directory/entries/{entryId}", "directory/entries", "entryId"),
        ("answering-rule/{ruleId}", "answering-rule", "ruleId"),
        ("call-queues/{groupId}/presence", "call-queues", "groupId"),
    ],
)
def test_what_belongs_to_one_of_a_list(
    api: Api, check: Callable[..., None], path: str, parent: str, argument: str
) -> None:
    for record in api.get(parent, perPage=15).json()["records"]:
        if record["id"] != "main-site":
            answer = api.get(path.replace(f"{{{argument}}}", str(record["id"]))).json()
            check(f"{V1}/{path}", answer)


@pytest.mark.parametrize("path", ["service-info", "business-hours", "call-recording"])
def test_what_is_answered_whole(api: Api, check: Callable[..., None], path: str) -> None:
    check(f"{V1}/{path}", api.get(path).json())


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("business-hours", {}),
        ("answering-rule", {}),
        ("answering-rule", {"view": "Detailed"}),
        ("caller-blocking", {}),
        ("caller-blocking/phone-numbers", {}),
        ("forwarding-number", {}),
        ("device", {}),
        ("address-book/contact", {}),
    ],
)
def test_what_is_set_for_an_extension(
    api: Api, check: Callable[..., None], path: str, query: dict[str, str]
) -> None:
    found = 0
    for kind in ("User", "DigitalUser", "Department", "IvrMenu"):
        for one in api.get("extension", type=kind, perPage=8).json()["records"]:
            answer = api.get(f"extension/{one['id']}/{path}", **query).json()
            check(f"{V1}/extension/{{extensionId}}/{path}", answer)
            found += len(answer.get("records", answer))
    assert found


def test_the_audit_trail(api: Api, check: Callable[..., None]) -> None:
    path = "/restapi/v1.0/account/~/audit-trail/search"
    answer = api.post(path, {"eventTimeFrom": "2026-03-01T00:00:00Z", "perPage": 200}).json()
    assert len(answer["records"]) == 200
    check(f"{V1}/audit-trail/search", answer, method="post")


@pytest.mark.parametrize("grouping", ["Queues", "Users", "Company", "Sites", "IVRs"])
def test_analytics(api: Api, check: Callable[..., None], grouping: str) -> None:
    asked = {
        "grouping": {"groupBy": grouping},
        "timeSettings": {
            "timeZone": "America/New_York",
            "timeRange": {"timeFrom": "2026-03-02T05:00:00Z", "timeTo": "2026-03-09T03:59:59Z"},
        },
    }
    for fetched, schema, option, query in (
        ("timeline", "Timeline", True, {"interval": "Day"}),
        ("aggregation", "Aggregation", {"aggregationType": "Sum"}, {}),
    ):
        options = {
            kind: dict.fromkeys(properties(f"{schema}ResponseOptions{kind.title()}"), option)
            for kind in ("counters", "timers")
        }
        path = f"/analytics/calls/v1/accounts/~/{fetched}/fetch"
        answer = api.post(path, {**asked, "responseOptions": options}, **query).json()
        assert answer["data"]["records"]
        check(path.replace("~", "{accountId}"), answer, method="post")


@pytest.mark.parametrize("view", ["Simple", "Detailed"])
@pytest.mark.parametrize("path", ["active-calls", "extension/~/call-log"])
def test_calls(api: Api, check: Callable[..., None], path: str, view: str) -> None:
    queue = api.get("call-queues").json()["records"][0]["id"]
    answer = api.get(path.replace("~", queue), view=view).json()
    assert answer["records"]
    check(f"{V1}/{path.replace('~', '{extensionId}')}", answer)


def test_messages(api: Api, check: Callable[..., None]) -> None:
    kinds = set()
    for extension in api.get("extension", perPage=60).json()["records"]:
        path = f"extension/{extension['id']}/message-store"
        answer = api.get(path, dateFrom="2026-02-10").json()
        check(f"{V1}/extension/{{extensionId}}/message-store", answer)
        kinds |= {(record["type"], record["direction"]) for record in answer["records"]}
    assert kinds == {("VoiceMail", "Inbound"), ("Fax", "Inbound"), ("Fax", "Outbound")}


@pytest.mark.parametrize("path", ["phone-numbers", "cost-centers"])
def test_lists_of_version_2(api: Api, check: Callable[..., None], path: str) -> None:
    answer = api.get(f"{api.simulator.url}/restapi/v2/accounts/~/{path}").json()
    assert answer["records"]
    check(f"/restapi/v2/accounts/{{accountId}}/{path}", answer)


@pytest.mark.parametrize("path", ["greeting", "fax-cover-page"])
def test_dictionaries(api: Api, check: Callable[..., None], path: str) -> None:
    answer = api.get(f"{api.simulator.url}/restapi/v1.0/dictionary/{path}").json()
    assert answer["records"]
    check(f"/restapi/v1.0/dictionary/{path}", answer)
