"""What a run without new calls costs by Meltano, by the pipe and by the fleet's worker."""

from __future__ import annotations

import json
import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import yaml

from benchmarks.figure import Figure, Result, Scale, Subject
from benchmarks.processes import watched
from benchmarks.start import Pipe
from benchmarks.tap_runs import BIN, catalog, command, last_midnight, settings_for
from ringcentral_simulator import Profile, RateLimits, Simulator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_REPETITIONS = {Scale.FULL: 7, Scale.QUICK: 1}
_FEW, _MANY = 1, 41
_STREAMS = ("call_log", "call_log_leg")
_PROJECT = Path(__file__).parents[1]

PIPE_RATIO = Figure("Pipe / worker, an account more", at_least=3)
MELTANO_RATIO = Figure("meltano run / worker, an account more")
MELTANO = Figure("meltano run", "CPU seconds")
PIPE = Figure("tap-ringcentral into target-parquet", "CPU seconds")
ALONE = Figure("ringcentral-fleet run, one account", "CPU seconds")
WORKER = Figure("ringcentral-fleet run --all, an account more", "CPU seconds")
WALL = Figure("ringcentral-fleet run --all, an account more", "seconds")


def measure(scale: Scale) -> Iterator[Result]:
    """Let all of them take turns, once more to sign in and begin the states."""
    quiet = Profile(calls_per_weekday=0, history_days=1)
    with (
        Simulator(extensions=60, profile=quiet, rate_limits=RateLimits(enabled=False)) as account,
        TemporaryDirectory() as directory,
    ):
        home = Path(directory)
        given = settings_for(account, home)
        ways = (
            _meltano(given, home),
            _pipe(given, home),
            _fleet(given, home, _FEW),
            _fleet(given, home, _MANY),
        )
        turns = [[way() for way in ways] for _ in range(1 + _REPETITIONS[scale])][1:]
    more = [
        ((many[0] - few[0]) / (_MANY - _FEW), (many[1] - few[1]) / (_MANY - _FEW))
        for _, _, few, many in turns
    ]
    both = list(zip(turns, more, strict=True))
    yield Result(PIPE_RATIO, [pipe[0] / worker for (_, pipe, _, _), (worker, _) in both])
    yield Result(MELTANO_RATIO, [meltano[0] / worker for (meltano, *_), (worker, _) in both])
    yield Result(MELTANO, [meltano[0] for meltano, *_ in turns])
    yield Result(PIPE, [pipe[0] for _, pipe, _, _ in turns])
    yield Result(ALONE, [few[0] for _, _, few, _ in turns])
    yield Result(WORKER, [worker for worker, _ in more])
    yield Result(WALL, [wall for _, wall in more])


def _meltano(given: Mapping[str, Any], home: Path) -> Callable[[], tuple[float, float]]:
    variables = {f"TAP_RINGCENTRAL_{name.upper()}": value for name, value in given.items()} | {
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(home),
        "MELTANO_PROJECT_ROOT": str(_PROJECT),
        "MELTANO_DATABASE_URI": f"sqlite:///{home}/meltano.db",
        "MELTANO_AUTO_INSTALL": "false",
        "TAP_RINGCENTRAL__SELECT": json.dumps([f"{stream}.*" for stream in _STREAMS]),
        "TAP_RINGCENTRAL_START_DATE": last_midnight().isoformat(),
        "TARGET_PARQUET_DESTINATION_PATH": str(home / "meltano"),
    }
    given_variables = [f"{name}={value}" for name, value in variables.items()]
    meltano = [str(BIN / "meltano"), "--cwd", str(_PROJECT), "--environment=simulator"]
    run = ["env", "-i", *given_variables, *meltano, "run", "tap-ringcentral", "target-parquet"]
    return lambda: _used(run)


def _pipe(given: Mapping[str, Any], home: Path) -> Callable[[], tuple[float, float]]:
    config = {**given, "start_date": last_midnight().isoformat()}
    lake = home / "target.json"
    lake.write_text(json.dumps({"destination_path": str(home / "pipe")}), "utf-8")
    pipe = Pipe(
        command(config, catalog(_STREAMS), home),
        [str(BIN / "target-parquet"), "--config", str(lake)],
        home,
    )
    return lambda: (sum(pipe.run()), 0.0)


def _fleet(given: Mapping[str, Any], home: Path, size: int) -> Callable[[], tuple[float, float]]:
    folder = home / f"fleet-{size}"
    folder.mkdir()
    secrets = {}
    for name in ("client_secret", "jwt"):
        (folder / name).write_text(given[name], "utf-8")
        secrets[name] = {"file": str(folder / name)}
    account = {
        "settings": {name: given[name] for name in ("client_id", "server_url")},
        "secrets": secrets,
        "start_date": last_midnight().date(),
    }
    content = {
        "lake": "lake",
        "state": "state",
        "streams": [*_STREAMS],
        "accounts": [account | {"name": f"account-{number}"} for number in range(size)],
    }
    file = folder / "accounts.yaml"
    file.write_text(yaml.safe_dump(content), "utf-8")
    run = [str(BIN / "ringcentral-fleet"), "--accounts", str(file), "run", "--all"]
    return lambda: _used(run)


def _used(run: list[str]) -> tuple[float, float]:
    used = watched(run)
    return used.cpu, used.seconds


SUBJECT = Subject(
    "fleet",
    "A run without new calls, of many accounts",
    "User and system time of all processes, with `call_log` and `call_log_leg` selected, states "
    "that are up to date, and a simulated account without calls. `ringcentral-fleet` imports tap "
    "and loader once and forks both for each account: what an account more takes is a "
    f"{_MANY - _FEW}th of what {_MANY} accounts take and {_FEW} does not. The ways take turns.",
    (PIPE_RATIO, MELTANO_RATIO, MELTANO, PIPE, ALONE, WORKER, WALL),
    measure,
)
