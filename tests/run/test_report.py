"""A line for each stream says what came of it, and a structured log has the same facts."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import pytest
from support.runs import Output, only, run

from ringcentral_simulator import RateLimits
from tap_ringcentral.api.errors import RingCentralError
from tap_ringcentral.cli import is_for_the_user

if TYPE_CHECKING:
    from collections.abc import Callable

    from ringcentral_simulator import Simulator

NO_LIMITS = RateLimits(enabled=False)
CALLS = only("call_log", "call_log_leg", "call_recording", "call_queue")


def facts(caplog: pytest.LogCaptureFixture) -> dict[str, dict[str, Any]]:
    """The fields of each stream's line."""
    return {
        vars(record)["stream_name"]: vars(record)
        for record in caplog.records
        if "stream_name" in vars(record)
    }


@pytest.mark.parametrize("takes_lines", [True, False])
def test_rows_and_requests_of_each_stream_are_told_and_are_true(
    company: Callable[..., Simulator], caplog: pytest.LogCaptureFixture, *, takes_lines: bool
) -> None:
    caplog.set_level("INFO")
    simulator = company(rate_limits=NO_LIMITS)
    output = run(simulator, catalog=CALLS, output=None if takes_lines else Output())
    told = facts(caplog)
    assert {name: line["rows"] for name, line in told.items()} == {
        stream: len(rows) for stream, rows in output.records.items()
    }
    sent = [each for each in simulator.requests if not each.path.endswith("/token")]
    assert sum(line["requests"] for line in told.values()) == len(sent)
    assert told["call_log_leg"]["requests"] == 0
    rows = sum(len(rows) for rows in output.records.values())
    total = f"Read {rows:,} rows of 4 streams with {len(sent)} requests in "
    assert any(message.startswith(total) for message in caplog.messages)


def test_stream_that_was_not_read_whole_says_so(
    company: Callable[..., Simulator], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    simulator = company(rate_limits=NO_LIMITS)
    simulator.access.user_permissions.discard("ReadCompanyCallLog")
    with pytest.raises(RingCentralError):
        run(simulator, catalog=CALLS)
    told = facts(caplog)
    whole = {name: line["is_whole"] for name, line in told.items()}
    assert whole == {
        "call_log": False,
        "call_log_leg": False,
        "call_recording": False,
        "call_queue": True,
    }
    assert told["call_log"]["message"].startswith("call_log: not all was read; 0 rows, 1 request")


def test_metrics_are_there_for_whoever_debugs_and_for_handlers_of_their_own() -> None:
    root = logging.getLogger()
    level = root.level
    made: list[logging.LogRecord] = []
    handler = logging.Handler()
    handler.emit = made.append  # type: ignore[assignment, method-assign] # a list is enough
    metrics = logging.getLogger("singer_sdk.metrics")
    metrics.addHandler(handler)
    try:
        from singer_sdk.metrics import record_counter  # noqa: PLC0415 - whose file it comes from

        metrics.setLevel(logging.INFO)
        with record_counter("call_log"):
            pass
        (record,) = made
        root.setLevel(logging.INFO)
        assert not is_for_the_user(record)
        root.setLevel(logging.DEBUG)
        assert is_for_the_user(record)
    finally:
        root.setLevel(level)
        metrics.removeHandler(handler)


def test_warnings_of_the_sdk_are_for_everybody() -> None:
    import singer_sdk.metrics as sdk  # noqa: PLC0415 - any file of it

    record = logging.LogRecord("x", logging.WARNING, sdk.__file__, 1, "Look out.", None, None)
    assert is_for_the_user(record)
