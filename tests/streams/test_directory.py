"""Queues, their members and the extensions."""

from __future__ import annotations

from support.runs import SimulatedClock, catalog_of, only, run

from ringcentral_simulator import Clock, Features, Simulator

NO_CALLS = catalog_of({"call_log": False, "call_log_leg": False})


def test_queues_come_with_their_service_level(simulator: Simulator, clock: SimulatedClock) -> None:
    queues = run(simulator, clock=clock, catalog=NO_CALLS).records["call_queue"]
    truth = {queue["id"]: queue for queue in simulator.truth.queues()}
    assert {queue["id"]: queue["serviceLevelSettings"] for queue in queues} == {
        key: queue["serviceLevelSettings"] for key, queue in truth.items()
    }


def test_members_join_to_queues_and_extensions(simulator: Simulator, clock: SimulatedClock) -> None:
    records = run(simulator, clock=clock, catalog=NO_CALLS).records
    members = {(member["queueId"], member["id"]) for member in records["call_queue_member"]}
    truth = {(str(m["queueId"]), str(m["id"])) for m in simulator.truth.queue_members()}
    assert members == truth
    extensions = {extension["id"] for extension in records["extension"]}
    assert {member for _, member in members} <= extensions
    assert {queue for queue, _ in members} <= {queue["id"] for queue in records["call_queue"]}


def test_extensions_of_every_type_are_there(simulator: Simulator, clock: SimulatedClock) -> None:
    extensions = run(simulator, clock=clock, catalog=NO_CALLS).records["extension"]
    truth = list(simulator.truth.extensions())
    assert {extension["id"] for extension in extensions} == {str(e["id"]) for e in truth}
    assert "CompanyExtension" in {extension["type"] for extension in extensions}


def test_queues_are_listed_once_for_both_streams(
    simulator: Simulator, clock: SimulatedClock
) -> None:
    run(simulator, clock=clock, catalog=NO_CALLS)
    paths = [request.path for request in simulator.requests]
    assert len([path for path in paths if path.endswith("/call-queues")]) == 1


def test_no_request_is_made_for_each_extension(simulator: Simulator, clock: SimulatedClock) -> None:
    output = run(simulator, clock=clock, catalog=NO_CALLS)
    queues = len(output.records["call_queue"])
    pages_of_extensions = -(-len(output.records["extension"]) // 1_000)
    assert len(simulator.requests) <= 2 + 2 * queues + pages_of_extensions


def test_rows_that_are_gone_are_told_only_after_the_new_ones(
    simulator: Simulator, clock: SimulatedClock
) -> None:
    output = run(simulator, clock=clock, catalog=NO_CALLS, emit_activate_version_messages=True)
    for stream in ("call_queue", "call_queue_member", "extension"):
        kinds = [m["type"] for m in output.messages if m.get("stream") == stream]
        assert kinds[-1] == "ACTIVATE_VERSION"
        assert kinds.count("ACTIVATE_VERSION") == 1


def test_directory_has_the_other_accounts_of_a_federation_when_asked(clock: SimulatedClock) -> None:
    now = Clock(clock.local_now(), frozen=True)
    with Simulator(clock=now, extensions=40, features=Features(federation=True)) as simulator:
        own = run(simulator, catalog=only("directory_entry"))
        everyone = run(simulator, catalog=only("directory_entry"), federated_directory=True)
    accounts = {(e.get("account") or {}).get("id") for e in everyone.records["directory_entry"]}
    assert len(accounts) == 2
    assert len(everyone.records["directory_entry"]) > len(own.records["directory_entry"]) > 0
    assert not [entry for entry in own.records["directory_entry"] if entry.get("account")]
