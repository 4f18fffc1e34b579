"""The SDK's own tests of a tap, run against the simulator."""

from __future__ import annotations

from datetime import UTC, datetime
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from singer_sdk.testing import SuiteConfig, get_tap_test_class
from support.runs import config_of, only

from ringcentral_simulator import Clock, Profile, RateLimits, Simulator
from tap_ringcentral.streams import STREAMS
from tap_ringcentral.tap import TapRingCentral

if TYPE_CHECKING:
    from collections.abc import Iterator

# The SDK wants the configuration when this module is read, so the simulator starts here.
_simulator = Simulator(
    clock=Clock(datetime(2026, 3, 20, 14, 10, tzinfo=UTC), frozen=True),  # two calls are going on
    profile=Profile(calls_per_weekday=100, history_days=7),
    extensions=60,
    rate_limits=RateLimits(enabled=False),
)
_simulator.__enter__()
# The SDK also runs the tap outside of any test, where no test's state directory is set.
_home = TemporaryDirectory()

# Properties that this company never has a value for, such as `deleted`.
pytestmark = [
    pytest.mark.filterwarnings("ignore:Fields in transformed catalog but not in records"),
    pytest.mark.filterwarnings("ignore:No records were available to test"),
]


@pytest.fixture(scope="session", autouse=True)
def _stop() -> Iterator[None]:
    yield
    _simulator.__exit__(None, None, None)
    _home.cleanup()


TestTapRingCentral = get_tap_test_class(
    TapRingCentral,
    config=config_of(
        _simulator,
        token_store=f"{_home.name}/token.json",
        recordings_path=f"{_home.name}/audio",
    ),
    suite_config=SuiteConfig(max_records_limit=500),
    catalog=only(*STREAMS),
)
