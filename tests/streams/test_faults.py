"""What networks, servers and administrators do, and how a run takes it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from support.runs import SimulatedClock, run

from ringcentral_simulator import Clock, Fault, FaultKind, Profile, Quirks, Simulator
from tap_ringcentral.api import timestamps
from tap_ringcentral.api.errors import (
    RequestFailedError,
    RequestRefusedError,
    RingCentralError,
    SignInError,
)

if TYPE_CHECKING:
    from support.loopback import Loopback
    from support.runs import Output


NOW = datetime.fromisoformat("2026-03-20T15:00:00Z")


def complete(simulator: Simulator, output: Output) -> bool:
    found = {call["id"] for call in output.records["call_log"]}
    return found == {call["id"] for call in simulator.truth.calls()}


@pytest.mark.parametrize(
    "fault",
    [
        Fault(FaultKind.STATUS, path="/call-log", status=500, after=1),
        Fault(FaultKind.STATUS, path="/call-log", status=502, body=b"<html>Bad gateway", after=1),
        Fault(FaultKind.STATUS, path="/call-log", status=503, headers={"Retry-After": "12"}),
        Fault(FaultKind.RESET, path="/call-log", after=2, times=2),
        Fault(FaultKind.TRUNCATED, path="/call-log", after=2),
        Fault(FaultKind.MALFORMED, path="/call-log", after=2),
        Fault(FaultKind.HTML, path="/call-log", after=2),
        Fault(FaultKind.UNAUTHORIZED, path="/call-log", after=2),
    ],
    ids=lambda fault: f"{fault.kind.value}-{fault.status}",
)
def test_run_survives(simulator: Simulator, clock: SimulatedClock, fault: Fault) -> None:
    simulator.inject(fault)
    assert complete(simulator, run(simulator, clock=clock))


def test_pause_that_the_server_asks_for_is_kept(
    simulator: Simulator, clock: SimulatedClock
) -> None:
    simulator.inject(
        Fault(FaultKind.STATUS, path="/call-log", status=503, headers={"Retry-After": "12"})
    )
    run(simulator, clock=clock)
    assert 12 in clock.waits


@pytest.mark.parametrize(("headers", "pause"), [({"Retry-After": "37"}, 37), ({}, 60)])
def test_throttled_run_waits_once_and_goes_on(
    simulator: Simulator, clock: SimulatedClock, headers: dict[str, str], pause: int
) -> None:
    simulator.inject(Fault(FaultKind.STATUS, path="/call-log", status=429, headers=headers))
    assert complete(simulator, run(simulator, clock=clock))
    assert pause in clock.waits


def test_quota_is_never_overdrawn() -> None:
    # More pages than ten a minute: without a pause, the eleventh request would be refused.
    small_pages = Quirks(detailed_page_limit=100)
    with Simulator(
        clock=Clock(NOW, frozen=True),
        profile=Profile(calls_per_weekday=200, history_days=11),
        quirks=small_pages,
    ) as simulator:
        since = NOW - timedelta(days=10)  # the oldest of eleven go while the run pauses
        expected = {call["id"] for call in simulator.truth.calls(since, NOW)}
        start, end = timestamps.render(since), timestamps.render(NOW)
        output = run(simulator, start_date=start, end_date=end)
        assert output.ids("call_log") == expected
        assert len([r for r in simulator.requests if r.path.endswith("/call-log")]) > 12
        assert {request.status for request in simulator.requests} == {200}


def test_refused_token_is_renewed_once(simulator: Simulator, clock: SimulatedClock) -> None:
    simulator.inject(Fault(FaultKind.UNAUTHORIZED, path="/call-log", after=2))
    assert complete(simulator, run(simulator, clock=clock))
    assert sum(request.path.endswith("/token") for request in simulator.requests) == 2


def test_token_refused_twice_ends_the_run(simulator: Simulator, clock: SimulatedClock) -> None:
    simulator.inject(Fault(FaultKind.UNAUTHORIZED, path="/call-log", times=99))
    with pytest.raises(RequestRefusedError, match="401"):
        run(simulator, clock=clock)
    assert sum(request.path.endswith("/token") for request in simulator.requests) == 2


def test_server_that_stays_down_ends_the_run_with_its_request_id(
    simulator: Simulator, clock: SimulatedClock
) -> None:
    simulator.inject(Fault(FaultKind.STATUS, path="/call-log", status=503, times=99))
    with pytest.raises(RequestFailedError, match=r"call_log: .* 503 .*request id"):
        run(simulator, clock=clock)
    assert len([r for r in simulator.requests if "/call-log" in r.path]) <= 8


def test_next_page_on_another_host_is_refused(simulator: Simulator, clock: SimulatedClock) -> None:
    body = b'{"records": [], "navigation": {"nextPage": {"uri": "https://elsewhere.example/x"}}}'
    simulator.inject(Fault(FaultKind.STATUS, path="/call-log", status=200, body=body))
    with pytest.raises(RingCentralError, match=r"another host \(elsewhere\.example\)"):
        run(simulator, clock=clock)


def redirect(simulator: Simulator, path: str, to: str) -> None:
    elsewhere = {"Location": to}
    simulator.inject(Fault(FaultKind.STATUS, path=path, status=307, headers=elsewhere))


def test_redirect_to_another_host_gets_no_token_and_gives_no_records(
    simulator: Simulator, clock: SimulatedClock, server: Loopback
) -> None:
    server.answer({"records": [{"id": "1", "startTime": "2026-03-20T12:00:00.000Z"}]})
    redirect(simulator, "/call-log", f"{server.url}/elsewhere")
    with pytest.raises(RequestRefusedError, match="another host"):
        run(simulator, clock=clock)
    (received,) = server.received
    assert "Authorization" not in received.headers


def test_redirect_of_a_sign_in_is_not_followed(
    simulator: Simulator, clock: SimulatedClock, server: Loopback
) -> None:
    redirect(simulator, "/oauth/token", f"{server.url}/elsewhere")
    with pytest.raises(SignInError, match="no token"):
        run(simulator, clock=clock)
    assert not server.received


def test_redirect_on_the_same_host_is_followed(simulator: Simulator, clock: SimulatedClock) -> None:
    redirect(simulator, "/extension", f"{simulator.url}/restapi/v1.0/account/~/extension?page=1")
    assert run(simulator, clock=clock).records["extension"]


def test_nothing_personal_reaches_the_log(
    simulator: Simulator, clock: SimulatedClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    simulator.inject(Fault(FaultKind.MALFORMED, path="/call-log", after=1))
    output = run(simulator, clock=clock)
    numbers = {
        number
        for call in output.records["call_log"]
        if (number := (call.get("from") or {}).get("phoneNumber"))
    }
    names = {extension["name"] for extension in output.records["extension"]}
    told = (r for r in caplog.records if r.name != "singer_sdk.singerlib.catalog")  # properties
    text = "\n".join(record.getMessage() for record in told)
    assert numbers
    assert not [number for number in numbers if number in text]
    assert not [name for name in names if name in text]


def test_row_without_its_key_is_an_error_that_names_stream_and_key(
    simulator: Simulator, clock: SimulatedClock
) -> None:
    body = b'{"records": [{"extensionNumber": "101"}]}'
    simulator.inject(Fault(FaultKind.STATUS, path="/extension", status=200, body=body))
    with pytest.raises(RingCentralError, match="extension: RingCentral gave a record without id"):
        run(simulator, clock=clock)
