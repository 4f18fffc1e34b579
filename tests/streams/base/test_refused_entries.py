"""An entry of a list that RingCentral refuses, or lists oddly, takes none of the others with it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from support.runs import SimulatedClock, catalog_of, only, run

from ringcentral_simulator import FOR_GOOD, Fault, FaultKind, Simulator
from tap_ringcentral.api.errors import (
    RequestRefusedError,
    RingCentralError,
    UnavailableError,
)

if TYPE_CHECKING:
    from support.runs import Output

HOURS = "extension_business_hours"
EXTENSIONS = "/account/~/extension"


@pytest.fixture
def simulator(small_company: Simulator) -> Simulator:
    return small_company


def refuse(
    simulator: Simulator,
    path: str,
    *,
    status: int = 403,
    code: str = "CMN-404",
    after: int = 2,
    times: int = 1,
) -> None:
    """Let one entry be refused, after some were not."""
    problem = {"errorCode": code, "message": "no"}
    body = json.dumps({**problem, "errors": [problem]}).encode()
    simulator.inject(
        Fault(FaultKind.STATUS, path=path, status=status, after=after, times=times, body=body)
    )


def asked(simulator: Simulator, below: str) -> list[str]:
    paths = [request.path for request in simulator.requests]
    return [path.split("/")[-2] for path in paths if path.endswith(f"/{below}")]


def failed(
    simulator: Simulator, clock: SimulatedClock, *streams: str, **settings: Any
) -> tuple[RingCentralError, Output]:
    with pytest.raises(RingCentralError) as caught:
        run(simulator, clock=clock, catalog=only(*streams), **settings)
    output: Output = caught.value.output  # type: ignore[attr-defined] # set by run
    return caught.value, output


@pytest.mark.parametrize(
    ("stream", "below"),
    [
        (HOURS, "business-hours"),
        ("site_member", "members"),
        ("call_queue_presence", "presence"),
    ],
)
@pytest.mark.parametrize("after", [0, 1], ids=["the first", "a later one"])
def test_one_refused_entry_is_told_at_the_end_and_all_others_are_read(
    simulator: Simulator, clock: SimulatedClock, stream: str, below: str, after: int
) -> None:
    complete = len(run(simulator, clock=clock, catalog=only(stream)).records[stream])
    every = asked(simulator, below)
    refuse(simulator, f"/{below}", after=after)
    error, output = failed(simulator, clock, stream, "account")
    assert asked(simulator, below) == every * 2
    assert 0 < len(output.records[stream]) < complete
    assert output.records["account"]
    assert isinstance(error, UnavailableError)
    assert str(error).startswith(f"{stream}: 1 of the ")
    assert every[after] in str(error)
    assert "skip_unavailable" in str(error)


def test_skip_unavailable_goes_without_a_refused_extension_and_warns_of_it(
    simulator: Simulator, clock: SimulatedClock, caplog: pytest.LogCaptureFixture
) -> None:
    refuse(simulator, "/message-store")
    output = run(simulator, clock=clock, catalog=only("message"), skip_unavailable=True)
    refused = asked(simulator, "message-store")[2]
    assert {row["extensionId"] for row in output.records["message"]} > set()
    assert refused not in {row["extensionId"] for row in output.records["message"]}
    assert "replication_key_value" in output.state["bookmarks"]["message"]
    (warning,) = (r.getMessage() for r in caplog.records if "Skipped extension" in r.getMessage())
    assert refused in warning


def test_bookmark_does_not_pass_the_messages_of_a_refused_extension(
    simulator: Simulator, clock: SimulatedClock
) -> None:
    refuse(simulator, "/message-store")
    _, output = failed(simulator, clock, "message")
    assert "replication_key_value" not in output.state["bookmarks"].get("message", {})
    healed = run(simulator, clock=clock, catalog=only("message"), state=output.state)
    whole = run(simulator, clock=clock, catalog=only("message"))
    for row in whole.records["message"]:
        assert row in output.records["message"] + healed.records["message"]


def test_messages_go_on_coming_though_one_extension_is_always_refused(
    simulator: Simulator, clock: SimulatedClock
) -> None:
    run(simulator, clock=clock, catalog=only("message"))
    always_refused = asked(simulator, "message-store")[3]
    refuse(simulator, f"/extension/{always_refused}/message-store", after=0, times=FOR_GOOD)
    state, newest = None, []
    for _ in range(3):
        _, output = failed(simulator, clock, "message", state=state)
        state = output.state
        newest.append(max(row["creationTime"] for row in output.records["message"]))
        simulator.clock.advance(2 * 86_400)
    assert newest == sorted(set(newest))


def test_refusal_that_is_no_missing_permission_is_not_skipped(
    simulator: Simulator, clock: SimulatedClock
) -> None:
    refuse(simulator, "/business-hours", status=400, code="CMN-101")
    error, output = failed(simulator, clock, HOURS, skip_unavailable=True)
    assert type(error) is RequestRefusedError
    assert len(output.records[HOURS]) == len(asked(simulator, "business-hours")) - 1


def test_permission_that_the_role_lacks_altogether_is_asked_for_once(
    simulator: Simulator, clock: SimulatedClock
) -> None:
    simulator.access.user_permissions.discard("ReadBlockedNumbers")
    error, _ = failed(simulator, clock, "extension_caller_blocking")
    assert "lacks the permission ReadBlockedNumbers" in str(error)
    assert len(asked(simulator, "caller-blocking")) == 1


def test_deselected_type_of_extensions_leaves_the_streams_of_each_as_they_are(
    simulator: Simulator, clock: SimulatedClock
) -> None:
    expected = run(simulator, clock=clock, catalog=only(HOURS)).records[HOURS]
    assert expected
    catalog = catalog_of(
        {"call_log": False, "call_log_leg": False, HOURS: True, "extension.type": False}
    )
    output = run(simulator, clock=clock, catalog=catalog)
    assert "type" not in output.records["extension"][0]
    assert output.records[HOURS] == expected


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"records": None},
        {"records": [{"name": "Ann Smith"}]},
        {"records": [{"id": {"name": "Ann Smith"}}]},
    ],
    ids=["no list", "null", "no id", "odd id"],
)
@pytest.mark.parametrize("stream", ["extension", HOURS])
def test_list_that_tells_no_ids_is_an_error_and_no_empty_table(
    simulator: Simulator,
    clock: SimulatedClock,
    caplog: pytest.LogCaptureFixture,
    stream: str,
    answer: dict[str, Any],
) -> None:
    body = json.dumps(answer).encode()
    simulator.inject(Fault(FaultKind.STATUS, path=EXTENSIONS, status=200, body=body, times=6))
    error, output = failed(simulator, clock, stream, "site", emit_activate_version_messages=True)
    assert {message["stream"] for message in output.of_type("ACTIVATE_VERSION")} == {"site"}
    assert "Ann Smith" not in str(error)
    assert "Ann Smith" not in caplog.text
