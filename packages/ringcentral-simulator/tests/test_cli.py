"""The commands, as processes of their own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
import requests
from click.testing import CliRunner

from ringcentral_simulator.cli import cli

if TYPE_CHECKING:
    from pathlib import Path

COMMAND = [sys.executable, "-m", "ringcentral_simulator"]


def run(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments], capture_output=True, text=True, timeout=30, check=False, **options
    )


def python(code: str) -> tuple[str, ...]:
    return ("run", "--extensions=40", "--", sys.executable, "-c", code)


def started(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*COMMAND, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def test_run_gives_the_command_the_variables_and_its_own_standard_output() -> None:
    code = (
        "import os, urllib.request as r;"
        "print(sorted(n for n in os.environ if n.startswith('TAP_RINGCENTRAL_')));"
        "print(os.environ['TAP_RINGCENTRAL_SERVER_URL'].startswith('http://127.0.0.1:'))"
    )
    inherited = {**os.environ, "TAP_RINGCENTRAL_PASSWORD": "x", "TAP_RINGCENTRAL_USERNAME": "y"}
    ended = run(*python(code), env=inherited)
    assert ended.returncode == 0
    assert ended.stdout.splitlines() == [
        (
            "['TAP_RINGCENTRAL_CLIENT_ID', 'TAP_RINGCENTRAL_CLIENT_SECRET',"
            " 'TAP_RINGCENTRAL_JWT', 'TAP_RINGCENTRAL_MEDIA_URL', 'TAP_RINGCENTRAL_SERVER_URL']"
        ),
        "True",
    ]
    assert len(ended.stderr.splitlines()) == 1


def test_run_hands_standard_input_on() -> None:
    ended = run(*python("import sys; print(sys.stdin.read()[::-1])"), input="abc")
    assert ended.stdout == "cba\n"


@pytest.mark.parametrize(
    ("code", "status"),
    [("raise SystemExit(3)", 3), ("import os; os.kill(os.getpid(), 9)", 137)],
)
def test_run_ends_as_its_command_ends(code: str, status: int) -> None:
    assert run(*python(code)).returncode == status


def test_run_says_when_there_is_no_such_command() -> None:
    ended = run("run", "--extensions=40", "no-such-command", "--its-option")
    assert ended.returncode == 127
    assert "command not found: no-such-command" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_run_says_when_a_command_cannot_be_executed(tmp_path: Path) -> None:
    ended = run("run", "--extensions=40", str(tmp_path))
    assert ended.returncode == 126
    assert "cannot run" in ended.stderr


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_run_passes_signals_on(number: signal.Signals) -> None:
    code = (
        "import signal, sys\n"
        f"signal.signal({int(number)}, lambda *_: sys.exit(5))\n"
        "print('ready', flush=True)\n"
        "signal.pause()"
    )
    with started(*python(code)) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.send_signal(number)
        assert process.wait(timeout=20) == 5


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_serve_prints_what_to_export_and_ends_cleanly(number: signal.Signals) -> None:
    options = ("--port=0", "--extensions=40", "--now=2026-03-10T18:00:00Z")
    with started("serve", *options) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        lines = [process.stdout.readline() for _ in range(5)]
        exported = re.compile(r"export (\w+)=(\S+)\n")
        found = [match for line in lines if (match := exported.fullmatch(line))]
        assert len(found) == len(lines)
        variables = {match[1]: match[2] for match in found}
        answer = requests.get(variables["TAP_RINGCENTRAL_SERVER_URL"], timeout=5)
        assert answer.headers["Date"].startswith("Tue, 10 Mar 2026 18:00")
        answer = requests.get(variables["TAP_RINGCENTRAL_MEDIA_URL"], timeout=5)
        assert answer.json()["errorCode"] == "AGW-404"
        process.send_signal(number)
        assert process.wait(timeout=20) == 0
        assert process.stderr.read() == ""


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ("--host=0.0.0.0", "not a loopback address"),
        ("--now=yesterday", "no time such as"),
        ("--now=2026-03-10T18:00:00", "no time such as"),
        ("--extensions=3", "40"),
        ("--rate-limit-scale=0", "0"),
    ],
)
def test_a_bad_option_is_refused_in_words(option: str, message: str) -> None:
    ended = CliRunner().invoke(cli, ["serve", option])
    assert ended.exit_code == 2
    assert message in ended.output


@pytest.mark.parametrize("taken", [["--port"], ["--port=0", "--media-port"]])
def test_serve_says_when_its_port_is_taken(taken: list[str]) -> None:
    with started("serve", "--port=0", "--extensions=40") as process:
        assert process.stdout is not None
        url = [process.stdout.readline() for _ in range(4)][-1].strip()
        ended = run("serve", *taken, url.rpartition(":")[2])
        process.terminate()
        process.wait(timeout=20)
    assert ended.returncode == 1
    assert "in use" in ended.stderr
    assert "Traceback" not in ended.stderr
