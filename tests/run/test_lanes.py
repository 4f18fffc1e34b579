"""Streams of different rate-limit groups are read side by side, and nothing else changes."""

from __future__ import annotations

import random
import threading
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from support.batons import EventBaton
from support.runs import LineOutput, SimulatedClock, only, run
from typing_extensions import override

from ringcentral_simulator import Fault, FaultKind, Group, Quirks, RateLimits
from tap_ringcentral.api.errors import RingCentralError
from tap_ringcentral.run.lanes import lanes_of
from tap_ringcentral.streams import STREAMS
from tap_ringcentral.streams.base.parents import ParentStream
from tap_ringcentral.streams.base.per_entry import PerEntryStream

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from support.runs import Output

    from ringcentral_simulator import Simulator
    from tap_ringcentral.api.baton import Baton

NO_LIMITS = RateLimits(enabled=False)
ORDERS = range(10)
SOME = only(
    "call_log",
    "call_log_leg",
    "active_call",
    "audit_trail",
    "call_queue",
    "call_queue_member",
    "call_analytics_queue",
    "extension",
    "site",
    "site_member",
    "call_monitoring_group",
    "call_monitoring_group_member",
    "company_business_hours",
    "extension_answering_rule",
    "message",
)
"""Streams of all three groups, some of which wait for lists that another one reads."""
LANES = {"heavy", "medium", "light"}


class EventClock(SimulatedClock):
    """The simulator's clock, which moves when all lanes wait."""

    @override
    def new_baton(self) -> Baton:
        return EventBaton(self._simulator.clock.set)

    @override
    def sleep(self, seconds: float) -> None:
        assert isinstance(self.baton, EventBaton)
        self.baton.sleep_until(self.local_now() + timedelta(seconds=seconds))


def asked(simulator: Simulator) -> Counter[tuple[str, str]]:
    """What was asked, with the group that it counted in."""
    return Counter((each.group.name, each.path) for each in simulator.requests if each.group)


def by_group(simulator: Simulator) -> Counter[Group]:
    return Counter(each.group for each in simulator.requests if each.group in _GROUPS)


_GROUPS = (Group.HEAVY, Group.MEDIUM, Group.LIGHT)


def rows_of(output: Output) -> dict[str, list[dict[str, Any]]]:
    return {stream: list(rows) for stream, rows in sorted(output.records.items())}


def test_rows_and_requests_are_the_same_in_whatever_order_lanes_take_turns(
    company: Callable[..., Simulator],
) -> None:
    simulator = company(rate_limits=NO_LIMITS)
    one_by_one = run(simulator, catalog=SOME, parallel=False)
    wanted, requests = rows_of(one_by_one), asked(simulator)
    assert set(wanted) == {"call_log", "call_log_leg", *(set(wanted) - {"call_log"})}
    orders = set()
    for seed in ORDERS:
        already = asked(simulator)
        clock = SimulatedClock(simulator, luck=random.Random(seed))  # noqa: S311 - an order
        output = run(simulator, catalog=SOME, clock=clock)
        assert rows_of(output) == wanted
        sent = asked(simulator) - already
        assert sent == requests - Counter({("AUTH", "/restapi/oauth/token"): 1})
        assert output.state == one_by_one.state
        orders.add(tuple(message.get("stream") for message in output.messages))
    assert len(orders) == len(ORDERS), "the lanes took turns in the same order"


