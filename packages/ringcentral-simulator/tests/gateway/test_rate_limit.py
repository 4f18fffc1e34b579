"""Rate limits and their penalty."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ringcentral_simulator import Clock, Group, RateLimits, Simulator
from ringcentral_simulator.gateway.errors import ApiError

if TYPE_CHECKING:
    from tests.conftest import Api

LIMITS = [("call-log", 10, "heavy"), ("extension", 40, "medium"), ("extension/~", 50, "light")]


@pytest.mark.parametrize(("path", "limit", "group"), LIMITS)
def test_each_group_has_its_limit_and_tells_what_is_left(
    strict_api: Api, path: str, limit: int, group: str
) -> None:
    answers = [strict_api.get(path, perPage=1) for _ in range(limit)]
    assert {answer.status_code for answer in answers} == {200}
    left = [int(answer.headers["X-Rate-Limit-Remaining"]) for answer in answers]
    assert left == list(reversed(range(limit)))
    assert answers[0].headers["X-Rate-Limit-Group"] == group
    assert answers[0].headers["X-Rate-Limit-Limit"] == str(limit)
    assert answers[0].headers["X-Rate-Limit-Window"] == "60"
    over = strict_api.get(path, perPage=1)
    assert over.status_code == 429
    assert over.headers["Retry-After"] == "60"
    assert over.json()["errorCode"] == over.json()["errors"][0]["errorCode"] == "CMN-301"


def use_up(api: Api) -> None:
    for _ in range(11):
        last = api.get("call-log", perPage=1)
    assert last.status_code == 429


def test_groups_do_not_touch_each_other(strict_api: Api) -> None:
    use_up(strict_api)
    assert strict_api.get("call-queues").status_code == 200


def test_the_window_slides(strict_api: Api, clock: Clock) -> None:
    for _ in range(10):
        clock.advance(5)
        assert strict_api.get("call-log", perPage=1).status_code == 200
    clock.advance(21)
    assert strict_api.get("call-log", perPage=1).headers["X-Rate-Limit-Remaining"] == "1"


def test_waiting_out_the_penalty_helps(strict_api: Api, clock: Clock) -> None:
    use_up(strict_api)
    clock.advance(60)
    assert strict_api.get("call-log", perPage=1).status_code == 200


def test_every_request_during_the_penalty_restarts_it(strict_api: Api, clock: Clock) -> None:
    use_up(strict_api)
    for _ in range(5):
        clock.advance(59)
        assert strict_api.get("call-log", perPage=1).status_code == 429
    clock.advance(60)
    assert strict_api.get("call-log", perPage=1).status_code == 200


def test_the_token_endpoint_lets_five_requests_through_whoever_is_right(strict_api: Api) -> None:
    refused = [strict_api.refresh("unknown").status_code for _ in range(5)]
    assert refused == [400, 400, 400, 400, 429]


def test_a_scale_shortens_window_and_penalty_as_it_announces(clock: Clock) -> None:
    limiter = RateLimits(limits=dict.fromkeys(Group, 1), scale=0.02)
    with Simulator(clock=clock, rate_limits=limiter) as quick:
        admit = quick._account.limiter.admit
        assert admit("x", Group.HEAVY)["X-Rate-Limit-Window"] == "2"
        clock.advance(1.9)
        with pytest.raises(ApiError, match="Request rate exceeded") as refusal:
            admit("x", Group.HEAVY)
        assert refusal.value.headers["Retry-After"] == "2"
        clock.advance(2)
        assert admit("x", Group.HEAVY)["X-Rate-Limit-Remaining"] == "0"


def test_switched_off_nobody_is_turned_away_nor_told_to_wait(api: Api) -> None:
    answers = [api.get("call-log", perPage=1) for _ in range(15)]
    assert {answer.status_code for answer in answers} == {200}
    assert answers[-1].headers["X-Rate-Limit-Remaining"] == "10"
