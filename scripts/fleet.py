"""`make fleet`: simulated accounts, and Dagster that reads them and shows it on its page.

`fleet.py start` brings three and stays; `fleet.py add NAME` brings one more while it runs.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

PROJECT = Path(__file__).parents[1]
HOME = Path(os.environ.get("FLEET_HOME") or PROJECT / "lake" / "fleet")
FILE = HOME / "accounts.yaml"
ENGINE = PROJECT / ".targets" / "dagster" / "bin"
BIN = Path(sys.executable).parent
NAMES = ("north", "south", "east")
USUAL_PORT = 3000
WINDOW = "0.03"  # a rate-limit minute lasts two seconds


def simulator(name: str) -> tuple[subprocess.Popen[str], dict[str, Any]]:
    """Start a simulated account, and return its entry; its secrets are put into files."""
    process = subprocess.Popen(
        [
            *(BIN / "ringcentral-simulator", "serve", "--port", former_port(name)),
            *("--rate-limit-scale", WINDOW),
            *("--seed", str(sum(name.encode())), "--extensions", "60"),
            *("--calls-per-day", "200", "--history-days", "28"),
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout  # noqa: S101 - it is a pipe
    given = dict(_variable(line) for _, line in zip(range(4), process.stdout, strict=False))
    secrets = {}
    for setting in ("client_secret", "jwt"):
        file = HOME / "secrets" / f"{name}-{setting}"
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(given[setting])
        secrets[setting] = {"file": str(file)}
    settings = {setting: given[setting] for setting in ("client_id", "server_url")}
    return process, {"name": name, "settings": settings, "secrets": secrets}


def former_port(name: str) -> str:
    """Return where an account was served before: its state is of that server. Else any free one."""
    if FILE.exists():
        for entry in yaml.safe_load(FILE.read_text("utf-8"))["accounts"]:
            if entry["name"] == name:
                return str(urlsplit(entry["settings"]["server_url"]).port)
    return "0"


def _variable(line: str) -> tuple[str, str]:
    name, _, value = line.removeprefix("export TAP_RINGCENTRAL_").strip().partition("=")
    return name.lower(), value.strip("'")


def write(entries: list[dict[str, Any]]) -> None:
    """Write the file of accounts, whole or not at all."""
    content = {
        "lake": "lake",
        "state": "state",
        "schedule": "*/5 * * * *",
        "retry_seconds": 5,
        "accounts": entries,
    }
    aside = FILE.with_suffix(".new")
    aside.write_text(yaml.safe_dump(content, sort_keys=False), "utf-8")
    aside.replace(FILE)


def engine(port: int) -> list[subprocess.Popen[bytes]]:
    """Start Dagster's page and its daemon; they log into a file."""
    folder = HOME / "dagster"
    folder.mkdir(exist_ok=True)
    deployed = PROJECT / "packages" / "ringcentral-fleet" / "deploy" / "dagster.yaml"
    (folder / "dagster.yaml").write_text(deployed.read_text("utf-8"), "utf-8")
    environment = os.environ | {
        "PATH": f"{ENGINE}{os.pathsep}{os.environ['PATH']}",
        "DAGSTER_HOME": str(folder),
        "RINGCENTRAL_FLEET_ACCOUNTS": str(FILE),
        "RINGCENTRAL_FLEET_COMMAND": str(BIN / "ringcentral-fleet"),
    }
    module = ("-m", "ringcentral_fleet.definitions")
    commands = (
        (ENGINE / "dagster-webserver", "-h", "127.0.0.1", "-p", str(port), *module),
        (ENGINE / "dagster-daemon", "run", *module),
    )
    with (HOME / "dagster.log").open("ab") as log:
        return [
            subprocess.Popen(command, env=environment, stdout=log, stderr=log, cwd=HOME)
            for command in commands
        ]


def free_port() -> int:
    """Return the usual port, or another where something listens there."""
    for port in (USUAL_PORT, 0):
        with socket.socket() as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                listener.bind(("127.0.0.1", port))
            except OSError:
                continue
            found: int = listener.getsockname()[1]
            return found
    raise SystemExit("No port is free on 127.0.0.1.")


def loaded(names: list[str], *, processes: list[subprocess.Popen[Any]]) -> Iterator[str]:
    """Yield each account when its first run is loaded."""
    waiting = list(names)
    while waiting:
        if any(process.poll() is not None for process in processes):
            raise SystemExit(f"Dagster ended; {HOME / 'dagster.log'} says why.")
        for name in list(waiting):
            # The first version is empty: it says that a run has begun.
            if len([*(HOME / "state" / name / "lake").glob("*.json")]) > 1:
                waiting.remove(name)
                yield name
        time.sleep(0.5)


def start() -> None:
    """Bring three accounts and the engine, and stay until interrupted."""
    HOME.mkdir(parents=True, exist_ok=True)
    accounts = [simulator(name) for name in NAMES]
    write([entry for _, entry in accounts])
    port = free_port()
    processes: list[subprocess.Popen[Any]] = [*engine(port)]
    try:
        print(f"Accounts: {FILE}. Dagster logs to {HOME / 'dagster.log'}.", flush=True)
        for name in loaded(list(NAMES), processes=processes):
            print(f"{name}: its calls are in {HOME / 'lake' / f'account={name}'}", flush=True)
        print(f"The page: http://127.0.0.1:{port}/assets/account_lake", flush=True)
        print("One more account: make fleet-account NAME=west. Ctrl-C ends all.", flush=True)
        processes[0].wait()
    except KeyboardInterrupt:
        pass
    finally:
        for process in [*processes, *(process for process, _ in accounts)]:
            process.terminate()
        for process in [*processes, *(process for process, _ in accounts)]:
            process.wait()


def add(name: str) -> None:
    """Bring one more account, and stay until interrupted."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
        raise SystemExit("A name is of small letters, digits and hyphens: NAME=west.")
    if not FILE.exists():
        raise SystemExit("No fleet is there: make fleet starts one.")
    entries = yaml.safe_load(FILE.read_text("utf-8"))["accounts"]
    process, entry = simulator(name)
    write([*(each for each in entries if each["name"] != name), entry])
    try:
        print(f"{name} is in {FILE}: Dagster looks every ten seconds.", flush=True)
        for each in loaded([name], processes=[process]):
            print(f"{each}: its calls are in {HOME / 'lake' / f'account={each}'}", flush=True)
        print("Ctrl-C ends the account.", flush=True)
        process.wait()
    except KeyboardInterrupt:
        pass
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    match sys.argv[1:]:
        case ["start"]:
            start()
        case ["add", name]:
            add(name)
        case _:
            sys.exit(__doc__)
