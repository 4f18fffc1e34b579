"""A stream that cannot be read leaves the others alone, and the run says what to change."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from support.runs import SimulatedClock, only, run

from ringcentral_simulator import Clock, Fault, FaultKind, Features, RateLimits, Simulator
from tap_ringcentral.api.errors import (
    RequestFailedError,
    RingCentralError,
    SignInError,
    TokenRejectedError,
    UnavailableError,
)
from tap_ringcentral.tap import TapRingCentral

if TYPE_CHECKING:
    from pathlib import Path

    from support.runs import Output

NOW = datetime(2026, 3, 20, 15, 0, tzinfo=UTC)
SOME = ("account", "call_queue", "extension", "site", "user_role")


def failed(simulator: Simulator, clock: SimulatedClock, *streams: str) -> tuple[str, Output]:
    """Run streams of which some must fail; give the error's text and what was written."""
    with pytest.raises(RingCentralError) as caught:
        run(simulator, clock=clock, catalog=only(*streams))
    output: Output = caught.value.output  # type: ignore[attr-defined] # set by run
    return str(caught.value), output


def test_missing_permission_ends_its_stream_alone(
    simulator: Simulator, clock: SimulatedClock
) -> None:
    simulator.access.user_permissions.discard("ReadUserRoles")
    text, output = failed(simulator, clock, *SOME)
    assert text.startswith("user_role: RingCentral answered 403 CMN-408")
    assert "lacks the permission ReadUserRoles" in text
    assert "skip_unavailable" in text
    assert output.records.keys() == {*SOME} - {"user_role"}


def test_stream_that_fails_first_does_not_keep_the_later_ones_from_being_read(
    simulator: Simulator, clock: SimulatedClock
) -> None:
    simulator.access.user_permissions.discard("ReadCompanyInfo")
    _, output = failed(simulator, clock, *SOME)
    assert output.records.keys() == {*SOME} - {"account"}


def test_every_stream_that_failed_is_named_with_what_to_change(
    simulator: Simulator, clock: SimulatedClock
) -> None:
    simulator.access.user_permissions -= {"ReadUserRoles", "ReadCompanyInfo"}
    simulator.access.app_scopes.discard("ReadPresence")
    text, output = failed(simulator, clock, *SOME, "call_queue_presence")
    assert "could not be read, the others were: account, call_queue_presence, user_role." in text
    for need in ("ReadCompanyInfo", "ReadUserRoles", "ReadPresence"):
        assert need in text
    assert "\n" not in text
    assert output.records.keys() == {"call_queue", "extension", "site"}


def test_call_log_that_fails_is_named_with_its_legs(
    simulator: Simulator, clock: SimulatedClock
) -> None:
    simulator.access.user_permissions -= {"ReadCompanyCallLog", "ReadUserRoles"}
    text, _ = failed(simulator, clock, "call_log", "call_log_leg", "user_role")
    assert "the others were: call_log, call_log_leg, user_role." in text


@pytest.mark.parametrize(
    ("feature", "streams"),
    [
        ("multi_site", {"site", "site_member"}),
        ("analytics", {"call_analytics_queue", "call_analytics_user"}),
        ("audit_trail", {"audit_trail"}),
    ],
)
def test_feature_that_the_account_lacks_ends_its_streams_alone(
    feature: str, streams: set[str]
) -> None:
    features = Features(**{feature: False})
    clock = Clock(NOW, frozen=True)
    with Simulator(
        clock=clock, features=features, extensions=40, rate_limits=RateLimits(enabled=False)
    ) as simulator:
        text, output = failed(simulator, SimulatedClock(simulator), *streams, "call_queue")
        assert "The account does not have this feature." in text
        assert all(stream in text for stream in streams)
        assert output.records.keys() == {"call_queue"}
        relaxed = run(simulator, catalog=only(*streams, "call_queue"), skip_unavailable=True)
        assert relaxed.records.keys() == {"call_queue"}


