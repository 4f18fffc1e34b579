"""An answer of an odd form fails its stream alone, and is told without what it holds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from support.runs import SimulatedClock, config_of, only, run, signed_in

from ringcentral_simulator import Fault, FaultKind, Simulator
from tap_ringcentral.api.errors import RingCentralError

if TYPE_CHECKING:
    from support.runs import Output

TIMELINE = "/timeline/fetch"
ACCOUNT = "/restapi/v1.0/account/~"
PATHS = {
    "audit_trail": "/audit-trail/search",
    "call_analytics_queue": TIMELINE,
    "call_queue_presence": "/presence",
    "company_business_hours": "/extension/~",
}
GOOD = {"time": "2026-03-19T00:00:00Z"}


def answer(simulator: Simulator, path: str, body: object) -> None:
    """Let RingCentral answer so, each time."""
    content = json.dumps(body).encode()
    simulator.inject(Fault(FaultKind.STATUS, path=path, status=200, body=content, times=99))


def group(**parts: Any) -> dict[str, Any]:
    return {"data": {"records": [{"key": "1", "info": {}, "points": [GOOD]} | parts]}}


@pytest.mark.parametrize(
    ("stream", "body"),
    [
        ("call_analytics_queue", {}),
        ("call_analytics_queue", {"data": None}),
        ("call_analytics_queue", {"data": {"records": None}}),
        ("call_analytics_queue", group(key=None)),
        ("call_analytics_queue", group(info="Ann Smith")),
        ("call_analytics_queue", group(points="Ann Smith")),
        ("call_analytics_queue", group(points=[None])),
        ("call_analytics_queue", group(points=[{}])),
        ("call_analytics_queue", group(points=[{"time": None}])),
        ("call_analytics_queue", group(points=[{"time": "Ann Smith"}])),
        ("call_queue_presence", {"records": [{"member": {"name": "Ann Smith"}}]}),
        ("call_queue_presence", {"records": [{"member": "Ann Smith"}]}),
        ("company_business_hours", {"id": 1, "account": "Ann Smith"}),
        ("audit_trail", {}),
        ("audit_trail", {"records": ["Ann Smith"]}),
    ],
    ids=str,
)
def test_answer_of_an_odd_form_fails_its_stream_alone_and_moves_no_bookmark(
    simulator: Simulator,
    clock: SimulatedClock,
    caplog: pytest.LogCaptureFixture,
    stream: str,
    body: dict[str, Any],
) -> None:
    answer(simulator, PATHS[stream], body)
    start = "2026-03-18T00:00:00Z"
    with pytest.raises(RingCentralError) as caught:
        run(simulator, clock=clock, catalog=only(stream, "site", "user_role"), start_date=start)
    output: Output = caught.value.output  # type: ignore[attr-defined] # set by run
    assert output.records.keys() == {"site", "user_role"}
    assert "replication_key_value" not in output.state["bookmarks"].get(stream, {})
    assert "Ann Smith" not in str(caught.value)
    assert "Ann Smith" not in caplog.text


def test_analytics_of_nobody_are_no_error(simulator: Simulator, clock: SimulatedClock) -> None:
    answer(simulator, TIMELINE, {"data": {"groupedBy": "Queues", "records": []}})
    output = run(simulator, clock=clock, catalog=only("call_analytics_queue"))
    assert not output.records["call_analytics_queue"]
    assert "replication_key_value" in output.state["bookmarks"]["call_analytics_queue"]


@pytest.mark.parametrize(
    "odd",
    [
        {"data": {"groupedBy": "Queues"}},
        {"data": {"records": None}},
        {"data": {"records": [{"key": "1"}]}},
        {"data": {"records": [{"key": "1", "points": None}]}},
        {},
    ],
    ids=["no records", "null", "no points", "null points", "nothing"],
)
def test_analytics_that_lack_what_rows_are_made_of_are_an_error_and_no_empty_table(
    simulator: Simulator, clock: SimulatedClock, odd: object
) -> None:
    answer(simulator, TIMELINE, odd)
    with pytest.raises(RingCentralError, match="timeline/fetch") as caught:
        run(simulator, clock=clock, catalog=only("call_analytics_queue"))
    output: Output = caught.value.output  # type: ignore[attr-defined] # set by run
    assert "replication_key_value" not in output.state["bookmarks"].get("call_analytics_queue", {})


@pytest.mark.parametrize("odd", [{}, {"records": [{"acceptQueueCalls": True}]}])
def test_presence_of_nobody_is_an_error_and_no_empty_table(
    simulator: Simulator, clock: SimulatedClock, odd: object
) -> None:
    answer(simulator, "/presence", odd)
    with pytest.raises(RingCentralError, match="memberId"):
        run(simulator, clock=clock, catalog=only("call_queue_presence"))


@pytest.mark.parametrize("info", [None, "text", {"brand": None}, {"brand": {"name": None}}])
def test_account_that_tells_no_brand_is_still_examined(simulator: Simulator, info: object) -> None:
    answer(simulator, ACCOUNT, {"id": 1, "account": {"id": 1}, "serviceInfo": info})
    assert "account 1, role" in signed_in(simulator, config_of(simulator))
