"""A setting of the wrong type is told in words, and never with its value."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from tap_ringcentral.api.errors import SettingsError
from tap_ringcentral.config.environment import read_environment
from tap_ringcentral.config.properties import SETTINGS
from tap_ringcentral.tap import TapRingCentral

if TYPE_CHECKING:
    from pathlib import Path

CREDENTIALS = {"client_id": "app", "jwt": "eyJ.whole.jwt"}
PREFIX = "TAP_RINGCENTRAL_"


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("lookback_hours", "text", "must be an integer (got a string)"),
        ("lookback_hours", 1.5, "must be an integer (got a number)"),
        ("lookback_hours", True, "must be an integer (got a boolean)"),
        ("lookback_hours", Decimal("1.5"), "must be an integer (got a number)"),
        ("lookback_hours", -1, "must be from 0 to 876000"),
        ("lookback_hours", 10**9, "must be from 0 to 876000"),
        ("refresh_token_ttl", 2_592_001, "must be from 0 to 2592000"),
        ("skip_unavailable", "ture", "must be true or false (got a string)"),
        ("analytics_interval", "week", "must be Hour or Day or Both"),
        ("account_id", 47.11, "must be a string (got a number)"),
        ("account_id", "a/b", "must be an ID, of digits or letters, or ~"),
        ("account_id", "..", "must be an ID, of digits or letters, or ~"),
        ("client_id", "caf\u00e9", "must hold nothing but ASCII characters, on one line"),
        ("username", "\ud83d", "must be text on one line, without control characters"),
        ("token_store", "a\0b", "must be text on one line, without control characters"),
        ("redirect_uri", "my app", "must be a URI, such as http://127.0.0.1:8910/callback"),
        ("user_agent", "calls\r\nX-A: b", "must hold nothing but Latin-1 characters, on one line"),
        ("user_agent", "\u4e2d", "must hold nothing but Latin-1 characters, on one line"),
        ("user_agent", ["a"], "must be a string (got an array)"),
        ("stream_maps", "x", "must be an object (got a string)"),
        ("stream_maps.call_log", 5, "is not as `tap-ringcentral --about` describes it"),
    ],
)
def test_setting_that_does_not_fit_is_told_in_words(name: str, value: Any, words: str) -> None:
    setting, *inner = name.split(".")
    config = CREDENTIALS | {setting: {inner[0]: value} if inner else value}
    with pytest.raises(SettingsError) as caught:
        TapRingCentral(config=config)
    assert str(caught.value) == f"{name} {words}."


@pytest.mark.parametrize("item", ["a/b", "101 102", "101?x=1", "..", "101#"])
def test_extension_that_is_no_part_of_a_path_is_refused(item: str) -> None:
    with pytest.raises(SettingsError, match=r"extension_ids\.1 must be an ID"):
        TapRingCentral(config=CREDENTIALS | {"extension_ids": ["101", item]})


def test_tilde_that_yaml_reads_as_null_does_not_read_all_extensions() -> None:
    with pytest.raises(SettingsError, match="null, as YAML reads a ~ without quotes"):
        TapRingCentral(config=CREDENTIALS | {"extension_ids": [None]})


@pytest.mark.parametrize("name", ["client_secret", "jwt", "refresh_token"])
@pytest.mark.parametrize("value", [4711.5, {"value": "4711"}, ["4711"]], ids=type)
def test_secret_of_the_wrong_type_stays_secret(name: str, value: Any) -> None:
    with pytest.raises(SettingsError, match=f"{name} must be a string") as caught:
        TapRingCentral(config=CREDENTIALS | {name: value})
    assert "4711" not in str(caught.value)


def test_all_that_does_not_fit_is_told_at_once() -> None:
    with pytest.raises(SettingsError, match=r"account_id .* lookback_hours"):
        TapRingCentral(config=CREDENTIALS | {"account_id": [], "lookback_hours": "x"})


@pytest.mark.parametrize("value", [None, ""])
def test_setting_that_is_left_empty_has_its_default(value: str | None) -> None:
    names = ["server_url", "account_id", "lookback_hours", "start_date", "user_agent"]
    empty = TapRingCentral(config=CREDENTIALS | dict.fromkeys(names, value))
    assert empty.config == TapRingCentral(config=CREDENTIALS).config


@pytest.mark.usefixtures("dotenv")
def test_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAP_RINGCENTRAL_JWT", "eyJ.whole.jwt")
    monkeypatch.setenv("TAP_RINGCENTRAL_LOOKBACK_HOURS", "48")
    found = read_environment(SETTINGS.to_dict()["properties"], PREFIX)
    assert found == {"jwt": "eyJ.whole.jwt", "lookback_hours": "48"}


@pytest.mark.usefixtures("dotenv")
@pytest.mark.parametrize("value", ["", " ", "\r"])
def test_variable_that_is_left_empty_is_not_set(
    value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TAP_RINGCENTRAL_JWT", value)
    assert read_environment(["jwt"], PREFIX) == {}


@pytest.mark.parametrize(
    ("before", "end"), [(b"", b"\n"), (b"", b"\r\n"), (b"\xef\xbb\xbf", b"\r\n")]
)
def test_env_file_counts_as_environment_also_where_windows_wrote_it(
    before: bytes, end: bytes, dotenv: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TAP_RINGCENTRAL_JWT", "")  # so that pytest takes back what the file sets
    monkeypatch.delenv("TAP_RINGCENTRAL_JWT")
    dotenv.write_bytes(before + b"TAP_RINGCENTRAL_JWT=from-the-file" + end)
    assert read_environment(["jwt"], PREFIX) == {"jwt": "from-the-file"}


@pytest.mark.parametrize("content", ["A=\u00e9".encode("latin-1"), "A=b\n".encode("utf-16")])
def test_env_file_that_is_no_utf_8_is_named(content: bytes, dotenv: Path) -> None:
    dotenv.write_bytes(content)
    with pytest.raises(SettingsError, match=r"\.env cannot be read: it is not UTF-8 text"):
        read_environment(["jwt"], PREFIX)
