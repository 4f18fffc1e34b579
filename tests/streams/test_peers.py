"""What other connectors do to their users' data, one test each: none of it happens here."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from support.runs import SimulatedClock, catalog_of, run

from ringcentral_simulator import Clock, Fault, FaultKind, Profile, RateLimits, Simulator
from tap_ringcentral.api.errors import RequestRefusedError

if TYPE_CHECKING:
    from pathlib import Path

    from support.runs import Output

NOW = datetime(2026, 3, 20, 15, 0, tzinfo=UTC)
YESTERDAY = NOW - timedelta(days=1)
CALLS = catalog_of(
    dict.fromkeys(("call_log_leg", "call_queue", "call_queue_member", "extension"), False)
)


def account(extensions: int = 300, **profile: Any) -> Simulator:
    return Simulator(
        clock=Clock(NOW, frozen=True),
        profile=Profile(**{"calls_per_weekday": 100, "history_days": 4, **profile}),
        rate_limits=RateLimits(enabled=False),
        extensions=extensions,
    )


def ids(output: Output) -> list[str]:
    return [call["id"] for call in output.records["call_log"]]


def truth(simulator: Simulator) -> list[str]:
    return [call["id"] for call in simulator.truth.calls()]


def answer_with(simulator: Simulator, calls: list[dict[str, Any]]) -> None:
    body = json.dumps({"records": calls}).encode()
    simulator.inject(Fault(FaultKind.STATUS, path="/call-log", status=200, body=body))


def test_1_selecting_one_stream_alone_loses_nothing() -> None:
    """Elsewhere: no records, exit code 0, and a bookmark at now."""
    with account() as simulator:
        output = run(simulator, catalog=CALLS)
        assert sorted(ids(output)) == sorted(truth(simulator)) != []


def test_2_call_that_began_before_the_bookmark_and_ended_after_it_arrives() -> None:
    """Elsewhere: the log filters on a call's start, and the bookmark is the newest start."""
    with account(long_call_share=0.5, calls_per_weekday=300) as simulator:
        first = run(simulator, catalog=CALLS)
        newest = max(call["startTime"] for call in first.records["call_log"])
        simulator.clock.advance(3 * 3_600)
        late = {call["id"] for call in simulator.truth.calls() if call["startTime"] < newest} - set(
            ids(first)
        )
        assert late, "no call ended after the run that had begun before"
        second = run(simulator, catalog=CALLS, state=first.state)
        assert late <= set(ids(second))


def test_3_restored_config_still_signs_in_after_its_refresh_token_was_used(tmp_path: Path) -> None:
    """Elsewhere: the rotated token goes into a config file that Meltano deletes."""
    store = str(tmp_path / "token.json")
    with account() as simulator:
        for _ in range(3):
            run(simulator, grant="refresh_token", token_store=store, catalog=CALLS)
            simulator.clock.advance(3 * 86_400)


def test_4_missing_permission_is_named_and_costs_no_further_sign_in() -> None:
    """Elsewhere: it reads as an expired token, and eight sign-ins follow."""
    with account() as simulator:
        simulator.access.user_permissions.discard("ReadCompanyCallLog")
        with pytest.raises(RequestRefusedError, match="ReadCompanyCallLog"):
            run(simulator, catalog=CALLS)
        assert [r.path.rsplit("/", 1)[1] for r in simulator.requests] == ["token", "call-log"]


@pytest.mark.parametrize("headers", [{"Retry-After": "60"}, {}], ids=["told", "not told"])
def test_5_throttled_run_is_silent_for_the_whole_penalty(headers: dict[str, str]) -> None:
    """Elsewhere: a retry after a second restarts the penalty, for ever; or a KeyError."""
    with account() as simulator:
        simulator.inject(Fault(FaultKind.STATUS, path="/call-log", status=429, headers=headers))
        output = run(simulator, catalog=CALLS, clock=SimulatedClock(simulator))
        assert sorted(ids(output)) == sorted(truth(simulator))
        throttled, again = (r for r in simulator.requests[1:3])
        assert again.time - throttled.time >= timedelta(seconds=60)


@pytest.mark.parametrize("name", ["to", "from", "extension", "duration", "legs", "recording"])
def test_6_null_in_a_call_stops_nothing(name: str) -> None:
    """Elsewhere: one null of to, extension or duration ends the run."""
    with account() as simulator:
        calls = [call | {name: None} for call in simulator.truth.calls(YESTERDAY)]
        answer_with(simulator, calls)
        rows = run(simulator, catalog=CALLS, start_date=YESTERDAY.isoformat()).records["call_log"]
        assert len(rows) == len(calls) > 20
        assert {row[name] for row in rows} == {None}


def test_7_no_page_is_fetched_twice_and_no_call_written_twice() -> None:
    """Elsewhere: page 1 comes twice; 350 rows of 250 calls."""
    with account(calls_per_weekday=1_500) as simulator:
        output = run(simulator, catalog=CALLS)
        assert len(ids(output)) == len(set(ids(output))) > 2_000
        asked = [
            tuple(sorted((name, *values) for name, values in request.query.items()))
            for request in simulator.requests
        ]
        assert len(asked) == len(set(asked))


def test_8_calls_of_a_thousand_extensions_take_no_more_requests_than_of_forty() -> None:
    """Elsewhere: one request for each extension and window, 83 minutes a window."""
    requests = []
    for extensions in (80, 1_000):
        with account(extensions) as simulator:
            run(simulator, catalog=CALLS)
            requests.append(len(simulator.requests))
    assert requests[0] == requests[1] <= 6


def test_9_calls_that_differ_in_nothing_but_their_id_are_all_kept() -> None:
    """Elsewhere: duplicates are told by a constant, and 1 of 37 calls is kept."""
    with account() as simulator:
        call = next(simulator.truth.calls(YESTERDAY))
        answer_with(simulator, [call | {"id": f"call-{n}"} for n in range(37)])
        output = run(simulator, catalog=CALLS, start_date=YESTERDAY.isoformat())
        assert len(set(ids(output))) == 37


def test_11_nothing_that_a_call_has_is_left_out() -> None:
    """Elsewhere: no telephonySessionId, recording, legs, lastModifiedTime or extension ids."""

    def as_text(value: Any, name: str = "") -> Any:
        if isinstance(value, dict):
            return {key: as_text(each, key) for key, each in value.items()}
        if isinstance(value, list):
            return [as_text(each) for each in value]
        return str(value) if name == "id" else value

    with account() as simulator:
        written = {c["id"]: c for c in run(simulator, catalog=CALLS).records["call_log"]}
        assert written == {call["id"]: as_text(call) for call in simulator.truth.calls()}


def test_12_server_that_never_answers_is_left_and_asked_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Elsewhere: no time-out, and a hung connection hangs for ever."""
    monkeypatch.setattr("tap_ringcentral.api.client.TIMEOUT", 0.3)
    with account() as simulator:
        clock = SimulatedClock(simulator)
        simulator.inject(Fault(FaultKind.HANG, path="/call-log"))
        output = run(simulator, catalog=CALLS, clock=clock)
        assert sorted(ids(output)) == sorted(truth(simulator))
