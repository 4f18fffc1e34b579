"""Sign-in through a browser: the company's single sign-on, the redirect, the token store."""

from __future__ import annotations

import os
import socket
import subprocess
from typing import TYPE_CHECKING

import requests
from selenium.webdriver.common.by import By
from selenium.webdriver.support import expected_conditions as expected
from selenium.webdriver.support.wait import WebDriverWait
from support import browser, leaks
from support.pipeline import BIN, messages

if TYPE_CHECKING:
    from pathlib import Path

    from ringcentral_simulator import Simulator


def environment(simulator: Simulator, home: Path, redirect_uri: str) -> dict[str, str]:
    """An app's settings, and nothing to sign in with."""
    variables = simulator.environment()
    del variables["TAP_RINGCENTRAL_JWT"]
    own = {
        "TAP_RINGCENTRAL_TOKEN_STORE": str(home / "token.json"),
        "TAP_RINGCENTRAL_REDIRECT_URI": redirect_uri,
        "TAP_RINGCENTRAL_START_DATE": "2026-03-20",
        "BROWSER": "/bin/true",  # the browser is driven from here
    }
    return os.environ | variables | own


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@browser.needed
def test_person_signs_in_through_single_sign_on_and_the_tap_goes_on(
    simulator: Simulator, tmp_path: Path
) -> None:
    given = environment(simulator, tmp_path, f"http://127.0.0.1:{free_port()}/callback")
    with subprocess.Popen(
        [BIN / "tap-ringcentral-login"], env=given, stdout=subprocess.PIPE, text=True
    ) as login:
        assert login.stdout
        address = leaks.line_of(login.stdout, simulator.url)
        with browser.chromium(tmp_path / "chromium") as driver:
            wait = WebDriverWait(driver, 20)
            driver.get(address.strip())
            wait.until(expected.element_to_be_clickable((By.ID, "sso"))).click()
            wait.until(expected.element_to_be_clickable((By.ID, "sign-in"))).click()
            wait.until(expected.element_to_be_clickable((By.ID, "allow"))).click()
            wait.until(expected.title_is("tap-ringcentral"))
            assert "Signed in" in driver.find_element(By.TAG_NAME, "h1").text
        told = login.stdout.read()
    leaks.printed.append(told)
    assert login.returncode == 0
    assert "Signed in as" in told
    assert "extension 1" in told
    assert "The refresh token lives until 2026-03-27 15:0" in told

    simulator.clock.advance(2 * 3600)  # the access token has ended; the refresh token goes on
    for _ in range(2):
        extracted = subprocess.run(
            [BIN / "tap-ringcentral", "--config=ENV"],
            env=given,
            capture_output=True,
            text=True,
            check=False,
        )
        assert extracted.returncode == 0, extracted.stderr
        assert any(m.get("stream") == "call_log" for m in messages(extracted.stdout))


def test_redirect_is_pasted_where_no_browser_is(simulator: Simulator, tmp_path: Path) -> None:
    given = environment(simulator, tmp_path, "https://example.com/callback")
    with subprocess.Popen(
        [BIN / "tap-ringcentral-login", "--no-browser"],
        env=given,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as login:
        assert login.stdout
        address = leaks.line_of(login.stdout, simulator.url)
        told, _ = login.communicate(f"{authorize(address.strip())}\n", timeout=30)
    assert login.returncode == 0, told
    assert "Signed in as" in told


def authorize(address: str) -> str:
    """Do what a person does in a browser elsewhere; give the address it ends at."""
    with requests.Session() as person:
        arrived = person.get(address)
        name = arrived.url.rsplit("/", 1)[1]
        server = arrived.url.rsplit("/login/", 1)[0]
        page = person.get(f"{server}/sso/{name}").text
        username = page.split('name="username" value="')[1].split('"')[0]
        person.post(f"{server}/login/{name}", data={"username": username})
        consent = f"{server}/login/{name}/consent"
        answer = person.post(consent, data={"answer": "allow"}, allow_redirects=False)
        return answer.headers["Location"]


def test_nobody_signed_in_yet_is_told_how(simulator: Simulator, tmp_path: Path) -> None:
    given = environment(simulator, tmp_path, "http://127.0.0.1:1/callback")
    ended = subprocess.run(
        [BIN / "tap-ringcentral", "--config=ENV"],
        env=given,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert "tap-ringcentral-login" in ended.stderr.splitlines()[-1]
    assert not simulator.requests
