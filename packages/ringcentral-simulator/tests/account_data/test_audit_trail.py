"""The search in what administrators did."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from ringcentral_simulator import Profile, Quirks

if TYPE_CHECKING:
    from collections.abc import Callable

    from ringcentral_simulator import Simulator
    from tests.conftest import Api

NOW = datetime(2026, 3, 10, 18, tzinfo=UTC)
PATH = "/restapi/v1.0/account/~/audit-trail/search"


def search(api: Api, **body: Any) -> dict[str, Any]:
    asked = {"eventTimeFrom": "2026-03-01T00:00:00Z", "perPage": 1_000, **body}
    found: dict[str, Any] = api.post(PATH, asked).json()
    return found


def test_events_are_found_page_by_page_and_counted(api: Api) -> None:
    whole = search(api)["records"]
    pages = [search(api, perPage=50, page=number) for number in (1, 2, 3, 4, 5)]
    assert pages[0]["paging"] == {"page": 1, "perPage": 50, "total": 5, "totalFound": len(whole)}
    assert [record for page in pages for record in page["records"]] == whole
    assert len({record["id"] for record in whole}) == len(whole) == 245
    times = [record["eventTime"] for record in whole]
    assert times == sorted(times, reverse=True)
    assert "2026-03-01" <= times[-1] <= times[0] <= "2026-03-10T18"


def test_without_a_time_it_is_the_last_day(api: Api) -> None:
    found = api.post(PATH, {}).json()["records"]
    assert 15 < len(found) < 35
    assert min(record["eventTime"] for record in found) >= "2026-03-09T18"


def test_a_border_is_included(api: Api) -> None:
    some = search(api)["records"][7]
    same = search(api, eventTimeFrom=some["eventTime"], eventTimeTo=some["eventTime"])
    assert same["records"] == [some]


def test_events_are_filtered(api: Api) -> None:
    whole = search(api)["records"]
    first = whole[0]
    for asked, wanted in (
        ({"initiatorIds": [first["initiator"]["extensionId"]]}, {"initiator": first["initiator"]}),
        ({"actionIds": [first["actionId"]]}, {"actionId": first["actionId"]}),
        (
            {"targetIds": ["0"]},
            {"target": next(r["target"] for r in whole if r["target"]["objectId"] == "0")},
        ),
    ):
        found = search(api, **asked)["records"]
        assert found == [record for record in whole if wanted.items() <= record.items()]
        assert 0 < len(found) < len(whole)
    rest = search(api, excludeActionIds=[first["actionId"]])["records"]
    assert rest == [record for record in whole if record["actionId"] != first["actionId"]]
    named = search(api, searchString=first["target"]["name"].upper())["records"]
    assert first in named
    assert len(named) < len(whole)


def test_only_half_a_year_is_kept(api: Api, simulator: Simulator) -> None:
    found = search(api, eventTimeFrom="2020-01-01T00:00:00Z", page=5)
    assert found["paging"]["total"] == 5
    oldest = (simulator.clock.now() - timedelta(days=180)).isoformat()[:16]
    assert found["records"][-1]["eventTime"] >= oldest


@pytest.mark.parametrize("is_of_all", [True, False])
def test_only_so_many_events_are_found_in_all_or_in_a_search(
    account_with: Callable[..., Api], *, is_of_all: bool
) -> None:
    api = account_with(quirks=Quirks(audit_limit=60, audit_limit_is_of_all=is_of_all))
    of_a_week = {"eventTimeFrom": (NOW - timedelta(days=7)).isoformat()}
    assert search(api, **of_a_week)["paging"]["totalFound"] == 60
    week_before = {
        "eventTimeFrom": (NOW - timedelta(days=14)).isoformat(),
        "eventTimeTo": (NOW - timedelta(days=7)).isoformat(),
    }
    assert search(api, **week_before)["paging"]["totalFound"] == (0 if is_of_all else 60)


def test_administrators_do_as_much_as_the_profile_says(account_with: Callable[..., Api]) -> None:
    api = account_with(profile=Profile(events_per_day=3))
    found = search(api, eventTimeFrom=(NOW - timedelta(days=10)).isoformat())
    assert 27 <= found["paging"]["totalFound"] <= 33


@pytest.mark.parametrize("body", [{"page": 0}, {"perPage": "many"}, {"eventTimeTo": 5.5}])
def test_nonsense_is_refused(api: Api, body: dict[str, Any]) -> None:
    answer = api.post(PATH, body)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameterName"] == next(iter(body))


def test_only_json_is_taken(api: Api, simulator: Simulator) -> None:
    assert api.http.post(simulator.url + PATH, data="page=1", timeout=10).status_code == 415
    assert api.post(PATH, [1]).status_code == 400
