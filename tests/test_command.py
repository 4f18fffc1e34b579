"""What a person meets on the command line: one line that says what to mend, and exit code 1."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click
import pytest
from click.testing import CliRunner

from tap_ringcentral.cli import TapCommand
from tap_ringcentral.tap import TapRingCentral

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result
    from support.loopback import Loopback


def tap_ringcentral(*arguments: str, **environment: str) -> Result:
    command = TapRingCentral.get_singer_command()
    return CliRunner().invoke(command, arguments, env=environment)


@pytest.fixture
def config(tmp_path: Path, server: Loopback) -> str:
    """A configuration whose server is this machine."""
    path = tmp_path / "config.json"
    settings = {"client_id": "app", "client_secret": "s3cret", "jwt": "j", "server_url": server.url}
    path.write_text(json.dumps(settings), encoding="utf-8")
    return f"--config={path}"


def error_of(caplog: pytest.LogCaptureFixture) -> str:
    """Give the one error that was logged, which must be one line without a traceback."""
    (record,) = (record for record in caplog.records if record.levelname == "ERROR")
    text = record.getMessage()
    assert record.exc_info is None
    assert "\n" not in text
    return text


def test_unset_credentials_are_named(caplog: pytest.LogCaptureFixture) -> None:
    result = tap_ringcentral()
    assert result.exit_code == 1
    assert "not set: client_id, client_secret, jwt" in error_of(caplog)


@pytest.mark.usefixtures("dotenv")
def test_environment_is_read_where_the_configuration_is_env(
    caplog: pytest.LogCaptureFixture,
) -> None:
    result = tap_ringcentral("--config=ENV", TAP_RINGCENTRAL_LOOKBACK_HOURS="a day")
    assert result.exit_code == 1
    assert "lookback_hours must be an integer (got a string)" in error_of(caplog)


def test_refused_sign_in_ends_the_run_before_any_output(
    config: str, server: Loopback, caplog: pytest.LogCaptureFixture
) -> None:
    server.answer({"errors": [{"errorCode": "OAU-146", "message": "Invalid client"}]}, status=401)
    result = tap_ringcentral(config)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "Check the setting client_secret." in error_of(caplog)


@pytest.mark.parametrize("option", ["config", "catalog", "state"])
@pytest.mark.parametrize("content", ['{"half": ', ""], ids=["half", "empty"])
def test_file_that_is_not_json_is_named(option: str, content: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.json"
    path.write_text(content, encoding="utf-8")
    result = tap_ringcentral(f"--{option}={path}")
    assert result.exit_code == 2
    assert f"Invalid value for '--{option}': " in result.stderr
    assert "mine.json" in result.stderr
    assert "JSON" in result.stderr


@pytest.mark.parametrize(
    ("option", "content", "words"),
    [
        ("catalog", {"streams": [{"tap_stream_id": "calls", "schema": {}}]}, "not have: calls"),
        ("state", {"bookmarks": {"call_log": {"replication_key_value": "x"}}}, "call_log is not"),
    ],
)
def test_catalog_and_state_that_cannot_be_used_are_refused(
    option: str, content: Any, words: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "mine.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    result = tap_ringcentral(f"--{option}={path}")
    assert result.exit_code == 1
    assert words in error_of(caplog)


@pytest.mark.parametrize("charset", ["iso-8859-1", "cp1250"])
def test_name_that_the_terminal_cannot_show_is_shown_with_escapes(charset: str) -> None:
    def tell() -> None:
        click.echo("Signed in as \u0160\u00e1rka \u5c71\u7530.")

    command = TapCommand("tell", callback=tell, logger=TapRingCentral.logger)
    result = CliRunner(charset=charset).invoke(command)
    assert result.exit_code == 0, result.exception
    assert "rka \\u5c71\\u7530." in result.stdout


def test_closed_standard_output_is_named(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("sys.stdout", None)
    with pytest.raises(SystemExit):
        TapRingCentral.get_singer_command().main(["--discover"])
    assert "Standard output is closed" in error_of(caplog)
