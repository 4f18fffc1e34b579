"""Answers that take their time."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from itertools import count
from typing import TYPE_CHECKING

import pytest
import requests

from ringcentral_simulator import Clock, Simulator

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Api

NOW = datetime(2026, 3, 10, 18, tzinfo=UTC)


def test_an_answer_moves_a_frozen_clock_half_before_it_looks(
    account_with: Callable[..., Api], clock: Clock
) -> None:
    api = account_with(latency=3.0)
    clock.set(NOW)
    answer = api.get("call-log-extract-sync")
    assert answer.json()["syncInfo"]["syncTime"] == "2026-03-10T18:00:01.500Z"
    assert parsedate_to_datetime(answer.headers["Date"]) == NOW + timedelta(seconds=1)
    assert clock.now() == NOW + timedelta(seconds=3)
    assert api.simulator.requests[-1].time == NOW


def test_each_answer_can_take_its_own_time(account_with: Callable[..., Api], clock: Clock) -> None:
    seconds = count(10)
    api = account_with(latency=lambda: next(seconds))
    clock.set(NOW)
    for _ in range(3):
        api.get("extension/~")
    assert clock.now() == NOW + timedelta(seconds=11 + 12 + 13)


def test_the_sign_in_pages_take_no_time(account_with: Callable[..., Api], clock: Clock) -> None:
    api = account_with(latency=3.0)
    clock.set(NOW)
    page = api.http.get(
        f"{api.simulator.url}/restapi/oauth/authorize",
        params={
            "response_type": "code",
            "client_id": api.simulator.credentials.client_id,
            "redirect_uri": "https://example.com/callback",
        },
        timeout=10,
    )
    assert "single sign-on" in page.text
    assert clock.now() == NOW + timedelta(seconds=3)


def test_with_a_running_clock_it_is_waited(account_with: Callable[..., Api]) -> None:
    api = account_with(clock=Clock(NOW), latency=0.1)
    before = time.monotonic()
    assert api.get("extension/~").status_code == 200
    assert time.monotonic() - before >= 0.1


def test_stopping_waits_for_no_latency() -> None:
    asked = threading.Event()

    def long() -> float:
        asked.set()
        return 600.0

    with Simulator(latency=long) as simulator:

        def ask() -> None:
            with suppress(requests.ConnectionError):  # or the answer comes through just so
                requests.get(f"{simulator.url}/restapi/v1.0/account/~", timeout=60)

        client = threading.Thread(target=ask)
        client.start()
        assert asked.wait(10)
        before = time.monotonic()
    client.join(10)
    assert not client.is_alive()
    assert time.monotonic() - before < 10


def test_less_than_no_time_is_refused() -> None:
    with pytest.raises(ValueError, match="less than no time"):
        Simulator(latency=-0.1)
