"""What the account holds joins with its extensions, queues and calls."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from ringcentral_simulator import Simulator
    from tests.conftest import Api


@pytest.fixture
def calls(simulator: Simulator) -> list[dict[str, Any]]:
    """A day's."""
    return list(simulator.truth.calls(simulator.clock.now() - timedelta(days=1)))


def test_every_number_that_was_called_is_the_companys_and_of_whom_it_reached(
    api: Api, calls: list[dict[str, Any]]
) -> None:
    numbers = {one["phoneNumber"]: one for one in api.records("phone-number", perPage=90)}
    inbound = [call["to"] for call in calls if call["direction"] == "Inbound"]
    called = [to for to in inbound if "phoneNumber" in to]
    assert {to["phoneNumber"] for to in called} <= numbers.keys()
    direct = [to for to in called if numbers[to["phoneNumber"]]["usageType"] == "DirectNumber"]
    assert len(direct) > 100
    for to in direct:
        assert to["extensionId"] == str(numbers[to["phoneNumber"]]["extension"]["id"])


def test_both_versions_have_the_same_numbers(api: Api, simulator: Simulator) -> None:
    second = simulator.truth.records("/restapi/v2/accounts/~/phone-numbers")
    first = api.records("phone-number", perPage="max")
    assert [one["id"] for one in second] == [str(one["id"]) for one in first]


def test_numbers_are_filtered(api: Api, simulator: Simulator) -> None:
    own = api.records("phone-number", usageType=["MainCompanyNumber", "CompanyFaxNumber"])
    assert [one["label"] for one in own[:2]] == ["Main", "New York HQ Fax"]
    path = f"{simulator.url}/restapi/v2/accounts/~/phone-numbers"
    free = api.get(path, tollType="TollFree").json()["records"]
    assert [one["phoneNumber"] for one in free] == ["+18005550199"]
    london = api.get(path, phoneNumber="+4420*", extensionStatus="Enabled").json()["records"]
    assert len(london) > 10
    assert all(one["phoneNumber"].startswith("+4420") for one in london)


def test_every_extension_is_a_member_of_its_site(api: Api) -> None:
    sites = api.records("sites")
    assert sites[0]["id"] == "main-site"
    extensions = api.records("extension", perPage="max")
    for site in sites[1:]:
        members = [one["id"] for one in api.records(f"sites/{site['id']}/members", perPage=7)]
        wanted = [e["id"] for e in extensions if e["site"]["id"] == site["id"]]
        assert members == [one for one in wanted if str(one) != site["id"]]
    assert api.get("sites/main-site/members").status_code == 400
    assert api.get("sites/1/members").status_code == 404


def test_menus_lead_to_queues_and_play_prompts_that_there_are(api: Api) -> None:
    queues = {queue["id"] for queue in api.records("call-queues")}
    prompts = {prompt["id"] for prompt in api.records("ivr-prompts")}
    menus = [
        api.get(f"ivr-menus/{menu['id']}").json() for menu in api.get("ivr-menus").json()["records"]
    ]
    reached = {
        one["extension"]["id"] for menu in menus for one in menu["actions"] if "extension" in one
    }
    assert reached == queues
    assert {menu["prompt"]["audio"]["id"] for menu in menus if "audio" in menu["prompt"]} < prompts
    assert menus[2]["prompt"]["mode"] == "TextToSpeech"


def test_assigned_roles_are_roles(api: Api) -> None:
    roles = {role["id"]: role["displayName"] for role in api.records("user-role")}
    assigned = api.records("assigned-role", perPage=100)
    assert {
        r["id"]: r["displayName"] for one in assigned for r in one["roles"]
    }.items() < roles.items()
    people = api.records("extension", type=["User", "DigitalUser"], perPage="max")
    assert [one["extensionId"] for one in assigned] == [str(person["id"]) for person in people]
    assert [role["custom"] for role in api.records("user-role", custom="true")] == [True]
    assert api.get("user-role", custom="perhaps").status_code == 400


