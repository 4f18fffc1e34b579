"""What it takes to store a recording for good, against writing it somehow."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import requests

from benchmarks.figure import Figure, Result, Scale
from tap_ringcentral.recordings.audio import fetched
from tap_ringcentral.recordings.directory import DirectoryStore
from tap_ringcentral.recordings.stored import folder_of, path_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_BYTES = 1_500_000  # six minutes of MP3
_PIECE = 2**20
_PAIRS = {Scale.FULL: 100, Scale.QUICK: 5}
_WARM_UP = 5
_MP3 = b"\xff\xf3\x48\xc0"

STORE = Figure("An answer of 1.5 MB: store / plain copy, not flushed to disk", at_most=5)
MILLISECONDS = Figure("An answer of 1.5 MB: store", "milliseconds")
FIGURES = (STORE, MILLISECONDS)


def measure(scale: Scale) -> Iterator[Result]:
    """Take the same answer from loopback both ways, in turns."""
    with TemporaryDirectory() as directory:
        home = Path(directory)
        with _served(home) as url, requests.Session() as http:
            store = DirectoryStore(str(home / "store"))
            turns = [
                (_stored(http, url, store, number), _copied(http, url, home / f"copy-{number}"))
                for number in range(_WARM_UP + _PAIRS[scale])
            ][_WARM_UP:]
    yield Result(STORE, [stored / copied for stored, copied in turns])
    yield Result(MILLISECONDS, [1_000 * stored for stored, _ in turns])


def _stored(http: requests.Session, url: str, store: DirectoryStore, number: int) -> float:
    began = time.perf_counter()
    with store.draft() as draft, http.get(url, stream=True) as answer:
        audio = fetched(answer, draft, "benchmark", "it")
        store.publish(draft, path_of(folder_of(datetime.now(UTC)), str(number), audio))
    return time.perf_counter() - began


def _copied(http: requests.Session, url: str, path: Path) -> float:
    began = time.perf_counter()
    with path.open("wb") as file, http.get(url, stream=True) as answer:
        for piece in answer.iter_content(_PIECE):
            file.write(piece)
    return time.perf_counter() - began


@contextmanager
def _served(home: Path) -> Iterator[str]:
    """Serve a file from another process, and give its address."""
    (home / "audio.mp3").write_bytes(_MP3 + os.urandom(_BYTES - len(_MP3)))
    given = ["--bind=127.0.0.1", "--protocol=HTTP/1.1", f"--directory={home}", "0"]
    server = [sys.executable, "-u", "-m", "http.server", *given]
    with subprocess.Popen(
        server, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            told = process.stdout.readline() if process.stdout else ""
            port = told.partition(" port ")[2].partition(" ")[0]
            yield f"http://127.0.0.1:{port}/audio.mp3"
        finally:
            process.terminate()
