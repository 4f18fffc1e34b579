"""Faults as a real HTTP client meets them."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
import requests

from ringcentral_simulator import FOR_GOOD, Fault, FaultKind, Simulator

if TYPE_CHECKING:
    from tests.conftest import Api


def test_a_status_comes_once_with_its_headers_and_body(api: Api, simulator: Simulator) -> None:
    simulator.inject(
        Fault(FaultKind.STATUS, status=503, headers={"Retry-After": "12"}, body=b"overloaded")
    )
    answer = api.get("call-log")
    assert (answer.status_code, answer.text) == (503, "overloaded")
    assert answer.headers["Retry-After"] == "12"
    assert api.get("call-log").status_code == 200


def test_a_status_without_a_body_has_the_usual_envelope(api: Api, simulator: Simulator) -> None:
    simulator.inject(Fault(FaultKind.STATUS, status=429))
    answer = api.get("call-log")
    assert answer.status_code == 429
    assert "Retry-After" not in answer.headers
    assert answer.json()["errors"][0]["errorCode"]


def test_a_fault_befalls_only_its_path_and_method_after_and_as_often_as_told(
    api: Api, simulator: Simulator
) -> None:
    simulator.inject(
        Fault(FaultKind.STATUS, path="page=2", method="GET", times=2, after=1, status=500)
    )
    assert api.get("call-log", page=1).status_code == 200
    assert [api.get("call-log", page=2).status_code for _ in range(4)] == [200, 500, 500, 200]


def test_faults_come_in_the_order_they_were_set(api: Api, simulator: Simulator) -> None:
    simulator.inject(Fault(FaultKind.STATUS, status=500))
    simulator.inject(Fault(FaultKind.STATUS, status=502))
    assert [api.get("extension/~").status_code for _ in range(3)] == [500, 502, 200]


def test_a_reset_connection(api: Api, simulator: Simulator) -> None:
    simulator.inject(Fault(FaultKind.RESET))
    with pytest.raises(requests.ConnectionError, match=r"reset|aborted"):
        api.get("extension/~")
    assert api.get("extension/~").status_code == 200
    assert [request.status for request in simulator.requests[-2:]] == [None, 200]


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_a_truncated_answer(api: Api, simulator: Simulator, encoding: str) -> None:
    api.http.headers["Accept-Encoding"] = encoding
    simulator.inject(Fault(FaultKind.TRUNCATED))
    with pytest.raises(requests.exceptions.ChunkedEncodingError, match="IncompleteRead"):
        api.get("call-log")
    assert api.get("call-log").status_code == 200


def test_json_that_ends_in_the_middle(api: Api, simulator: Simulator) -> None:
    simulator.inject(Fault(FaultKind.MALFORMED))
    answer = api.get("extension/~")
    assert answer.status_code == 200
    with pytest.raises(requests.JSONDecodeError):
        answer.json()


def test_a_captive_portals_page(api: Api, simulator: Simulator) -> None:
    simulator.inject(Fault(FaultKind.HTML))
    answer = api.get("extension/~")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/html")


def test_a_token_that_is_refused_once(api: Api, simulator: Simulator) -> None:
    simulator.inject(Fault(FaultKind.UNAUTHORIZED))
    answer = api.get("extension/~")
    assert answer.status_code == 401
    assert answer.json()["errorCode"] == "TokenInvalid"
    assert api.get("extension/~").status_code == 200


def test_a_slow_answer_is_whole_and_outlasts_a_read_timeout_for_each_piece(
    api: Api, simulator: Simulator
) -> None:
    simulator.inject(Fault(FaultKind.SLOW, delay=0.03, pieces=5))
    answer = api.get("extension/~")
    assert answer.json()["id"] == simulator.company.service_user.id
    assert answer.elapsed.total_seconds() < 1


def test_no_answer_until_the_client_gives_up(api: Api, simulator: Simulator) -> None:
    simulator.inject(Fault(FaultKind.HANG))
    with pytest.raises(requests.ReadTimeout):
        api.http.get(api.account("extension/~"), timeout=0.1)
    assert api.get("extension/~").status_code == 200


def test_a_hanging_answer_does_not_keep_the_simulator_from_stopping() -> None:
    gone = []

    def ask(url: str) -> None:
        try:
            requests.get(url, timeout=30)
        except requests.ConnectionError as error:
            gone.append(error)

    with Simulator() as simulator:
        simulator.inject(Fault(FaultKind.HANG))
        client = threading.Thread(target=ask, args=(simulator.url,))
        client.start()
        while not simulator.requests:
            client.join(timeout=0.01)
    client.join(timeout=5)
    assert len(gone) == 1


def test_a_fault_for_good_never_ends(api: Api, simulator: Simulator) -> None:
    simulator.inject(Fault(FaultKind.STATUS, path="/extension/~", times=FOR_GOOD))
    assert {api.get("extension/~").status_code for _ in range(20)} == {503}
    assert api.get("call-log").status_code == 200


def test_a_bad_byte_stands_in_a_name_of_an_answer_that_is_whole_otherwise(
    api: Api, simulator: Simulator
) -> None:
    good = api.get("extension/~").content
    simulator.inject(Fault(FaultKind.BAD_BYTE))
    bad = api.get("extension/~").content
    assert bad != good
    assert bad.replace(b"\xff", b"") == good
    with pytest.raises(UnicodeDecodeError):
        bad.decode()
