"""The account's answers against what RingCentral documents of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from ringcentral_simulator import Group, facts
from ringcentral_simulator.endpoints.routes import ROUTES

from .contract import properties

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Api

V1 = "/restapi/v1.0/account/{accountId}"


@pytest.fixture
def api(lasting: Api) -> Api:
    return lasting


def variables(path: str) -> list[str]:
    return re.findall(r"{(\w+)}", path)


# What the call log alone names.
OF_NO_LIST = {"/restapi/v1.0/account/<accountId>/recording/<recordingId>"}
SERVED = [
    re.sub(r"<(\w+)>", r"{\1}", route.path)
    for route in ROUTES
    if route.method == "GET"
    and route.group not in {None, Group.AUTH}
    and route.host == "platform"
    and route.path not in OF_NO_LIST
]
"""All that is got from the API, so that a new route is checked without a line here."""

WHOLE = [path for path in SERVED if len(variables(path)) < 2]
OF_EXTENSIONS = [path for path in SERVED if variables(path)[1:] == ["extensionId"]]
OF_ENTRIES = [path for path in SERVED if len(variables(path)) > 1 and path not in OF_EXTENSIONS]

ANY_PAGE = {"perPage": 1000}
# What is asked for besides the path, where it is more than a full page.
ASKED: dict[str, list[dict[str, Any]]] = {
    f"{V1}/call-log-extract-sync": [{"syncType": "FSync", "dateFrom": "2026-03-01T00:00:00Z"}],
    f"{V1}/extension/{{extensionId}}/answering-rule": [{}, {"view": "Detailed"}],
    f"{V1}/extension/{{extensionId}}/authz-profile/check": [{"permissionId": "ReadMessages"}],
}
# A list under another name than that of its entries.
LISTED = {
    f"{V1}/department": f"{V1}/call-queues",
    f"{V1}/extension": f"{V1}/call-queues",
}


def got(api: Api, path: str, identifier: object = "", **query: Any) -> dict[str, Any]:
    """What is answered for the account, or for an entry of a list of its."""
    path = re.sub(r"{\w+}", str(identifier), path.replace("{accountId}", "~"))
    found: dict[str, Any] = api.get(api.simulator.url + path, **query).json()
    return found


@pytest.mark.parametrize("path", WHOLE)
def test_what_the_account_has(api: Api, check: Callable[..., None], path: str) -> None:
    for query in ASKED.get(path, [ANY_PAGE]):
        answer = got(api, path, **query)
        assert answer.get("records", answer)
        check(path, answer)


@pytest.mark.parametrize("path", OF_ENTRIES)
def test_what_belongs_to_one_of_a_list(api: Api, check: Callable[..., None], path: str) -> None:
    parent = path.rpartition("/{")[0]
    for record in got(api, LISTED.get(parent, parent), perPage=15)["records"]:
        if record["id"] != "main-site":
            check(path, got(api, path, record["id"]))


@pytest.mark.parametrize(
    ("path", "query"), [(path, query) for path in OF_EXTENSIONS for query in ASKED.get(path, [{}])]
)
def test_what_belongs_to_an_extension(
    api: Api, check: Callable[..., None], path: str, query: dict[str, str]
) -> None:
    found = 0
    for kind in ("User", "DigitalUser", "Department", "IvrMenu"):
        for one in api.get("extension", type=kind, perPage=8).json()["records"]:
            answer = got(api, path, one["id"], **query)
            check(path, answer)
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


def test_what_is_known_of_a_recording(api: Api, check: Callable[..., None]) -> None:
    recorded = api.get("call-log", recordingType="All").json()["records"]
    for call in recorded[:5]:
        answer = api.get(call["recording"]["uri"]).json()
        check(f"{V1}/recording/{{recordingId}}", answer)
        assert answer["contentUri"] == call["recording"]["contentUri"]
    check(f"{V1}/recording/{{recordingId}}", api.get("recording/1").json(), status="404")


def test_content_is_of_the_types_that_are_documented(api: Api) -> None:
    call = api.get("call-log", recordingType="All").json()["records"][0]
    queue = api.get("call-queues").json()["records"][0]["id"]
    path = f"{V1}/extension/{{extensionId}}/message-store/{{messageId}}/content/{{attachmentId}}"
    message = api.get(f"extension/{queue}/message-store").json()["records"][0]
    for template, address in (
        (f"{V1}/recording/{{recordingId}}/content", call["recording"]["contentUri"]),
        (path, message["attachments"][0]["uri"]),
    ):
        documented = facts.document()["paths"][template]["get"]["responses"]["200"]["content"]
        found = api.get(address).headers["Content-Type"]
        assert {found, f"{found.partition('/')[0]}/*"} & documented.keys()


def test_messages(api: Api, check: Callable[..., None]) -> None:
    kinds = set()
    for extension in api.get("extension", perPage=60).json()["records"]:
        path = f"extension/{extension['id']}/message-store"
        answer = api.get(path, dateFrom="2026-02-10").json()
        check(f"{V1}/extension/{{extensionId}}/message-store", answer)
        kinds |= {(record["type"], record["direction"]) for record in answer["records"]}
    assert kinds == {("VoiceMail", "Inbound"), ("Fax", "Inbound"), ("Fax", "Outbound")}
