"""The company's call log by what changed, over HTTP."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from ringcentral_simulator import Profile, Quirks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ringcentral_simulator import Simulator
    from ringcentral_simulator.gateway.wire import Json
    from tests.conftest import Api

NOW = datetime(2026, 3, 10, 18, tzinfo=UTC)


def answers(api: Api, **asked: Any) -> Iterator[Json]:
    """One answer after the other, until no newer records exist."""
    answer = api.sync(view="Detailed", **asked)
    yield answer
    while answer["syncInfo"]["newerRecordsExist"]:
        answer = onward(api, answer)
        yield answer


def onward(api: Api, answer: Json) -> Json:
    return api.sync(syncType="ISync", syncToken=answer["syncInfo"]["syncToken"])


def modified_since(simulator: Simulator, start: datetime) -> list[Json]:
    changed = (r for r in simulator.truth.all_calls() if modified(r) >= start)
    return sorted(changed, key=lambda record: (record["lastModifiedTime"], record["id"]))


def modified(record: Json) -> datetime:
    return datetime.fromisoformat(record["lastModifiedTime"])


@pytest.fixture
def changing(account_with: Callable[..., Api]) -> Api:
    """Its records change in every way there is."""
    profile = Profile(calls_per_weekday=150, delete_share=0.05, late_share=0.05, history_days=25)
    return account_with(profile=profile)


@pytest.mark.parametrize("count", [1, 250, 1_000])
def test_answers_put_together_are_all_that_changed_in_order(changing: Api, count: int) -> None:
    start = NOW - timedelta(hours=9 if count == 1 else 24 * 18)
    found = [
        record
        for answer in answers(changing, dateFrom=start.isoformat(), recordCount=count)
        for record in answer["records"]
    ]
    assert found == modified_since(changing.simulator, start)
    assert any("deleted" in record for record in found)


def test_the_whole_history_is_every_record_once(changing: Api) -> None:
    for record in list(changing.simulator.truth.calls(view="Simple"))[::200]:
        changing.simulator.delete(record["id"])
    found = [
        record
        for answer in answers(changing, dateFrom="2019-01-01", recordCount=1_000)
        for record in answer["records"]
    ]
    assert len({record["id"] for record in found}) == len(found)
    truth = {record["id"]: record for record in changing.simulator.truth.all_calls()}
    assert {record["id"]: record for record in found} == truth


def test_later_changes_come_by_the_token(changing: Api) -> None:
    *_, last = answers(changing)
    simulator = changing.simulator
    old = next(simulator.truth.calls(NOW - timedelta(days=20)))["id"]
    simulator.clock.advance(1_800)
    simulator.delete(old)
    simulator.clock.advance(1)
    later = onward(changing, last)
    assert later["records"] == modified_since(simulator, NOW)
    assert (later["records"][-1]["id"], later["records"][-1]["deleted"]) == (old, True)
    assert onward(changing, later)["records"] == []


def test_a_deleted_record_is_no_longer_where_it_was(api: Api, simulator: Simulator) -> None:
    asked = {"dateFrom": "2026-03-04", "recordCount": 5}
    first = api.sync(**asked)["records"]
    simulator.delete(first[2]["id"])
    assert [r for r in api.sync(**asked)["records"] if r in first] == first[:2] + first[3:]
    last = api.sync(dateFrom=NOW.isoformat())["records"]
    assert last == [{**first[2], "deleted": True}]


def test_without_a_start_it_is_the_last_hour(changing: Api) -> None:
    (answer,) = answers(changing, recordCount=1_000)
    assert answer["records"] == modified_since(changing.simulator, NOW - timedelta(hours=1))
    assert answer["records"]


def test_the_start_is_included_to_the_millisecond(changing: Api) -> None:
    first, *_ = changing.sync(view="Detailed")["records"]
    included = changing.sync(view="Detailed", dateFrom=first["lastModifiedTime"])
    assert included["records"][0] == first
    after = (modified(first) + timedelta(milliseconds=1)).isoformat()
    assert first not in changing.sync(view="Detailed", dateFrom=after)["records"]


def test_changes_of_one_millisecond_come_together(api: Api, simulator: Simulator) -> None:
    doomed = [record["id"] for record in simulator.truth.calls(NOW - timedelta(days=3))][:5]
    simulator.clock.advance(5)
    for call_id in doomed:
        simulator.delete(call_id)
    simulator.clock.advance(5)
    start = (NOW + timedelta(seconds=5)).isoformat()
    answer = api.sync(dateFrom=start, recordCount=2)
    assert [record["id"] for record in answer["records"]] == sorted(doomed)
    assert api.sync(dateFrom=start, recordCount=5)["records"] == answer["records"]


def test_a_millisecond_that_is_not_over_is_given_again(api: Api, simulator: Simulator) -> None:
    first, second, *_ = (r["id"] for r in simulator.truth.calls(NOW - timedelta(days=3)))
    simulator.delete(first)
    answer = api.sync()
    simulator.delete(second)
    assert {r["id"] for r in onward(api, answer)["records"]} == {first, second}


@pytest.mark.parametrize(("asked", "given"), [({}, 250), ({"recordCount": 5_000}, 1_000)])
def test_an_answer_has_no_more_than_its_limit(api: Api, asked: Json, given: int) -> None:
    first = api.sync(dateFrom="2026-03-01", **asked)
    for answer in (first, onward(api, first)):
        times = len(answer["records"])
        assert given <= times < given + 3
        assert answer["syncInfo"]["newerRecordsExist"] is True


def test_sync_info_tells_its_type_and_the_accounts_time(api: Api) -> None:
    first = api.sync()
    for kind, answer in (("FSync", first), ("ISync", onward(api, first))):
        assert answer["syncInfo"]["syncType"] == kind
        assert answer["syncInfo"]["syncTime"] == "2026-03-10T18:00:00.000Z"


def test_the_view_stays_what_it_was(api: Api) -> None:
    first = api.sync(view="Detailed", dateFrom="2026-03-09", recordCount=10)
    following = onward(api, first)
    assert all("legs" in record for record in following["records"])
    token = following["syncInfo"]["syncToken"]
    refused = api.get("call-log-extract-sync", syncType="ISync", syncToken=token, view="Simple")
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["parameterName"] == "view"


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ({"recordCount": 0}, "recordCount"),
        ({"recordCount": "many"}, "recordCount"),
        ({"dateFrom": "yesterday"}, "dateFrom"),
        ({"syncType": "Sync"}, "syncType"),
        ({"view": "Full"}, "view"),
        ({"syncType": "ISync"}, "syncToken"),
    ],
)
def test_a_bad_value_is_refused_by_name(api: Api, asked: Json, name: str) -> None:
    answer = api.get("call-log-extract-sync", **asked)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["errorCode"] == "CMN-101"
    assert answer.json()["errors"][0]["parameterName"] == name


def test_a_number_of_records_goes_with_no_token(api: Api) -> None:
    token = api.sync()["syncInfo"]["syncToken"]
    asked = {"syncType": "ISync", "syncToken": token, "recordCount": 10}
    answer = api.get("call-log-extract-sync", **asked)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameterName"] == "recordCount"


def refusal(api: Api, token: str) -> str:
    answer = api.get("call-log-extract-sync", syncType="ISync", syncToken=token)
    assert answer.status_code == 400
    assert "Parameter [syncToken] is invalid" in answer.json()["message"]
    assert answer.json()["errors"][0]["parameterName"] == "syncToken"
    code: str = answer.json()["errorCode"]
    return code


def test_a_token_expires_after_a_day_or_when_it_is_said_to(
    account_with: Callable[..., Api],
) -> None:
    for quirks, lifetime in ((Quirks(), 86_400), (Quirks(sync_token_lifetime=60), 60)):
        api = account_with(quirks=quirks)
        answer = api.sync()
        api.simulator.clock.advance(lifetime)
        api.sign_in()
        assert "records" in onward(api, answer)
        api.simulator.clock.advance(0.001)
        assert refusal(api, answer["syncInfo"]["syncToken"]) == "CLG-104"


def test_withdrawn_tokens_are_refused_and_new_ones_are_not(api: Api, simulator: Simulator) -> None:
    before = api.sync()
    simulator.expire_sync_tokens()
    assert refusal(api, before["syncInfo"]["syncToken"]) == "CLG-102"
    assert "records" in onward(api, api.sync())


@pytest.mark.parametrize("spoil", [lambda _: "garbage", lambda _: "é%", lambda t: t[:-4] + "AAAA"])
def test_a_token_that_was_never_issued_is_refused(api: Api, spoil: Callable[[str], str]) -> None:
    assert refusal(api, spoil(api.sync()["syncInfo"]["syncToken"])) == "CLG-101"


def test_a_page_out_of_a_year_draws_no_more_than_the_days_it_needs(api: Api) -> None:
    answer = api.sync(dateFrom="2025-01-01", recordCount=1_000)
    assert len(answer["records"]) >= 1_000
    drawn = api.simulator._account.call_log._calendar.calls_of_day.cache_info().misses
    assert drawn <= 4


def test_records_settle_in_order_of_modification(changing: Api) -> None:
    for answer in answers(changing, dateFrom="2026-03-01"):
        keys = [(record["lastModifiedTime"], record["id"]) for record in answer["records"]]
        assert all(one < other for one, other in pairwise(keys))
