"""What all tests share: a state directory of their own, and a watch for secrets that leak."""

from __future__ import annotations

import gc
import logging
import os
import subprocess
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest
import trustme
from click.testing import CliRunner, Result
from support import leaks
from support.loopback import Loopback
from support.still_clock import StillClock

from ringcentral_simulator import Clock, Simulator
from tap_ringcentral.api.rate_limit import RateLimiter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# How long an example takes says more of the machine than of the code.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")
# `--hypothesis-profile soak`: for tests that search as long as they are let.
hypothesis.settings.register_profile("soak", deadline=None, max_examples=8_000)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let `make soak` say how much is simulated."""
    parser.addoption("--seeds", type=int, default=24, help="how many lives are simulated")
    parser.addoption("--first-seed", type=int, default=0, help="seed of the first one")
    parser.addoption("--answer-seeds", type=int, default=6, help="how many accounts are modeled")


def pytest_collection_finish() -> None:
    """Have the garbage collector look less often: else it takes a tenth of the tests' time.

    Whatever is imported by now lives to the end, and need not be looked at again and again.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


def pytest_unconfigure() -> None:
    """Let all of it be cleared away at the end, as extension modules expect."""
    gc.unfreeze()


@pytest.fixture(scope="session", autouse=True)
def watched() -> Iterator[None]:
    """Have each simulator, command and process known to the watch for secrets that leak.

    From the beginning to the end, as some simulators serve several tests.
    """
    make, communicate, invoke = Simulator.__init__, subprocess.Popen.communicate, CliRunner.invoke

    def remembered(self: Simulator, *args: Any, **kwargs: Any) -> None:
        make(self, *args, **kwargs)
        leaks.watch_for(self)

    def communicate_and_keep(self: subprocess.Popen[Any], *args: Any, **kwargs: Any) -> Any:
        output = communicate(self, *args, **kwargs)
        leaks.printed += [_text(stream) for stream in output]
        return output

    def invoke_and_keep(self: CliRunner, *args: Any, **kwargs: Any) -> Result:
        result = invoke(self, *args, **kwargs)
        leaks.printed.append(result.output)
        return result

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Simulator, "__init__", remembered)
        patch.setattr(subprocess.Popen, "communicate", communicate_and_keep)
        patch.setattr(CliRunner, "invoke", invoke_and_keep)
        yield


def _text(stream: bytes | str | None) -> str:
    return stream.decode() if isinstance(stream, bytes) else stream or ""


@pytest.fixture(autouse=True)
def no_secret_leaks(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail the test that lets a secret into a log line, an error or the output of a process."""
    for plugin in ("TAP_RINGCENTRAL", "TARGET_PARQUET"):
        monkeypatch.setenv(f"{plugin}_LOGLEVEL", "DEBUG")
    watch, root = leaks.Watch(), logging.getLogger()
    level = root.level
    root.addHandler(watch)
    root.setLevel(logging.DEBUG)
    # Thousands of lines a run, of a catalog that no secret stands in; commands' are watched.
    logging.getLogger("singer_sdk.singerlib.catalog").setLevel(logging.INFO)
    leaks.printed.clear()
    yield
    root.setLevel(level)
    root.removeHandler(watch)
    assert not leaks.leaked([*watch.lines, *leaks.printed])


@pytest.fixture(autouse=True)
def state_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Each test has a state directory of its own: none meets another's tokens, or the user's."""
    path = tmp_path_factory.mktemp("state")
    monkeypatch.setenv("XDG_STATE_HOME", str(path))
    return path


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def limiter(clock: StillClock) -> RateLimiter:
    return RateLimiter(clock)


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as server:
        yield server


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    """A company's own certificate authority."""
    return trustme.CA()


@pytest.fixture(scope="session")
def bundle(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The file with the authority's certificate."""
    path = tmp_path_factory.mktemp("authority") / "bundle.pem"
    authority.cert_pem.write_to_path(path)
    return str(path)


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    """An account that allows every way to sign in, whose clock moves only when it is told."""
    clock = Clock(datetime(2026, 3, 20, 15, 0, tzinfo=UTC), frozen=True)
    with Simulator(clock=clock, password_allowed=True) as simulator:
        yield simulator


@pytest.fixture
def dotenv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty `.env` in the place of this checkout's, and no setting in the environment."""
    for name in os.environ:
        if name.startswith("TAP_RINGCENTRAL_"):
            monkeypatch.delenv(name)
    path = tmp_path / ".env"
    path.touch()
    monkeypatch.setattr("tap_ringcentral.config.environment.find_dotenv", lambda: str(path))
    return path
