"""Two loaders of one stream at a time, killed and started again, and what they said is stored."""

from __future__ import annotations

import json
import os
import random
import subprocess
from collections import Counter
from dataclasses import dataclass, field
from threading import Thread
from typing import TYPE_CHECKING, Any

from .messages import as_input, properties, record, schema, state

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from .conftest import BucketLake

CALLS, STATE_EVERY = 800, 40
_PAD = "x" * 5_000  # so that a batch of the smallest size is some 200 calls
_TEXT = {"type": "string"}
_SCHEMA = schema(
    declared=properties(id=_TEXT, at={"type": "string", "format": "date-time"}, by=_TEXT, pad=_TEXT)
)


@dataclass
class Loader:
    """A loader that is started again after a kill, from the STATE that came out last.

    Attributes:
        name: which calls are its own.
        kills: at which of the other one's STATE messages it is killed.
        stored: how many calls are in the lake, as far as it said.
        ends: the exit codes of its runs.
    """

    name: str
    command: Sequence[str | Path]
    config: Path
    environment: dict[str, str]
    kills: set[int]
    stored: int = 0
    ends: list[int] = field(default_factory=list)
    other: Loader | None = None
    process: subprocess.Popen[str] | None = None
    told: int = 0

    def run(self) -> None:
        """Load all calls, in as many runs as it takes, but not for ever."""
        while self.stored < CALLS and len(self.ends) < 6:
            self._run_once()

    def met(self, told: int) -> None:
        """Take note of the other one's STATE message."""
        if told in self.kills and self.process:
            self.process.kill()

    def _run_once(self) -> None:
        messages = self.config.with_name(f"{self.name}.jsonl")
        messages.write_text(as_input(self._messages()))
        with messages.open() as lines:
            self.process = subprocess.Popen(
                [*self.command, "--config", self.config],
                stdin=lines,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=os.environ | self.environment,
                text=True,
            )
        with self.process as process:
            assert process.stdout
            for line in process.stdout:
                if not line.endswith("\n"):
                    break  # half of a message came out
                self.stored = json.loads(line)["stored"]
                self.told += 1
                if self.other:
                    self.other.met(self.told)
        self.ends.append(process.returncode)

    def _messages(self) -> list[dict[str, Any]]:
        messages: list[dict[str, Any]] = [_SCHEMA]
        for number in range(self.stored, CALLS):
            # Every tenth call comes through both.
            name = f"both-{number}" if number % 10 == 0 else f"{self.name}-{number}"
            at = f"2026-03-{1 + number % 5:02d}T12:00:00Z"
            messages.append(record(id=name, at=at, by=self.name, pad=_PAD))
            if number % STATE_EVERY == STATE_EVERY - 1:
                messages.append(state({"stored": number + 1}))
        return messages

    @property
    def said(self) -> set[str]:
        """The ids of the calls that it said are stored."""
        return {m["record"]["id"] for m in Loader.messages_of(self)[: self.stored]}

    @staticmethod
    def messages_of(loader: Loader) -> list[dict[str, Any]]:
        """All calls of a loader."""
        fresh = Loader(loader.name, (), loader.config, {}, set())
        return [message for message in fresh._messages() if message["type"] == "RECORD"]


def one_round(
    lake: BucketLake, command: Sequence[str | Path], home: Path, seed: int, **config: Any
) -> tuple[list[Loader], Counter[str]]:
    """Let two loaders load one stream; return them, and how often the lake has each id."""
    chance = random.Random(seed)  # noqa: S311 - when to kill, no secret
    settings = home / "config.json"
    own = {"load_method": "upsert", "batch_size_mib": 1, "partition_by": {"call_log": "at fixed"}}
    settings.write_text(json.dumps({"destination_path": f"s3://{lake.root}", **own, **config}))
    environment = lake.store.environment()
    loaders = [
        Loader(name, command, settings, environment, {chance.randint(1, 4)} if seed % 5 else set())
        for name in ("a", "b")
    ]
    loaders[0].other, loaders[1].other = loaders[1], loaders[0]
    threads = [Thread(target=loader.run) for loader in loaders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return loaders, Counter(name for (name,) in lake.rows("id"))


def lost_or_twice(loaders: Sequence[Loader], held: Counter[str]) -> set[str]:
    """Return the ids that a loader said are stored and that are not there, or are there twice."""
    said = set[str]().union(*(loader.said for loader in loaders))
    return {name for name in said if not held[name]} | {n for n, count in held.items() if count > 1}
