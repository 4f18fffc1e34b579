"""A setting of the wrong type is told in words, and never with its value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tap_ringcentral.config_check import read_environment
from tap_ringcentral.errors import SettingsError
from tap_ringcentral.setting_list import SETTINGS
from tap_ringcentral.tap import TapRingCentral

if TYPE_CHECKING:
    from pathlib import Path

CREDENTIALS = {"client_id": "app", "jwt": "eyJ.whole.jwt"}
PREFIX = "TAP_RINGCENTRAL_"


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("lookback_hours", "text", "must be a whole number (is: text)"),
        ("lookback_hours", 1.5, "must be a whole number (is: a number)"),
        ("lookback_hours", True, "must be a whole number (is: true or false)"),
        ("lookback_hours", -1, "must be 0 or more"),
        ("account_id", 4711, "must be text (is: a number)"),
        ("user_agent", ["a"], "must be text (is: a list)"),
        ("stream_maps", "x", "must be an object (is: text)"),
        ("stream_maps.call_log", 5, "is not as `tap-ringcentral --about` describes it"),
    ],
)
def test_setting_that_does_not_fit_is_told_in_words(name: str, value: Any, words: str) -> None:
    setting, *inner = name.split(".")
    config = CREDENTIALS | {setting: {inner[0]: value} if inner else value}
    with pytest.raises(SettingsError) as caught:
        TapRingCentral(config=config)
    assert str(caught.value) == f"The setting {name} {words}."


@pytest.mark.parametrize("name", ["client_secret", "jwt", "refresh_token"])
@pytest.mark.parametrize("value", [4711, {"value": "4711"}, ["4711"]], ids=type)
def test_secret_of_the_wrong_type_stays_secret(name: str, value: Any) -> None:
    with pytest.raises(SettingsError, match=f"setting {name} must be text") as caught:
        TapRingCentral(config=CREDENTIALS | {name: value})
    assert "4711" not in str(caught.value)


def test_all_that_does_not_fit_is_told_at_once() -> None:
    with pytest.raises(SettingsError, match=r"account_id .* lookback_hours"):
        TapRingCentral(config=CREDENTIALS | {"account_id": 1, "lookback_hours": "1"})


@pytest.mark.parametrize("value", [None, ""])
def test_setting_that_is_left_empty_has_its_default(value: str | None) -> None:
    names = ["server_url", "account_id", "lookback_hours", "start_date", "user_agent"]
    empty = TapRingCentral(config=CREDENTIALS | dict.fromkeys(names, value))
    assert empty.config == TapRingCentral(config=CREDENTIALS).config


@pytest.mark.usefixtures("dotenv")
def test_environment_is_read_by_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAP_RINGCENTRAL_JWT", "eyJ.whole.jwt")
    monkeypatch.setenv("TAP_RINGCENTRAL_LOOKBACK_HOURS", "48")
    found = read_environment(SETTINGS.to_dict(), PREFIX)
    assert found == {"jwt": "eyJ.whole.jwt", "lookback_hours": 48}


def test_env_file_counts_as_environment(dotenv: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAP_RINGCENTRAL_JWT", "")  # so that pytest takes back what the file sets
    monkeypatch.delenv("TAP_RINGCENTRAL_JWT")
    dotenv.write_text("TAP_RINGCENTRAL_JWT=from-the-file\n", encoding="utf-8")
    assert read_environment(SETTINGS.to_dict(), PREFIX) == {"jwt": "from-the-file"}


@pytest.mark.usefixtures("dotenv")
def test_variable_that_does_not_fit_is_named_without_its_value(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TAP_RINGCENTRAL_LOOKBACK_HOURS", "a day")
    with pytest.raises(SettingsError) as caught:
        read_environment(SETTINGS.to_dict(), PREFIX)
    assert str(caught.value) == (
        "The environment variable TAP_RINGCENTRAL_LOOKBACK_HOURS must be a whole number."
    )


@pytest.mark.usefixtures("dotenv")
def test_variable_that_is_left_empty_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAP_RINGCENTRAL_LOOKBACK_HOURS", "")
    assert read_environment(SETTINGS.to_dict(), PREFIX) == {}
