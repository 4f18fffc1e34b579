"""RingCentral's own Python SDK at work with the simulator."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from ringcentral import SDK
from ringcentral.http.api_exception import ApiException

if TYPE_CHECKING:
    from ringcentral.platform.platform import Platform

    from ringcentral_simulator import Simulator

REDIRECT = "http://127.0.0.1:41999/callback"
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"


@pytest.fixture
def platform(simulator: Simulator) -> Platform:
    known = simulator.credentials
    return SDK(known.client_id, known.client_secret, simulator.url).platform()


def test_it_signs_in_with_a_jwt_refreshes_and_reads_a_page_of_calls(
    platform: Platform, simulator: Simulator
) -> None:
    platform.login(jwt=simulator.credentials.jwt)
    first = platform.auth().access_token()
    platform.refresh()
    assert platform.auth().access_token() != first
    page = platform.get("/account/~/call-log", {"view": "Detailed", "perPage": 25}).json_dict()
    assert len(page["records"]) == 25
    *_, latest = simulator.truth.calls(simulator.clock.now() - timedelta(hours=24))
    assert page["records"][0]["id"] == latest["id"]
    platform.logout()
    assert not platform.logged_in()


def test_it_signs_in_with_a_code_and_pkce(platform: Platform, simulator: Simulator) -> None:
    code = simulator.authorization_code(REDIRECT, VERIFIER, code_challenge_method="plain")
    platform.login(code=code, redirect_uri=REDIRECT, verifier=VERIFIER)
    user = platform.get("/account/~/extension/~").json_dict()
    assert user["id"] == simulator.company.service_user.id


def test_it_raises_what_the_simulator_refuses(platform: Platform) -> None:
    with pytest.raises(ApiException, match="OAU-106"):
        platform.login(code="unknown", redirect_uri=REDIRECT)
