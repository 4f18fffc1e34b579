"""One value means the same in a file, in the environment and in Meltano, however it is written."""

from __future__ import annotations

import json
import os
import subprocess
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, cast

import click
import pytest
import yaml
from support.pipeline import BIN, PROJECT

from tap_ringcentral.config.tidy_config import tidied
from tap_ringcentral.tap import TapRingCentral

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

CREDENTIALS = {"client_id": "app", "jwt": "a.b.c"}
WRITTEN = [
    # what a user writes, and what is meant
    ("client_id", 12345, "12345"),
    ("client_id", "app\n", "app"),
    ("client_id", " app \r\n", "app"),
    ("client_secret", "s3cret\r\n", "s3cret"),
    ("client_secret", 20260101, "20260101"),
    ("jwt", "a.b\n  .c\r\n", "a.b.c"),
    ("server_url", "https://platform.ringcentral.biz\r\n", "https://platform.ringcentral.biz"),
    ("account_id", 400130, "400130"),
    ("account_id", "400130 ", "400130"),
    ("start_date", "2026-01-31\r\n", "2026-01-31T00:00:00.000Z"),
    ("start_date", "2026-01-31 02:00:00+02:00", "2026-01-31T00:00:00.000Z"),
    ("start_date", 20260131, "2026-01-31T00:00:00.000Z"),
    ("lookback_hours", "24", 24),
    ("lookback_hours", " 48\r\n", 48),
    ("lookback_hours", 48.0, 48),
    ("lookback_hours", "48.0", 48),
    ("refresh_token_ttl", "3600", 3600),
    ("skip_unavailable", "true", True),
    ("skip_unavailable", "True\r\n", True),
    ("skip_unavailable", "1", True),
    ("skip_unavailable", 1, True),
    ("skip_unavailable", "yes", True),
    ("skip_unavailable", "False", False),
    ("skip_unavailable", "0", False),
    ("skip_unavailable", 0, False),
    ("skip_unavailable", "off", False),
    ("emit_activate_version_messages", "false", False),
    ("analytics_interval", "hour\n", "Hour"),
    ("extension_ids", [101, 102], ["101", "102"]),
    ("extension_ids", [" 101", "102\r\n"], ["101", "102"]),
    ("extension_ids", "101, 102", ["101", "102"]),
    ("extension_ids", "101,102,\r\n", ["101", "102"]),
    ("extension_ids", "[101, 102]", ["101", "102"]),
    ("extension_ids", '["101", "102"]', ["101", "102"]),
    ("extension_ids", "101", ["101"]),
    ("extension_ids", 101, ["101"]),
    ("extension_ids", "~", ["~"]),
    ("stream_maps", {"call_log": {"note": None}}, {"call_log": {"note": None}}),
    ("stream_maps", '{"call_log": {"note": null}}', {"call_log": {"note": None}}),
    ("flattening_enabled", "false", False),
    ("user_agent", "calls/2 (Zo\u00eb)\r\n", "calls/2 (Zo\u00eb)"),
]
SIGN_IN = [
    ("username", 16505550100, "16505550100"),
    ("extension", 101, "101"),
    ("password", 4711, "4711"),
    ("password", " with blanks \r\n", " with blanks "),
]
EMPTY = [None, "", " ", "\r\n"]


def from_file(path: Path, config: dict[str, Any]) -> TapRingCentral:
    path.write_text(json.dumps(config, indent=1), encoding="utf-8-sig", newline="\r\n")
    return made(str(path))


def from_environment(
    monkeypatch: pytest.MonkeyPatch, config: Iterable[tuple[str, Any]]
) -> TapRingCentral:
    for name, value in config:
        text = value if isinstance(value, str) else "" if value is None else json.dumps(value)
        monkeypatch.setenv(f"TAP_RINGCENTRAL_{name.upper()}", text)
    return made("ENV")


def made(*given: str) -> TapRingCentral:
    """A tap of what stands behind `--config`."""
    (option,) = (p for p in TapRingCentral.get_singer_command().params if p.name == "config")
    context = click.Context(TapRingCentral.get_singer_command())
    config = TapRingCentral.cb_config(context, cast("click.Option", option), given)
    return TapRingCentral.configured(config, setup_mapper=False)


