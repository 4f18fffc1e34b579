"""A machine's clock that is off, either way, with and without a token in the store."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests
from support.runs import SimulatedClock, config_of, only, run, signed_in

from .conftest import START, small_company

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ringcentral_simulator import Simulator

# Those that ask for ranges: of calls, of a search that is posted, of each extension.
RANGED = ("audit_trail", "call_analytics_queue", "call_log", "extension_call_log", "message")
ENDS = {"dateTo", "eventTimeTo", "timeTo"}
OFF = [
    timedelta(seconds=2),
    timedelta(seconds=20),
    timedelta(minutes=3),
    timedelta(minutes=50),
    timedelta(hours=2),
    timedelta(hours=30),
]


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    """A company of its own: tokens end in these tests."""
    with small_company() as simulator:
        yield simulator


@pytest.fixture
def settings(simulator: Simulator, tmp_path: Path) -> dict[str, Any]:
    people = [each["id"] for each in simulator.truth.extensions() if each["type"] == "User"]
    return {
        "start_date": START.isoformat(),
        "token_store": str(tmp_path / "token.json"),
        "extension_ids": [str(each) for each in people[:2]],
    }


@pytest.fixture
def ends(simulator: Simulator, monkeypatch: pytest.MonkeyPatch) -> list[timedelta]:
    """How far after RingCentral's clock the range of each request ended."""
    found: list[timedelta] = []
    send = requests.Session.send

    def watched(session: requests.Session, request: Any, **kwargs: Any) -> requests.Response:
        now = simulator.clock.now()
        found.extend(end - now for end in ends_of(request))
        return send(session, request, **kwargs)

    monkeypatch.setattr(requests.Session, "send", watched)
    return found


def ends_of(request: requests.PreparedRequest) -> Iterator[datetime]:
    """The ends of what a request asks for, in its address or its body."""
    given = dict(parse_qsl(urlsplit(request.url or "").query))
    if "json" in request.headers.get("Content-Type", ""):
        asked = json.loads(request.body or b"{}")
        given |= asked | asked.get("timeSettings", {}).get("timeRange", {})
    yield from (
        datetime.fromisoformat(given[name]).astimezone(UTC) for name in ENDS & given.keys()
    )


@pytest.mark.parametrize("off", [*OFF, *(-each for each in OFF)], ids=str)
@pytest.mark.parametrize("store", ["no token", "a live token", "a token that has ended"])
def test_clock_that_is_off_brings_the_rows_of_one_that_is_right(
    simulator: Simulator,
    settings: dict[str, Any],
    ends: list[timedelta],
    tmp_path: Path,
    off: timedelta,
    store: str,
) -> None:
    if store != "no token":
        signed_in(simulator, config_of(simulator, **settings))
    if store == "a token that has ended":
        simulator.clock.advance(2 * 3600)
    other = settings | {"token_store": str(tmp_path / "right.json")}
    right = run(simulator, catalog=only(*RANGED), **other)
    assert right.records.keys() == set(RANGED)
    ends.clear()
    before = len(simulator.requests)
    clock = SimulatedClock(simulator, ahead=off)
    output = run(simulator, catalog=only(*RANGED), clock=clock, **settings)
    assert output.records == right.records
    assert ends
    assert max(ends) <= timedelta()
    assert not [each for each in simulator.requests[before:] if each.status == 400]
    assert not clock.waits
