"""Why a server cannot be reached: what is told apart, which variable or setting is named."""

from __future__ import annotations

import socket
import ssl
from typing import TYPE_CHECKING

import pytest
import requests
import urllib3
from support.certificates import tls_server
from support.loopback import Loopback
from support.proxy import without_network_settings

from tap_ringcentral.api.network_errors import FAILURES, is_lasting, never_arrived, unreachable

if TYPE_CHECKING:
    from pathlib import Path

    import trustme

SERVER = "https://platform.ringcentral.com"
HOST = "platform.ringcentral.com"


@pytest.fixture(autouse=True)
def no_proxy_or_bundle_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    without_network_settings(monkeypatch)


def failure(url: str, seconds: float = 5) -> Exception:
    """Ask for an address, and give what is raised."""
    with pytest.raises(FAILURES) as caught:
        requests.get(url, timeout=seconds)
    return caught.value


# Certificates


def test_certificate_of_a_private_authority_is_told_with_the_variable_that_names_it(
    authority: trustme.CA, bundle: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with tls_server(authority) as url:
        error = failure(url)
        assert unreachable(error, url) == (
            "The certificate of 127.0.0.1 is not trusted here. If a private authority issued it, "
            "set REQUESTS_CA_BUNDLE to a file with that authority's certificate."
        )
        assert is_lasting(error)
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", bundle)
        assert requests.get(url, timeout=5).status_code == requests.codes.not_implemented


@pytest.mark.parametrize("name", ["other.example", "192.0.2.1"])
def test_certificate_of_another_name_is_not_called_a_private_authoritys(
    authority: trustme.CA, bundle: str, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", bundle)
    with tls_server(authority, name) as url:
        told = unreachable(failure(url), url)
    assert "certificate that 127.0.0.1 shows is of another name. Check server_url" in told
    assert "REQUESTS_CA_BUNDLE" not in told


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (10, "has expired, or this machine's clock is wrong"),
        (9, "is not valid yet, or this machine's clock is wrong"),
        (20, "is not trusted here"),  # unable to get local issuer certificate
    ],
)
def test_certificate_that_has_ended_is_told_apart_from_one_that_is_not_trusted(
    code: int, words: str
) -> None:
    cause = ssl.SSLCertVerificationError(1, "certificate verify failed")
    cause.verify_code = code
    inner = urllib3.exceptions.SSLError(cause)
    pool = urllib3.HTTPSConnectionPool(HOST)
    error = requests.exceptions.SSLError(urllib3.exceptions.MaxRetryError(pool, "/", inner))
    assert unreachable(error, SERVER).startswith(f"The certificate of {HOST} {words}")


@pytest.mark.parametrize("variable", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
def test_bundle_that_is_no_file_is_told_with_the_variable_that_names_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, variable: str
) -> None:
    monkeypatch.setenv(variable, str(tmp_path / "gone.pem"))
    error = failure(f"{SERVER}/restapi")
    assert unreachable(error, SERVER).startswith(f"{variable} names no file with the certificates")
    assert is_lasting(error)
    assert never_arrived(error)


@pytest.mark.parametrize("content", [b"", b"-----BEGIN CERTIFICATE-----\nAAAA\n", b"\xff\0"])
def test_bundle_that_holds_no_certificate_is_told_with_the_variable_that_names_it(
    authority: trustme.CA, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes
) -> None:
    broken = tmp_path / "bundle.pem"
    broken.write_bytes(content)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(broken))
    with tls_server(authority) as url:
        told = unreachable(failure(url), url)
    assert told.startswith("REQUESTS_CA_BUNDLE names no file with the certificates")


def test_server_that_speaks_no_tls_points_to_the_address() -> None:
    with Loopback() as plain:
        url = plain.url.replace("http:", "https:")
        told = unreachable(failure(url), f"{url}/restapi/oauth/token?secret=s3cret")
    assert told == f"{url} cannot be reached (SSLError). Check the network and server_url."


# Proxies


