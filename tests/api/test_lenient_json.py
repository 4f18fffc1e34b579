"""What the strict parser refuses is mended where it can be, and only there."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tap_ringcentral.api.lenient_json import Repairs

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def mended(body: bytes) -> Any:
    return msgspec.json.decode(Repairs("call_log").mend(body))


@given(value=JSON, escaped=st.booleans())
def test_what_is_right_means_the_same_afterwards(value: Any, *, escaped: bool) -> None:
    assert mended(json.dumps(value, ensure_ascii=escaped).encode()) == value


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b'"\xff"', "\ufffd"),
        (b'"\\ud83d"', "\ufffd"),
        (b'"\\ud83d\\ud83d\\ude00"', "\ufffd😀"),
        (b'"\\\\ud83d"', "\\ud83d"),
        (b'"\\\\\\ud83d"', "\\\ufffd"),
        (b'{"\xff": 1}', {"\ufffd": 1}),
        (b'\xef\xbb\xbf{"a": 1}', {"a": 1}),
        (b'{"a": 1, "a": 2}', {"a": 2}),
        (b"1e400", "1e400"),
        (b"[NaN, Infinity, -Infinity]", ["NaN", "Infinity", "-Infinity"]),
        (b"9" * 5000, "9" * 5000),
        (b"-0.0", 0),
    ],
)
def test_what_is_nearly_right_is_taken(body: bytes, value: Any) -> None:
    assert mended(body) == value


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b'{"a": ', b"[" * 100_000, b'{"a":' * 100_000, b"\xff", b'"\n"']
)
def test_what_is_no_json_stays_none(body: bytes) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Repairs("call_log").mend(body)


def test_first_record_is_named_once_and_its_text_never(caplog: pytest.LogCaptureFixture) -> None:
    repairs = Repairs("call_log")
    for first in (7, 8):
        records = b'{"records": [{"id": 6}, {"id": %d, "from": {"id": 1, "name": "Zo\xeb"}}]}'
        repairs.mend(records % first)
    (told,) = caplog.messages
    assert "call_log" in told
    assert "id 7;" in told
    assert "Zo" not in told
