"""A setting means the same in a file and in the environment, and a wrong one is named."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click
import pytest
from click.testing import CliRunner
from singer_sdk.exceptions import ConfigValidationError, SingerSDKError

from target_parquet import TargetParquet

from .messages import record, schema

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Lake

WRITTEN = [
    ("batch_size_mib", "64", 64),
    ("batch_size_mib", " 64\r\n", 64),
    ("batch_size_mib", 64.0, 64),
    ("compression", "Snappy\n", "snappy"),
    ("load_method", "UPSERT", "upsert"),
    ("partition_by", '{"call_log": "startTime"}', {"call_log": "startTime"}),
    ("partition_by", {"call_log": "startTime"}, {"call_log": "startTime"}),
    ("add_record_metadata", "false", False),
    ("process_activate_version_messages", "0", False),
]


def made(*given: str) -> TargetParquet:
    """A target of what stands behind `--config`."""
    command = TargetParquet.get_singer_command()
    option = click.Option(["--config"])
    config = TargetParquet.cb_config(click.Context(command), option, given)
    return TargetParquet(config=config.config, parse_env_config=config.parse_env)


@pytest.mark.parametrize(("name", "written", "meant"), WRITTEN)
def test_value_means_the_same_in_a_file_and_in_the_environment(
    name: str, written: Any, meant: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = {"destination_path": f"{tmp_path}\r\n", name: written}
    path = tmp_path / "config.json"
    path.write_text(json.dumps(config), encoding="utf-8-sig")
    assert made(str(path)).config[name] == meant
    for key, value in config.items():
        text = value if isinstance(value, str) else json.dumps(value)
        monkeypatch.setenv(f"TARGET_PARQUET_{key.upper()}", text)
    target = made("ENV")
    assert target.config[name] == meant
    assert target.config["destination_path"] == str(tmp_path)


def test_variable_that_does_not_fit_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TARGET_PARQUET_DESTINATION_PATH", str(tmp_path))
    monkeypatch.setenv("TARGET_PARQUET_BATCH_SIZE_MIB", "many")
    result = CliRunner().invoke(TargetParquet.get_singer_command(), ["--config=ENV"], input="")
    assert result.exit_code == 1


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("foo(", "Failed to parse expression"),
        ("", "does not go through stream_maps or flattening_enabled (IndexError)"),
        ("1 / 0", "does not go through stream_maps or flattening_enabled (ZeroDivisionError)"),
        ("int(id)", "does not go through stream_maps or flattening_enabled (ValueError)"),
        ("missing", "Failed to evaluate"),
    ],
)
def test_stream_map_that_does_not_work_is_told_without_the_record(
    lake: Lake, expression: str, words: str
) -> None:
    maps = {"call_log": {"x": expression}}
    with pytest.raises(SingerSDKError) as caught:
        lake.load(schema(), record(id="Zoe"), stream_maps=maps)
    assert words in str(caught.value)
    assert "Zoe" not in str(caught.value)


@pytest.mark.parametrize(
    "wrong",
    [
        {"stream_maps": {"__else__": 5}},
        {"stream_maps": {"call_log": {"__else__": "__KEEP__"}}},
        {"destination_path": "a\0b"},
        {"destination_path": "\ud83d"},
        {"batch_size_mib": "many"},
    ],
    ids=str,
)
def test_setting_that_cannot_be_used_is_refused(wrong: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(ConfigValidationError):
        TargetParquet(config={"destination_path": str(tmp_path)} | wrong)
