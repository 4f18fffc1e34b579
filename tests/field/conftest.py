"""A small company whose people have names in many scripts, and machines that read it."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

import msgspec
import pytest
from support.pipeline import by_key, lake_rows, truth_of_legs
from support.runs import SimulatedClock, config_of, only, run

from ringcentral_simulator import Clock, Profile, RateLimits, Simulator
from tap_ringcentral.auth.grants import CodeGrant
from tap_ringcentral.tap import TapRingCentral

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = datetime(2026, 3, 20, 15, 0, tzinfo=UTC)
START = datetime(2026, 3, 17, tzinfo=UTC)
STREAMS = {"call_log": ("id",), "call_log_leg": ("callLogId", "index"), "extension": ("id",)}
"""What is read, with the key of each stream."""

Rows = dict[str, dict[tuple[str, ...], dict[str, Any]]]


def small_company(**options: Any) -> Simulator:
    """A company of forty extensions and few calls, whose clock stands still."""
    return Simulator(
        clock=Clock(NOW, frozen=True),
        profile=Profile(calls_per_weekday=20, history_days=5),
        rate_limits=RateLimits(enabled=False),
        extensions=40,
        name_locales=("de_DE", "pl_PL", "ja_JP", "ar_AA", "fr_FR"),
        **options,
    )


def truth(simulator: Simulator) -> Rows:
    """The rows that should arrive."""
    listed = {
        "call_log": simulator.truth.calls(date_from=START),
        "call_log_leg": truth_of_legs(simulator, since=START),
        "extension": simulator.truth.extensions(),
    }
    found = {stream: by_key(rows, *STREAMS[stream]) for stream, rows in listed.items()}
    assert all(found.values())
    return found


def rows_written(lines: Path) -> Rows:
    """The rows of Singer messages."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in lines.read_bytes().splitlines():
        message = json.loads(line)
        if message["type"] == "RECORD":
            found[message["stream"]].append(message["record"])
    return rows_of(found)


def rows_of(records: dict[str, list[dict[str, Any]]]) -> Rows:
    """The rows of each stream, by their key."""
    return {stream: by_key(rows, *STREAMS[stream]) for stream, rows in records.items()}


def rows_loaded(lake: Path) -> Rows:
    """The rows of a lake."""
    return {stream: by_key(lake_rows(lake, stream), *key) for stream, key in STREAMS.items()}


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    """One company for all that only read it."""
    with small_company() as simulator:
        yield simulator


@pytest.fixture(scope="module")
def expected(simulator: Simulator) -> Rows:
    """The rows that should arrive."""
    return truth(simulator)


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalog that selects the streams."""
    path = tmp_path_factory.mktemp("catalog") / "catalog.json"
    path.write_text(json.dumps(only(*STREAMS)))
    return path


@pytest.fixture(scope="module")
def singer_file(simulator: Simulator, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the tap writes, for a loader alone."""
    path = tmp_path_factory.mktemp("singer") / "input.jsonl"
    store = path.with_name("token.json")
    output = run(
        simulator, catalog=only(*STREAMS), start_date=START.isoformat(), token_store=str(store)
    )
    path.write_bytes(b"".join(msgspec.json.encode(each) + b"\n" for each in output.messages))
    return path


def log_in(
    simulator: Simulator, settings: dict[str, Any], grant: Literal["jwt", "login"] = "login"
) -> None:
    """Leave a token in the store: a jwt's, or as `tap-ringcentral-login` does."""
    config = config_of(simulator, **settings)
    if grant == "login":
        del config["jwt"]
    tap = TapRingCentral(config=config, clock=SimulatedClock(simulator))
    if grant == "jwt":
        tap.api.authenticator.token()
        return
    redirect, verifier = "http://127.0.0.1:8910/callback", "v" * 43
    code = simulator.authorization_code(redirect, verifier, code_challenge_method="plain")
    client = tap.api.settings.grant.client
    tap.api.authenticator.sign_in(CodeGrant(client, code, redirect, verifier))
