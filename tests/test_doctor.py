"""`--test` tells who is signed in, which stream lacks what, and where to grant it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from support.runs import USUAL_STREAMS, SimulatedClock, catalog_of, config_of, only

from ringcentral_simulator import Fault, FaultKind
from tap_ringcentral.api.errors import TokenRejectedError
from tap_ringcentral.doctor import UncheckedError, examine, identity, table
from tap_ringcentral.tap import TapRingCentral

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from click.testing import Result
    from support.loopback import Loopback

    from ringcentral_simulator import Simulator

CALL_STREAMS = {"call_log", "call_log_leg"}
STREAMS = USUAL_STREAMS


def tap_of(
    simulator: Simulator, catalog: dict[str, Any] | None = None, **settings: Any
) -> TapRingCentral:
    return TapRingCentral(
        config=config_of(simulator, **settings),
        clock=SimulatedClock(simulator),
        catalog=catalog or catalog_of({}),
    )


def lacking(tap: TapRingCentral) -> dict[str, tuple[str, str]]:
    """What each stream lacks, and where to grant it; each must lack no more than one thing."""
    findings = [finding for finding in examine(tap) if not finding.is_met]
    found = {finding.stream: (finding.need, finding.where) for finding in findings}
    assert len(found) == len(findings)
    return found


def test_with_everything_granted_nothing_is_lacking(simulator: Simulator) -> None:
    findings = list(examine(tap_of(simulator)))
    assert {finding.stream for finding in findings} == STREAMS
    assert all(finding.is_met for finding in findings)
    assert "grant it in" in table(findings)
    assert "NO" not in table(findings)


def test_app_scope_that_is_missing_is_told_for_its_streams_alone(simulator: Simulator) -> None:
    simulator.access.app_scopes -= {"ReadCallLog", "ReadCallRecording"}
    found = lacking(tap_of(simulator))
    assert found.keys() == CALL_STREAMS
    for need, where in found.values():
        assert need == "app scope ReadCallLog"
        assert "Developer Console" in where


@pytest.mark.parametrize("scope", ["ReadCallRecording", "EditCallLog"])
def test_app_scope_that_comes_with_another_is_granted(simulator: Simulator, scope: str) -> None:
    simulator.access.app_scopes -= {"ReadCallLog", "ReadCallRecording"}
    simulator.access.app_scopes.add(scope)
    assert lacking(tap_of(simulator)) == {}


@pytest.mark.parametrize(
    ("permission", "streams"),
    [("ReadCompanyCallLog", CALL_STREAMS), ("ReadExtensions", STREAMS - CALL_STREAMS)],
)
def test_role_permission_that_is_missing_is_told_for_its_streams_alone(
    simulator: Simulator, permission: str, streams: set[str]
) -> None:
    simulator.access.user_permissions.discard(permission)
    found = lacking(tap_of(simulator))
    assert found.keys() == streams
    for need, where in found.values():
        assert need == f"role permission {permission}"
        assert "Admin Portal" in where


def test_stream_that_is_not_selected_is_not_asked_about(simulator: Simulator) -> None:
    simulator.access.user_permissions.discard("ReadCompanyCallLog")
    catalog = catalog_of({"call_log": False, "call_log_leg": False})
    tap = tap_of(simulator, catalog=catalog)
    assert {finding.stream for finding in examine(tap)} == STREAMS - CALL_STREAMS
    assert lacking(tap) == {}


def test_each_permission_is_asked_about_once(simulator: Simulator) -> None:
    list(examine(tap_of(simulator)))
    asked = [each.query["permissionId"] for each in simulator.requests if each.query]
    assert sorted(asked) == [["ReadCompanyCallLog"], ["ReadExtensions"]]


def test_stream_that_needs_nothing_is_not_asked_about(simulator: Simulator) -> None:
    assert not list(examine(tap_of(simulator, only("greeting"))))
    assert not [each for each in simulator.requests if "authz-profile" in each.path]


def test_stream_that_needs_a_scope_alone_has_one_line(simulator: Simulator) -> None:
    simulator.access.app_scopes.discard("ReadPresence")
    (finding,) = examine(tap_of(simulator, only("call_queue_presence")))
    assert (finding.need, finding.is_met) == ("app scope ReadPresence", False)


def test_permission_for_oneself_alone_is_not_enough_to_read_others(simulator: Simulator) -> None:
    simulator.access.extended_permissions.discard("ReadMessages")
    (need, where) = lacking(tap_of(simulator, only("message")))["message"]
    assert need == "role permission ReadMessages for other extensions"
    assert "scope" in where
    own = tap_of(simulator, only("message"), extension_ids=["~"])
    assert lacking(own) == {}


def test_table_has_a_line_for_each_need_and_says_where_to_grant_what_lacks(
    simulator: Simulator,
) -> None:
    simulator.access.user_permissions.discard("ReadExtensions")
    header, *lines = table(examine(tap_of(simulator))).splitlines()
    assert header.split() == ["stream", "needs", "has", "it", "grant", "it", "in"]
    assert len(lines) == 2 * len(STREAMS)
    for line in lines:
        is_lacking = "role permission ReadExtensions" in line
        assert (" NO " in line) == ("Admin Portal" in line) == is_lacking
        assert line == line.rstrip()
        assert line.index("app scope" if "app scope" in line else "role") == header.index("needs")


def test_whoever_is_signed_in_is_told_with_account_and_role(simulator: Simulator) -> None:
    user = simulator.company.service_user
    text = identity(tap_of(simulator))
    assert text.startswith(f"{user.name} (extension {user.number}), account ")
    assert f"role {simulator.company.role_of(user).name}" in text
    assert "\n" not in text


def test_whoever_may_not_read_their_own_name_is_told_no_less(simulator: Simulator) -> None:
    simulator.access.app_scopes.discard("ReadAccounts")
    text = identity(tap_of(simulator))
    assert "may not read its own name" in text
    assert "role not told" in text


# The command


@pytest.fixture
def config(simulator: Simulator, tmp_path: Path) -> str:
    path = tmp_path / "config.json"
    path.write_text(json.dumps(config_of(simulator)), encoding="utf-8")
    return f"--config={path}"


def tap_ringcentral(*arguments: str) -> Result:
    return CliRunner().invoke(TapRingCentral.get_singer_command(), arguments)


def error_of(caplog: pytest.LogCaptureFixture) -> str:
    (record,) = (record for record in caplog.records if record.levelname == "ERROR")
    assert record.exc_info is None
    return record.getMessage()


def test_command_ends_with_0_where_all_may_be_read(simulator: Simulator, config: str) -> None:
    result = tap_ringcentral(config, "--test")
    assert result.exit_code == 0, result.output
    assert f"Signed in as {simulator.company.service_user.name}" in result.stdout
    for stream in STREAMS:
        assert f"\n{stream} " in result.stdout


def test_command_ends_with_1_and_names_the_streams_that_lack_something(
    simulator: Simulator, config: str, caplog: pytest.LogCaptureFixture
) -> None:
    simulator.access.user_permissions.discard("ReadCompanyCallLog")
    result = tap_ringcentral(config, "--test")
    assert result.exit_code == 1
    assert "Admin Portal" in result.stdout
    lacking = "active_call, call_log, call_log_leg, call_recording."
    assert error_of(caplog).endswith(f"as the table shows: {lacking}")


def test_command_ends_with_1_where_nobody_can_be_signed_in(
    simulator: Simulator, config: str, caplog: pytest.LogCaptureFixture
) -> None:
    simulator.issuer.revoke_jwt(simulator.credentials.jwt)
    result = tap_ringcentral(config, "--test")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "Sign-in failed" in error_of(caplog)
    assert [each.path.rsplit("/", 1)[1] for each in simulator.requests] == ["token"]


def test_server_that_is_busy_is_not_taken_for_a_missing_permission(
    simulator: Simulator,
) -> None:
    tap = tap_of(simulator)
    simulator.inject(Fault(FaultKind.STATUS, path="authz-profile", status=503))
    assert lacking(tap) == {}


def test_permission_that_ringcentral_does_not_know_is_neither_there_nor_lacking(
    simulator: Simulator,
) -> None:
    unknown = Fault(FaultKind.STATUS, path="permissionId=ReadExtensions", status=404, times=9)
    simulator.inject(unknown)
    findings = list(examine(tap_of(simulator)))
    told = {finding.stream: finding.is_met for finding in findings if "role" in finding.need}
    assert told["extension"] is None
    assert told["call_log"] is True
    assert "not told" in table(findings)
    with pytest.raises(UncheckedError, match=r"did not tell .* call_queue, .*, extension"):
        tap_of(simulator).examine()


def test_token_that_is_refused_is_no_missing_permission(simulator: Simulator) -> None:
    simulator.inject(Fault(FaultKind.UNAUTHORIZED, path="/authz-profile", times=9))
    with pytest.raises(TokenRejectedError, match="401"):
        list(examine(tap_of(simulator)))


def unanswered(simulator: Simulator, *, permission: str = "", status: int = 404) -> None:
    """Let the check of a permission, or of all, have no answer."""
    path = f"permissionId={permission}" if permission else "authz-profile"
    simulator.inject(Fault(FaultKind.STATUS, path=path, status=status, times=99))


def test_command_ends_with_3_where_nothing_could_be_checked(
    simulator: Simulator, config: str, caplog: pytest.LogCaptureFixture
) -> None:
    unanswered(simulator)
    result = tap_ringcentral(config, "--test")
    assert result.exit_code == 3
    assert "not told" in result.stdout
    assert "did not tell whether these streams" in error_of(caplog)


def test_command_ends_with_1_where_something_is_missing_and_tells_what_could_not_be_checked(
    simulator: Simulator, config: str, caplog: pytest.LogCaptureFixture
) -> None:
    simulator.access.user_permissions.discard("ReadCompanyCallLog")
    unanswered(simulator, permission="ReadExtensions")
    result = tap_ringcentral(config, "--test")
    assert result.exit_code == 1
    assert "lack a permission, as the table shows: active_call, call_log" in error_of(caplog)
    (doubt,) = (line for line in caplog.messages if "did not tell whether" in line)
    assert "extension" in doubt


def test_what_the_exit_codes_mean_stands_in_the_help() -> None:
    words = " ".join(tap_ringcentral("--help").stdout.split())
    assert "Ends with 0 if all may, with 1 if something is missing, with 3 if not all" in words


def test_outage_is_told_once_and_is_no_missing_permission(
    simulator: Simulator,
) -> None:
    tap = tap_of(simulator)
    unanswered(simulator, status=503)
    findings = [finding for finding in examine(tap) if "role" in finding.need]
    assert {finding.is_met for finding in findings} == {None}
    assert len([each for each in simulator.requests if "authz-profile" in each.path]) == 6


def test_outage_does_not_undo_a_sign_in(
    simulator: Simulator,
) -> None:
    tap = tap_of(simulator)
    simulator.inject(Fault(FaultKind.STATUS, path="/restapi/v1.0", status=500, times=99))
    assert "account ?" in identity(tap)


def test_token_without_scopes_leaves_open_what_the_app_may_do(
    server: Loopback,
) -> None:
    server.answer({"access_token": "t", "expires_in": 3600})
    server.answer({"successful": "perhaps"})
    config = {"client_id": "app", "jwt": "a.b.c", "server_url": server.url}
    tap = TapRingCentral(config=config, catalog=only("extension"))
    assert [finding.is_met for finding in examine(tap)] == [None, None]


def test_nothing_selected_is_not_taken_for_all_granted(simulator: Simulator) -> None:
    with pytest.raises(UncheckedError, match="No stream is selected"):
        list(examine(tap_of(simulator, only())))