@pytest.fixture(params=["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
def variable(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def free_address() -> str:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return f"127.0.0.1:{listener.getsockname()[1]}"


@pytest.mark.parametrize("scheme", ["http", "https", "socks5"])
def test_proxy_that_is_down_is_told_with_its_variable_and_not_as_the_server(
    monkeypatch: pytest.MonkeyPatch, variable: str, scheme: str
) -> None:
    monkeypatch.setenv(variable, f"{scheme}://somebody:pa55word@{free_address()}")
    error = failure(SERVER)
    told = unreachable(error, SERVER)
    assert told.startswith(f"The proxy that {variable} names cannot be reached (")
    assert told.endswith(
        f"Check {variable}, or let NO_PROXY name {HOST} if it is reached without a proxy."
    )
    assert "pa55word" not in told
    assert "somebody" not in told
    assert never_arrived(error)
    assert not is_lasting(error)


def test_proxy_whose_name_cannot_be_resolved_is_not_taken_for_the_servers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.invalid:3128")
    told = unreachable(failure(SERVER), SERVER)
    assert told.startswith("The proxy that HTTPS_PROXY names cannot be reached (gaierror).")


@pytest.mark.parametrize("status", [403, 407])
def test_proxy_that_refuses_is_told_with_its_answer(
    monkeypatch: pytest.MonkeyPatch, server: Loopback, status: int
) -> None:
    server.answer(status=status)
    monkeypatch.setenv("HTTPS_PROXY", server.url.replace("://", "://somebody:pa55word@"))
    told = unreachable(failure(SERVER), SERVER)
    assert told.startswith(
        f"The proxy that HTTPS_PROXY names refuses to connect to {HOST} ({status}). Check "
    )
    assert "pa55word" not in told


@pytest.mark.parametrize(
    "address",
    [
        "ftp://somebody:pa55word@proxy",
        "http://somebody:pa55word@[::1",
        "http://somebody:pa55word@proxy:99999",
        "http://somebody:pa55word@proxy:port",
        "http://somebody:pa55word@",
        "somebody:pa55word@proxy:3128",
        "http://proxy server",
        "socks9://somebody:pa55word@proxy",
    ],
)
def test_proxy_that_is_no_address_is_told_with_its_variable_and_no_password(
    monkeypatch: pytest.MonkeyPatch, variable: str, address: str
) -> None:
    monkeypatch.setenv(variable, address)
    error = failure(SERVER)
    told = unreachable(error, SERVER)
    assert told.startswith(f"{variable} is no address of a proxy (write http://HOST:PORT).")
    assert "pa55word" not in told
    assert is_lasting(error)
    assert never_arrived(error)


def test_socks_proxy_without_the_package_for_it_says_which(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "socks5h://somebody:pa55word@proxy:1080")
    error = requests.exceptions.InvalidSchema("Missing dependencies for SOCKS support.")
    told = unreachable(error, SERVER)
    assert told.startswith(
        "HTTPS_PROXY names a SOCKS proxy, which needs the Python package PySocks"
    )
    assert is_lasting(error)


# The server itself


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_server_that_does_not_answer_in_time_is_told_so(scheme: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"{scheme}://127.0.0.1:{silent.getsockname()[1]}"
        error = failure(url, seconds=0.05)
    assert unreachable(error, url).startswith(f"{url} did not answer in time (ReadTimeout). Check ")
    assert not is_lasting(error)
    assert not never_arrived(error)


def test_name_that_cannot_be_resolved_is_told() -> None:
    url = "https://platform.invalid"
    error = failure(url)
    assert unreachable(error, url) == (
        "The name platform.invalid cannot be resolved here. Check server_url and the network."
    )
    assert never_arrived(error)
    assert not is_lasting(error)


def test_server_that_refuses_connections_is_told_without_user_and_password() -> None:
    address = free_address()
    error = failure(f"https://{address}")
    told = unreachable(error, f"https://somebody:pa55word@{address}/restapi?code=c0de")
    assert told == (
        f"https://{address} cannot be reached (ConnectionError). Check the network and server_url."
    )
    assert never_arrived(error)


def test_answer_that_breaks_off_is_no_certificate_and_no_proxy(server: Loopback) -> None:
    server.break_off(b'{"access_')
    error = failure(server.url)
    assert unreachable(error, server.url).startswith(f"{server.url} cannot be reached (")
    assert not never_arrived(error)
    assert not is_lasting(error)


def test_host_whose_name_is_too_long_for_a_name_is_one_line() -> None:
    url = f"https://{'a' * 70}.example"
    told = unreachable(failure(url), url)
    assert "cannot be reached (LocationParseError). Check the network and server_url." in told
