"""The settings of a run: read once, checked, ready to be used."""

from __future__ import annotations

import contextlib
import ipaddress
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pendulum

from tap_ringcentral.auth.grants import Grant, choose_grant
from tap_ringcentral.errors import SettingsError
from tap_ringcentral.intervals import Interval

if TYPE_CHECKING:
    from collections.abc import Mapping

CALL_LOG_KEPT = timedelta(days=366)
"""How long RingCentral keeps the call log in most accounts; a start date may go further back."""


@dataclass(frozen=True)
class Settings:
    """A user's settings, checked: what is here can be used as it is."""

    server_url: str
    account_id: str
    grant: Grant
    start_date: datetime | None
    end_date: datetime | None
    lookback: timedelta
    user_agent: str
    token_store: Path | None
    refresh_token_ttl: int | None
    skip_unavailable: bool
    analytics_interval: Interval
    extension_ids: tuple[str, ...]
    federated_directory: bool

    @classmethod
    def of(cls, config: Mapping[str, Any]) -> Settings:
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
        return cls(
            server_url=_server_url(config["server_url"]),
            account_id=config["account_id"],
            grant=choose_grant(config),
            start_date=start,
            end_date=end,
            lookback=timedelta(hours=config["lookback_hours"]),
            token_store=Path(store).expanduser() if (store := config.get("token_store")) else None,
            refresh_token_ttl=config.get("refresh_token_ttl"),
            skip_unavailable=config["skip_unavailable"],
            analytics_interval=Interval(
                config["analytics_interval"], _zone(config["analytics_time_zone"])
            ),
            extension_ids=tuple(config.get("extension_ids") or ()),
            federated_directory=config["federated_directory"],
            user_agent=config.get("user_agent") or f"tap-ringcentral/{version('tap-ringcentral')}",
        )

    def earliest(self, now: datetime) -> datetime:
        """Tell from when calls are wanted: the start date, or all that RingCentral keeps."""
        return self.start_date or now - CALL_LOG_KEPT


def instant(name: str, value: str | None) -> datetime | None:
    """Read the date of a setting.

    Raises:
        SettingsError: It is not a date.
    """
    if not value:
        return None
    # pendulum also reads "14:00" and "P1D": a setting must at least begin with a date.
    if re.match(r"\d{4}-\d{2}-\d{2}", value):
        with contextlib.suppress(ValueError):
            parsed = pendulum.parse(value, tz="UTC")
            if isinstance(parsed, pendulum.DateTime):
                return datetime.fromisoformat(parsed.in_timezone("UTC").isoformat())
    raise SettingsError(
        f"The setting {name} is not a date: {value!r}. Write it as 2026-01-31T00:00:00Z."
    )


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (OSError, LookupError, ValueError):  # a folder of zones; no zone; no name of one
        raise SettingsError(
            f"The setting analytics_time_zone is not a time zone: {name!r}. Write it as "
            "America/New_York."
        ) from None


def _server_url(url: str) -> str:
    with contextlib.suppress(ValueError):  # brackets that hold no IPv6 address
        parts = urlsplit(url)
        safe = parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(parts.hostname))
        if parts.hostname and safe:
            return url.rstrip("/")
    raise SettingsError(
        f"The setting server_url must be an https address, such as "
        f"https://platform.ringcentral.com (plain http only on this machine): {url!r}."
    )


def _is_loopback(host: str | None) -> bool:
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return host == "localhost"
