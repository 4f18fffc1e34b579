"""What `requests` takes from the environment counts for all that is asked: authorities, proxies."""

from __future__ import annotations

import socket
import ssl
from typing import TYPE_CHECKING, Any

import pytest
from support.proxy import Proxy, without_network_settings
from support.runs import config_of, only, run, signed_in

from tap_ringcentral.api.errors import RingCentralError

from .conftest import START, STREAMS, log_in, rows_of, small_company, truth

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import trustme

    from ringcentral_simulator import Simulator

PASSWORD = "pr0xy-s3cret"


@pytest.fixture(autouse=True)
def nothing_set_on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy or authority of this machine's own."""
    without_network_settings(monkeypatch)


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    """A company of its own: a wait moves its clock."""
    with small_company() as simulator:
        yield simulator


@pytest.fixture
def secure(authority: trustme.CA) -> Iterator[Simulator]:
    """The company behind a certificate of that authority."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with small_company(tls=context) as simulator:
        yield simulator


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, Any]:
    return {"start_date": START.isoformat(), "token_store": str(tmp_path / "token.json")}


@pytest.fixture(params=["no token in the store", "a token in the store"])
def stored(request: pytest.FixtureRequest) -> bool:
    """Whether the data are the first that is asked for."""
    return bool(request.param == "a token in the store")


def assert_all_arrives(simulator: Simulator, settings: dict[str, Any]) -> None:
    output = run(simulator, catalog=only(*STREAMS), **settings)
    assert rows_of(output.records) == truth(simulator)


def message(simulator: Simulator, settings: dict[str, Any]) -> str:
    """The one line with which a run ends."""
    with pytest.raises(RingCentralError) as caught:
        run(simulator, catalog=only("extension"), **settings)
    assert "\n" not in str(caught.value)
    return str(caught.value)


# Certificates


@pytest.mark.parametrize("variable", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
def test_private_authority_is_trusted_where_a_variable_names_it(
    *,
    secure: Simulator,
    settings: dict[str, Any],
    bundle: str,
    variable: str,
    stored: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(variable, bundle)
    if stored:
        signed_in(secure, config_of(secure, **settings))
    assert_all_arrives(secure, settings)


def test_private_authority_is_trusted_by_the_login_too(
    secure: Simulator, settings: dict[str, Any], bundle: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", bundle)
    log_in(secure, settings)


@pytest.mark.parametrize("value", [None, "/nonexistent/bundle.pem"])
def test_untrusted_certificate_is_told_with_the_variable_that_names_the_authority(
    *,
    secure: Simulator,
    settings: dict[str, Any],
    bundle: str,
    value: str | None,
    stored: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if stored:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", bundle)
        signed_in(secure, config_of(secure, **settings))
        monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    if value:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", value)
    told = message(secure, settings)
    assert "certificate" in told
    assert "REQUESTS_CA_BUNDLE" in told


# Proxies


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "http_proxy", "ALL_PROXY"])
def test_everything_goes_through_the_proxy_that_a_variable_names(
    simulator: Simulator,
    settings: dict[str, Any],
    variable: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with Proxy(PASSWORD) as proxy:
        monkeypatch.setenv(variable, f"http://tap:{PASSWORD}@{proxy.address}")
        before = len(simulator.requests)
        log_in(simulator, settings | {"token_store": f"{settings['token_store']}.login"})
        signed_in(simulator, config_of(simulator, **settings))
        assert_all_arrives(simulator, settings)
        assert len(proxy.asked) == len(simulator.requests) - before


@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
def test_secure_requests_go_through_a_tunnel_of_the_proxy(
    *,
    secure: Simulator,
    settings: dict[str, Any],
    bundle: str,
    variable: str,
    stored: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", bundle)
    if stored:
        signed_in(secure, config_of(secure, **settings))
    with Proxy(PASSWORD) as proxy:
        monkeypatch.setenv(variable, f"http://tap:{PASSWORD}@{proxy.address}")
        assert_all_arrives(secure, settings)
        assert set(proxy.asked) == {f"CONNECT {secure.url.removeprefix('https://')}"}


@pytest.mark.parametrize("past", ["127.0.0.1", "127.0.0.0/8", "localhost, 127.0.0.1", "*"])
def test_nothing_goes_through_the_proxy_where_no_proxy_names_the_server(
    simulator: Simulator, settings: dict[str, Any], past: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", past)
    with Proxy() as proxy:
        monkeypatch.setenv("HTTP_PROXY", f"http://{proxy.address}")
        assert_all_arrives(simulator, settings)
        assert not proxy.asked


@pytest.fixture
def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "http_proxy", "ALL_PROXY"])
def test_proxy_that_is_down_is_told_with_the_variable_and_without_its_password(
    *,
    simulator: Simulator,
    settings: dict[str, Any],
    variable: str,
    closed_port: int,
    stored: bool,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    if stored:
        signed_in(simulator, config_of(simulator, **settings))
    monkeypatch.setenv(variable, f"http://tap:{PASSWORD}@127.0.0.1:{closed_port}")
    told = message(simulator, settings)
    assert "proxy" in told.lower()
    assert variable in told
    assert PASSWORD not in told + caplog.text


def test_proxy_that_wants_another_password_is_told_with_the_variable(
    *,
    secure: Simulator,
    settings: dict[str, Any],
    bundle: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", bundle)
    with Proxy("another") as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://tap:{PASSWORD}@{proxy.address}")
        told = message(secure, settings)
    assert "proxy" in told
    assert "HTTPS_PROXY" in told
    assert PASSWORD not in told + caplog.text


# Addresses and passwords


def test_server_url_may_be_an_ipv6_literal(settings: dict[str, Any]) -> None:
    if not socket.has_ipv6 or not _has("::1"):
        pytest.skip("this machine has no ::1")
    with small_company(host="::1") as simulator:
        assert simulator.url.startswith("http://[::1]:")
        assert_all_arrives(simulator, settings)


def _has(address: str) -> bool:
    try:
        socket.create_server((address, 0), family=socket.AF_INET6).close()
    except OSError:
        return False
    return True


def test_netrc_of_the_machine_takes_the_place_of_no_credential(
    simulator: Simulator,
    settings: dict[str, Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password else\ndefault login a password b\n")
    monkeypatch.setenv("NETRC", str(netrc))
    assert_all_arrives(simulator, settings)
