"""A run as in a container: a read-only root, one folder to write to, a user without a name."""

from __future__ import annotations

import signal
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from support import leaks
from support.pipeline import BIN, START, lake_rows
from support.surroundings import PYTHON, Surroundings

from ringcentral_simulator import Clock, Fault, FaultKind, Profile, RateLimits, Simulator

if TYPE_CHECKING:
    from collections.abc import Iterator

# A user whom /etc/passwd does not name; the capability lets it read a checkout in root's home.
AS_USER = (
    "setpriv --reuid=10001 --regid=10001 --clear-groups "
    "--inh-caps=+dac_read_search --ambient-caps=+dac_read_search"
)
# A user cannot come to where tests have their folders, so that they are mounted elsewhere.
MOUNT = Path("/mnt")
VOLUME = MOUNT / "volume"
CONTAINER = Surroundings(
    f"""
mkdir -p "$FOLDER/volume/tmp"
chmod 0755 "$FOLDER"
chown -R 10001:10001 "$FOLDER/volume"
mount --bind "$FOLDER" {MOUNT}
mount --bind {VOLUME} {VOLUME}
for at in / /tmp /var/tmp /home {MOUNT}; do
  if mountpoint -q $at; then mount -o remount,bind,ro $at; fi
done
cd {VOLUME}; export HOME=$PWD TMPDIR=$PWD/tmp
""",
    own_mounts=True,
    needs=f"{AS_USER} {PYTHON} && mount --bind /tmp {MOUNT} && mount -o remount,bind,ro /",
)


class Container:
    """A container of one account's runs, each anew but for its volume.

    Args:
        home: The machine's folder: what is mounted read-only, and the volume.
        simulator: The account.
    """

    def __init__(self, home: Path, simulator: Simulator) -> None:
        self._home = home
        self.volume = home / VOLUME.name
        self.lake = self.volume / "lake" / "account=acme"
        given = simulator.environment()
        secrets = ("client_secret", "jwt")
        for name in secrets:
            text = f"{given[f'TAP_RINGCENTRAL_{name.upper()}']}\n"
            (home / name).write_text(text, "utf-8")
        account = {
            "name": "acme",
            "start_date": START.date(),
            "settings": {
                "client_id": given["TAP_RINGCENTRAL_CLIENT_ID"],
                "server_url": simulator.url,
            },
            "secrets": {name: {"file": str(MOUNT / name)} for name in secrets},
        }
        content: dict[str, Any] = {name: str(VOLUME / name) for name in ("lake", "state", "tokens")}
        content |= {"streams": ["call_log"], "accounts": [account]}
        (home / "accounts.yaml").write_text(yaml.safe_dump(content), "utf-8")

    def start(self) -> subprocess.Popen[str]:
        """Start a run."""
        return subprocess.Popen(
            CONTAINER.shell(f"exec {AS_USER} {BIN / 'ringcentral-fleet'} run acme"),
            env={
                "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
                "FOLDER": str(self._home),
                "RINGCENTRAL_FLEET_ACCOUNTS": str(MOUNT / "accounts.yaml"),
                "PYTHONDONTWRITEBYTECODE": "1",
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def states(self) -> list[Path]:
        """The versions of the state."""
        return sorted((self.volume / "state" / "acme" / "lake").glob("*.json"))


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with Simulator(
        clock=Clock(datetime(2026, 3, 20, 15, 0, tzinfo=UTC), frozen=True),
        profile=Profile(calls_per_weekday=800, history_days=10),
        rate_limits=RateLimits(enabled=False),
        extensions=40,
    ) as simulator:
        yield simulator


@pytest.fixture
def container(tmp_path: Path, simulator: Simulator) -> Container:
    if missing := CONTAINER.missing:
        pytest.skip(missing)
    return Container(tmp_path, simulator)


def end(process: subprocess.Popen[str], code: int) -> str:
    output, _ = process.communicate(timeout=60)
    leaks.printed.append(output)
    assert process.returncode == code, output
    assert "Traceback" not in output
    return output


def assert_each_call_is_there_once(container: Container, simulator: Simulator) -> None:
    expected = sorted(call["id"] for call in simulator.truth.calls(date_from=START))
    assert sorted(row["id"] for row in lake_rows(container.lake, "call_log")) == expected


def test_a_run_with_a_read_only_root_fills_the_lake_and_keeps_its_state(
    container: Container, simulator: Simulator
) -> None:
    assert "acme: " in end(container.start(), 0)
    assert_each_call_is_there_once(container, simulator)
    assert container.states()
    owners = {file.stat().st_uid for file in container.volume.rglob("*")}
    assert owners == {10001}
    assert not list((container.volume / "tmp").iterdir()), "a run left temporary files"


def test_a_container_that_is_stopped_keeps_what_was_read_and_the_next_one_goes_on(
    container: Container, simulator: Simulator
) -> None:
    simulator.inject(Fault(FaultKind.SLOW, path="/call-log", after=2, delay=0.3, pieces=10))
    process = container.start()
    while sum(each.path.endswith("/call-log") for each in simulator.requests) < 3:
        assert process.poll() is None, process.communicate()
        time.sleep(0.01)
    process.send_signal(signal.SIGTERM)
    end(process, 128 + signal.SIGTERM)
    assert container.states(), "nothing to go on from was kept"
    loaded = len(lake_rows(container.lake, "call_log"))
    assert 0 < loaded < len(list(simulator.truth.calls(date_from=START)))
    before = len(simulator.requests)
    end(container.start(), 0)
    assert_each_call_is_there_once(container, simulator)
    asked = [each for each in simulator.requests[before:] if each.path.endswith("/call-log")]
    assert min(each.query["dateFrom"][0] for each in asked) > f"{START:%Y-%m-%dT}"