@pytest.mark.usefixtures("dotenv")
@pytest.mark.parametrize(("name", "written", "meant"), WRITTEN)
def test_value_means_the_same_in_a_file_and_in_the_environment(
    name: str, written: Any, meant: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = CREDENTIALS | {name: written}
    assert from_file(tmp_path / "config.json", config).config[name] == meant
    assert from_environment(monkeypatch, config.items()).config[name] == meant


@pytest.mark.usefixtures("dotenv")
@pytest.mark.parametrize(("name", "written", "meant"), SIGN_IN)
def test_password_sign_in_is_read_alike(
    name: str, written: Any, meant: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = {"client_id": "app", "username": "me@example.com", "password": "x", name: written}
    assert from_file(tmp_path / "config.json", config).config[name] == meant
    assert from_environment(monkeypatch, config.items()).config[name] == meant


@pytest.mark.usefixtures("dotenv")
@pytest.mark.parametrize("empty", EMPTY)
def test_setting_that_is_left_empty_is_not_set(
    empty: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("account_id", "lookback_hours", "skip_unavailable", "extension_ids", "start_date")
    config = CREDENTIALS | dict.fromkeys(names, empty)
    unset = TapRingCentral(config=CREDENTIALS, setup_mapper=False).config
    assert from_file(tmp_path / "config.json", config).config == unset
    assert from_environment(monkeypatch, config.items()).config == unset


@pytest.mark.usefixtures("dotenv")
def test_variable_that_is_left_empty_does_not_hide_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "config.json"
    path.write_text(json.dumps(CREDENTIALS), encoding="utf-8")
    monkeypatch.setenv("TAP_RINGCENTRAL_JWT", "\r")
    assert made("ENV", str(path)).config["jwt"] == "a.b.c"


@pytest.mark.parametrize("day", [date(2026, 1, 31), datetime(2026, 1, 31, tzinfo=UTC)])
def test_dates_that_yaml_makes_of_text_are_dates(day: date) -> None:
    config = CREDENTIALS | {"start_date": day}
    assert TapRingCentral(config=config).config["start_date"] == "2026-01-31T00:00:00.000Z"


@pytest.mark.parametrize("huge", [10**5000, float("inf"), float("nan"), 1e300], ids=type)
def test_number_that_is_no_value_of_a_setting_stays_as_it_is(huge: Any) -> None:
    schema = {"properties": {"a": {"type": "integer"}, "b": {"type": ["string", "null"]}}}
    found = tidied({"a": huge, "b": huge, "c": " not declared "}, schema)
    assert found["a"] is huge
    assert found["b"] is huge
    assert found["c"] == " not declared "


def test_values_mean_the_same_in_meltano(tmp_path: Path) -> None:
    project = yaml.safe_load((PROJECT / "meltano.yml").read_text())
    (extractor,) = project["plugins"]["extractors"]
    extractor["config"] = {
        "client_id": 12345,
        "account_id": 400130,
        "start_date": date(2026, 1, 31),
        "end_date": datetime(2026, 2, 28, 12, tzinfo=UTC),
        "lookback_hours": "48",
        "skip_unavailable": "True",
        "federated_directory": False,
        "extension_ids": [101, "102"],
    }
    (tmp_path / "meltano.yml").write_text(yaml.safe_dump(project))
    meant = {
        "client_id": "12345",
        "account_id": "400130",
        "start_date": "2026-01-31T00:00:00.000Z",
        "end_date": "2026-02-28T12:00:00",
        "lookback_hours": 48,
        "skip_unavailable": True,
        "federated_directory": False,
        "extension_ids": ["101", "102"],
    }
    config = meltano_config(tmp_path) | {"jwt": "a.b.c"}  # which Meltano does not print
    found = TapRingCentral(config=config).config
    assert {name: found[name] for name in meant} == meant


def meltano_config(project: Path) -> dict[str, Any]:
    """The configuration that Meltano would hand to the tap."""
    clean = {name: value for name, value in os.environ.items() if "RINGCENTRAL" not in name}
    ended = subprocess.run(
        [BIN / "meltano", "--environment=account", "config", "print", "tap-ringcentral"],
        cwd=project,
        env=clean | {"HOME": str(project)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    config: dict[str, Any] = json.loads(ended.stdout)
    return config
