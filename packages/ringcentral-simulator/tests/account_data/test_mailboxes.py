"""Voicemails, faxes, calls in progress and the calls of one extension: all of the same calls."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from ringcentral_simulator import Quirks

if TYPE_CHECKING:
    from collections.abc import Callable

    from ringcentral_simulator import Simulator
    from tests.conftest import Api

WEEK = "2026-03-03T18:00:00Z"


@pytest.fixture
def calls(simulator: Simulator) -> list[dict[str, Any]]:
    """A week's."""
    return list(simulator.truth.calls(simulator.clock.now() - timedelta(days=7)))


def test_every_message_of_the_call_log_is_in_its_mailbox(
    api: Api, calls: list[dict[str, Any]]
) -> None:
    left: dict[int, set[tuple[str, str]]] = {}
    for call in calls:
        if "message" in call:
            messages = left.setdefault(call["extension"]["id"], set())
            messages.add((call["message"]["id"], call["message"]["uri"]))
    assert len(left) > 50
    for extension, messages in list(left.items())[:25]:
        path = f"extension/{extension}/message-store"
        found = api.records(path, dateFrom="2026-03-03T17:00:00Z", perPage=4)
        assert {(str(one["id"]), one["uri"]) for one in found} >= messages
        assert {one["extensionId"] for one in found} == {str(extension)}


def test_messages_are_counted_and_filtered(api: Api, simulator: Simulator) -> None:
    path = f"extension/{simulator.truth.queues()[0]['id']}/message-store"
    page = api.get(path, dateFrom=WEEK, perPage=5).json()
    assert page["paging"]["totalElements"] > 5
    assert "dateTo=2026-03-10T18" in page["navigation"]["nextPage"]["uri"]
    created = [one["creationTime"] for one in api.records(path, dateFrom=WEEK, perPage=5)]
    assert created == sorted(created, reverse=True)
    day = api.records(path)
    assert [one["creationTime"] for one in day] == [c for c in created if c >= "2026-03-09T18"]
    assert api.records(path, dateFrom=WEEK, messageType="Fax") == []
    assert len(api.records(path, dateFrom=WEEK, messageType=["Fax", "VoiceMail"])) == len(created)
    assert api.get(path, dateFrom="yesterday").status_code == 400


def test_reading_a_message_changes_when_it_was_modified(api: Api, simulator: Simulator) -> None:
    paths = [f"extension/{queue['id']}/message-store" for queue in simulator.truth.queues()]
    day = {"dateFrom": "2026-03-09T18:00:00Z", "dateTo": "2026-03-10T18:00:00Z"}
    before = {one["id"]: one for path in paths for one in api.records(path, **day)}
    simulator.clock.advance(20 * 3_600)
    api.sign_in()
    after = [one for path in paths for one in api.records(path, **day)]
    changed = [one for one in after if before[one["id"]] != one]
    assert changed
    for one in changed:
        assert (before[one["id"]]["readStatus"], one["readStatus"]) == ("Unread", "Read")
        assert "2026-03-10T18" <= one["lastModifiedTime"] <= "2026-03-11T14"
        assert one["creationTime"] == before[one["id"]]["creationTime"]


def test_calls_in_progress_are_in_the_log_later(api: Api, simulator: Simulator) -> None:
    now = api.records("active-calls", view="Detailed", perPage=2)
    assert len(now) > 3
    assert {call["result"] for call in now} == {"In Progress"}
    assert not any(call["finished"] for call in now)
    day = simulator.clock.now() - timedelta(days=1)
    logged = {call["id"] for call in simulator.truth.calls(day)}
    assert not logged & {call["id"] for call in now}
    simulator.clock.advance(6 * 3_600)
    later = {call["id"]: call for call in simulator.truth.calls(day)}
    for call in now:
        done = later[call["id"]]
        assert done["finished"]
        assert call["durationMs"] < done["durationMs"]
        assert len(call["legs"]) <= len(done["legs"])
        for same in ("sessionId", "telephonySessionId", "startTime", "direction", "from"):
            assert call[same] == done[same]
    still = api.sign_in().records("active-calls")
    assert not {call["id"] for call in still} & {call["id"] for call in now}


def test_calls_in_progress_are_filtered(api: Api, simulator: Simulator) -> None:
    simulator.clock.advance(600)  # now there are calls both ways
    both = api.records("active-calls")
    one_way = api.records("active-calls", direction="Outbound")
    assert [call for call in both if call["direction"] == "Outbound"] == one_way
    assert 0 < len(one_way) < len(both)
    assert api.get("active-calls", view="Brief").status_code == 400


def test_an_extensions_log_has_what_it_owns_and_what_it_has_a_leg_of(
    api: Api, simulator: Simulator, calls: list[dict[str, Any]]
) -> None:
    member = simulator.truth.queue_members()[0]["id"]
    concerned = [
        call
        for call in calls
        if member in {part.get("extension", {}).get("id") for part in (call, *call["legs"])}
    ]
    assert {call.get("extension", {}).get("id") == member for call in concerned} == {True, False}
    path = f"extension/{member}/call-log"
    found = api.records(path, dateFrom=WEEK, view="Detailed", perPage=3)
    assert sorted(found, key=lambda call: call["startTime"]) == concerned
    outside = api.records(path, dateFrom=WEEK, view="Detailed", transport="PSTN")
    assert [call for call in found if call["transport"] == "PSTN"] == outside
    assert 0 < len(outside) < len(found)


def test_a_queues_log_adds_no_others_calls(api: Api, simulator: Simulator) -> None:
    service_user = simulator.company.service_user.id
    assert api.records(f"extension/{service_user}/call-log", dateFrom=WEEK) == []


def test_a_deleted_call_leaves_an_extensions_log_but_not_its_mailbox(
    api: Api, simulator: Simulator, calls: list[dict[str, Any]]
) -> None:
    gone = next(call for call in calls if "message" in call)
    owner = f"extension/{gone['extension']['id']}"
    before = api.records(f"{owner}/call-log", dateFrom=WEEK)
    simulator.delete(gone["id"])
    left = api.records(f"{owner}/call-log", dateFrom=WEEK)
    assert left == [call for call in before if call["id"] != gone["id"]]
    shown = api.records(f"{owner}/call-log", dateFrom=WEEK, showDeleted="true")
    assert [call["id"] for call in shown] == [call["id"] for call in before]
    assert [call["id"] for call in shown if "deleted" in call] == [gone["id"]]
    messages = api.records(f"{owner}/message-store", dateFrom=WEEK)
    assert gone["message"]["id"] in {str(one["id"]) for one in messages}


def test_an_extensions_log_has_the_quirks_of_the_companys(account_with: Callable[..., Api]) -> None:
    quirks = Quirks(
        detailed_page_limit=2, echoes_date_to=False, newest_first=False, shows_in_progress=True
    )
    api = account_with(quirks=quirks)
    going_on = api.records("active-calls", view="Detailed")
    owner = next(call["extension"]["id"] for call in going_on if "extension" in call)
    path = f"extension/{owner}/call-log"
    page = api.get(path, dateFrom=WEEK, view="Detailed", perPage=50).json()
    assert page["paging"]["perPage"] == len(page["records"]) == 2
    assert "dateTo" not in page["navigation"]["nextPage"]["uri"]
    found = api.records(path, dateFrom=WEEK, view="Detailed")
    starts = [call["startTime"] for call in found]
    assert starts == sorted(starts)
    in_log = [call for call in found if call["id"] in {one["id"] for one in going_on}]
    assert in_log
    assert all(call in going_on for call in in_log)
