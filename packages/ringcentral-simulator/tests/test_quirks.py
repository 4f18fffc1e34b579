"""What nobody outside knows about RingCentral: either answer can be had."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from ringcentral_simulator import Profile, Quirks

if TYPE_CHECKING:
    from collections.abc import Callable

    from ringcentral_simulator.gateway.wire import Json
    from tests.conftest import Api

NOW = datetime(2026, 3, 10, 18, tzinfo=UTC)
WEEK = NOW - timedelta(days=7)
FEW = Profile(calls_per_weekday=200)
HOUR = NOW - timedelta(hours=1)
BUSY = Profile(calls_per_weekday=2_000, long_call_share=0.01, late_share=0.05)


@pytest.fixture
def with_quirks(account_with: Callable[..., Api]) -> Callable[..., Api]:
    def opened(profile: Profile | None = None, **quirks: Any) -> Api:
        return account_with(quirks=Quirks(**quirks), profile=profile)

    return opened


def queries(page: Json) -> list[dict[str, list[str]]]:
    links = [page["uri"], *(link["uri"] for link in page["navigation"].values())]
    return [parse_qs(urlsplit(link).query) for link in links]


@pytest.mark.parametrize("size", [1_000, "max", 300])
def test_detailed_pages_can_be_smaller_than_asked_for(
    with_quirks: Callable[..., Api], size: int | str
) -> None:
    api = with_quirks(FEW, detailed_page_limit=250)
    asked = {"dateFrom": WEEK.isoformat(), "perPage": size}
    detailed = api.get("call-log", view="Detailed", **asked).json()
    assert len(detailed["records"]) == detailed["paging"]["perPage"] == 250
    assert len(api.get("call-log", **asked).json()["records"]) > 250
    found = api.records("call-log", view="Detailed", **asked)
    assert found[::-1] == list(api.simulator.truth.calls(WEEK))


def test_links_without_an_end_let_the_window_slide(with_quirks: Callable[..., Api]) -> None:
    for echoes in (True, False):
        api = with_quirks(echoes_date_to=echoes)
        api.simulator.clock.set(NOW)
        asked = {"dateFrom": HOUR.isoformat(), "dateTo": NOW.isoformat(), "perPage": 10, "page": 2}
        page = api.get("call-log", **asked).json()
        assert len(page["navigation"]) == 3
        assert all(("dateTo" in query) == echoes for query in queries(page))
        api.simulator.clock.advance(1_800)
        following = api.get(page["navigation"]["nextPage"]["uri"]).json()["records"]
        slid = max(record["startTime"] for record in following) > page["records"][0]["startTime"]
        assert slid != echoes


def test_a_range_can_be_cut_to_whole_seconds(with_quirks: Callable[..., Api]) -> None:
    for cuts in (False, True):
        api = with_quirks(truncates_to_seconds=cuts)
        start = next(
            record["startTime"]
            for record in api.simulator.truth.calls(HOUR)
            if record["startTime"][-4:-1] >= "100"
        )
        found = api.records("call-log", dateFrom=start, dateTo=start)
        assert [record["startTime"] for record in found] == ([] if cuts else [start])
        second = start[:-5]
        cut = api.get("call-log", dateFrom=start, dateTo=f"{second}.999Z").json()
        assert cut["uri"].count("999Z") == (0 if cuts else 1)
        later = datetime.fromisoformat(start) + timedelta(milliseconds=1)
        started_before = api.records("call-log", dateFrom=later.isoformat())
        assert (start in {record["startTime"] for record in started_before}) == cuts


def test_calls_in_progress_can_be_listed(with_quirks: Callable[..., Api]) -> None:
    plain, open_ended = with_quirks(BUSY), with_quirks(BUSY, shows_in_progress=True)
    truth = open_ended.simulator.truth
    start = NOW - timedelta(hours=8)
    asked = {"dateFrom": start.isoformat(), "perPage": 500, "view": "Detailed"}
    listed = open_ended.records("call-log", **asked)
    assert listed[::-1] == list(truth.calls(start))
    under_way = {record["id"]: record for record in listed if not record["finished"]}
    assert len(under_way) > 5
    finished = [record["id"] for record in listed if record["finished"]]
    assert finished == [record["id"] for record in plain.records("call-log", **asked)]
    open_ended.simulator.clock.advance(24 * 3_600)
    final = {record["id"]: record for record in truth.calls(start, NOW)}
    waiting = 0
    for call_id, record in under_way.items():
        begun = datetime.fromisoformat(record["startTime"])
        whole = final[call_id]
        lasted = min((NOW - begun) // timedelta(milliseconds=1), whole["durationMs"])
        assert (record["durationMs"], record["duration"]) == (lasted, lasted // 1_000)
        assert record["result"] == "In Progress"
        assert not {"recording", "shortRecording", "billing", "message"} & record.keys()
        assert record["startTime"] == whole["startTime"]
        assert whole["finished"] is True
        master, *others = record["legs"]
        assert (master["result"], master["durationMs"]) == ("In Progress", lasted)
        for leg in others:
            assert datetime.fromisoformat(leg["startTime"]) <= NOW
            assert leg in whole["legs"] or leg["result"] == "In Progress"
        waiting += lasted == whole["durationMs"]
    assert 0 < waiting < len(under_way)


def test_extract_sync_knows_of_no_call_in_progress(with_quirks: Callable[..., Api]) -> None:
    api = with_quirks(BUSY, shows_in_progress=True)
    records = api.sync(recordCount=1_000)["records"]
    assert all(record["finished"] for record in records)


def test_a_call_in_progress_cannot_be_deleted(with_quirks: Callable[..., Api]) -> None:
    simulator = with_quirks(BUSY, shows_in_progress=True).simulator
    under_way = next(r["id"] for r in simulator.truth.calls(HOUR) if not r["finished"])
    with pytest.raises(LookupError, match=under_way):
        simulator.delete(under_way)


def test_the_earliest_can_come_first(with_quirks: Callable[..., Api]) -> None:
    api = with_quirks(FEW, newest_first=False)
    for size in (170, 1_000):
        asked = {"dateFrom": WEEK.isoformat(), "perPage": size, "view": "Detailed"}
        assert api.records("call-log", **asked) == list(api.simulator.truth.calls(WEEK))


def test_a_change_can_show_late_and_behind_the_token(with_quirks: Callable[..., Api]) -> None:
    api = with_quirks(BUSY, sync_lag=600)
    asked = {"view": "Detailed", "recordCount": 1_000}
    answer = api.sync(**asked, dateFrom=HOUR.isoformat())
    assert not answer["syncInfo"]["newerRecordsExist"]
    first = {record["id"]: record for record in answer["records"]}
    changed = {
        record["id"]: record
        for record in api.simulator.truth.all_calls(NOW - timedelta(days=1))
        if datetime.fromisoformat(record["lastModifiedTime"]) >= HOUR
    }
    late = {call_id for call_id in changed if first.get(call_id) != changed[call_id]}
    assert 0 < len(late) < 0.3 * len(changed)
    for call_id in late:
        age = NOW - datetime.fromisoformat(changed[call_id]["lastModifiedTime"])
        assert age < timedelta(minutes=10)
    api.simulator.clock.advance(600)
    token = answer["syncInfo"]["syncToken"]
    by_token = api.sync(syncType="ISync", syncToken=token)["records"]
    again = api.sync(**asked, dateFrom=HOUR.isoformat())["records"]
    shown = {record["id"]: record["lastModifiedTime"] for record in again}
    assert all(shown[call_id] >= changed[call_id]["lastModifiedTime"] for call_id in late)
    assert late - {record["id"] for record in by_token}


def test_a_deletion_can_show_late(with_quirks: Callable[..., Api]) -> None:
    api = with_quirks(sync_lag=600)
    yesterday = api.simulator.truth.calls(NOW - timedelta(days=1))
    doomed = {record["id"] for record, _ in zip(yesterday, range(40), strict=False)}
    for call_id in doomed:
        api.simulator.delete(call_id)
    api.simulator.clock.advance(300)
    known = {r["id"] for r in api.sync(dateFrom=NOW.isoformat())["records"] if "deleted" in r}
    assert 0 < len(known) < len(doomed)
    api.simulator.clock.advance(300)
    asked = {"dateFrom": NOW.isoformat(), "recordCount": 1_000}
    assert doomed == {r["id"] for r in api.sync(**asked)["records"] if "deleted" in r}


def test_old_changes_can_be_forgotten(with_quirks: Callable[..., Api]) -> None:
    api = with_quirks(sync_reach_days=2, sync_token_lifetime=30 * 86_400)
    answer = api.sync(view="Detailed", dateFrom=WEEK.isoformat())
    assert within_half_an_hour_of(NOW - timedelta(days=2), answer["records"][0])
    api.simulator.clock.advance(7 * 86_400)
    token = answer["syncInfo"]["syncToken"]
    onward = api.sign_in().sync(syncType="ISync", syncToken=token)
    assert within_half_an_hour_of(NOW + timedelta(days=5), onward["records"][0])


def within_half_an_hour_of(reach: datetime, record: Json) -> bool:
    modified = datetime.fromisoformat(record["lastModifiedTime"])
    return reach <= modified < reach + timedelta(minutes=30)


def test_extract_sync_can_be_missing(with_quirks: Callable[..., Api]) -> None:
    api = with_quirks(sync_offered=False)
    answer = api.get("call-log-extract-sync")
    assert (answer.status_code, answer.json()["errorCode"]) == (404, "AGW-404")
    assert api.get("call-log").status_code == 200


def test_requests_can_count_in_another_group_than_documented(
    with_quirks: Callable[..., Api],
) -> None:
    api = with_quirks(counts_as={"light": "medium"})
    assert api.get("call-queues").headers["X-Rate-Limit-Remaining"] == "39"
    answer = api.get("sites")  # Light, by RingCentral's documentation
    assert answer.headers["X-Rate-Limit-Group"] == "medium"
    assert answer.headers["X-Rate-Limit-Remaining"] == "38"


@pytest.mark.parametrize(
    "impossible", [{"detailed_page_limit": 0}, {"sync_lag": -1.0}, {"sync_reach_days": -1}]
)
def test_impossible_quirks_are_refused(impossible: Json) -> None:
    with pytest.raises(ValueError, match=r"room|negative"):
        Quirks(**impossible)


@pytest.mark.parametrize(
    "path", ["call-log", "extension/~/call-log", "extension/~/message-store", "audit-trail/search"]
)
def test_a_range_that_ends_in_the_future_may_be_refused(
    account_with: Callable[..., Api], path: str
) -> None:
    def status(end: datetime, *, refuses: bool) -> int:
        api = account_with(quirks=Quirks(refuses_future=refuses))
        if path == "audit-trail/search":
            return api.post(
                f"/restapi/v1.0/account/~/{path}", {"eventTimeTo": end.isoformat()}
            ).status_code
        return api.get(path, dateTo=end.isoformat()).status_code

    second = timedelta(seconds=1)
    assert status(NOW + second, refuses=True) == 400
    assert status(NOW, refuses=True) == status(NOW + second, refuses=False) == 200