def test_run_takes_as_long_as_its_busiest_group_and_not_the_sum(
    company: Callable[..., Simulator], tmp_path: Path
) -> None:
    # Without content, whose requests follow from how much people talk, and would outweigh all else.
    everything = only(*(STREAMS.keys() - {"call_recording_audio", "voicemail"}))
    took = {}
    for parallel in (False, True):
        simulator = company()
        began = simulator.clock.now()
        clock = EventClock(simulator)
        run(
            simulator,
            catalog=everything,
            clock=clock,
            parallel=parallel,
            start_date="2026-03-18",
            recordings_path=str(tmp_path / f"parallel-{parallel}"),
        )
        took[parallel] = simulator.clock.now() - began
        made = by_group(simulator)
    assert not any(request.status == 429 for request in simulator.requests)
    limits = RateLimits().limits
    least = {group: timedelta(minutes=(made[group] - 1) // limits[group]) for group in _GROUPS}
    busiest = max(least.values())
    assert busiest > timedelta(minutes=3), "too few requests to tell"
    assert took[True] <= busiest * 1.05
    assert took[False] > took[True] * 1.4


def test_calls_are_read_first(company: Callable[..., Simulator]) -> None:
    simulator = company(rate_limits=NO_LIMITS)
    schemas = [each["stream"] for each in run(simulator, catalog=SOME).of_type("SCHEMA")]
    assert schemas[0] == "call_log"
    one_by_one = run(simulator, catalog=SOME, parallel=False).of_type("SCHEMA")
    order = [each["stream"] for each in one_by_one]
    assert order == [name for name in STREAMS if name in order]


def test_stream_that_counts_in_another_group_than_documented_keeps_to_that_ones_pace(
    company: Callable[..., Simulator],
) -> None:
    simulator = company(quirks=Quirks(counts_as={"light": "medium"}))
    streams = only("extension_device", "extension_answering_rule", "site_member", "extension")
    output = run(simulator, catalog=streams, clock=EventClock(simulator))
    assert {each.status for each in simulator.requests} == {200}
    assert by_group(simulator)[Group.MEDIUM] > RateLimits().limits[Group.MEDIUM]
    assert output.records["extension_device"]
    assert output.records["extension_answering_rule"]


def test_list_that_a_lane_waits_for_is_read_by_it_where_its_stream_fails(
    company: Callable[..., Simulator],
) -> None:
    simulator = company(rate_limits=NO_LIMITS)
    fault = Fault(FaultKind.STATUS, path="/account/~/extension?", status=500, times=6)
    simulator.inject(fault)
    streams = only("extension", "extension_device")
    with pytest.raises(RingCentralError, match="extension: RingCentral answered 500") as failed:
        run(simulator, catalog=streams)
    output: Output = failed.value.output  # type: ignore[attr-defined] # see `run`
    assert output.records["extension_device"]


def test_lane_whose_sign_in_fails_ends_the_others(
    company: Callable[..., Simulator], tmp_path: Path
) -> None:
    simulator = company(rate_limits=NO_LIMITS)
    refused = Fault(FaultKind.STATUS, path="/oauth/token", status=400, after=1, times=99)
    for fault in (refused, Fault(FaultKind.UNAUTHORIZED, path="/call-queues?")):
        simulator.inject(fault)
    clock = SimulatedClock(simulator, luck=random.Random(1))  # noqa: S311 - an order
    output = LineOutput()
    with pytest.raises(RingCentralError, match="Sign-in failed"):
        run(
            simulator,
            catalog=SOME,
            clock=clock,
            output=output,
            token_store=str(tmp_path / "token.json"),
        )
    for lane in threading.enumerate():
        if lane.name in LANES:
            lane.join(timeout=10)
            assert not lane.is_alive()
    assert "message" not in output.records, "a lane went on to its end"


def test_streams_that_others_wait_for_come_first_in_every_order() -> None:
    order = list(STREAMS)
    lists = {
        STREAMS[name].base_path + STREAMS[name].path: order.index(name)
        for name in STREAMS
        if issubclass(STREAMS[name], ParentStream)
    }
    assert len(lists) == 3
    for name, stream in STREAMS.items():
        if issubclass(stream, PerEntryStream):
            place = lists.get("/restapi/v1.0/account/{account_id}" + stream.parents.path, -1)
            assert place < order.index(name), f"{name} waits for a stream that is read after it"


def test_each_group_has_one_lane() -> None:
    lanes = lanes_of(stream for stream in STREAMS.values())  # type: ignore[misc] # classes do
    assert {lane[0].rate_limit_group for lane in lanes} == {"Heavy", "Medium", "Light"}
    assert len(lanes) == len(LANES)
    assert sum(map(len, lanes)) == len(STREAMS)
