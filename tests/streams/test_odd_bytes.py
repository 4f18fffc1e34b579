"""Bytes that are no Unicode, and numbers that nothing holds: the run goes on, or one line tells."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from support.runs import LineOutput, Output, SimulatedClock, by_change, catalog_of, only, run

from ringcentral_simulator import Clock, Fault, FaultKind, Profile, RateLimits, Simulator
from tap_ringcentral.api.errors import RingCentralError

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = datetime(2026, 3, 20, 15, 0, tzinfo=UTC)
CALL = {"startTime": "2026-03-20T12:00:00.000Z", "lastModifiedTime": "2026-03-20T12:05:00.000Z"}
CALLS = catalog_of(dict.fromkeys(("call_queue", "call_queue_member", "extension"), False))
NO_UNICODE = {
    "bad byte": (b"Zo\xeb", "Zo\ufffd"),
    "half a pair": (b"Front desk \\ud83d", "Front desk \ufffd"),
    "half a pair, then another": (b"\\ud83d\\ud83d\\ude00", "\ufffd😀"),
    "half a character": (b"\xf0\x9f\x98", "\ufffd\ufffd\ufffd"),
    "the other half alone": (b"\\ude00!", "\ufffd!"),
}
NO_DAMAGE = {
    "pair": (b"\\ud83d\\ude00", "😀"),
    "escaped backslash": (b"\\\\ud83d", "\\ud83d"),
    "replacement character": ("\ufffd".encode(), "\ufffd"),
}


@pytest.fixture(scope="module")
def account() -> Iterator[Simulator]:
    with Simulator(
        clock=Clock(NOW, frozen=True),
        profile=Profile(calls_per_weekday=10, history_days=2),
        rate_limits=RateLimits(enabled=False),
        extensions=40,
    ) as simulator:
        yield simulator


def answer(simulator: Simulator, path: str, body: bytes, status: int = 200) -> None:
    """Let RingCentral answer so, once."""
    simulator.inject(Fault(FaultKind.STATUS, path=path, status=status, body=body))


def calls(*texts: bytes, **more: bytes) -> bytes:
    """An answer with a call for each caller's name, as the bytes of it."""
    head = json.dumps(CALL)[1:-1].encode()
    rest = b"".join(b', "%s": %s' % (name.encode(), text) for name, text in more.items())
    records = (
        b'{"id": "c%d", %s, "from": {"name": "%s"}%s}' % (number, head, text, rest)
        for number, text in enumerate(texts)
    )
    info = b'"syncInfo": {"syncToken": "t", "newerRecordsExist": false}'
    return b'{"records": [%s], %s}' % (b", ".join(records), info)


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [r.getMessage() for r in caplog.records if "no Unicode" in r.getMessage()]


WAYS = [
    (LineOutput, CALLS),
    (Output, CALLS),
    (LineOutput, by_change(CALLS)),
    (Output, by_change(CALLS)),
]


@pytest.mark.parametrize(("output", "catalog"), WAYS, ids=["lines", "SDK", "changes", "both"])
def test_caller_whose_name_is_no_unicode_is_written_and_told_once(
    account: Simulator, caplog: pytest.LogCaptureFixture, output: type[Output], catalog: Any
) -> None:
    texts = [b"Ann", *(text for text, _ in NO_UNICODE.values())]
    answer(account, "/call-log", calls(*texts))
    found = run(account, catalog=catalog, start_date="2026-03-20T09:00:00Z", output=output())
    names = [row["from"]["name"] for row in found.records["call_log"]]
    assert names == ["Ann", *(name for _, name in NO_UNICODE.values())]
    (told,) = warnings(caplog)
    assert told.startswith(
        "call_log: RingCentral gave text that is no Unicode, first in the record"
    )
    assert "id c1;" in told
    assert "Front desk" not in caplog.text


@pytest.mark.parametrize(("output", "catalog"), WAYS[:2], ids=["lines", "SDK"])
def test_valid_text_is_left_alone_beside_text_that_is_none(
    account: Simulator, output: type[Output], catalog: Any
) -> None:
    texts = [*(text for text, _ in NO_DAMAGE.values()), b"\xff"]
    answer(account, "/call-log", calls(*texts))
    found = run(account, catalog=catalog, start_date="2026-03-20T09:00:00Z", output=output())
    names = [row["from"]["name"] for row in found.records["call_log"]]
    assert names == [*(name for _, name in NO_DAMAGE.values()), "\ufffd"]


