"""What holds for every answer and every connection."""

from __future__ import annotations

import gzip
import json
import ssl
import threading
import uuid
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
import requests
import trustme

from ringcentral_simulator import Fault, FaultKind, Simulator

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Literal

    from tests.conftest import Api

NOW = "2026-03-10T18:00:00+00:00"


def test_every_answer_carries_ringcentrals_headers_and_the_simulators_date(api: Api) -> None:
    for path in ("extension/~", "call-log", "no-such-thing"):
        headers = api.get(path).headers
        assert parsedate_to_datetime(headers["Date"]).isoformat() == NOW
        assert uuid.UUID(headers["RCRequestId"])
        assert headers["RoutingKey"]
        assert headers["Content-Type"] == "application/json;charset=utf-8"


def test_a_connection_serves_many_requests(api: Api, simulator: Simulator) -> None:
    address = urlsplit(simulator.url)
    connection = HTTPConnection(address.netloc)
    authorization = {"Authorization": api.http.headers["Authorization"]}
    connection.connect()
    socket = connection.sock
    for path in ("extension/~", "no-such-thing", "call-queues"):
        connection.request("GET", f"/restapi/v1.0/account/~/{path}", headers=authorization)
        connection.getresponse().read()
        assert connection.sock is socket
    connection.close()


def test_large_answers_are_compressed_for_whoever_accepts_it(api: Api) -> None:
    plain, packed, small = (
        api.http.get(
            api.account(path), headers={"Accept-Encoding": encoding}, stream=True, timeout=10
        )
        for path, encoding in (
            ("call-log", "identity"),
            ("call-log", "gzip"),
            ("extension/~/authz-profile/check?permissionId=x", "gzip"),
        )
    )
    body = packed.raw.read()
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(body) == plain.raw.read()
    assert "Content-Encoding" not in plain.headers
    assert "Content-Encoding" not in small.headers
    assert json.loads(small.raw.read())["successful"] is False


def test_requests_are_recorded_with_what_was_asked(api: Api, simulator: Simulator) -> None:
    api.get("call-log", direction=["Inbound", "Outbound"], perPage=1)
    asked = simulator.requests[-1]
    assert asked.time.isoformat() == NOW
    assert (asked.method, asked.path) == ("GET", "/restapi/v1.0/account/~/call-log")
    assert asked.query == {"direction": ["Inbound", "Outbound"], "perPage": ["1"]}
    assert asked.group is not None
    assert (asked.group.value, asked.status) == ("heavy", 200)


def test_many_clients_at_once_get_the_same(api: Api, simulator: Simulator) -> None:
    answers = []

    def ask() -> None:
        headers = {"Authorization": api.http.headers["Authorization"]}
        with requests.Session() as http:
            answers.append(http.get(api.account("call-log"), headers=headers, timeout=20).content)

    clients = [threading.Thread(target=ask) for _ in range(8)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    assert len(answers) == 8
    assert len(set(answers)) == 1
    assert len(simulator.requests) == 9


def test_a_stopped_simulator_hangs_up_and_frees_its_port() -> None:
    with requests.Session() as http:
        with Simulator() as first:
            assert http.get(first.url, timeout=5).status_code == 404
        with pytest.raises(requests.ConnectionError):
            http.get(first.url, timeout=5)
    with Simulator(port=int(first.url.rpartition(":")[2])) as second:
        assert second.url == first.url


@pytest.mark.parametrize("host", ["0.0.0.0", "example.com", "192.168.1.1"])  # noqa: S104 - refused
def test_an_address_that_others_reach_is_refused(host: str) -> None:
    with pytest.raises(ValueError, match="loopback"):
        Simulator(host=host)


@pytest.mark.parametrize(
    ("grant", "presented"),
    [
        ("jwt", {"JWT"}),
        ("refresh_token", {"REFRESH_TOKEN"}),
        ("password", {"USERNAME", "EXTENSION", "PASSWORD"}),
    ],
)
def test_the_environment_is_what_the_tap_needs(
    simulator: Simulator, grant: Literal["jwt", "refresh_token", "password"], presented: set[str]
) -> None:
    names = {"CLIENT_ID", "CLIENT_SECRET", "SERVER_URL", "MEDIA_URL"} | presented
    assert set(simulator.environment(grant)) == {f"TAP_RINGCENTRAL_{name}" for name in names}


@pytest.fixture
def secure(tmp_path: Path) -> Iterator[tuple[Simulator, str]]:
    """A server with a certificate, and the file of the authority that issued it."""
    authority, context = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    with Simulator(extensions=40, tls=context) as simulator:
        yield simulator, str(tmp_path / "authority.pem")


def test_an_address_over_tls_is_the_one_that_answers_and_variables_name(
    secure: tuple[Simulator, str],
) -> None:
    simulator, authority = secure
    assert simulator.environment()["TAP_RINGCENTRAL_SERVER_URL"] == simulator.url
    assert simulator.environment()["TAP_RINGCENTRAL_MEDIA_URL"] == simulator.media_url
    assert simulator.media_url.startswith("https://127.0.0.1:")
    missing = requests.get(f"{simulator.media_url}/restapi/v1.0/x", verify=authority, timeout=10)
    assert missing.status_code == requests.codes.not_found
    answer = requests.get(f"{simulator.url}/restapi/v1.0/x", verify=authority, timeout=10)
    assert answer.status_code == requests.codes.not_found
    page = simulator.truth.answer("extension")["navigation"]["firstPage"]["uri"]
    assert page.startswith(f"https://127.0.0.1:{urlsplit(simulator.url).port}/")
    with pytest.raises(requests.exceptions.SSLError):
        requests.get(simulator.url, verify=True, timeout=10)


def test_an_answer_that_hangs_hangs_over_tls_too(secure: tuple[Simulator, str]) -> None:
    simulator, authority = secure
    simulator.inject(Fault(FaultKind.HANG, path="/x"))
    with pytest.raises(requests.Timeout):
        requests.get(f"{simulator.url}/x", verify=authority, timeout=0.2)
    assert requests.get(f"{simulator.url}/x", verify=authority, timeout=10).status_code == 404
