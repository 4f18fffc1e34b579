"""One request: signed once, tried again when that may help, told in one line."""

from __future__ import annotations

import logging
import sys
from collections import Counter
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from support.api_client import CountedTokens, client_of
from support.runs import SimulatedClock, config_of, only

import tap_ringcentral
from tap_ringcentral.api.errors import (
    NotFoundError,
    RequestFailedError,
    RingCentralError,
    TokenRejectedError,
)
from tap_ringcentral.api.lenient_json import Repairs
from tap_ringcentral.api.pages import Page, next_link
from tap_ringcentral.api.request import Request
from tap_ringcentral.auth.authenticator import Authenticator
from tap_ringcentral.client import RingCentralStream
from tap_ringcentral.tap import TapRingCentral

if TYPE_CHECKING:
    from support.loopback import Loopback
    from support.still_clock import StillClock

    from ringcentral_simulator import Simulator
    from tap_ringcentral.api.answer_body import Answer

CALLS = Request("/restapi/v1.0/account/{account_id}/call-log", "call_log")
TAP = Path(tap_ringcentral.__file__).parent


def body(answer: Answer) -> bytes:
    return answer.body


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [each.getMessage() for each in caplog.records if each.name.startswith("tap-")]


def test_pause_that_ringcentral_asks_for_is_told_once_and_truly(
    server: Loopback, clock: StillClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    server.answer(status=429, Retry_After="60")
    server.answer(b"calls")
    assert client_of(server.url, clock).send(CALLS, body) == b"calls"
    assert clock.waits == [60]
    (line,) = lines(caplog)
    assert line == (
        "Waiting 60 s, until 12:01:00 UTC: RingCentral asked for a pause (429, group heavy)."
    )


def test_server_that_names_a_pause_is_asked_again_after_it(
    server: Loopback, clock: StillClock, caplog: pytest.LogCaptureFixture
) -> None:
    server.answer(status=503, Retry_After="7")
    server.answer(status=503)
    server.answer(b"calls")
    assert client_of(server.url, clock).send(CALLS, body) == b"calls"
    assert clock.waits == [7, 4]
    assert [line[-26:] for line in lines(caplog)] == [
        "Try 2 of 6 follows in 7 s.",
        "Try 3 of 6 follows in 4 s.",
    ]


def test_request_that_keeps_failing_is_given_up_after_its_tries(
    server: Loopback, clock: StillClock
) -> None:
    for _ in range(6):
        server.answer(status=500)
    with pytest.raises(RequestFailedError, match="call_log: RingCentral answered 500"):
        client_of(server.url, clock).send(CALLS, body)
    assert clock.waits == [2, 4, 8, 16, 32]


def test_refused_token_is_renewed_once_and_not_again(server: Loopback) -> None:
    signer = CountedTokens()
    server.answer(status=401)
    server.answer(b"calls")
    client = client_of(server.url, signer=signer)
    assert client.send(CALLS, body) == b"calls"
    for _ in range(2):
        server.answer(status=401)
    with pytest.raises(TokenRejectedError):
        client.send(CALLS, body)
    sent = [request.headers["Authorization"] for request in server.received]
    assert sent == ["Bearer 1", "Bearer 2", "Bearer 2", "Bearer 3"]
    assert signer.signed == len(sent)


def test_refusal_that_no_repetition_would_change_costs_one_request(server: Loopback) -> None:
    server.answer(status=404)
    with pytest.raises(NotFoundError):
        client_of(server.url).send(CALLS, body)
    assert len(server.received) == 1


def test_ids_of_a_path_are_escaped(server: Loopback) -> None:
    server.answer(b"")
    request = Request("/account/{account_id}/queues/{queueId}", "call_queue", {"queueId": "a/b ?"})
    client_of(server.url).send(request, body)
    assert server.received[0].path == "/account/~/queues/a%2Fb%20%3F"


@pytest.mark.parametrize(
    "link", ["http://127.0.0.1:9/calls", "https://elsewhere.example/", "/calls"]
)
def test_link_to_another_host_is_never_given_the_token(server: Loopback, link: str) -> None:
    server.answer({"records": [{"id": "1"}], "navigation": {"nextPage": {"uri": link}}})

    read = partial(Page.from_answer, repairs=Repairs("call_log"))
    pages = client_of(server.url).pages(CALLS, read, next_link)
    assert next(pages).records == [{"id": "1"}]
    with pytest.raises(RingCentralError, match="another host"):
        next(pages)
    assert len(server.received) == 1


@pytest.mark.parametrize("name", ["extension", "directory_entry", "phone_number", "message"])
def test_one_page_request_passes_few_files_and_asks_once_for_the_token(
    simulator: Simulator, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    tap = TapRingCentral(
        config=config_of(simulator), catalog=only(name), clock=SimulatedClock(simulator)
    )
    stream = tap.streams[name]
    assert isinstance(stream, RingCentralStream)
    request = stream.request({}, ids={"extensionId": "~"})
    next(stream.pages(request))  # signs in, and makes what later pages have in common
    visits: Counter[str] = Counter()
    for visited in ("__call__", "token", "discard"):
        _count(monkeypatch, visited, visits)
    entered = _files_entered(lambda: next(stream.pages(stream.request({}, ids=request.ids))))
    assert visits["__call__"] == 1
    assert visits.total() <= 2, visits
    assert len(entered) <= 12, " ".join(sorted(entered))


def _count(monkeypatch: pytest.MonkeyPatch, name: str, visits: Counter[str]) -> None:
    visit = getattr(Authenticator, name)

    def counted(self: Authenticator, *args: Any) -> Any:
        visits[name] += 1
        return visit(self, *args)

    monkeypatch.setattr(Authenticator, name, counted)


def _files_entered(work: Any) -> set[str]:
    """Return the tap's files whose functions run in this thread meanwhile."""
    entered = set()

    def watch(frame: Any, event: str, _: object) -> None:
        if event == "call" and (file := Path(frame.f_code.co_filename)).is_relative_to(TAP):
            entered.add(str(file.relative_to(TAP)))

    sys.setprofile(watch)
    try:
        work()
    finally:
        sys.setprofile(None)
    return entered