def test_byte_order_mark_is_passed_over(
    account: Simulator, caplog: pytest.LogCaptureFixture
) -> None:
    answer(account, "/call-log", b"\xef\xbb\xbf" + calls(b"Ann"))
    answer(account, "/call-queues", b'\xef\xbb\xbf{"records": []}')
    found = run(account, catalog=catalog_of({}), start_date="2026-03-20T09:00:00Z")
    assert [row["id"] for row in found.records["call_log"]] == ["c0"]
    assert not warnings(caplog)


QUEUE = b'{"id": 7, "name": "%s"}'
TIMELINE = b"""{"data": {"records": [{"key": "7", "info": {"name": "%s"},
                "points": [{"time": "2026-03-19T00:00:00Z"}]}]}}"""


@pytest.mark.parametrize(
    ("stream", "path", "body"),
    [
        ("extension", "/extension?", b'{"records": [%s]}' % QUEUE),
        ("account", "/service-info", b'{"id": 7, "servicePlanName": "%s"}'),
        ("call_queue", "/call-queues/7", QUEUE),
        ("call_analytics_queue", "/timeline/fetch", TIMELINE),
    ],
)
@pytest.mark.parametrize("text", [b"\xff", b"\\ud83d"], ids=["bad byte", "half a pair"])
def test_any_answer_may_hold_text_that_is_no_unicode(
    account: Simulator,
    caplog: pytest.LogCaptureFixture,
    *,
    stream: str,
    path: str,
    body: bytes,
    text: bytes,
) -> None:
    if stream == "call_queue":  # the list, which is read for its ids, as well
        answer(account, "/call-queues?", b'{"records": [%s]}' % (QUEUE % text))
    answer(account, path, body % text)
    found = run(account, catalog=only(stream), start_date="2026-03-18T00:00:00Z")
    assert "\ufffd" in json.dumps(found.records[stream], ensure_ascii=False)
    told = warnings(caplog)
    assert told
    assert all(line.startswith(f"{stream}: ") for line in told)
    assert all("id 7;" in line for line in told)


@pytest.mark.parametrize("number", [b"1e400", b"NaN", b"-Infinity", b"9" * 5000, b"9" * 400])
@pytest.mark.parametrize(("output", "catalog"), WAYS[:2], ids=["lines", "SDK"])
def test_number_that_nothing_holds_is_told_at_once_with_its_place(
    account: Simulator, output: type[Output], catalog: Any, number: bytes
) -> None:
    answer(account, "/call-log", calls(b"Ann", duration=number))
    clock = SimulatedClock(account)
    with pytest.raises(RingCentralError, match=r"call_log: .*gave duration as .* id c0") as caught:
        run(
            account,
            catalog=catalog,
            clock=clock,
            start_date="2026-03-20T09:00:00Z",
            output=output(),
        )
    assert not clock.waits
    assert "999" not in str(caught.value)


@pytest.mark.parametrize(
    "depth", [b'{"records": %s}', b'{"records": [{"id": "a", "startTime": "x", "legs": %s}]}']
)
@pytest.mark.parametrize("path", ["/call-log", "/extension?"])
def test_answer_without_a_bottom_fails_its_stream_alone(
    account: Simulator, depth: bytes, path: str
) -> None:
    clock = SimulatedClock(account)
    body = depth % (b"[" * 50_000 + b"]" * 50_000)
    account.inject(Fault(FaultKind.STATUS, path=path, status=200, body=body, times=6))
    with pytest.raises(RingCentralError, match="is not the JSON that it should be") as caught:
        run(account, catalog=only("call_log", "extension", "site"), clock=clock)
    assert "site" in caught.value.output.records  # type: ignore[attr-defined] # set by run


