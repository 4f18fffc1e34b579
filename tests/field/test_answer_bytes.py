"""A search for bytes of an answer, or of its headers, that end a run with a traceback.

`pytest --hypothesis-profile soak tests/field/test_answer_bytes.py` searches for some ten minutes.
"""

from __future__ import annotations

import json
import re
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.lake import Lake
from support.loopback import Loopback
from support.runs import LineOutput, Output, by_change, only
from support.still_clock import StillClock

from tap_ringcentral.api.errors import RingCentralError
from tap_ringcentral.tap import TapRingCentral

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TOKEN = {
    "access_token": "abc",
    "token_type": "bearer",
    "expires_in": 3600,
    "refresh_token": "def",
    "refresh_token_expires_in": 604800,
    "scope": "ReadCallLog ReadAccounts",
}
LEG = {
    "startTime": "2026-03-20T11:00:00.000Z",
    "duration": 17,
    "legType": "Accept",
    "master": True,
    "from": {"name": "Ann Smith", "phoneNumber": "+16505550100"},
    "extension": {"id": 101},
}
CALL = LEG | {
    "id": "Ab1",
    "lastModifiedTime": "2026-03-20T11:01:00.000Z",
    "billing": {"costIncluded": 0.008},
    "recording": {"id": "7", "type": "Automatic"},
    "legs": [LEG, LEG],
}
LIST = {"paging": {"page": 1, "perPage": 100, "totalPages": 1}, "navigation": {"nextPage": None}}
CALLS = {
    "records": [CALL, CALL | {"id": "Ab2"}],
    "syncInfo": {"syncToken": "t", "newerRecordsExist": False},
    **LIST,
}
USER = {
    "id": 101,
    "name": "Ann Smith",
    "type": "User",
    "creationTime": "2026-03-20T11:00:00.000Z",
    "hidden": False,
    "account": {"id": 7},
}
TIMELINE = {
    "data": {
        "records": [
            {
                "key": "101",
                "info": {"name": "Support"},
                "points": [
                    {
                        "time": "2026-03-20T11:00:00.000Z",
                        "counters": {"allCalls": {"valueType": "Instances", "values": 17.0}},
                    }
                ],
            }
        ]
    },
    "paging": {"page": 1, "perPage": 20, "totalPages": 1},
}
REFUSAL = {
    "errorCode": "CMN-408",
    "message": "No permission",
    "errors": [{"errorCode": "CMN-408", "permissionName": "ReadCompanyCallLog"}],
}
ACCOUNT = {"id": 7, "serviceInfo": {"brand": {"id": "1", "name": "RingCentral"}}}
SERVICE = {"servicePlanName": "x", "uBrand": {"id": 1}}


def catalog(*streams: str) -> dict[str, Any]:
    """These streams and none else, which is sooner read than all with few selected."""
    entries = [entry for entry in only(*streams)["streams"] if entry["stream"] in streams]
    return {"streams": entries}


CALL_STREAMS = ("call_log", "call_log_leg", "call_recording")

# What is read, the status, and what is answered after the token.
RUNS: dict[str, tuple[dict[str, Any], int, list[Any]]] = {
    "token": (catalog("extension"), 200, []),
    "calls": (catalog(*CALL_STREAMS), 200, [CALLS]),
    "changes": (by_change(catalog(*CALL_STREAMS)), 200, [CALLS]),
    "list": (catalog("extension"), 200, [{"records": [USER, USER | {"id": "102"}], **LIST}]),
    "objects": (catalog("account"), 200, [SERVICE, ACCOUNT]),
    "members": (catalog("call_queue_member"), 200, [{"records": [USER]}, {"records": [USER]}]),
    "analytics": (catalog("call_analytics_queue"), 200, [TIMELINE]),
    "refusal": (catalog("extension"), 403, [REFUSAL]),
    "outage": (catalog("extension"), 503, [REFUSAL]),
    "throttling": (catalog("extension"), 429, [REFUSAL]),
    "redirect": (catalog("extension"), 302, [REFUSAL]),
}
HEADERS = (
    "Content-Encoding",
    "Content-Type",
    "Date",
    "Retry-After",
    "X-Rate-Limit-Group",
    "X-Rate-Limit-Limit",
    "X-Rate-Limit-Remaining",
    "X-Rate-Limit-Window",
)

