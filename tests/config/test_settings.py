"""A bad setting is named before the first request, with what to set instead."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import pytest

from tap_ringcentral.api import timestamps
from tap_ringcentral.api.errors import SettingsError
from tap_ringcentral.auth.grants import StoredGrant
from tap_ringcentral.config.properties import SETTINGS
from tap_ringcentral.config.settings import Settings, _parse_other, instant
from tap_ringcentral.tap import TapRingCentral

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 3, 20, 12, 0, tzinfo=UTC)
SECRETS = {"client_secret": "s3cret", "jwt": "eyJ.whole.jwt"}
CONFIG = SECRETS | {
    "client_id": "app",
    "server_url": "https://platform.ringcentral.com",
    "account_id": "~",
    "lookback_hours": 24,
    "skip_unavailable": False,
    "analytics_interval": "Day",
    "analytics_time_zone": "UTC",
    "federated_directory": False,
    "parallel": True,
    "recordings_type": "All",
    "recordings_min_seconds": 0,
}


def refused(**changes: Any) -> str:
    """Give the words in which a configuration is refused, which must hold no secret."""
    with pytest.raises(SettingsError) as caught:
        Settings.from_config(CONFIG | changes)
    text = str(caught.value)
    assert "\n" not in text
    assert not [secret for secret in SECRETS.values() if secret in text]
    return text


def test_good_configuration_becomes_a_value() -> None:
    settings = Settings.from_config(CONFIG | {"start_date": "2026-01-01", "user_agent": "calls/2"})
    assert settings.start_date == datetime(2026, 1, 1, tzinfo=UTC)
    assert settings.end_date is None
    assert settings.lookback == timedelta(hours=24)
    assert settings.user_agent == "calls/2"


def test_requests_name_the_tap_and_its_version() -> None:
    assert (
        Settings.from_config(CONFIG).user_agent == f"tap-ringcentral/{version('tap-ringcentral')}"
    )


def test_secrets_are_not_in_the_repr() -> None:
    text = repr(Settings.from_config(CONFIG))
    assert "app" in text
    assert not [secret for secret in SECRETS.values() if secret in text]


def test_interval_of_analytics_is_one_of_a_time_zone() -> None:
    settings = Settings.from_config(CONFIG | {"analytics_time_zone": "America/New_York"})
    assert settings.analytics_zone.key == "America/New_York"


@pytest.mark.parametrize("name", ["New York", "America", "../etc/passwd", "/etc", "a\0b"])
def test_time_zone_that_does_not_exist_is_refused(name: str) -> None:
    assert "analytics_time_zone is not a time zone" in refused(analytics_time_zone=name)


@pytest.mark.parametrize("name", ["america/new_york", "America/New York", "AMERICA/NEW_YORK"])
def test_time_zone_is_known_in_any_case(name: str) -> None:
    settings = Settings.from_config(CONFIG | {"analytics_time_zone": name})
    assert settings.analytics_zone.key == "America/New_York"


def test_missing_app_is_named() -> None:
    text = refused(client_id=None)
    assert "not set: client_id." in text
    assert "TAP_RINGCENTRAL_" in text


def test_app_alone_is_enough_where_somebody_signed_in_through_the_browser() -> None:
    assert isinstance(Settings.from_config(CONFIG | {"jwt": None}).grant, StoredGrant)


def test_token_store_is_a_file_where_the_setting_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert Settings.from_config(CONFIG).token_store is None
    of_home = Settings.from_config(CONFIG | {"token_store": "~/tap/token.json"})
    assert of_home.token_store == tmp_path / "tap" / "token.json"


@pytest.mark.parametrize("seconds", [None, 0, 2_592_000])
def test_lifetime_of_refresh_tokens_is_kept_as_it_is_set(seconds: int | None) -> None:
    assert (
        Settings.from_config(CONFIG | {"refresh_token_ttl": seconds}).refresh_token_ttl == seconds
    )


@pytest.mark.parametrize("seconds", [-1, 2_592_001, "a week"])
def test_lifetime_that_ringcentral_does_not_have_is_refused(seconds: Any) -> None:
    with pytest.raises(SettingsError, match="refresh_token_ttl"):
        TapRingCentral(config=CONFIG | {"refresh_token_ttl": seconds})


@pytest.mark.parametrize(
    "name",
    ["client_secret", "jwt", "refresh_token", "authorization_code", "code_verifier", "password"],
)
def test_secret_is_marked_as_one(name: str) -> None:
    assert SETTINGS.to_dict()["properties"][name]["secret"] is True


def test_two_ways_to_sign_in_are_named() -> None:
    assert "jwt, refresh_token. Keep one" in refused(refresh_token="r3fresh")


@pytest.mark.parametrize(
    "text",
    [
        "yesterday",
        "14:00",
        "P1D",
        "2026-13-01",
        "2026-01-01/2026-02-01",
        "20260101T25",
        "0001-01-01T00:00:00+05:00",
        "9999-12-31T23:59:59-05:00",
    ],
)
@pytest.mark.parametrize("name", ["start_date", "end_date"])
def test_date_that_is_none_is_named(name: str, text: str) -> None:
    words = refused(**{name: text})
    assert f"The setting {name} is not a date." in words
    assert "2026-01-31T00:00:00Z" in words


@pytest.mark.parametrize(
    "text",
    ["2026-01-31", "2026-01-31T00:00:00", "2026-01-31T00:00:00Z", "2026-01-31T02:00:00+02:00"],
)
def test_date_without_an_offset_is_utc(text: str) -> None:
    assert instant("start_date", text) == datetime(2026, 1, 31, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2024-02-29",
        "2026-01-31T23:59:59.5",
        "2026-01-31T23:59:59.123456Z",
        "2026-01-31T00:00:00-23:59",
        "0001-01-01T00:00:00-05:00",
    ],
)
def test_date_is_the_same_whichever_reads_it(text: str) -> None:
    """A usual one is read without pendulum, which is slow to import."""
    assert timestamps.parse(text) == _parse_other(text)


@pytest.mark.parametrize("text", ["20260131", "2026-01-31 00:00", "2026-01", "2026-031"])
def test_date_in_another_form_is_read(text: str) -> None:
    read = instant("start_date", text)
    assert read
    assert (read.year, read.month) == (2026, 1)


@pytest.mark.parametrize("end", ["2026-01-31", "2026-01-01"])
def test_range_without_time_is_refused(end: str) -> None:
    assert "start_date (2026-01-31) is not before end_date" in refused(
        start_date="2026-01-31", end_date=end
    )


@pytest.mark.parametrize("name", ["start_date", "end_date"])
def test_date_that_no_arithmetic_is_safe_with_is_refused(name: str) -> None:
    assert f"The setting {name} is before 1900" in refused(**{name: "0001-01-01"})


def test_end_that_stands_for_never_is_kept() -> None:
    settings = Settings.from_config(CONFIG | {"end_date": "9999-12-31T23:59:59Z"})
    assert settings.end_date == datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)


def test_start_that_has_not_come_is_refused() -> None:
    settings = Settings.from_config(CONFIG | {"start_date": "2026-03-22"})
    with pytest.raises(SettingsError, match=r"start_date is in the future: .* 2026-03-20"):
        settings.check_time(NOW)


def test_start_today_is_no_fault_of_a_clock_or_time_zone_that_is_some_hours_behind() -> None:
    Settings.from_config(CONFIG | {"start_date": "2026-03-21"}).check_time(NOW)


def test_without_a_start_date_all_that_ringcentral_keeps_is_read() -> None:
    assert Settings.from_config(CONFIG).earliest(NOW) == NOW - timedelta(days=366)


def test_start_date_is_kept_to() -> None:
    settings = Settings.from_config(CONFIG | {"start_date": "2026-03-01"})
    assert settings.earliest(NOW) == datetime(2026, 3, 1, tzinfo=UTC)
