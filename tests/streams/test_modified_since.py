"""Calls by when they were last modified: what changed, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from support.runs import Output, by_change, catalog_of, run

from ringcentral_simulator import Clock, Fault, FaultKind, Profile, Quirks, RateLimits, Simulator
from tap_ringcentral.api import timestamps
from tap_ringcentral.api.errors import RequestRefusedError, SettingsError
from tap_ringcentral.streams.base.call_runs import LISTED_WITHIN

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = datetime(2026, 3, 20, 15, 0, tzinfo=UTC)
NO_DIRECTORY = dict.fromkeys(("call_queue", "call_queue_member", "extension"), False)
CALLS = catalog_of(NO_DIRECTORY)
CHANGES = by_change(catalog_of(NO_DIRECTORY))


def account(quirks: Quirks | None = None, latency: float = 0.0, **profile: Any) -> Simulator:
    return Simulator(
        clock=Clock(NOW, frozen=True),
        profile=Profile(**{"calls_per_weekday": 1_000, "history_days": 3, **profile}),
        rate_limits=RateLimits(enabled=False),
        extensions=40,
        quirks=quirks,
        latency=latency,
    )


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with account() as simulator:
        yield simulator


@pytest.fixture
def small_account() -> Iterator[Simulator]:
    """For what one page of calls shows as well as three."""
    with account(calls_per_weekday=400) as simulator:
        yield simulator


def latest(*outputs: Output) -> dict[str, dict[str, Any]]:
    """What a target that upserts holds."""
    return {call["id"]: call for output in outputs for call in output.records["call_log"]}


def truth(simulator: Simulator) -> dict[str, tuple[str, bool]]:
    """Each call that ever was, with its last change and whether it is gone."""
    return forms({call["id"]: call for call in simulator.truth.all_calls()})


def forms(calls: dict[str, dict[str, Any]]) -> dict[str, tuple[str, bool]]:
    return {k: (c["lastModifiedTime"], c.get("deleted", False)) for k, c in calls.items()}


def paths(simulator: Simulator, since: int = 0) -> list[str]:
    return [r.path.rsplit("/", 1)[1] for r in simulator.requests[since:] if "call-log" in r.path]


def bookmarks(output: Output) -> list[str]:
    states = (state["value"]["bookmarks"].get("call_log", {}) for state in output.of_type("STATE"))
    return [state["replication_key_value"] for state in states if "replication_key_value" in state]


def test_metadata_alone_makes_a_run_ask_for_changes_only(simulator: Simulator) -> None:
    entry = next(entry for entry in CHANGES["streams"] if entry["stream"] == "call_log")
    assert entry["replication_key"] == "startTime", "the entry's own key must not matter"
    output = run(simulator, catalog=CHANGES)
    assert forms(latest(output)) == truth(simulator)
    assert len(latest(output)) > 2_000, "fewer than three pages"
    assert set(paths(simulator)) == {"call-log-extract-sync"}
    schema = next(m for m in output.of_type("SCHEMA") if m["stream"] == "call_log")
    assert schema["bookmark_properties"] == ["lastModifiedTime"]


def test_next_run_brings_what_is_new_changed_or_deleted_for_one_request(
    small_account: Simulator,
) -> None:
    first = run(small_account, catalog=CHANGES)
    old = next(small_account.truth.calls(NOW - timedelta(days=2)))["id"]
    small_account.delete(old)
    small_account.clock.advance(300)
    asked = len(small_account.requests)
    second = run(small_account, catalog=CHANGES, state=first.state)
    changes = latest(second)
    assert changes[old]["deleted"] is True
    assert truth(small_account).items() <= forms(latest(first, second)).items()
    assert 0 < len(changes) < 100
    assert len(paths(small_account, asked)) == 1


def test_legs_come_with_their_calls_and_carry_the_change(small_account: Simulator) -> None:
    output = run(small_account, catalog=CHANGES)
    legs = output.records["call_log_leg"]
    expected = {
        (call["id"], index, call["startTime"], call["lastModifiedTime"])
        for call in small_account.truth.all_calls()
        for index, _ in enumerate(call["legs"])
    }
    assert expected == {
        (leg["callLogId"], leg["index"], leg["callStartTime"], leg["callLastModifiedTime"])
        for leg in legs
    }
    state = output.state["bookmarks"]["call_log_leg"]
    assert state["replication_key"] == "callLastModifiedTime"


def test_legs_alone_follow_the_key_of_their_calls(small_account: Simulator) -> None:
    catalog = by_change(catalog_of(NO_DIRECTORY | {"call_log": False}))
    first = run(small_account, catalog=catalog)
    assert set(first.records) == {"call_log_leg"}
    small_account.clock.advance(300)
    second = run(small_account, catalog=catalog, state=first.state)
    assert 0 < len(second.records["call_log_leg"]) < len(first.records["call_log_leg"]) / 10
    assert set(paths(small_account)) == {"call-log-extract-sync"}


def test_bookmark_stays_behind_now_by_what_a_change_may_take_to_be_listed(
    simulator: Simulator,
) -> None:
    output = run(simulator, catalog=CHANGES)
    assert bookmarks(output) == sorted(bookmarks(output))
    assert bookmarks(output)[-1] == timestamps.render(NOW - LISTED_WITHIN)
    simulator.clock.advance(3_600)
    second = run(simulator, catalog=CHANGES, state=output.state)
    assert bookmarks(second)[-1] == timestamps.render(simulator.clock.now() - LISTED_WITHIN)


def test_change_that_is_listed_late_is_not_lost() -> None:
    with account(Quirks(sync_lag=300), history_days=1) as simulator:
        outputs = [run(simulator, catalog=CHANGES)]
        for _ in range(4):
            simulator.clock.advance(300)
            outputs.append(run(simulator, catalog=CHANGES, state=outputs[-1].state))
        settled = timestamps.render(simulator.clock.now() - timedelta(minutes=5))
        expected = {k: form for k, form in truth(simulator).items() if form[0] < settled}
        held = forms(latest(*outputs))
        assert {key: held.get(key) for key in expected} == expected


def test_every_state_can_be_resumed_from(simulator: Simulator) -> None:
    whole, expected = run(simulator, catalog=CHANGES).messages, truth(simulator)
    for cut in range(1, len(whole), len(whole) // 4):
        before = Output()
        before.messages = whole[:cut]
        states = [m["value"] for m in before.messages if m["type"] == "STATE"]
        rest = run(simulator, catalog=CHANGES, state=states[-1] if states else None)
        assert forms(latest(before, rest)) == expected
    assert len(rest.records["call_log"]) < len(expected), "started all over"


def test_token_that_is_no_longer_taken_is_replaced_by_a_new_beginning(
    simulator: Simulator,
) -> None:
    refusal = b'{"errorCode":"CLG-104","errors":[{"errorCode":"CLG-104","message":"expired"}]}'
    simulator.inject(
        Fault(FaultKind.STATUS, path="syncToken", status=400, body=refusal, after=1, times=1)
    )
    output = run(simulator, catalog=CHANGES)
    assert forms(latest(output)) == truth(simulator)
    kinds = [r.query["syncType"][0] for r in simulator.requests if "extract" in r.path]
    assert kinds[:4] == ["FSync", "ISync", "ISync", "FSync"]


def test_tokens_that_end_before_they_are_used_still_lead_to_the_end() -> None:
    with account(Quirks(sync_token_lifetime=0), latency=1) as simulator:
        output = run(simulator, catalog=CHANGES)
        assert truth(simulator).items() <= forms(latest(output)).items()
        kinds = [r.query["syncType"][0] for r in simulator.requests if "extract" in r.path]
        assert kinds.count("FSync") > 2


@pytest.mark.parametrize("refusal", ["not offered", "not permitted"])
def test_refused_endpoint_says_how_to_go_on_by_start_time(refusal: str) -> None:
    with account(Quirks(sync_offered=refusal != "not offered")) as simulator:
        if refusal == "not permitted":
            simulator.access.user_permissions.discard("ReadCompanyCallLog")
        with pytest.raises(RequestRefusedError, match='replication-key of call_log to "startTime"'):
            run(simulator, catalog=CHANGES)


@pytest.mark.parametrize("pause", [300, 3 * 86_400])
def test_account_switches_from_start_time_to_modification_time(
    small_account: Simulator, pause: int
) -> None:
    backfill = run(small_account, catalog=CALLS)
    small_account.clock.advance(pause)
    asked = len(small_account.requests)
    switched = run(small_account, catalog=CHANGES, state=backfill.state)
    assert truth(small_account).items() <= forms(latest(backfill, switched)).items()
    (first, *_) = (r for r in small_account.requests[asked:] if "extract-sync" in r.path)
    bookmark = backfill.state["bookmarks"]["call_log"]["replication_key_value"]
    assert first.query["dateFrom"] == [bookmark]
    assert switched.state["bookmarks"]["call_log"]["replication_key"] == "lastModifiedTime"


def test_account_switches_back_to_start_time(small_account: Simulator) -> None:
    first = run(small_account, catalog=CHANGES)
    small_account.clock.advance(3_600)
    back = run(small_account, catalog=CALLS, state=first.state)
    assert truth(small_account).items() <= forms(latest(first, back)).items()
    assert len(back.records["call_log"]) < len(first.records["call_log"])
    state = back.state["bookmarks"]["call_log"]
    limit = timestamps.render(small_account.clock.now() - timedelta(hours=24))
    assert (state["replication_key"], state["replication_key_value"]) == ("startTime", limit)


def test_start_and_end_date_bound_the_changes(small_account: Simulator) -> None:
    start, end = "2026-03-19T00:00:00Z", "2026-03-20T00:00:00Z"
    output = run(small_account, catalog=CHANGES, start_date=start, end_date=end)
    changed = {call["lastModifiedTime"] for call in output.records["call_log"]}
    assert changed
    assert min(changed) >= "2026-03-19T00:00:00.000Z"
    assert max(changed) < "2026-03-20T00:00:00.000Z"
    assert bookmarks(output)[-1] == "2026-03-20T00:00:00.000Z"


def test_discovery_offers_both_replication_keys() -> None:
    roots = {
        entry["stream"]: next(m["metadata"] for m in entry["metadata"] if not m["breadcrumb"])
        for entry in catalog_of({})["streams"]
    }
    assert roots["call_log"]["valid-replication-keys"] == ["startTime", "lastModifiedTime"]
    assert roots["call_log"]["replication-key"] == "startTime"


def test_replication_key_that_does_not_exist_is_told_with_those_that_do(
    simulator: Simulator,
) -> None:
    catalog = by_change()
    for entry in catalog["streams"]:
        root = next(m["metadata"] for m in entry["metadata"] if not m["breadcrumb"])
        if entry["stream"] == "call_log":
            root["replication-key"] = "duration"
    with pytest.raises(SettingsError, match=r"'duration' of call_log.*startTime or lastModified"):
        run(simulator, catalog=catalog)
