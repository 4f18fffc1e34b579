"""Extensions, queues and members, over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from ringcentral_simulator import Simulator
    from tests.conftest import Api


def test_all_extensions_are_found_page_by_page(api: Api, simulator: Simulator) -> None:
    pages = list(api.pages("extension", perPage=70))
    assert [len(page["records"]) for page in pages] == [70, 70, 70, 70, 20]
    assert [r for page in pages for r in page["records"]] == simulator.truth.extensions()
    assert pages[0]["paging"]["totalElements"] == 300
    assert pages[0]["paging"]["totalPages"] == 5
    assert "nextPage" not in pages[-1]["navigation"]


def test_extensions_are_filtered_by_repeated_keys(api: Api, simulator: Simulator) -> None:
    found = api.records("extension", type=["Department", "IvrMenu"], status="Enabled")
    wanted = [e for e in simulator.truth.extensions() if e["type"] in {"Department", "IvrMenu"}]
    assert found == wanted
    assert len(found) == 15


def test_the_tilde_is_who_is_signed_in(api: Api, simulator: Simulator) -> None:
    me = api.get("extension/~").json()
    assert me["id"] == simulator.company.service_user.id
    assert api.get(f"extension/{me['id']}").json() == me


def test_the_account_tells_its_main_number(api: Api, simulator: Simulator) -> None:
    account = api.get("").json()
    assert account["mainNumber"] == simulator.credentials.username
    assert account["id"] == int(api.get("extension/~").json()["account"]["id"])
    assert account["serviceInfo"]["brand"]["name"] == "RingCentral"


@pytest.mark.parametrize("path", ["extension/1", "extension/nobody", "call-queues/1"])
def test_what_is_not_there_is_404(api: Api, path: str) -> None:
    answer = api.get(path)
    assert answer.status_code == 404
    assert answer.json()["errors"][0]["errorCode"] == "CMN-102"


def test_a_user_is_no_queue(api: Api, simulator: Simulator) -> None:
    assert api.get(f"call-queues/{simulator.company.service_user.id}").status_code == 404


def test_queues_have_service_levels_and_the_extensions_identifier_as_text(
    api: Api, simulator: Simulator
) -> None:
    queues = api.records("call-queues", perPage=5)
    details = [api.get(f"call-queues/{queue['id']}").json() for queue in queues]
    assert details == simulator.truth.queues()
    departments = api.records("extension", type="Department")
    assert [queue["id"] for queue in queues] == [str(one["id"]) for one in departments]


def test_members_are_found_queue_by_queue(api: Api, simulator: Simulator) -> None:
    found = [
        {"queueId": queue["id"], **member}
        for queue in api.records("call-queues")
        for member in api.records(f"call-queues/{queue['id']}/members", perPage=4)
    ]
    assert found == simulator.truth.queue_members()
    assert all(isinstance(member["id"], int) for member in found)


def test_queues_are_found_by_member(api: Api, simulator: Simulator) -> None:
    member = simulator.truth.queue_members()[0]
    found = api.records("call-queues", memberExtensionId=str(member["id"]))
    wanted = {m["queueId"] for m in simulator.truth.queue_members() if m["id"] == member["id"]}
    assert {queue["id"] for queue in found} == wanted


def test_another_account_is_404(api: Api, simulator: Simulator) -> None:
    answer = api.get(f"{simulator.url}/restapi/v1.0/account/1/extension")
    assert answer.status_code == 404
    own = api.get(f"{simulator.url}/restapi/v1.0/account/{simulator.company.account_id}/extension")
    assert own.status_code == 200


def test_an_address_that_does_not_exist_is_404_with_the_gateways_code(api: Api) -> None:
    answer = api.get("no-such-thing")
    assert (answer.status_code, answer.json()["errorCode"]) == (404, "AGW-404")
