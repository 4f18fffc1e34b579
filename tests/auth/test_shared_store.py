"""Several runs, at once or one after the other, go on with one sign-in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from support.one_start import end_of, start
from support.runs import config_of, signed_in
from support.sign_ins import HOUR

if TYPE_CHECKING:
    from pathlib import Path

    from ringcentral_simulator import Simulator


def answers(simulator: Simulator) -> list[tuple[str, int | None]]:
    """The last part of each path that was asked for, and the status of its answer."""
    return [(each.path.rsplit("/", 1)[1], each.status) for each in simulator.requests]


def stored_token(path: Path) -> Any:
    (sign_in,) = json.loads(path.read_bytes())["sign_ins"]
    return sign_in["token"]


@pytest.mark.parametrize(
    ("grant", "store"), [("jwt", "none"), ("refresh_token", "expired")], ids=["jwt", "refresh"]
)
def test_eight_processes_at_once_sign_in_once(
    simulator: Simulator, tmp_path: Path, grant: Any, store: str
) -> None:
    path = tmp_path / "home" / "token.json"
    config = config_of(simulator, grant=grant, token_store=str(path))
    if store == "expired":
        signed_in(simulator, config)
        simulator.clock.advance(HOUR)
    before = len(simulator.requests)
    started = [start(simulator, config) for _ in range(8)]
    for ended in [end_of(process) for process in started]:
        assert ended.stdout.startswith(simulator.company.service_user.name), ended.stderr
    asked = answers(simulator)[before:]
    assert asked.count(("token", 200)) == 1
    assert {status for _, status in asked} == {200}
    assert stored_token(path)["access_token"]
    assert {each.name for each in path.parent.iterdir()} == {"token.json", "token.json.lock"}


def test_ten_restarts_go_on_with_a_refresh_token_that_changes_each_time(
    simulator: Simulator, tmp_path: Path
) -> None:
    path = tmp_path / "token.json"
    config = config_of(simulator, grant="refresh_token", token_store=str(path))
    refresh_tokens = [config["refresh_token"]]
    for _ in range(10):
        assert signed_in(simulator, config).startswith(simulator.company.service_user.name)
        refresh_tokens.append(stored_token(path)["refresh_token"])
        simulator.clock.advance(HOUR + 60)
    assert len(set(refresh_tokens)) == 11
    asked = answers(simulator)
    assert asked.count(("token", 200)) == 10
    assert {status for _, status in asked} == {200}


@pytest.mark.parametrize("grant", ["jwt", "refresh_token", "password"])
def test_restarts_within_the_hour_sign_in_once(
    simulator: Simulator, tmp_path: Path, grant: Any
) -> None:
    config = config_of(simulator, grant=grant, token_store=str(tmp_path / "token.json"))
    for _ in range(10):
        assert signed_in(simulator, config)
        simulator.clock.advance(5 * 60)
    assert answers(simulator).count(("token", 200)) == 1
