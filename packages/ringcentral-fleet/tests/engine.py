"""The engine as it runs for real: Dagster's daemon and page, twenty accounts, and a backfill.

Started by `make soak`. The page is looked at in Chromium.
"""

from __future__ import annotations

import itertools
import json
import os
import socket
import time
import urllib.request
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import psutil
import pytest
from selenium.webdriver.support.wait import WebDriverWait
from support import browser, leaks
from support.pipeline import BIN, PROJECT

from ringcentral_simulator import Profile

from .fleets import SimulatedFleet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

ENGINE = PROJECT / ".targets" / "dagster" / "bin"
PATIENCE = 240  # seconds
NEVER = "0 0 29 2 *"  # as a schedule: accounts are read when the file gets them
YEAR = Profile(calls_per_weekday=5, history_days=365)
RUNS = """query { runsOrError { ... on Runs { results {
  runId status jobName startTime endTime tags { key value } } } } }"""
BACKFILL = """mutation($params: LaunchBackfillParams!) {
  launchPartitionBackfill(backfillParams: $params) {
    ... on LaunchBackfillSuccess { backfillId }
    ... on PythonError { message } } }"""


class Engine:
    """Dagster's page and daemon, and what they take."""

    def __init__(self, fleet: SimulatedFleet, port: int, home: Path) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self._home = home
        module = ("-m", "ringcentral_fleet.definitions")
        commands = (
            (ENGINE / "dagster-webserver", "-h", "127.0.0.1", "-p", str(port), *module),
            (ENGINE / "dagster-daemon", "run", *module),
        )
        environment = fleet.environment | {
            "PATH": f"{ENGINE}{os.pathsep}{os.environ['PATH']}",
            "DAGSTER_HOME": str(home),
            "RINGCENTRAL_FLEET_COMMAND": str(BIN / "ringcentral-fleet"),
        }
        with (home / "log").open("wb") as log:
            self._processes = [
                psutil.Popen(each, env=environment, stdout=log, stderr=log, cwd=home)
                for each in commands
            ]

    def end(self) -> None:
        """End both."""
        for process in self._processes:
            process.terminate()
        psutil.wait_procs(self._processes, timeout=30)
        leaks.printed.append((self._home / "log").read_text(errors="replace"))

    def _all(self) -> Iterator[psutil.Process]:
        for process in self._processes:
            yield from (process, *process.children(recursive=True))

    def memory(self) -> int:
        """Bytes that both and all their processes have for themselves."""
        found = 0
        for each in self._all():
            with suppress(psutil.Error):  # it has just ended
                found += each.memory_full_info().pss
        return found

    def cpu(self) -> float:
        """Seconds of a processor that both took, with all their processes that have ended."""
        found = 0.0
        for each in self._all():
            with suppress(psutil.Error):
                found += sum(each.cpu_times()[:4])  # its own, and of those it has waited for
        return found

    def ask(self, query: str, **variables: Any) -> Any:
        """Ask the page's API."""
        body = json.dumps({"query": query, "variables": variables}).encode()
        request = urllib.request.Request(  # noqa: S310 - http on loopback
            f"{self.url}/graphql", body, {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            return json.load(answer)["data"]

    def runs(self, job: str) -> list[dict[str, Any]]:
        """Tell the runs of a job, with their tags as a mapping."""
        found = self.ask(RUNS)["runsOrError"]["results"]
        return [
            each | {"tags": {tag["key"]: tag["value"] for tag in each["tags"]}}
            for each in found
            if each["jobName"] == job
        ]

    def wait(self, condition: Callable[[], object]) -> None:
        """Wait until a condition holds."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            assert all(each.poll() is None for each in self._processes), "the engine has ended"
            try:
                if condition():
                    return
            except OSError:  # it does not listen yet
                pass
            time.sleep(1)
        raise AssertionError((self._home / "log").read_text()[-5000:])


@contextmanager
def engine(fleet: SimulatedFleet, home: Path, port: int) -> Iterator[Engine]:
    """Start the engine over a fleet."""
    home.mkdir()
    deployed = PROJECT / "packages" / "ringcentral-fleet" / "deploy" / "dagster.yaml"
    (home / "dagster.yaml").write_text(deployed.read_text())
    started = Engine(fleet, port, home)
    try:
        yield started
    finally:
        started.end()


@pytest.fixture
def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def ended(runs: list[dict[str, Any]]) -> bool:
    return all(each["status"] in {"SUCCESS", "FAILURE", "CANCELED"} for each in runs)


@browser.needed
def test_accounts_are_on_the_page_with_their_rows_and_the_refused_one_with_its_remedy(
    tmp_path: Path, free_port: int
) -> None:
    names = ("north", "south", "east")
    with SimulatedFleet(tmp_path, names, retry_seconds=1, schedule=NEVER) as fleet:
        south = fleet.simulators["south"]
        south.issuer.revoke_jwt(south.credentials.jwt)
        with engine(fleet, tmp_path / "dagster", free_port) as running:
            running.wait(lambda: len(running.runs("what_is_new")) == len(names))
            running.wait(lambda: ended(running.runs("what_is_new")))
            status = {
                each["tags"]["dagster/partition"]: each["status"]
                for each in running.runs("what_is_new")
            }
            assert status == {"north": "SUCCESS", "east": "SUCCESS", "south": "FAILURE"}
            (failed,) = (
                each["runId"] for each in running.runs("what_is_new") if each["status"] == "FAILURE"
            )
            rows = sum(len(fleet.rows("north", stream)) for stream in fleet.content["streams"])
            with browser.chromium(tmp_path / "chromium") as driver:
                driver.set_window_size(1600, 1200)

                def shows(path: str, *texts: str) -> None:
                    driver.get(running.url + path)
                    body = "return document.body.innerText"
                    WebDriverWait(driver, 60).until(
                        lambda page: all(text in page.execute_script(body) for text in texts)
                    )

                shows("/assets/account_lake?view=partitions", *names, "Failed (1)")
                shows(
                    "/assets/account_lake?view=partitions&partition=north",
                    *("rows", str(rows), "bookmark", "2026-03-19"),
                )
                shows("/assets/account_lake?view=checks", "rows_arrived", "bookmark_is_recent")
                shows("/runs", *names, "Success", "Failure")
                shows(f"/runs/{failed}", "Sign-in failed.")
            # While it runs, the file gets one more.
            fleet.secret_files = tmp_path / "secrets"
            fleet.add("west")
            running.wait(lambda: len(running.runs("what_is_new")) == len(names) + 1)
            running.wait(lambda: ended(running.runs("what_is_new")))
        for name in ("north", "east", "west"):
            fleet.assert_lake_is_the_truth(name)
        known = [secret for each in fleet.simulators.values() for secret in secrets_of(each)]
        for file in (tmp_path / "dagster").rglob("*"):
            if file.is_file():
                content = file.read_bytes()
                assert not any(secret.encode() in content for secret in known), file


def secrets_of(simulator: Any) -> list[str]:
    known = simulator.credentials
    return [secret for secret in (known.client_secret, known.jwt, known.password) if secret]


def test_twelve_months_of_two_accounts_side_by_side_obey_one_run_an_account(
    tmp_path: Path, free_port: int
) -> None:
    names = ("north", "south")
    content: dict[str, Any] = {"schedule": NEVER, "history_since": "2025-04-01"}
    with SimulatedFleet(tmp_path, (), **content) as fleet:
        for name in names:
            fleet.add(name, profile=YEAR)
        months = [f"2025-{month:02}-01" for month in range(4, 13)]
        months += [f"2026-{month:02}-01" for month in range(1, 4)]
        with engine(fleet, tmp_path / "dagster", free_port) as running:
            running.wait(lambda: len(running.runs("what_is_new")) == len(names))
            running.wait(lambda: ended(running.runs("what_is_new")))
            launched = running.ask(
                BACKFILL,
                params={
                    "assetSelection": [{"path": ["account_history"]}],
                    "partitionNames": [f"{name}|{month}" for name in names for month in months],
                },
            )
            assert launched["launchPartitionBackfill"].get("backfillId"), launched

            def history() -> list[dict[str, Any]]:
                return [
                    each
                    for each in running.ask(RUNS)["runsOrError"]["results"]
                    if any("|" in tag["value"] for tag in each["tags"])
                ]

            running.wait(lambda: len(history()) == len(names) * len(months))
            running.wait(lambda: ended(history()))
            assert {each["status"] for each in history()} == {"SUCCESS"}
            spans: dict[str, list[tuple[float, float]]] = {name: [] for name in names}
            for each in history():
                tags = {tag["key"]: tag["value"] for tag in each["tags"]}
                account = tags["dagster/partition/account"]
                spans[account].append((each["startTime"], each["endTime"]))
        for of_account in spans.values():
            of_account.sort()
            assert all(
                ending <= beginning
                for (_, ending), (beginning, _) in itertools.pairwise(of_account)
            )
        north, south = spans.values()
        assert any(a < d and c < b for a, b in north for c, d in south), "side by side"
        for name in names:
            calls = list(fleet.simulators[name].truth.calls())
            april = [call for call in calls if call["startTime"] >= "2025-04-01"]
            ids = {row["id"] for row in fleet.rows(name, "call_log")}
            assert ids >= {call["id"] for call in april}


def test_twenty_accounts_on_this_machine_are_each_the_truth(
    tmp_path: Path, free_port: int, capsys: pytest.CaptureFixture[str]
) -> None:
    names = [f"account-{number}" for number in range(20)]
    with SimulatedFleet(tmp_path, names, schedule=NEVER) as fleet:
        began, most = time.monotonic(), 0
        with engine(fleet, tmp_path / "dagster", free_port) as running:

            def all_ended() -> bool:
                nonlocal most
                most = max(most, running.memory())
                runs = running.runs("what_is_new")
                return len(runs) == len(names) and ended(runs)

            running.wait(lambda: running.runs("what_is_new"))
            idle = running.cpu()
            running.wait(all_ended)
            runs, cpu = running.runs("what_is_new"), running.cpu() - idle
        assert {each["status"] for each in runs} == {"SUCCESS"}
        for name in names:
            fleet.assert_lake_is_the_truth(name)
        took = [each["endTime"] - each["startTime"] for each in runs]
        with capsys.disabled():
            print(  # noqa: T201 - figures
                f"\n20 accounts: {time.monotonic() - began:.0f} s in all, {max(took):.1f} s the "
                f"longest run, {most / 2**20:,.0f} MiB at the most for all of the engine, "
                f"{cpu / len(names):.1f} CPU seconds a run with its start"
            )