TOKENS = re.compile(rb'"[^"]*"|-?\d+(?:\.\d+)?|true|false|null|[{}\[\]:,]')
ODD = [
    *(b"null", b"true", b"0", b"-1", b"1.5", b"1e400", b"-1e400", b"NaN", b"-Infinity", b"--60"),
    *(b"9" * 20, b"9" * 400, b"9" * 5000, b"1" * 5000 + b".5", b'""', b'"x"', b'"-"', b'"nan"'),
    *(b"[]", b"{}", b"[null]", b"[[]]", b"[" * 3000, b"{" * 3000, b'{"a":' * 3000, b"]", b"}"),
    *(b'"\xff"', b'"\\ud83d"', b'"\\ude00\\ud83d"', b'"\\u0000"', b'"\\"', b"\xef\xbb\xbf", b"\\"),
    *(b'"\xf0\x9f"', b'"\n"', b'"\\n"', b"\x00", b",", b":", b'"id"', b'"records"', b'"id":1'),
    *(b'"0001-01-01T00:00:00+14:00"', b'"9999-12-31T23:59:59.999Z"', b'"2026-03-20"'),
    *(b'"0001-01-01T00:00:00.000Z"', b'"9999-12-31T23:59:59.999-14:00"', b'"20260320T120000Z"'),
    *(b'"http://["', b'"/x"', b'{"uri": "http://["}', b"<html>", b'{"uri": "//x"}', b"'"),
]
EDITS = st.lists(
    st.tuples(
        st.floats(0, 1, exclude_max=True),
        st.sampled_from(["token", "byte", "insert", "cut", "twice"]),
        st.sampled_from(ODD) | st.binary(max_size=8),
    ),
    min_size=1,
    max_size=3,
)
ODD_HEADERS = [
    *(
        "",
        "0",
        "-1",
        "1",
        "60",
        "1.5",
        "1e9",
        "nan",
        "inf",
        "9" * 9,
        "9" * 10,
        "9" * 20,
        "9" * 5000,
    ),
    *("\xb2", "Heavy", "x" * 300, "Fri, 20 Mar 2026 15:00:00 GMT", "Fri, 20 Mar 2026 15:00:00"),
    *("Fri, 20 Mar 99999999999999999999 15:00:00 GMT", "Mon, 01 Jan 0001 00:00:00 GMT"),
    *("Mon, 01 Jan 0001 00:00:00 +1400", "Fri, 31 Dec 9999 23:59:59 -1400", "Fri, 99 Foo 2026"),
    *(
        "Fri, 20 Mar 2026 25:61:61 GMT",
        "Fri, 20 Mar 2026 15:00:00 +9999",
        "1 1 1 1 1 1",
        ",",
        "Fri,",
    ),
    *("Fri, 20 Mar 2026 15:00:00 +99999999999999999999", "20 Mar 2026", "2026-03-20T15:00:00Z"),
]
ODD_LOCATIONS = [
    *("http://[", "//[", "http://", "/x", "http://\xff.example/", "\xff\xfe", "javascript:1"),
    *("http://127.0.0.1:99999999/", "http://127.0.0.1:x/", f"http://{'a' * 300}/", "http://*.x/"),
]
LATIN = st.text(st.characters(max_codepoint=255, exclude_categories=["Cc"]), max_size=30)


