"""The list moves while it is read: calls are deleted, added, and pages are not what they seem."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from support.runs import catalog_of, run

from ringcentral_simulator import Clock, Fault, FaultKind, Profile, Quirks, RateLimits, Simulator
from tap_ringcentral.api.errors import RingCentralError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from support.runs import Output

NOW = datetime(2026, 3, 20, 15, 0, tzinfo=UTC)
CALLS = catalog_of(
    dict.fromkeys(("call_log_leg", "call_queue", "call_queue_member", "extension"), False)
)


START = "2026-03-18T15:00:00Z"


def since_start(simulator: Simulator) -> set[str]:
    return {call["id"] for call in simulator.truth.calls(datetime.fromisoformat(START))}


def account(
    quirks: Quirks | None = None, on_request: Callable[[int], Any] = lambda _: 0, **profile: Any
) -> Simulator:
    """An account with small pages, which does something with each numbered request."""
    numbers: Iterator[int] = iter(range(10_000))

    def latency() -> float:
        on_request(next(numbers))
        return 0.0

    return Simulator(
        clock=Clock(NOW, frozen=True),
        profile=Profile(**{"calls_per_weekday": 150, "history_days": 4, **profile}),
        rate_limits=RateLimits(enabled=False),
        extensions=40,
        quirks=quirks or Quirks(detailed_page_limit=40),
        latency=latency,
    )


def found(output: Output) -> list[str]:
    return [call["id"] for call in output.records["call_log"]]


def shown(simulator: Simulator) -> set[str]:
    return {call["id"] for call in simulator.truth.calls()}


def requests(simulator: Simulator) -> list[Any]:
    return [r for r in simulator.requests if r.path.endswith("/call-log")]


def test_call_deleted_while_its_page_was_read_hides_no_neighbor() -> None:
    """With page numbers, the call behind the border moves to a page that was read already."""

    def delete_newest(number: int) -> None:
        if number >= 3:
            newest = list(simulator.truth.calls())[-1]
            deleted.add(newest["id"])
            simulator.delete(newest["id"])

    deleted: set[str] = set()
    with account(on_request=delete_newest) as simulator:
        before = shown(simulator)
        calls = set(found(run(simulator, catalog=CALLS)))
        assert len(deleted) > 5
        assert calls >= before - deleted
        assert calls <= before


def test_call_that_appears_while_the_list_is_read_comes_once_or_next_time() -> None:
    """With page numbers, a new call pushes others over the border, where they come twice."""
    with account(on_request=lambda _: simulator.clock.advance(600)) as simulator:
        before = since_start(simulator)
        output = run(simulator, catalog=CALLS, start_date=START)
        assert set(found(output)) >= before
        assert len(found(output)) == len(set(found(output)))
        appeared = since_start(simulator) - before
        again = run(simulator, catalog=CALLS, state=output.state, start_date=START)
        assert appeared
        assert {*found(output), *found(again)} >= appeared


@pytest.mark.parametrize(
    "quirks",
    [
        Quirks(detailed_page_limit=7),
        Quirks(detailed_page_limit=7, echoes_date_to=False),
        Quirks(detailed_page_limit=7, truncates_to_seconds=True),
        Quirks(detailed_page_limit=7, newest_first=False),
        Quirks(detailed_page_limit=7, newest_first=False, echoes_date_to=False),
        Quirks(detailed_page_limit=1),
        Quirks(detailed_page_limit=250),
        Quirks(shows_in_progress=True, truncates_to_seconds=True),
    ],
    ids=str,
)
def test_all_calls_come_whatever_is_not_known_of_the_list(quirks: Quirks) -> None:
    with account(quirks, calls_per_weekday=60) as simulator:
        calls = found(run(simulator, catalog=CALLS))
        assert set(calls) == shown(simulator)
        assert len(calls) == len(set(calls))


def test_each_page_is_asked_for_by_time_and_none_needlessly() -> None:
    with account() as simulator:
        calls = found(run(simulator, catalog=CALLS, start_date="2026-03-19T00:00:00Z"))
        asked = requests(simulator)
        assert {r.query.get("page", ["1"])[0] for r in asked} == {"1"}
        assert len(asked) <= len(calls) / 39 + 2


def test_more_calls_in_one_second_than_a_page_holds_are_all_read() -> None:
    profile: dict[str, Any] = {"calls_per_weekday": 20_000, "history_days": 1}
    with account(Quirks(detailed_page_limit=3), **profile) as simulator:
        calls = list(simulator.truth.calls(NOW - timedelta(minutes=40), NOW))
        seconds = Counter(call["startTime"][:19] for call in calls)
        busiest = max(seconds, key=seconds.__getitem__)
        assert seconds[busiest] > 3, "no second holds more than a page"
        moment = datetime.fromisoformat(f"{busiest}+00:00")
        start, end = moment - timedelta(seconds=30), moment + timedelta(seconds=30)
        found_ = found(
            run(simulator, catalog=CALLS, start_date=start.isoformat(), end_date=end.isoformat())
        )
        expected = [c["id"] for c in calls if start <= datetime.fromisoformat(c["startTime"]) < end]
        assert sorted(found_) == sorted(expected)


def spoil(simulator: Simulator, change: Callable[[dict[str, Any]], Any], after: int = 0) -> None:
    """Change what an answer says before it goes out."""
    end = NOW.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    start = (NOW - timedelta(days=2)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    records = list(simulator.truth.calls(datetime.fromisoformat(start), NOW))[::-1][:40]
    link = f"{simulator.url}/restapi/v1.0/account/~/call-log?dateFrom={start}&dateTo={end}&page=2"
    body: dict[str, Any] = {
        "records": records,
        "paging": {"perPage": 40},
        "navigation": {"nextPage": {"uri": f"{link}&view=Detailed&perPage=40"}},
    }
    change(body)
    answer = json.dumps(body).encode()
    simulator.inject(
        Fault(FaultKind.STATUS, path="/call-log", status=200, body=answer, after=after)
    )


def test_full_page_that_lost_its_next_link_is_noticed() -> None:
    with account() as simulator:
        spoil(simulator, lambda body: body.pop("navigation"))
        calls = found(run(simulator, catalog=CALLS, start_date=START))
        assert set(calls) == since_start(simulator)


def test_empty_page_with_a_next_link_is_not_the_end() -> None:
    with account() as simulator:

        def emptied(body: dict[str, Any]) -> None:
            link = body["navigation"]["nextPage"]
            body["records"], link["uri"] = [], link["uri"].replace("page=2", "page=1")

        spoil(simulator, emptied)
        calls = found(run(simulator, catalog=CALLS, start_date=START))
        assert set(calls) == since_start(simulator)


def test_link_that_leads_in_a_circle_ends_with_an_error() -> None:
    with account() as simulator:
        for _ in range(2):
            spoil(simulator, lambda body: body.update(records=[]))
        with pytest.raises(RingCentralError, match="same page twice"):
            run(simulator, catalog=CALLS, start_date=START)


def test_walk_survives_a_link_without_any_parameter_but_the_page() -> None:
    with account() as simulator:

        def bare(body: dict[str, Any]) -> None:
            link = body["navigation"]["nextPage"]
            link["uri"] = f"{link['uri'].split('?')[0]}?page=2"
            body["records"] = body["records"][:40]

        spoil(simulator, bare)
        calls = found(run(simulator, catalog=CALLS, start_date=START))
        assert set(calls) == since_start(simulator)
