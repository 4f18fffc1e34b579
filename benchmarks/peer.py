"""The best other tap: `tap-ringcentral` 1.1.0 of PyPI, in an environment of its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.processes import run

if TYPE_CHECKING:
    from datetime import datetime

_PROJECT = Path(__file__).parents[1]
PYTHON = _PROJECT / ".targets" / "peer" / "bin" / "python"
_RUN = Path(__file__).with_name("peer_run.py")

FIELDS = frozenset(
    (
        *("id", "uri", "sessionId", "startTime", "duration", "type", "direction", "action"),
        *("result", "deleted", "reason", "reasonDescription", "message"),
        *("to", "to.name", "to.phoneNumber", "to.location"),
        *("from", "from.name", "from.phoneNumber", "from.location"),
        *("extension", "extension.uri", "extension.id"),
    )
)
"""What its stream of the company's calls has, as this tap names it."""


def command(server_url: str, start: datetime, home: Path) -> list[str]:
    """The command line that reads the company's calls since a start.

    Raises:
        FileNotFoundError: It is not installed.
    """
    if not PYTHON.exists():
        raise FileNotFoundError("The other tap is not installed: run make bench.")
    config = {
        "client_id": "benchmark",
        "client_secret": "benchmark",
        "refresh_token": "benchmark",
        "api_url": server_url,
        "start_date": start.isoformat(),
    }
    settings, catalog = home / "peer-config.json", home / "peer-catalog.json"
    settings.write_text(json.dumps(config), "utf-8")
    line = [str(PYTHON), str(_RUN), "--config", str(settings)]
    run([*line, "--discover"], output=catalog)
    catalog.write_text(json.dumps(_of_company(json.loads(catalog.read_text("utf-8")))), "utf-8")
    return [*line, "--catalog", str(catalog)]


def _of_company(catalog: dict[str, Any]) -> dict[str, Any]:
    (entry,) = (each for each in catalog["streams"] if each["stream"] == "company_call_log")
    for metadata in entry["metadata"]:
        metadata["metadata"]["selected"] = True
    return {"streams": [entry]}
