"""The command as a user meets it: what it prints, what it says, how it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from support import leaks
from support.pipeline import BIN, messages

from ringcentral_simulator import Fault, FaultKind
from tap_ringcentral.streams import STREAMS

if TYPE_CHECKING:
    from pathlib import Path

    from ringcentral_simulator import Simulator

# Half a year of analytics would take longer than all else.
SINCE = {"TAP_RINGCENTRAL_START_DATE": "2026-03-10T00:00:00Z"}
# Of the first release: names and keys that lakes rest on.
CONTRACT = {
    "call_log": (["id"], "startTime"),
    "call_log_leg": (["callLogId", "index"], "callStartTime"),
    "call_queue": (["id"], None),
    "call_queue_member": (["queueId", "id"], None),
    "extension": (["id"], None),
}


def tap(
    *arguments: str | Path, environment: dict[str, str] | None = None, cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run tap-ringcentral with no setting in the environment but the given ones."""
    clean = {name: value for name, value in os.environ.items() if "RINGCENTRAL" not in name}
    return subprocess.run(
        [BIN / "tap-ringcentral", *arguments],
        env=clean | {"TAP_RINGCENTRAL_LOGLEVEL": "DEBUG"} | (environment or {}),
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def only_message(ended: subprocess.CompletedProcess[str]) -> str:
    """The one message of a run that failed, after checking that it is one."""
    assert ended.returncode not in {0, None}
    assert "Traceback" not in ended.stderr
    errors = [line for line in ended.stderr.splitlines() if "ERROR" in line or "Error:" in line]
    assert len(errors) == 1, ended.stderr
    return errors[0]


def test_discovery_needs_no_config_and_shows_the_contract(tmp_path: Path) -> None:
    found = tap("--discover", cwd=tmp_path)
    assert found.returncode == 0
    streams = {
        entry["stream"]: (entry["key_properties"], entry.get("replication_key"))
        for entry in json.loads(found.stdout)["streams"]
    }
    assert streams.keys() == STREAMS.keys()
    assert streams.items() >= CONTRACT.items()


def test_about_needs_no_config_and_marks_the_secrets(tmp_path: Path) -> None:
    about = tap("--about", "--format=json", cwd=tmp_path)
    settings = json.loads(about.stdout)["settings"]["properties"]
    secrets = {name for name, setting in settings.items() if setting.get("secret")}
    assert {"client_secret", "jwt", "refresh_token"} <= secrets
    for name, setting in settings.items():
        assert setting.get("title"), name
        assert setting.get("description"), name


def test_every_record_fits_the_schema_it_came_with(simulator: Simulator) -> None:
    ended = tap("--config=ENV", environment=simulator.environment() | SINCE)
    assert ended.returncode == 0, ended.stderr
    validators: dict[str, Draft202012Validator] = {}
    counts: dict[str, int] = {}
    for message in messages(ended.stdout):
        if message["type"] == "SCHEMA":
            schema = strict(message["schema"])
            checker = FormatChecker(["date-time"])
            validators[message["stream"]] = Draft202012Validator(schema, format_checker=checker)
        if message["type"] == "RECORD":
            validators[message["stream"]].validate(message["record"])
            counts[message["stream"]] = counts.get(message["stream"], 0) + 1
    selected = {name for name, stream in STREAMS.items() if stream.selected_by_default}
    # Whether somebody is on the telephone, or was recorded, is for chance to say.
    assert counts.keys() | {"active_call", "call_recording"} == selected
    assert counts["call_log"] == len(list(simulator.truth.calls(datetime(2026, 3, 10, tzinfo=UTC))))


def strict(schema: Any) -> Any:
    """The schema with undeclared properties refused, at every depth."""
    if isinstance(schema, list):
        return [strict(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {"additionalProperties": False} if isinstance(schema.get("properties"), dict) else {}
    return {name: strict(each) for name, each in schema.items()} | closed


def test_state_resumes(simulator: Simulator, tmp_path: Path) -> None:
    first = messages(tap("--config=ENV", environment=simulator.environment() | SINCE).stdout)
    state = tmp_path / "state.json"
    state.write_text(json.dumps([m["value"] for m in first if m["type"] == "STATE"][-1]))
    again = tap("--config=ENV", "--state", state, environment=simulator.environment() | SINCE)
    calls = [m for m in messages(again.stdout) if m.get("stream") == "call_log"]
    assert 0 < len(calls) < 400


def test_connection_test_tells_each_stream_what_it_lacks(simulator: Simulator) -> None:
    whole = tap("--config=ENV", "--test", environment=simulator.environment())
    assert whole.returncode == 0, whole.stderr
    assert simulator.requests
    simulator.access.user_permissions.remove("ReadCompanyCallLog")
    lacking = tap("--config=ENV", "--test", environment=simulator.environment())
    assert "call_log, call_log_leg" in only_message(lacking)
    answers = {line.split()[0]: line for line in lacking.stdout.splitlines() if "role perm" in line}
    assert "NO" in answers["call_log"].split()
    assert "Admin Portal" in answers["call_log"]
    assert "yes" in answers["extension"].split()


def test_without_credentials_the_message_says_which_to_set(tmp_path: Path) -> None:
    message = only_message(tap(cwd=tmp_path))
    for name in ("client_id", "client_secret", "jwt", "TAP_RINGCENTRAL_CLIENT_ID"):
        assert name in message


@pytest.mark.parametrize(
    ("variable", "value", "named"),
    [
        ("CLIENT_ID", "wrong", "client_id"),
        ("CLIENT_ID", "", "client_id"),
        ("CLIENT_SECRET", "wrong", "client_secret"),
        ("CLIENT_SECRET", "", "client_secret"),
        ("JWT", "wrong.wrong.wrong", "jwt"),
        ("JWT", "no token at all", "jwt"),
        ("JWT", "", "jwt"),
        ("SERVER_URL", "http://example.com", "server_url"),
        ("ACCOUNT_ID", "4711", "account_id"),
        ("START_DATE", "yesterday", "start_date"),
        ("START_DATE", "2026-02-30", "start_date"),
        ("LOOKBACK_HOURS", "a day", "lookback_hours"),
        ("LOOKBACK_HOURS", "-1", "lookback_hours"),
    ],
)
def test_each_wrong_setting_ends_with_one_message_that_names_it(
    simulator: Simulator, tmp_path: Path, variable: str, value: str, named: str
) -> None:
    environment = simulator.environment() | {f"TAP_RINGCENTRAL_{variable}": value}
    message = only_message(tap("--config=ENV", environment=environment, cwd=tmp_path))
    assert named in message.lower()
    for secret in ("CLIENT_SECRET", "JWT"):
        assert simulator.environment()[f"TAP_RINGCENTRAL_{secret}"] not in message


def test_start_after_the_end_is_refused(simulator: Simulator, tmp_path: Path) -> None:
    dates = {"START_DATE": "2026-03-01", "END_DATE": "2026-02-01T00:00:00Z"}
    environment = {f"TAP_RINGCENTRAL_{name}": value for name, value in dates.items()}
    ended = tap("--config=ENV", environment=simulator.environment() | environment, cwd=tmp_path)
    assert "start_date" in only_message(ended)
    assert not ended.stdout


@pytest.mark.parametrize(
    ("option", "content", "named"),
    [
        ("--state", "{half", "state.json"),
        ("--state", "[]", "state.json"),
        ("--state", '{"bookmarks": {"call_log": {"replication_key_value": "soon"}}}', "call_log"),
        ("--state", '{"bookmarks": {"call_log": 7}}', "call_log"),
        ("--catalog", "{half", "state.json"),
        ("--catalog", '{"streams": [{"stream": "calls"}]}', "catalog"),
        (
            "--catalog",
            '{"streams": [{"tap_stream_id": "calls", "stream": "calls", "schema": {}}]}',
            "calls",
        ),
        ("--config", "{half", "state.json"),
    ],
)
def test_unreadable_file_is_named_and_nothing_is_written(
    simulator: Simulator, tmp_path: Path, option: str, content: str, named: str
) -> None:
    file = tmp_path / "state.json"
    file.write_text(content)
    ended = tap("--config=ENV", option, file, environment=simulator.environment())
    assert named in only_message(ended)
    assert not ended.stdout


def test_missing_permission_is_named_after_one_request_and_no_new_token(
    simulator: Simulator,
) -> None:
    body = (
        b'{"errorCode":"InsufficientPermissions","message":"In order to call this API endpoint, '
        b'user needs to have [ReadCompanyCallLog] permission for requested resource.",'
        b'"errors":[{"errorCode":"CMN-408","message":"user needs to have [ReadCompanyCallLog] '
        b'permission","permissionName":"ReadCompanyCallLog"}]}'
    )
    simulator.inject(Fault(FaultKind.STATUS, path="/call-log", status=403, body=body, times=9))
    ended = tap("--config=ENV", environment=simulator.environment() | SINCE)
    assert ended.returncode == 1
    last = ended.stderr.splitlines()[-1]
    assert "call_log" in last
    assert "role lacks the permission ReadCompanyCallLog" in last
    asked = [r.path.rsplit("/", 1)[1] for r in simulator.requests]
    assert asked.count("token") == asked.count("call-log") == 1
    rows = {m["stream"] for m in messages(ended.stdout) if m["type"] == "RECORD"}
    assert "extension" in rows, "the other streams were not read"
    assert "call_log" not in rows


def test_interrupt_ends_at_once_with_a_state_and_not_with_zero(
    simulator: Simulator, tmp_path: Path
) -> None:
    simulator.inject(
        Fault(FaultKind.STATUS, path="/call-queues", status=429, headers={"Retry-After": "600"})
    )
    output = tmp_path / "output.jsonl"
    with (
        output.open("w") as stdout,
        subprocess.Popen(
            [BIN / "tap-ringcentral", "--config=ENV"],
            env=os.environ | simulator.environment() | SINCE,
            stdout=stdout,
            stderr=subprocess.PIPE,
            text=True,
        ) as process,
    ):
        assert process.stderr
        leaks.read_until(process.stderr, "Waiting 600 s", "100 % of the range done")
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)
    assert process.returncode == 128 + signal.SIGTERM
    states = [m["value"] for m in messages(output.read_text()) if m["type"] == "STATE"]
    bookmarks = states[-1]["bookmarks"]
    assert bookmarks["call_log"]["replication_key_value"].startswith("2026-03-19T15:00:0")


METRICS_APART = """
version: 1
disable_existing_loggers: false
handlers:
  metrics: {{class: logging.FileHandler, filename: {file}}}
loggers:
  singer_sdk.metrics: {{handlers: [metrics]}}
"""


def test_metrics_can_be_kept_in_a_file_and_the_log_stays_without_them(
    simulator: Simulator, tmp_path: Path
) -> None:
    file, configuration = tmp_path / "metrics.log", tmp_path / "logging.yaml"
    configuration.write_text(METRICS_APART.format(file=file))
    apart = {"SINGER_SDK_LOG_CONFIG": str(configuration), "TAP_RINGCENTRAL_LOGLEVEL": "INFO"}
    ended = tap("--config=ENV", environment=simulator.environment() | SINCE | apart)
    assert ended.returncode == 0
    assert "METRIC" not in ended.stderr
    assert '"metric":"record_count"' in file.read_text()
    debugged = tap("--config=ENV", environment=simulator.environment() | SINCE)
    assert '"metric":"record_count"' in debugged.stderr


def test_target_that_stops_reading_is_named_as_the_cause(simulator: Simulator) -> None:
    command = f"{BIN}/tap-ringcentral --config=ENV | head -n 1 > /dev/null"
    ended = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        env=os.environ | simulator.environment() | SINCE,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "The target has stopped reading" in only_message(ended)
    assert "Exception ignored" not in ended.stderr


def test_full_disk_behind_the_output_is_told(simulator: Simulator) -> None:
    with open("/dev/full", "w") as full:  # noqa: PTH123 - a device, not a file
        ended = subprocess.run(
            [BIN / "tap-ringcentral", "--config=ENV"],
            env=os.environ | simulator.environment() | SINCE,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert "No space left on device" in only_message(ended)
