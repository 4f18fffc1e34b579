"""No range ends after RingCentral's clock, whatever this machine's says; every run has its rows."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests
from support.runs import SimulatedClock, by_change, only, run

from ringcentral_simulator import Clock, Profile, Quirks, RateLimits, Simulator
from tap_ringcentral.api import timestamps

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from support.runs import Output

NOW = datetime(2026, 3, 20, 15, 0, tzinfo=UTC)
RANGES = ("call_log", "call_analytics_queue", "audit_trail", "message", "extension_call_log")
OFF = [timedelta(seconds=seconds) for seconds in (0.4, 7, 3_600)]
ENDS = ("dateTo", "timeTo", "eventTimeTo")


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    """A company whose RingCentral refuses every range that ends in the future."""
    with Simulator(
        clock=Clock(NOW + timedelta(seconds=0.35), frozen=True),
        profile=Profile(calls_per_weekday=100, history_days=3),
        rate_limits=RateLimits(enabled=False),
        quirks=Quirks(refuses_future=True),
        extensions=40,
    ) as simulator:
        yield simulator


@pytest.fixture
def ends(simulator: Simulator, monkeypatch: pytest.MonkeyPatch) -> list[tuple[datetime, datetime]]:
    """The end of each range that is asked for, and RingCentral's time then."""
    asked: list[tuple[datetime, datetime]] = []
    send = requests.Session.send

    def kept(session: requests.Session, request: Any, **kwargs: Any) -> requests.Response:
        is_json = request.headers.get("Content-Type") == "application/json"
        posted = json.loads(request.body) if is_json else {}
        span = posted.get("timeSettings", {}).get("timeRange", {})
        sent = {**posted, **span, **dict(parse_qsl(urlsplit(request.url).query))}
        asked.extend(
            (timestamps.parse(sent[name]), simulator.clock.now()) for name in ENDS if name in sent
        )
        return send(session, request, **kwargs)

    monkeypatch.setattr(requests.Session, "send", kept)
    return asked


def owners(simulator: Simulator) -> list[str]:
    """Two extensions that have messages and calls."""
    calls = simulator.truth.calls(NOW - timedelta(hours=30))
    found = {str(call["extension"]["id"]): None for call in calls if "message" in call}
    return list(found)[:2]


def read(simulator: Simulator, off: timedelta, store: Path) -> Output:
    return run(
        simulator,
        clock=SimulatedClock(simulator, ahead=off),
        catalog=only(*RANGES),
        token_store=str(store),
        start_date="2026-03-19T00:00:00Z",
        extension_ids=owners(simulator),
    )


@pytest.mark.parametrize("token", ["new", "stored"])
def test_clock_that_is_off_costs_no_row_and_no_refusal(
    simulator: Simulator, ends: list[tuple[datetime, datetime]], tmp_path: Path, token: str
) -> None:
    right = read(simulator, timedelta(), tmp_path / "right.json")
    assert all(right.records[name] for name in RANGES)
    for off in [*OFF, *(-off for off in OFF)]:
        store = tmp_path / f"{off}.json"
        if token == "stored":
            store.write_bytes((tmp_path / "right.json").read_bytes())
            store.chmod(0o600)
        output = read(simulator, off, store)
        assert output.records == right.records
        assert output.state == right.state
    assert len(ends) > len(OFF) * len(RANGES)
    assert all(end <= now for end, now in ends)


def test_clock_that_is_off_does_not_move_the_bookmark_of_changes(
    simulator: Simulator, tmp_path: Path
) -> None:
    store = str(tmp_path / "token.json")
    run(simulator, catalog=by_change(), token_store=store)
    fast = SimulatedClock(simulator, ahead=timedelta(hours=7))
    output = run(simulator, clock=fast, catalog=by_change(), token_store=store)
    assert output.bookmark("call_log") <= timestamps.render(NOW - timedelta(minutes=9))


def test_run_with_a_stored_token_asks_for_the_time_once_and_spends_no_quota_on_it(
    simulator: Simulator, tmp_path: Path
) -> None:
    store = tmp_path / "token.json"
    read(simulator, timedelta(), store)
    began = len(simulator.requests)
    read(simulator, timedelta(), store)
    (asked,) = (r for r in simulator.requests[began:] if r.path == "/restapi")
    assert asked.group is None
