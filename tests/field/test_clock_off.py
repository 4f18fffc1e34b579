"""A machine's clock that is off, either way, with and without a token in the store."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from itertools import islice
from shutil import copy2
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests
from support.runs import SimulatedClock, config_of, only, run

from tap_ringcentral.tap import TapRingCentral

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
    timedelta(minutes=3),
    timedelta(minutes=50),
    timedelta(hours=30),
]


def hours(off: timedelta) -> str:
    """A name for a test: how far the machine is ahead."""
    return f"{'-' if off < timedelta() else '+'}{abs(off)}"


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    """A company of its own, at a time between two seconds."""
    with small_company() as simulator:
        simulator.clock.advance(0.4)
        yield simulator


@pytest.fixture(scope="module")
def settings(simulator: Simulator) -> dict[str, Any]:
    since, truth = START.isoformat(), simulator.truth
    written_to = (
        str(each["id"])
        for each in truth.extensions()
        if each["type"] == "User"
        and any(truth.records(f"extension/{each['id']}/message-store", dateFrom=since))
    )
    return {"start_date": since, "extension_ids": list(islice(written_to, 2))}


@pytest.fixture(scope="module")
def ended(simulator: Simulator, settings: dict[str, Any], tmp_path_factory: Any) -> Path:
    """A store whose token has ended."""
    store: Path = tmp_path_factory.mktemp("ended") / "token.json"
    sign_in(simulator, settings, store)
    simulator.clock.advance(2 * 3600)
    return store


@pytest.fixture(scope="module")
def right(
    simulator: Simulator, settings: dict[str, Any], ended: Path, tmp_path_factory: Any
) -> dict[str, list[dict[str, Any]]]:
    """What a machine reads whose clock is right."""
    assert ended.exists(), "the time at which all is read is not yet come"
    store = tmp_path_factory.mktemp("right") / "token.json"
    output = run(simulator, catalog=only(*RANGED), **settings, token_store=str(store))
    assert output.records.keys() == set(RANGED)
    return output.records


def sign_in(simulator: Simulator, settings: dict[str, Any], store: Path) -> None:
    """Leave a token in a store."""
    config = config_of(simulator, **settings, token_store=str(store))
    TapRingCentral(config=config, clock=SimulatedClock(simulator)).api.authenticator.token()


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
    yield from (datetime.fromisoformat(given[name]).astimezone(UTC) for name in ENDS & given.keys())


@pytest.mark.parametrize("off", [*OFF, *(-each for each in OFF)], ids=hours)
@pytest.mark.parametrize("stored", ["no token", "a live token", "a token that has ended"])
def test_clock_that_is_off_brings_the_rows_of_one_that_is_right(
    *,
    simulator: Simulator,
    settings: dict[str, Any],
    right: dict[str, list[dict[str, Any]]],
    ended: Path,
    ends: list[timedelta],
    tmp_path: Path,
    off: timedelta,
    stored: str,
) -> None:
    store = tmp_path / "token.json"
    if stored == "a live token":
        sign_in(simulator, settings, store)
    if stored == "a token that has ended":
        copy2(ended, store)
    before = len(simulator.requests)
    clock = SimulatedClock(simulator, ahead=off)
    output = run(simulator, catalog=only(*RANGED), clock=clock, **settings, token_store=str(store))
    assert output.records == right
    assert ends
    assert max(ends) <= timedelta()
    assert not [each for each in simulator.requests[before:] if each.status == 400]
    assert not clock.waits
