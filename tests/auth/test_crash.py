"""A process killed at any step of a sign-in leaves a way in for the next one."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest
from support.one_start import STEPS, end_of, start
from support.runs import config_of, signed_in
from support.sign_ins import HOUR

if TYPE_CHECKING:
    from pathlib import Path

    from ringcentral_simulator import Simulator


@pytest.mark.parametrize("begun", ["first-sign-in", "refresh"])
@pytest.mark.parametrize("step", STEPS)
def test_next_start_gets_in_after_a_kill(
    simulator: Simulator, tmp_path: Path, step: str, begun: str
) -> None:
    store = tmp_path / "home" / "token.json"
    config = config_of(simulator, grant="refresh_token", token_store=str(store))
    helper = simulator.company.service_user.name
    if begun == "refresh":
        assert signed_in(simulator, config).startswith(helper)
        simulator.clock.advance(HOUR)
    killed = end_of(start(simulator, config, step))
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    following = end_of(start(simulator, config))
    assert following.stdout.startswith(helper), following.stderr
    assert {path.name for path in store.parent.iterdir()} == {"token.json", "token.json.lock"}
    # What is stored now goes on beyond RingCentral's grace for the former refresh token.
    simulator.clock.advance(2 * HOUR)
    assert signed_in(simulator, config).startswith(helper)