def edited(body: bytes, edits: list[tuple[float, str, bytes]]) -> bytes:
    """The body with some of its tokens, bytes or stretches changed."""
    for where, how, new in edits:
        at = int(where * (len(body) + 1))
        if how == "token" and (found := [*TOKENS.finditer(body)]):
            token = found[int(where * len(found))]
            body = body[: token.start()] + new + body[token.end() :]
        elif how == "byte":
            body = body[:at] + new[:1] + body[at + 1 :]
        elif how == "insert":
            body = body[:at] + new + body[at:]
        elif how == "cut":
            body = body[:at] + body[at + len(new) :]
        elif how == "twice":
            body = body[:at] + body[max(0, at - len(new)) :]
    return body


class Endpoint(NamedTuple):
    """Where answers come from, and a place for tokens."""

    server: Loopback
    store: Path


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    with Loopback() as server:
        yield Endpoint(server, tmp_path_factory.mktemp("tokens") / "token")


_numbers = count()


def read(
    endpoint: Endpoint, name: str, answers: list[bytes], headers: dict[str, Any], output: Output
) -> None:
    """Run the tap on these answers; the last is given to every further try."""
    server, store = endpoint
    catalog, status, _ = RUNS[name]
    token, *rest = answers
    server._answers.clear()
    server.answer(token, **headers)
    for body in [*rest[:-1], *rest[-1:] * 12]:
        server.answer(body, status, **headers)
    for _ in range(4):  # sign-in is tried again, and may be asked for anew
        server.answer(token, **headers)
    config = {
        "server_url": server.url,
        "client_id": "id",
        "client_secret": "secret",
        "jwt": "a.b.c",
        "start_date": "2026-03-20T00:00:00Z",
        "token_store": str(store.with_suffix(f".{next(_numbers)}")),  # none knows another's token
    }
    tap = TapRingCentral(config=config, catalog=catalog, clock=StillClock(), message_writer=output)
    try:
        tap.extract()
    except RingCentralError as error:
        assert len(str(error).splitlines()) == 1  # noqa: PT017 - most runs end well
        assert "Ann Smith" not in str(error)  # noqa: PT017
    lake = Lake()
    for stream, rows in output.records.items():
        lake.take((stream, row) for row in rows)
    lake.load()


SEARCH = settings(
    max_examples=settings().max_examples // 16,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def bodies(name: str) -> list[bytes]:
    return [json.dumps(each).encode() for each in (TOKEN, *RUNS[name][2])]


GOOD = [name for name, (_, status, answers) in RUNS.items() if status == 200 and answers]


@pytest.mark.parametrize("name", GOOD)
def test_answers_that_are_right_are_read(endpoint: Endpoint, name: str) -> None:
    output = LineOutput()
    read(endpoint, name, bodies(name), {}, output)
    assert output.records.keys() == {entry["stream"] for entry in RUNS[name][0]["streams"]}


@pytest.mark.parametrize("name", RUNS)
@SEARCH
@given(edits=EDITS, which=st.integers(0, 5), output=st.sampled_from([LineOutput, Output]))
def test_no_bytes_of_an_answer_end_a_run_with_a_traceback(
    endpoint: Endpoint, name: str, edits: Any, which: int, output: type[Output]
) -> None:
    answers = bodies(name)
    # The token only where nothing else is of interest: all else would hardly be reached.
    number = 0 if name == "token" else 1 + which % (len(answers) - 1)
    answers[number] = edited(answers[number], edits)
    read(endpoint, name, answers, {}, output())


@pytest.mark.parametrize("name", ["token", "calls", "list", "outage", "throttling", "redirect"])
@SEARCH
@given(
    headers=st.dictionaries(
        st.sampled_from(HEADERS), st.sampled_from(ODD_HEADERS) | LATIN, min_size=1, max_size=4
    ),
    location=st.none() | st.sampled_from(ODD_LOCATIONS),
)
def test_no_header_of_an_answer_ends_a_run_with_a_traceback(
    endpoint: Endpoint, name: str, headers: dict[str, str], location: str | None
) -> None:
    headers = headers | ({"Location": location} if location else {})
    named = {header.replace("-", "_"): value for header, value in headers.items()}
    read(endpoint, name, bodies(name), named, LineOutput())
