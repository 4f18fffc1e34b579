"""The settings of a run: read once, checked, ready to be used."""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo, available_timezones

from tap_ringcentral.api import timestamps
from tap_ringcentral.api.errors import SettingsError
from tap_ringcentral.api.server_address import media_url, server_url
from tap_ringcentral.auth.grants import Grant, choose_grant

if TYPE_CHECKING:
    from collections.abc import Mapping

Length = Literal["Hour", "Day"]
"""What Business Analytics can be counted by, of what RingCentral offers."""

RecordingType = Literal["All", "Automatic", "OnDemand"]
"""How a recording was begun: by a rule or by a user; or either."""

CALL_LOG_KEPT = timedelta(days=366)
"""How long RingCentral keeps the call log in most accounts; a start date may go further back."""

_LENGTHS: dict[str, tuple[Length, ...]] = {
    "Hour": ("Hour",),
    "Day": ("Day",),
    "Both": ("Day", "Hour"),
}
_DATE = re.compile(r"\d{4}-?\d\d")
# As most write it: RFC 3339, or without the offset, or a date alone.
_USUAL = re.compile(
    r"\d{4}-\d\d-\d\d(T(?!24)\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)?)?", re.ASCII
)
_SLACK = timedelta(days=1)  # a start date that is today in some time zone


@dataclass(frozen=True)
class RecordingSettings:
    """Which audio is stored, and where."""

    path: str | None
    """A directory or an address such as `s3://bucket/prefix`; without it no audio is stored."""
    type: RecordingType
    least: timedelta
    """How long a call lasted at least."""
    extension_ids: frozenset[str]
    """Whose calls; all where it is empty."""
    time: timedelta | None
    """For how long a run may read audio."""

    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> RecordingSettings:
        """Read them from a configuration that fits the settings' types."""
        minutes = config.get("recordings_max_minutes")
        return cls(
            path=config.get("recordings_path") or None,
            type=config["recordings_type"],
            least=timedelta(seconds=config["recordings_min_seconds"]),
            extension_ids=frozenset(config.get("recordings_extension_ids") or ()),
            time=None if minutes is None else timedelta(minutes=minutes),
        )


@dataclass(frozen=True)
class Settings:
    """A user's settings, checked: what is here can be used as it is."""

    server_url: str
    media_url: str
    """Where content comes from, such as audio."""
    account_id: str
    grant: Grant
    start_date: datetime | None
    end_date: datetime | None
    lookback: timedelta
    user_agent: str
    token_store: Path | None
    refresh_token_ttl: int | None
    skip_unavailable: bool
    analytics_lengths: tuple[Length, ...]
    """What Business Analytics are counted by."""
    analytics_zone: ZoneInfo
    """The time zone that their days begin in."""
    extension_ids: tuple[str, ...]
    federated_directory: bool
    parallel: bool
    """Whether each rate-limit group has a lane of its own."""
    recordings: RecordingSettings

    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Settings:
        """Check a configuration that already fits the settings' types.

        Raises:
            SettingsError: Something is missing or contradictory; the text says what to set.
        """
        start, end = (instant(name, config.get(name)) for name in ("start_date", "end_date"))
        if start and end and start >= end:
            raise SettingsError(
                f"The setting start_date ({config['start_date']}) is not before end_date "
                f"({config['end_date']}): no call can lie between them."
            )
        platform = server_url(config["server_url"])
        media = config.get("media_url")
        return cls(
            server_url=platform,
            media_url=server_url(media, "media_url") if media else media_url(platform),
            account_id=config["account_id"],
            grant=choose_grant(config),
            start_date=start,
            end_date=end,
            lookback=timedelta(hours=config["lookback_hours"]),
            token_store=_token_store(config.get("token_store")),
            refresh_token_ttl=config.get("refresh_token_ttl"),
            skip_unavailable=config["skip_unavailable"],
            analytics_lengths=_LENGTHS[config["analytics_interval"]],
            analytics_zone=_zone(config["analytics_time_zone"]),
            extension_ids=tuple(config.get("extension_ids") or ()),
            federated_directory=config["federated_directory"],
            parallel=config["parallel"],
            recordings=RecordingSettings.from_config(config),
            user_agent=config.get("user_agent") or f"tap-ringcentral/{version('tap-ringcentral')}",
        )

    def check_time(self, now: datetime) -> None:
        """Check that there is something to read.

        Args:
            now: RingCentral's time.

        Raises:
            SettingsError: The start date has not come yet.
        """
        if self.start_date and self.start_date > now + _SLACK:
            raise SettingsError(
                f"The setting start_date is in the future: at RingCentral it is {now:%Y-%m-%d} "
                "now. Set one that has come."
            )

    def earliest(self, now: datetime) -> datetime:
        """Return from when calls are wanted: the start date, or all that RingCentral keeps."""
        return self.start_date or now - CALL_LOG_KEPT


def instant(name: str, value: str | None) -> datetime | None:
    """Read the date of a setting.

    Raises:
        SettingsError: It is not a date, or one of a year that no arithmetic is safe with.
    """
    if not value:
        return None
    try:
        parsed = timestamps.parse(value) if _USUAL.fullmatch(value) else _parse_other(value)
    except (OverflowError, ValueError):
        parsed = None
    if parsed is None:
        raise SettingsError(f"The setting {name} is not a date. Write it as 2026-01-31T00:00:00Z.")
    if parsed.year < timestamps.FIRST_YEAR:
        raise SettingsError(f"The setting {name} is before {timestamps.FIRST_YEAR}.")
    return parsed


def _parse_other(value: str) -> datetime | None:
    """Read a date as people write it; None for what is no date."""
    import pendulum  # noqa: PLC0415 - slow to import, and few write a date in another form

    # pendulum also reads "14:00" and "P1D": a setting must at least begin with a date.
    read = pendulum.parse(value, tz="UTC") if _DATE.match(value) else None
    return timestamps.parse(read.isoformat()) if isinstance(read, pendulum.DateTime) else None


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (OSError, LookupError, ValueError):  # a folder of zones; no zone; no name of one
        wanted = name.replace(" ", "_").casefold()
        for zone in available_timezones():
            if zone.casefold() == wanted:
                return ZoneInfo(zone)
    raise SettingsError(
        "The setting analytics_time_zone is not a time zone. Write it as America/New_York."
    )


def _token_store(text: str | None) -> Path | None:
    if not text:
        return None
    path = Path(text)
    with contextlib.suppress(RuntimeError):  # no such home: the token store says so
        path = path.expanduser()
    return path
