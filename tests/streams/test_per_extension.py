"""Streams with a request for each extension: which extensions, and what if one is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.runs import SimulatedClock, only, run

from ringcentral_simulator import Fault, FaultKind, Simulator
from tap_ringcentral.api.errors import NotFoundError, UnavailableError

if TYPE_CHECKING:
    from support.runs import Output


@pytest.fixture
def simulator(small_company: Simulator) -> Simulator:
    return small_company


def asked(simulator: Simulator, below: str) -> list[str]:
    """The extensions that were asked for what is below them."""
    paths = [request.path for request in simulator.requests]
    return [path.split("/")[-2] for path in paths if path.endswith(f"/{below}")]


def test_each_extension_is_asked_once_and_their_list_is_read_once(
    simulator: Simulator, clock: SimulatedClock
) -> None:
    streams = ("extension_business_hours", "extension_caller_blocking", "extension_device")
    run(simulator, clock=clock, catalog=only(*streams))
    for below in ("business-hours", "caller-blocking", "device"):
        assert len(asked(simulator, below)) == len(set(asked(simulator, below))) > 5
    assert len([r for r in simulator.requests if r.path.endswith("/account/~/extension")]) == 1


def test_extensions_without_what_is_asked_for_cost_no_request(
    simulator: Simulator, clock: SimulatedClock
) -> None:
    run(simulator, clock=clock, catalog=only("external_contact", "extension_business_hours"))
    types = {str(e["id"]): e["type"] for e in simulator.truth.extensions()}
    contacts = [r.path.split("/")[-3] for r in simulator.requests if r.path.endswith("/contact")]
    assert {types[id_] for id_ in contacts} == {"User", "DigitalUser"}
    hours = {types[id_] for id_ in asked(simulator, "business-hours")}
    assert {"User", "Department"} <= hours
    assert not hours & {"IvrMenu", "Site", "ParkLocation", "Announcement"}


def test_setting_names_the_extensions_to_read(simulator: Simulator, clock: SimulatedClock) -> None:
    wanted = [str(e["id"]) for e in simulator.truth.extensions() if e["type"] == "User"][:2]
    output = run(
        simulator, clock=clock, catalog=only("extension_business_hours"), extension_ids=wanted
    )
    rows = output.records["extension_business_hours"]
    assert [row["extensionId"] for row in rows] == wanted
    assert not [r for r in simulator.requests if r.path.endswith("/account/~/extension")]


def test_helper_extension_that_may_read_itself_alone_reads_its_own_calls(
    simulator: Simulator, clock: SimulatedClock
) -> None:
    simulator.access.extended_permissions.clear()
    simulator.access.user_permissions.discard("ReadCompanyCallLog")
    catalog = only("extension_call_log", "extension_business_hours")
    with pytest.raises(UnavailableError, match="for itself only"):
        run(simulator, clock=clock, catalog=only("extension_business_hours"))
    output = run(simulator, clock=clock, catalog=catalog, extension_ids=["~"])
    own = str(simulator.company.service_user.id)
    assert [row["extensionId"] for row in output.records["extension_business_hours"]] == [own]
    assert {row["extensionId"] for row in output.records["extension_call_log"]} <= {own}
    assert asked(simulator, "call-log") == [own]


def gone(simulator: Simulator, times: int) -> None:
    simulator.inject(
        Fault(FaultKind.STATUS, path="/business-hours", status=404, after=1, times=times)
    )


def test_extension_that_is_gone_since_it_was_listed_is_left_out_with_a_warning(
    simulator: Simulator, clock: SimulatedClock, caplog: pytest.LogCaptureFixture
) -> None:
    gone(simulator, times=1)
    output: Output = run(simulator, clock=clock, catalog=only("extension_business_hours"))
    rows = output.records["extension_business_hours"]
    assert len(rows) == len(asked(simulator, "business-hours")) - 1
    assert "not found (deleted since it was listed?)" in caplog.text


def test_nothing_for_any_extension_is_an_error(simulator: Simulator, clock: SimulatedClock) -> None:
    simulator.inject(Fault(FaultKind.STATUS, path="/business-hours", status=404, times=99))
    with pytest.raises(NotFoundError, match="extension_business_hours"):
        run(simulator, clock=clock, catalog=only("extension_business_hours"))


def test_log_counts_the_requests_for_all_extensions_together(
    simulator: Simulator, clock: SimulatedClock, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO"):
        run(simulator, clock=clock, catalog=only("extension_business_hours"))
    number = len(asked(simulator, "business-hours")) + 1  # and their list
    (told,) = (each for each in caplog.messages if each.startswith("extension_business_hours:"))
    assert f"{number} requests" in told


def test_blocked_and_allowed_numbers_both_come(simulator: Simulator, clock: SimulatedClock) -> None:
    output = run(simulator, clock=clock, catalog=only("extension_blocked_number"))
    statuses = {row["status"] for row in output.records["extension_blocked_number"]}
    assert statuses == {"Blocked", "Allowed"}