def test_monitoring_groups_are_found_by_member(api: Api) -> None:
    groups = api.records("call-monitoring-groups")
    members = api.records(f"call-monitoring-groups/{groups[3]['id']}/members", perPage=4)
    assert {one["permissions"][0] for one in members} == {"Monitoring", "Monitored"}
    found = api.records("call-monitoring-groups", memberExtensionId=members[0]["id"])
    assert groups[3] in found
    assert len(found) < len(groups)


def test_the_directory_has_every_extension_and_pages_without_addresses(api: Api) -> None:
    whole = api.get("directory/entries", showFederated="false").json()
    assert "navigation" not in whole
    assert whole["paging"]["perPage"] == 1_000
    assert not any("account" in entry for entry in whole["records"])
    extensions = api.records("extension", perPage="max")
    assert [entry["id"] for entry in whole["records"]] == [str(e["id"]) for e in extensions]
    second = api.get("directory/entries", perPage=200, page=2).json()
    assert [e["id"] for e in second["records"]] == [e["id"] for e in whole["records"]][200:]
    assert second["paging"]["totalPages"] == 2
    queues = api.get("directory/entries", type="Department", perPage="all").json()
    assert len(queues["records"]) == queues["paging"]["totalElements"] == 12


def test_custom_fields_of_the_directory_are_the_companys(api: Api) -> None:
    fields = {one["id"]: one["displayName"] for one in api.get("custom-fields").json()["records"]}
    people = api.get("directory/entries", typeGroup="User").json()["records"]
    assert {f["id"]: f["name"] for person in people for f in person["customFields"]} == fields


def test_members_of_a_queue_come_and_go(api: Api, simulator: Simulator) -> None:
    queue = simulator.truth.queue_members()[0]["queueId"]
    now = api.get(f"call-queues/{queue}/presence").json()["records"]
    members = [str(m["id"]) for m in simulator.truth.queue_members() if m["queueId"] == queue]
    assert [one["member"]["id"] for one in now] == members
    later = []
    for _ in range(5):
        simulator.clock.advance(3_600)
        answer = api.sign_in().get(f"call-queues/{queue}/presence")
        later.append(answer.json()["records"])
    assert any(records != now for records in later)


def test_what_rang_is_among_the_devices_of_whom_it_rang_for(
    api: Api, calls: list[dict[str, Any]]
) -> None:
    rung = {
        (party["extensionId"], party["device"]["id"])
        for call in calls[-60:]
        for leg in call["legs"]
        for party in (leg["from"], leg.get("to", {}))
        if "device" in party
    }
    assert len(rung) > 30
    for extension, device in rung:
        assert device in {one["id"] for one in api.records(f"extension/{extension}/device")}


def test_dictionaries_are_filtered_and_paged(api: Api, simulator: Simulator) -> None:
    address = f"{simulator.url}/restapi/v1.0/dictionary/greeting"
    music = api.records(address, type="HoldMusic", perPage=2)
    assert len(music) == 5
    assert {one["category"] for one in music} == {"Music"}
    pages = simulator.truth.records("/restapi/v1.0/dictionary/fax-cover-page")
    assert [one["id"] for one in pages] == [str(n) for n in range(14)]


def test_rules_play_greetings_that_there_are(api: Api, simulator: Simulator) -> None:
    offered = simulator.truth.records("/restapi/v1.0/dictionary/greeting")
    greetings = {(one["id"], one["name"]) for one in offered}
    queue, person = simulator.company.queues[0].extension.id, simulator.company.service_user.id
    rules = [
        api.get("answering-rule/business-hours-rule").json(),
        api.records(f"extension/{queue}/answering-rule", view="Detailed")[0],
        api.get(f"extension/{person}/caller-blocking").json(),
    ]
    played = [one["preset"] for rule in rules for one in rule["greetings"]]
    assert {(one["id"], one["name"]) for one in played} < greetings
    assert len(played) == 3


def test_the_truth_has_all_pages(api: Api, simulator: Simulator) -> None:
    assert simulator.truth.records("assigned-role", perPage=50) == api.records("assigned-role")
    assert simulator.truth.answer("call-recording") == api.get("call-recording").json()
