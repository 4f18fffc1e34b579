"""Records that are deleted, some by chance and some by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from ringcentral_simulator import Profile

if TYPE_CHECKING:
    from collections.abc import Callable

    from ringcentral_simulator import Simulator
    from tests.conftest import Api

NOW = datetime(2026, 3, 10, 18, tzinfo=UTC)
FORTNIGHT = NOW - timedelta(days=14)


def moment(value: str) -> datetime:
    return datetime.fromisoformat(value)


@pytest.fixture
def forgetful(account_with: Callable[..., Api]) -> Api:
    """Of its records, one in ten is deleted."""
    return account_with(profile=Profile(calls_per_weekday=150, delete_share=0.1))


def test_about_the_share_is_deleted_and_the_list_has_the_rest(forgetful: Api) -> None:
    truth = forgetful.simulator.truth
    listed, deleted = list(truth.calls(FORTNIGHT)), list(truth.deleted_calls(FORTNIGHT))
    assert 0.08 < len(deleted) / (len(listed) + len(deleted)) < 0.12
    assert not any("deleted" in record for record in listed)
    by_start = sorted(listed + deleted, key=lambda record: record["startTime"])
    everything = list(truth.all_calls(FORTNIGHT))
    assert [r["startTime"] for r in everything] == [r["startTime"] for r in by_start]
    assert {r["id"]: r for r in everything} == {r["id"]: r for r in by_start}


@pytest.mark.parametrize("size", [130, 1_000])
def test_pages_put_together_leave_out_what_is_deleted(forgetful: Api, size: int) -> None:
    asked = {"dateFrom": FORTNIGHT.isoformat(), "perPage": size, "view": "Detailed"}
    truth = forgetful.simulator.truth
    assert forgetful.records("call-log", **asked)[::-1] == list(truth.calls(FORTNIGHT))
    shown = forgetful.records("call-log", **asked, showDeleted="true")
    assert shown[::-1] == list(truth.all_calls(FORTNIGHT))


def test_filtered_pages_leave_it_out_as_well(forgetful: Api) -> None:
    asked = {"dateFrom": FORTNIGHT.isoformat(), "perPage": 90, "recordingType": "All"}
    truth = forgetful.simulator.truth
    for shown, records in (("false", truth.calls), ("true", truth.all_calls)):
        wanted = [r for r in records(FORTNIGHT, view="Simple") if "recording" in r]
        assert wanted
        assert forgetful.records("call-log", **asked, showDeleted=shown)[::-1] == wanted


def test_a_record_is_there_before_it_is_deleted_and_changes_no_more_after(forgetful: Api) -> None:
    simulator = forgetful.simulator
    for record in list(simulator.truth.deleted_calls(NOW - timedelta(days=4))):
        deleted = moment(record["lastModifiedTime"])
        start = moment(record["startTime"])
        assert deleted <= start + timedelta(hours=20)
        simulator.clock.set(deleted - timedelta(milliseconds=1))
        (before,) = (r for r in simulator.truth.calls(start, start) if r["id"] == record["id"])
        assert moment(before["lastModifiedTime"]) < deleted
        changed = {"lastModifiedTime", "deleted"}
        assert {k: v for k, v in before.items() if k not in changed} == {
            k: v for k, v in record.items() if k not in changed
        }
        simulator.clock.set(deleted)
        assert record in simulator.truth.deleted_calls(start, start)
        simulator.clock.set(NOW)


def test_an_administrator_deletes_a_record_of_any_age(api: Api, simulator: Simulator) -> None:
    for age in (1, 30, 364):
        start = NOW - timedelta(days=age)
        record = next(simulator.truth.calls(start))
        simulator.clock.advance(1)
        simulator.delete(record["id"])
        asked = {"dateFrom": record["startTime"], "dateTo": record["startTime"], "view": "Detailed"}
        assert record not in api.records("call-log", **asked)
        (deleted,) = (r for r in api.records("call-log", **asked, showDeleted="true"))
        now = simulator.clock.now().isoformat(timespec="milliseconds").replace("+00:00", "Z")
        assert deleted == {**record, "lastModifiedTime": now, "deleted": True}
        assert list(simulator.truth.deleted_calls(start, start + timedelta(hours=2))) == [deleted]


def test_pages_stay_right_after_deletions_by_hand(api: Api, simulator: Simulator) -> None:
    start = NOW - timedelta(days=4)
    before = list(simulator.truth.calls(start, view="Simple"))
    for record in before[::97]:
        simulator.delete(record["id"])
    asked = {"dateFrom": start.isoformat(), "perPage": 250}
    left = [record for n, record in enumerate(before) if n % 97]
    assert api.records("call-log", **asked)[::-1] == left
    shown = api.records("call-log", **asked, showDeleted="true")
    assert [record["id"] for record in shown[::-1]] == [record["id"] for record in before]


def test_a_recording_is_not_attached_to_a_record_deleted_before(simulator: Simulator) -> None:
    simulator.clock.advance(3_600)
    recorded = next(r for r in simulator.truth.calls(NOW) if "recording" in r)
    ended = moment(recorded["startTime"]) + timedelta(milliseconds=recorded["durationMs"])
    simulator.clock.set(ended + timedelta(seconds=45))
    simulator.delete(recorded["id"])
    simulator.clock.advance(7_200)
    (deleted,) = simulator.truth.deleted_calls(NOW)
    assert deleted["id"] == recorded["id"]
    assert "recording" not in deleted


def test_what_is_not_listed_cannot_be_deleted(simulator: Simulator) -> None:
    simulator.clock.advance(86_400)
    still_to_come = next(simulator.truth.calls(NOW))["id"]
    simulator.clock.set(NOW)
    gone = next(simulator.truth.calls())["id"]
    simulator.delete(gone)
    for call_id in (still_to_come, gone, "AAAAAAAAAAAAAAA", "no record", ""):
        with pytest.raises(LookupError, match="no record"):
            simulator.delete(call_id)


def test_whether_to_show_deleted_is_true_or_false(api: Api) -> None:
    answer = api.get("call-log", showDeleted="yes")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameterName"] == "showDeleted"
