"""Simulated accounts, a file of them, and the command that reads them in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self

import yaml
from support import leaks
from support.pipeline import BIN, START, assert_rows_are_the_truth, lake_rows

from ringcentral_simulator import Clock, Profile, RateLimits, Simulator

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

# The real clock's day is not that of the accounts: they stand still.
NOW = datetime(2026, 3, 20, 15, 0, tzinfo=UTC)
STREAMS = ("call_log", "call_log_leg", "call_queue", "call_queue_member", "extension")


class SimulatedFleet:
    """Accounts on loopback and the file that names them.

    Args:
        home: Where the file is, and its lake and states.
        names: The accounts.
        content: What else the file says.

    Attributes:
        secret_files: Folder of the secrets; None where they are variables.
    """

    def __init__(self, home: Path, names: Iterable[str], **content: Any) -> None:
        self.home = home
        self.file = home / "accounts.yaml"
        self.content: dict[str, Any] = {"lake": "lake", "state": "state", "streams": [*STREAMS]}
        self.content |= content
        self.secret_files: Path | None = None
        self.simulators: dict[str, Simulator] = {}
        self.entries: dict[str, dict[str, Any]] = {}
        self._variables: dict[str, str] = {}
        self._left = ExitStack()
        self._names = list(names)

    def __enter__(self) -> Self:
        for name in self._names:
            self.add(name)
        return self

    def __exit__(self, *_: object) -> None:
        self._left.close()

    def add(self, name: str, **of_simulator: Any) -> Simulator:
        """Bring an account, and put it into the file."""
        given: dict[str, Any] = {
            "seed": sum(name.encode()),
            "extensions": 60,
            "profile": Profile(calls_per_weekday=40, history_days=14),
            "clock": Clock(NOW, frozen=True),
            "rate_limits": RateLimits(enabled=False),
        }
        simulator = self._left.enter_context(Simulator(**given | of_simulator))
        self.simulators[name] = simulator
        known = simulator.environment()
        prefix, own = "TAP_RINGCENTRAL_", name.upper()
        where: dict[str, dict[str, str]] = {}
        for setting in ("client_secret", "jwt"):
            secret, variable = known[prefix + setting.upper()], f"{own}_{setting.upper()}"
            if self.secret_files:
                self.secret_files.mkdir(exist_ok=True)
                (self.secret_files / variable).write_text(secret)
                where[setting] = {"file": str(self.secret_files / variable)}
            else:
                self._variables[variable] = secret
                where[setting] = {"env": variable}
        self.entries[name] = {
            "name": name,
            "start_date": START.date(),
            "settings": {
                "client_id": known[f"{prefix}CLIENT_ID"],
                "server_url": known[f"{prefix}SERVER_URL"],
            },
            "secrets": where,
        }
        self.write()
        return simulator

    def write(self) -> None:
        """Write the file as the entries are."""
        content = self.content | {"accounts": [*self.entries.values()]}
        self.file.write_text(yaml.safe_dump(content, sort_keys=False), "utf-8")

    @property
    def environment(self) -> dict[str, str]:
        """Variables for the command, the accounts' secrets among them."""
        return os.environ | self._variables | {"RINGCENTRAL_FLEET_ACCOUNTS": str(self.file)}

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start the command."""
        return subprocess.Popen(
            [BIN / "ringcentral-fleet", *arguments],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str, code: int = 0) -> str:
        """Run the command to its end; give what it printed."""
        process = self.start(*arguments)
        output, log = process.communicate(timeout=120)
        leaks.printed += [output, log]
        assert process.returncode == code, output + log
        assert "Traceback" not in log
        return output if process.returncode == 0 or output else log

    def rows(self, name: str, stream: str) -> list[dict[str, Any]]:
        """Read a stream of an account back, each row of that account alone."""
        rows = lake_rows(self.home / "lake" / f"account={name}", stream)
        own = str(self.simulators[name].truth.answer("/restapi/v1.0/account/~")["id"])
        assert {row.pop("accountId") for row in rows} <= {own}
        return rows

    def state(self, name: str, part: str = "lake") -> dict[str, Any]:
        """Read the last version of a part's state."""
        (*_, last) = sorted((self.home / "state" / name / part).glob("*.json"))
        found: dict[str, Any] = json.loads(last.read_text())
        return found

    def assert_lake_is_the_truth(self, name: str) -> None:
        """Hold an account's streams against its simulator, row by row."""
        assert_rows_are_the_truth(lambda stream: self.rows(name, stream), self.simulators[name])
