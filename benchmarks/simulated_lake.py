"""A lake of plain Parquet that the tap and the loader filled from a simulated account."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

from benchmarks.tap_runs import BIN, catalog, command, settings_for
from ringcentral_simulator import Profile, RateLimits, Simulator

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

# What the models read.
STREAMS = (
    "account",
    "call_analytics_queue",
    "call_log",
    "call_log_leg",
    "call_queue",
    "call_queue_business_hours",
    "call_queue_member",
    "company_business_hours",
    "extension",
    "phone_number",
    "site",
)
_PARTITIONS = {
    "call_log": "startTime fixed",
    "call_log_leg": "callStartTime fixed",
    "call_analytics_queue": "month(time) fixed",
}


def fill(lake: Path, calls_per_weekday: int, since: datetime) -> None:
    """Read an account into a lake, a partition a day of calls, as `make run` does.

    Args:
        lake: Its directory, beside which settings are put.
        calls_per_weekday: How busy the account is; its callers call again, and are called back.
        since: From when on calls are read.

    Raises:
        RuntimeError: The tap or the loader failed.
    """
    account = Simulator(
        profile=Profile(calls_per_weekday=calls_per_weekday, history_days=400),
        rate_limits=RateLimits(enabled=False),
    )
    home = lake.parent
    loader = home / "loader.json"
    told = {"destination_path": str(lake), "load_method": "upsert", "partition_by": _PARTITIONS}
    loader.write_text(json.dumps(told), "utf-8")
    with account, (home / "log").open("wb") as log:
        config = settings_for(
            account, home, start_date=since.isoformat(), analytics_interval="Both"
        )
        tap = subprocess.Popen(
            command(config, catalog(STREAMS), home), stdout=subprocess.PIPE, stderr=log
        )
        load = [str(BIN / "target-parquet"), "--config", str(loader)]
        loaded = subprocess.run(
            load, stdin=tap.stdout, stdout=subprocess.DEVNULL, stderr=log, check=False
        )
        if tap.wait() or loaded.returncode:
            raise RuntimeError(f"the lake was not filled:\n{(home / 'log').read_text()[-2000:]}")
