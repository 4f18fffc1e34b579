"""Whatever is written as a setting, it works or is refused in one line."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tap_ringcentral.api.errors import SettingsError
from tap_ringcentral.tap import TapRingCentral

TapRingCentral.append_builtin_config(TapRingCentral.config_jsonschema)
NAMES = sorted(TapRingCentral.config_jsonschema["properties"])
CREDENTIALS = {"client_id": "app", "jwt": "a.b.c"}
# What comes near to a value that works, so that more than the first check is reached.
NEAR = st.sampled_from(
    [
        *["https://[", "https://a..b", "https://h:99999", "http://[::1]:8080", "https://h/%00"],
        *["~nobody-there/x", "/", "a\0b", "\ud800", "\u00e9", "101, 102", "[101", '["101"]', "{"],
        *["0001-01-01", "9999-12-31T00:00:00-05:00", "2026-01-31", "P1D", "\u0662026-01-31"],
        *["1e999", "24.0", "-0", "America", "../UTC", "Day", "true", "foo(", "jsonl"],
        *[10**400, -1, 24.0, float("nan"), float("inf")],
    ]
)
KEYS = st.sampled_from(
    [
        *["call_log", "x", "__else__", "__source__", "__alias__", "__filter__"],
        *["encoding", "storage", "format", "root", "batch_size", "locale", "seed"],
    ]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | NEAR,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(KEYS | st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)
CONFIGS = st.dictionaries(st.sampled_from(NAMES), VALUES, min_size=1, max_size=3)


@settings(suppress_health_check=list(HealthCheck))
@given(CONFIGS)
def test_no_value_of_any_setting_ends_in_a_traceback(config: dict[str, Any]) -> None:
    try:
        TapRingCentral(config=CREDENTIALS | config)
    except SettingsError as error:
        assert "\n" not in str(error)  # noqa: PT017 - most are refused, and some work
