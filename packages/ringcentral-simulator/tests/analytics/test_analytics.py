"""Business Analytics counts the call log's own calls."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from ringcentral_simulator.analytics.intervals import Intervals, Length
from ringcentral_simulator.clock import timestamp, to_milliseconds

if TYPE_CHECKING:
    from collections.abc import Callable

    import requests

    from ringcentral_simulator import Simulator
    from tests.conftest import Api

CALLS = "/analytics/calls/v1/accounts/~"
FROM, TO = "2026-03-02T00:00:00.000Z", "2026-03-08T23:59:59.999Z"


@pytest.fixture
def api(lasting: Api) -> Api:
    return lasting


@pytest.fixture
def simulator(lasting: Api) -> Simulator:
    return lasting.simulator


def ask(
    api: Api, fetched: str, grouping: dict[str, Any], options: dict[str, Any], **more: Any
) -> requests.Response:
    body = {
        "grouping": grouping,
        "timeSettings": {
            "timeZone": "UTC",
            "timeRange": {"timeFrom": FROM, "timeTo": TO},
            **more.pop("settings", {}),
        },
        "responseOptions": options,
        **more.pop("body", {}),
    }
    return api.post(f"{CALLS}/{fetched}/fetch", body, **more)


def timeline(api: Api, by: str, counter: str = "allCalls", **more: Any) -> list[dict[str, Any]]:
    options = {"counters": {counter: True}, "timers": {"allCallsDuration": True}}
    answer = ask(api, "timeline", {"groupBy": by}, options, **{"interval": "Day", **more})
    records: list[dict[str, Any]] = answer.json()["data"]["records"]
    return records


def week(simulator: Simulator) -> list[dict[str, Any]]:
    span = datetime.fromisoformat(FROM), datetime.fromisoformat(TO)
    return [call for call in simulator.truth.calls(*span) if call["type"] == "Voice"]


def test_a_queues_calls_are_those_of_the_log(api: Api, simulator: Simulator) -> None:
    logged: Counter[tuple[str, str]] = Counter()
    for call in week(simulator):
        concerned = {
            part["extension"]["id"] for part in (call, *call["legs"]) if "extension" in part
        }
        for queue in concerned & simulator.company.queue_by_id.keys():
            logged[str(queue), call["startTime"][:10]] += 1
    records = timeline(api, "Queues")
    assert len(records) == 12
    counted = {
        (record["key"], point["time"][:10]): point["counters"]["allCalls"]["values"]
        for record in records
        for point in record["points"]
    }
    assert len(counted) == 12 * 7
    assert {key: value for key, value in counted.items() if value} == logged


def test_a_users_answered_calls_are_those_of_the_log(api: Api, simulator: Simulator) -> None:
    agent = simulator.truth.queue_members()[0]["id"]
    taken = sum(
        call["result"] == "Accepted"
        and agent
        in {leg["extension"]["id"] for leg in call["legs"][1:] if leg["result"] == "Accepted"}
        for call in week(simulator)
        if call.get("extension", {}).get("id") in simulator.company.queue_by_id
    )
    options = {
        "counters": {
            "callsByType": {"aggregationType": "Sum"},
            "callsByResult": {"aggregationType": "Sum"},
        }
    }
    grouping = {"groupBy": "Users", "keys": [str(agent)]}
    taken_by_them = {"callTypes": ["FromQueue"], "callResults": ["Accepted", "Transferred"]}
    filters = {"callFilters": taken_by_them}
    (record,) = ask(api, "aggregation", grouping, options, body=filters).json()["data"]["records"]
    assert record["info"]["extensionNumber"] == simulator.company.by_id[agent].number
    assert record["counters"]["callsByType"]["values"]["fromQueue"] == taken > 0
    results = record["counters"]["callsByResult"]["values"]
    assert results["accepted"] + results["transferred"] == taken  # some were passed on


def test_breakdowns_add_up(api: Api) -> None:
    names = ["allCalls", "callsByDirection", "callsByOrigin", "callsByResponse", "callsByResult"]
    names += ["callsByType", "callsByEndingParty", "callsByCompanyHours", "callsByQueueHours"]
    timers = ["allCallsDuration", "callsSegmentsDuration", "callsDurationByResult"]
    sums = {"aggregationType": "Sum"}
    options = {"counters": dict.fromkeys(names, sums), "timers": dict.fromkeys(timers, sums)}
    records = ask(api, "aggregation", {"groupBy": "Queues"}, options).json()["data"]["records"]
    for record in records:
        counted = {name: one["values"] for name, one in record["counters"].items()}
        whole = counted.pop("allCalls")
        assert whole > 0
        assert {sum(values.values()) for values in counted.values()} == {whole}
        timed = {name: one["values"] for name, one in record["timers"].items()}
        whole = timed.pop("allCalls")
        assert {round(sum(values.values()) - whole, 1) for values in timed.values()} == {0.0}


@pytest.mark.parametrize(
    ("how", "make"),
    [("Sum", sum), ("Max", max), ("Min", min), ("Average", lambda days: round(sum(days) / 7, 3))],
)
def test_aggregations_are_made_of_intervals(api: Api, how: str, make: Any) -> None:
    option = {"aggregationType": how, "aggregationInterval": "Day"}
    options = {"counters": {"allCalls": option}}
    made = ask(api, "aggregation", {"groupBy": "Queues"}, options).json()["data"]["records"]
    for one, record in zip(made, timeline(api, "Queues"), strict=True):
        days = [point["counters"]["allCalls"]["values"] for point in record["points"]]
        assert one["counters"]["allCalls"]["values"] == make(days)


def test_a_percentage_is_of_the_whole(api: Api) -> None:
    options = {"counters": {"callsByDirection": {"aggregationType": "Percent"}}}
    (record,) = ask(api, "aggregation", {"groupBy": "Company"}, options).json()["data"]["records"]
    assert record["counters"]["callsByDirection"]["valueType"] == "Percent"
    shares = record["counters"]["callsByDirection"]["values"]
    assert sum(shares.values()) == pytest.approx(100)
    assert 50 < shares["inbound"] < 70


def test_sites_have_the_companys_calls(api: Api, simulator: Simulator) -> None:
    owned = sum("extension" in call for call in week(simulator))
    for grouping in ("Company", "Sites"):
        points = [point for record in timeline(api, grouping) for point in record["points"]]
        assert sum(point["counters"]["allCalls"]["values"] for point in points) == owned


def test_members_of_a_queue_are_users(api: Api, simulator: Simulator) -> None:
    queue = simulator.company.queues[0]
    grouping = {"groupByMembers": "Queue", "keys": [str(queue.extension.id)]}
    options = {"counters": {"queueOpportunities": True}}
    data = ask(api, "timeline", grouping, options, interval="Week").json()["data"]
    assert data["groupedBy"] == "Users"
    assert {record["key"] for record in data["records"]} == {str(m.id) for m in queue.members}
    assert all(len(record["points"]) == 1 for record in data["records"])


def test_users_come_page_by_page(api: Api, simulator: Simulator) -> None:
    people = [str(e.id) for e in simulator.company.extensions if e.is_person]
    first = ask(
        api,
        "timeline",
        {"groupBy": "Users"},
        {"counters": {"allCalls": True}},
        interval="Day",
        perPage=500,
    )
    assert first.json()["paging"] == {
        "page": 1,
        "perPage": 20,
        "totalPages": -(-len(people) // 20),
        "totalElements": len(people),
    }
    keys = [r["key"] for number in (1, 2, 3) for r in timeline(api, "Users", page=number)]
    assert keys == people[:60]


def test_an_interval_changes_until_its_calls_have_ended(account_with: Callable[..., Api]) -> None:
    api = account_with()
    hour: dict[str, Any] = {
        "settings": {
            "timeRange": {"timeFrom": "2026-03-10T17:00:00Z", "timeTo": "2026-03-10T17:59:59.999Z"}
        }
    }

    def calls() -> float:
        (record,) = timeline(api, "Company", interval="Hour", **hour)
        (point,) = record["points"]
        count: float = point["counters"]["allCalls"]["values"]
        return count

    now = calls()
    api.simulator.clock.advance(6 * 3_600)
    api.sign_in()
    assert calls() > now > 0


def test_days_of_the_week_and_hours_are_chosen(api: Api) -> None:
    chosen = {"includeDays": ["Monday"], "includeHours": [{"from": "15:00", "to": "17:00"}]}
    (whole,) = timeline(api, "Company")
    (record,) = timeline(api, "Company", settings={"advancedTimeSettings": chosen})
    counts = [point["counters"]["allCalls"]["values"] for point in record["points"]]
    assert 0 < counts[0] < whole["points"][0]["counters"]["allCalls"]["values"]
    assert counts[1:] == [0] * 6


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ({"interval": "Year"}, "interval"),
        ({"perPage": 0}, "perPage"),
        ({"settings": {"timeZone": "Mars/Olympus"}}, "timeZone"),
        (
            {"settings": {"timeRange": {"timeFrom": "2025-09-07T17:00:00Z", "timeTo": TO}}},
            "timeFrom",
        ),
        ({"settings": {"timeRange": {"timeFrom": TO, "timeTo": FROM}}}, "timeTo"),
        (
            {"settings": {"timeRange": {"timeFrom": FROM, "timeTo": "2026-03-10T18:00:00.001Z"}}},
            "timeTo",
        ),
        ({"settings": {"timeRange": None}}, "timeRange"),
        ({"body": {"grouping": {"groupBy": "Planets"}}}, "groupBy"),
        ({"body": {"grouping": {"groupByMembers": "Planets"}}}, "groupByMembers"),
        ({"body": {"grouping": None}}, "grouping"),
        ({"body": {"responseOptions": {}}}, "responseOptions"),
        ({"body": {"responseOptions": {"counters": {"x": True}}}}, "responseOptions.counters.x"),
        ({"body": {"callFilters": {"moods": ["Good"]}}}, "callFilters.moods"),
    ],
)
def test_nonsense_is_refused(api: Api, more: dict[str, Any], named: str) -> None:
    options = {"counters": {"allCalls": True}}
    answer = ask(api, "timeline", {"groupBy": "Queues"}, options, **{"interval": "Day", **more})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameterName"] == named


def test_an_aggregation_must_say_how(api: Api) -> None:
    answer = ask(api, "aggregation", {"groupBy": "Queues"}, {"counters": {"allCalls": True}})
    assert answer.json()["errors"][0]["parameterName"] == "aggregationType"


@pytest.mark.parametrize(
    ("length", "starts"),
    [
        (Length.DAY, ["2026-03-07T05", "2026-03-08T05", "2026-03-09T04"]),
        (Length.WEEK, ["2026-03-02T05", "2026-03-09T04"]),
        (Length.MONTH, ["2026-03-01T05"]),
    ],
)
def test_intervals_are_of_the_time_zone_when_clocks_change(
    length: Length, starts: list[str]
) -> None:
    first = datetime(2026, 3, 7, 12, 30, tzinfo=UTC)
    span = to_milliseconds(first), to_milliseconds(first + timedelta(days=2, hours=1))
    found = Intervals.between(*span, length, ZoneInfo("America/New_York"))
    assert [timestamp(start)[:13] for start in found.starts] == starts
    hours = Intervals.between(*span, Length.HOUR, ZoneInfo("Asia/Kolkata"))
    assert timestamp(hours.starts[0]) == "2026-03-07T12:30:00.000Z"
    assert len(hours.starts) == 50