@pytest.mark.parametrize("link", ["http://[", "https://[::1", "http://a]b/"])
@pytest.mark.parametrize(("stream", "path"), [("extension", "/extension?"), ("call_log", "/call-")])
def test_next_link_that_is_no_address_is_told_at_once(
    account: Simulator, stream: str, path: str, link: str
) -> None:
    body = {"records": [], "navigation": {"nextPage": {"uri": link}}}
    answer(account, path, json.dumps(body).encode())
    with pytest.raises(RingCentralError, match="a next page whose address is none"):
        run(account, catalog=only(stream))


@pytest.mark.parametrize(
    "body",
    [b'{"message": "Zo\xeb"}', b'{"message": "\\ud83d"}', b"[" * 50_000, b"9" * 5000, b"\xff"],
    ids=["bad byte", "half a pair", "deep", "digits", "nothing"],
)
def test_refusal_with_any_body_is_one_line(account: Simulator, body: bytes) -> None:
    answer(account, "/extension?", body, status=403)
    with pytest.raises(RingCentralError, match="RingCentral answered 403") as caught:
        run(account, catalog=only("extension"))
    str(caught.value).encode()


@pytest.mark.parametrize("name", ["ubrand", "uBrand"])
def test_sub_brand_has_one_name_whatever_ringcentral_calls_it(
    account: Simulator, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    answer(account, "/service-info", json.dumps({"servicePlanName": "x", name: {"id": 3}}).encode())
    (row,) = run(account, catalog=only("account")).records["account"]
    assert row["serviceInfo"]["uBrand"]["id"] == "3"
    assert "ubrand" not in row["serviceInfo"]
    assert "does not know" not in caplog.text


def test_service_info_that_is_no_object_is_told(account: Simulator) -> None:
    answer(account, "/service-info", b'{"servicePlanName": "x"}')
    answer(account, "/restapi/v1.0/account/~", b'{"id": 1, "serviceInfo": "Ann Smith"}')
    with pytest.raises(RingCentralError, match=r"account: .* serviceInfo as a string") as caught:
        run(account, catalog=only("account"))
    assert "Ann Smith" not in str(caught.value)


@pytest.mark.parametrize("recording", [b"{}", b'{"id": null}', b'{"id": ""}'])
@pytest.mark.parametrize("where", [b"%s", b'[{"recording": %s}]'], ids=["call", "leg"])
@pytest.mark.parametrize("output", [LineOutput, Output], ids=["lines", "SDK"])
def test_recording_without_an_id_is_told_with_its_call(
    account: Simulator, output: type[Output], where: bytes, recording: bytes
) -> None:
    name = "recording" if where == b"%s" else "legs"
    answer(account, "/call-log", calls(b"Ann", **{name: where % recording}))
    catalog = only("call_log", "call_recording")
    with pytest.raises(RingCentralError, match=r"call_recording: .*without id .* id c0\."):
        run(account, catalog=catalog, start_date="2026-03-20T09:00:00Z", output=output())
    answer(account, "/call-log", calls(b"Ann", **{name: where % recording}))
    rows = run(
        account, catalog=only("call_log"), start_date="2026-03-20T09:00:00Z", output=output()
    )
    assert len(rows.records["call_log"]) == 1, "nothing is lost where recordings are not wanted"


def test_null_in_the_place_of_a_recording_is_no_recording(account: Simulator) -> None:
    answer(account, "/call-log", calls(b"Ann", recording=b"null", legs=b"[null, {}]"))
    found = run(
        account,
        catalog=only("call_log", "call_recording"),
        start_date=(NOW - timedelta(hours=6)).isoformat(),
    )
    assert not found.records["call_recording"]


def test_queue_whose_id_is_101_0_is_asked_for_as_101(account: Simulator) -> None:
    answer(account, "/call-queues?", b'{"records": [{"id": 101.0}]}')
    answer(account, "/call-queues/101/members", b'{"records": [{"id": 7.0}]}')
    found = run(account, catalog=only("call_queue_member"))
    assert found.records["call_queue_member"] == [{"queueId": "101", "id": "7"}]


@pytest.mark.parametrize("id_", [b'""', b"null", b"true", b"[1]"])
def test_queue_without_an_id_is_told(account: Simulator, id_: bytes) -> None:
    answer(account, "/call-queues?", b'{"records": [{"id": %s}]}' % id_)
    with pytest.raises(RingCentralError, match=r"call_queue_member: .* record without id"):
        run(account, catalog=only("call_queue_member"))
