"""What the tap reads out of a JWT credential, before and after RingCentral refuses it."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tap_ringcentral.auth import jwt_credential

NOW = datetime(2026, 3, 20, 12, 0, tzinfo=UTC)
SERVER = "https://platform.ringcentral.com"


def jwt(**claims: Any) -> str:
    """A credential with these claims; nobody checks its signature here."""
    parts = [{"alg": "RS256", "typ": "JWT"}, claims]
    header, payload = (urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in parts)
    return f"{header.decode()}.{payload.decode()}.s1gnature"


def ending(after: timedelta) -> str:
    return jwt(exp=int((NOW + after).timestamp()), iss=SERVER)


def why_refused(credential: str) -> str:
    return jwt_credential.why_refused(credential, server_url=SERVER, now=NOW)


@pytest.mark.parametrize("name", ["a", "ab", "abc", "abcd"])  # each length of base64's padding
def test_payload_is_read(name: str) -> None:
    assert jwt_credential.payload(jwt(sub=name)) == {"sub": name}


@pytest.mark.parametrize(
    "text",
    ["", "eyJ", "a.b", "a.b.c.d", "..", "a.bcdef.c", "a.é.c", "a.e30.c\n.", "a.W10.c", "a._w.c"],
    ids=repr,
)
def test_text_that_is_no_jwt_has_no_payload(text: str) -> None:
    assert jwt_credential.payload(text) is None
    assert "is no JWT" in why_refused(text)


@pytest.mark.parametrize(("hours", "days"), [(1, 0), (36, 1), (14 * 24 - 1, 13)])
def test_end_is_warned_of_a_fortnight_ahead(
    caplog: pytest.LogCaptureFixture, hours: int, days: int
) -> None:
    credential = ending(timedelta(hours=hours))
    jwt_credential.warn_of_end(credential, now=NOW)
    (record,) = caplog.records
    assert record.levelname == "WARNING"
    assert f"in {days} days: make a new one in the Developer Console" in record.getMessage()
    assert f"{NOW + timedelta(hours=hours):%Y-%m-%d}" in record.getMessage()
    assert credential not in record.getMessage()


@pytest.mark.parametrize(
    "credential",
    [
        ending(timedelta(days=14)),
        ending(timedelta(days=365)),
        ending(-timedelta(days=1)),  # RingCentral's refusal tells that
        jwt(iss=SERVER),
        jwt(exp=None),
        jwt(exp="soon"),
        jwt(exp=1e300),
        "no JWT",
    ],
    ids=["fortnight", "year", "past", "endless", "null", "text", "huge", "garbage"],
)
def test_nothing_is_warned_of_without_need(
    caplog: pytest.LogCaptureFixture, credential: str
) -> None:
    jwt_credential.warn_of_end(credential, now=NOW)
    assert caplog.records == []


@pytest.mark.parametrize(
    ("credential", "words"),
    [
        (ending(-timedelta(days=3)), "The JWT credential ended on 2026-03-17: make a new one"),
        (ending(timedelta()), "The JWT credential ended on 2026-03-20"),
        (
            jwt(iss="https://platform.devtest.ringcentral.com"),
            "was made for platform.devtest.ringcentral.com: compare that with server_url",
        ),
        ("eyJhbGciOiJSUzI1NiJ9.eyJhdWQ", "has three parts with dots between them; copy it whole"),
    ],
    ids=["past", "now", "other-server", "half"],
)
def test_refusal_says_what_the_credential_itself_shows(credential: str, words: str) -> None:
    text = why_refused(credential)
    assert text.startswith(" ")
    assert words in text
    assert credential not in text


@pytest.mark.parametrize(
    "credential",
    [ending(timedelta(days=1)), jwt(), jwt(iss=None), jwt(iss="https://[platform"), jwt(iss=7)],
    ids=["good", "empty", "null", "broken-address", "number"],
)
def test_refusal_of_what_looks_good_adds_nothing(credential: str) -> None:
    assert why_refused(credential) == ""


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(["exp", "iss"]), st.integers() | st.floats() | st.text()))
def test_no_claim_is_too_odd(claims: dict[str, Any]) -> None:
    credential = jwt(**claims)
    jwt_credential.warn_of_end(credential, now=NOW)
    assert "s1gnature" not in why_refused(credential)


@settings(deadline=None)
@given(st.text())
def test_no_text_is_too_odd(text: str) -> None:
    assert jwt_credential.payload(text) is None or text.count(".") == 2
