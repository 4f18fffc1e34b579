"""An entry of a list that fails, run after run, takes none of the others with it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from support.endpoints import path_of
from support.runs import SimulatedClock, only, run

from ringcentral_simulator import FOR_GOOD, Fault, FaultKind, Simulator
from tap_ringcentral.api.errors import RequestFailedError, RingCentralError

if TYPE_CHECKING:
    from support.runs import Output

MINUTE = 62  # seconds: the pauses between all tries of a request
KINDS = {
    "half a document": Fault(FaultKind.MALFORMED, times=FOR_GOOD),
    "a proxy's page": Fault(FaultKind.HTML, times=FOR_GOOD),
    "503": Fault(FaultKind.STATUS, status=503, times=FOR_GOOD),
    "500": Fault(FaultKind.STATUS, status=500, times=FOR_GOOD),
    "no answer": Fault(FaultKind.RESET, times=FOR_GOOD),
    "an odd row": Fault(FaultKind.STATUS, status=200, times=FOR_GOOD, body=b'{"records": [{}]}'),
}
ASKED_OF_EACH = (
    "call_queue_member",
    "site_member",
    "call_queue_presence",
    "extension_business_hours",
    "extension_device",
)
LABELS = ("queueId", "siteId", "extensionId")


@pytest.fixture
def simulator(small_company: Simulator) -> Simulator:
    return small_company


def asked(simulator: Simulator, below: str, since: int = 0) -> list[str]:
    """Which entries were asked for, in order; tries in a row count once."""
    paths = [request.path for request in simulator.requests[since:]]
    ids = [path.split("/")[-2] for path in paths if path.endswith(f"/{below}")]
    return [id_ for number, id_ in enumerate(ids) if number == 0 or ids[number - 1] != id_]


def let_fail(simulator: Simulator, *entries: str, kind: str = "503", below: str = "") -> None:
    fault = KINDS[kind]
    for entry in entries:
        path = f"/{entry}/{below}"
        simulator.inject(
            Fault(fault.kind, path=path, status=fault.status, times=FOR_GOOD, body=fault.body)
        )


def failed(
    simulator: Simulator, clock: SimulatedClock, stream: str, **options: Any
) -> tuple[RingCentralError, Output]:
    with pytest.raises(RingCentralError) as caught:
        run(simulator, clock=clock, catalog=only(stream), **options)
    output: Output = caught.value.output  # type: ignore[attr-defined] # set by run
    return caught.value, output


@pytest.mark.parametrize(
    ("stream", "kind"),
    [
        *(("call_queue_member", kind) for kind in KINDS),
        *((stream, "half a document") for stream in ASKED_OF_EACH),
    ],
)
def test_one_entry_that_always_fails_hides_none_behind_it(
    simulator: Simulator, clock: SimulatedClock, stream: str, kind: str
) -> None:
    below = path_of(stream).rsplit("/", maxsplit=1)[-1]
    complete = run(simulator, clock=clock, catalog=only(stream)).records[stream]
    every = asked(simulator, below)
    let_fail(simulator, every[1], kind=kind, below=below)
    for _ in range(2):  # run after run
        began = len(simulator.requests)
        error, output = failed(simulator, clock, stream)
        assert asked(simulator, below, began) == every
        if key := next(filter(complete[0].__contains__, LABELS), ""):
            read = {row[key] for row in output.records[stream]}
            assert read == {row[key] for row in complete} - {every[1]}
        assert 0 < len(output.records[stream]) < len(complete)
        assert str(error).startswith(f"{stream}: 1 of the ")
        assert f"the first of them {every[1]}" in str(error)


def test_how_many_failed_is_said_in_one_line_at_the_end(
    simulator: Simulator, clock: SimulatedClock
) -> None:
    run(simulator, clock=clock, catalog=only("extension_business_hours"))
    every = asked(simulator, "business-hours")
    let_fail(simulator, every[3], every[5], every[9], below="business-hours")
    error, _ = failed(simulator, clock, "extension_business_hours")
    assert str(error).startswith(
        f"extension_business_hours: 3 of the extensions could not be read, the first of them "
        f"{every[3]}; the others were."
    )
    assert "\n" not in str(error)


def test_outage_ends_the_stream_after_minutes_not_after_one_for_each_extension(
    simulator: Simulator, clock: SimulatedClock
) -> None:
    simulator.inject(Fault(FaultKind.STATUS, path="/business-hours", times=FOR_GOOD))
    error, _ = failed(simulator, clock, "extension_business_hours")
    assert isinstance(error, RequestFailedError)
    assert len(asked(simulator, "business-hours")) == 4
    assert "4 extensions one after the other" in str(error)
    assert "the rest was not asked for" in str(error)
    assert sum(clock.waits) < 4 * MINUTE + 1


def test_several_entries_in_a_row_that_always_fail_are_told_from_an_outage(
    simulator: Simulator, clock: SimulatedClock
) -> None:
    stream = "extension_business_hours"
    complete = run(simulator, clock=clock, catalog=only(stream)).records[stream]
    every = asked(simulator, "business-hours")
    let_fail(simulator, *every[2:7], below="business-hours")
    error, output = failed(simulator, clock, stream)
    assert "5 of the extensions" in str(error)
    read = {row["extensionId"] for row in output.records[stream]}
    assert read == {row["extensionId"] for row in complete} - set(every[2:7])


def test_many_entries_that_fail_cost_less_than_a_minute_each(
    simulator: Simulator, clock: SimulatedClock
) -> None:
    run(simulator, clock=clock, catalog=only("extension_business_hours"))
    every = asked(simulator, "business-hours")
    before = sum(clock.waits)
    let_fail(simulator, *every[1::2], below="business-hours")
    failed(simulator, clock, "extension_business_hours")
    assert sum(clock.waits) - before <= 3 * MINUTE + len(every[1::2]) * 6


# With a bookmark


def messages_of(output: Output) -> set[str]:
    return {row["extensionId"] for row in output.records["message"]}


def test_bookmark_does_not_pass_an_extension_that_fails_though_the_others_are_read(
    simulator: Simulator, clock: SimulatedClock
) -> None:
    first = run(simulator, clock=clock, catalog=only("message"))
    every = sorted(set(asked(simulator, "message-store")))
    owner = min(messages_of(first))
    let_fail(simulator, owner, below="message-store")
    simulator.clock.advance(86_400)
    began = len(simulator.requests)
    _, output = failed(simulator, clock, "message", state=first.state)
    assert sorted(asked(simulator, "message-store", began)) == every
    assert output.bookmark("message") == first.bookmark("message")


def test_job_that_is_ended_too_soon_each_night_passes_an_extension_that_always_fails(
    simulator: Simulator, clock: SimulatedClock
) -> None:
    run(simulator, clock=clock, catalog=only("message"))
    every = sorted(set(asked(simulator, "message-store")))
    let_fail(simulator, every[1], below="message-store")
    state, began = None, len(simulator.requests)
    for _ in range(20):
        # The token is refused, and so is the next one.
        simulator.inject(
            Fault(FaultKind.STATUS, path="/message-store", status=401, after=10, times=2)
        )
        _, output = failed(simulator, clock, "message", state=state)
        state = output.state
        if set(asked(simulator, "message-store", began)) == set(every):
            break
    else:
        pytest.fail("What is behind the extension that fails is never read.")


def test_extension_that_answers_again_is_all_that_the_next_run_asks_for_of_the_past(
    simulator: Simulator, clock: SimulatedClock
) -> None:
    whole = run(simulator, clock=clock, catalog=only("message"))
    owner = sorted(messages_of(whole))[1]
    simulator.inject(Fault(FaultKind.STATUS, path=f"/{owner}/message-store", times=6))
    _, broken = failed(simulator, clock, "message")
    began = len(simulator.requests)
    healed = run(simulator, clock=clock, catalog=only("message"), state=broken.state)
    past = [r for r in simulator.requests[began:] if "1999-01-01" in str(r.query.get("dateFrom"))]
    assert [r.path.split("/")[-2] for r in past] == [owner]
    assert healed.bookmark("message") >= whole.bookmark("message")
    assert broken.ids("message") | healed.ids("message") == whole.ids("message")


def test_row_without_its_key_fails_its_entry_and_not_the_stream(
    simulator: Simulator, clock: SimulatedClock
) -> None:
    run(simulator, clock=clock, catalog=only("call_queue_member"))
    every = asked(simulator, "members")
    body = json.dumps({"records": [{"extensionNumber": "101"}]}).encode()
    simulator.inject(
        Fault(FaultKind.STATUS, path=f"/{every[0]}/members", status=200, body=body, times=FOR_GOOD)
    )
    error, output = failed(simulator, clock, "call_queue_member")
    assert "without id" in str(error)
    assert {row["queueId"] for row in output.records["call_queue_member"]} == set(every[1:])