def test_skip_unavailable_warns_and_goes_without(
    simulator: Simulator, clock: SimulatedClock, caplog: pytest.LogCaptureFixture
) -> None:
    simulator.access.user_permissions.discard("ReadUserRoles")
    output = run(simulator, clock=clock, catalog=only(*SOME), skip_unavailable=True)
    assert output.records.keys() == {*SOME} - {"user_role"}
    (warning,) = (r.getMessage() for r in caplog.records if "skip_unavailable" in r.getMessage())
    assert warning.startswith("Skipped user_role")
    assert "ReadUserRoles" in warning


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault(FaultKind.STATUS, path="/user-role", status=503, times=99), RequestFailedError),
        (Fault(FaultKind.RESET, path="/user-role", times=99), RequestFailedError),
        (Fault(FaultKind.UNAUTHORIZED, path="/user-role", times=99), TokenRejectedError),
        (Fault(FaultKind.STATUS, path="/user-role", status=404, times=99), RingCentralError),
        (Fault(FaultKind.STATUS, path="/user-role", status=400, times=99), RingCentralError),
    ],
    ids=["server down", "no connection", "token refused", "not there", "bad request"],
)
def test_what_is_no_missing_permission_is_never_skipped(
    simulator: Simulator, clock: SimulatedClock, fault: Fault, error: type[RingCentralError]
) -> None:
    simulator.inject(fault)
    with pytest.raises(error) as caught:
        run(simulator, clock=clock, catalog=only(*SOME), skip_unavailable=True)
    assert not isinstance(caught.value, UnavailableError)
    output: Output = caught.value.output  # type: ignore[attr-defined] # set by run
    assert output.records.keys() == {*SOME} - {"user_role"}


def test_lost_sign_in_ends_the_run_since_no_stream_could_go_on(
    simulator: Simulator, clock: SimulatedClock
) -> None:
    simulator.inject(Fault(FaultKind.UNAUTHORIZED, path="/call-queues", times=99))
    simulator.inject(Fault(FaultKind.STATUS, path="/oauth/token", status=400, after=1, times=99))
    with pytest.raises(SignInError):
        run(simulator, clock=clock, catalog=only(*SOME))
    tokens = [request for request in simulator.requests if request.path.endswith("/token")]
    assert len(tokens) == 2, "a sign-in that is refused must not be tried for each stream"


def test_full_table_that_fails_midway_drops_no_rows_of_former_runs(
    simulator: Simulator, clock: SimulatedClock
) -> None:
    simulator.inject(Fault(FaultKind.STATUS, path="/members", status=403, after=3, times=99))
    with pytest.raises(UnavailableError) as caught:
        run(
            simulator,
            clock=clock,
            catalog=only("call_queue", "call_queue_member"),
            emit_activate_version_messages=True,
        )
    output: Output = caught.value.output  # type: ignore[attr-defined] # set by run
    activated = {message["stream"] for message in output.of_type("ACTIVATE_VERSION")}
    assert activated == {"call_queue"}


def test_command_ends_with_1_where_a_stream_failed_and_with_0_where_that_is_fine(
    simulator: Simulator, tmp_path: Path
) -> None:
    simulator.access.user_permissions.discard("ReadUserRoles")
    catalog = tmp_path / "catalog.json"
    catalog.write_text(json.dumps(only("user_role", "site")), encoding="utf-8")
    command = TapRingCentral.get_singer_command()
    arguments = ["--config=ENV", f"--catalog={catalog}"]
    variables = simulator.environment()
    strict = CliRunner().invoke(command, arguments, env=variables)
    relaxed = CliRunner().invoke(
        command, arguments, env=variables | {"TAP_RINGCENTRAL_SKIP_UNAVAILABLE": "true"}
    )
    assert (strict.exit_code, relaxed.exit_code) == (1, 0)
    for result in (strict, relaxed):
        assert '"type":"RECORD","stream":"site"' in result.stdout
