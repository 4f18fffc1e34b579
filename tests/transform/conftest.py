"""Accounts of a week or two in lakes, and the models over them, once for all tests."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from filelock import FileLock
from support import answers
from support.answers import Answers

from transform.accounts import Account, fleet_of, usual

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ringcentral_simulator import Conversation

WITHOUT_UNIT_TESTS = ("--exclude-resource-type", "unit_test")


class Once:
    """Has something made in a folder by the first worker that needs it."""

    def __init__(self, base: Path) -> None:
        self._base = base

    def __call__(self, name: str, maker: Callable[[Path], object]) -> Path:
        home = self._base / name
        with FileLock(f"{home}.lock"):
            if not (home / "made").exists():
                home.mkdir(exist_ok=True)
                maker(home)
                (home / "made").touch()
        return home


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Once:
    base = tmp_path_factory.getbasetemp()
    return Once(base if worker_id == "master" else base.parent)


@pytest.fixture(scope="session")
def account() -> Account:
    """A company of two weeks."""
    return usual()


@pytest.fixture(scope="session")
def read(account: Account, once: Once) -> Path:
    """The folder with its lake, and with what the tap said."""

    def fill(home: Path) -> None:
        lines = account.read()
        (home / "singer.jsonl").write_bytes(lines)
        answers.load(lines, home / "lake")

    return once("read", fill)


@pytest.fixture(scope="session")
def built(read: Path, once: Once) -> Answers:
    """The models over it, with all their tests."""
    once("built", lambda home: Answers(read / "lake", home).build())
    return Answers(read / "lake", read.with_name("built"))


@pytest.fixture(scope="session")
def fleet(request: pytest.FixtureRequest) -> list[Account]:
    """Companies of a week, of all kinds."""
    return fleet_of(request.config.getoption("answer_seeds"))


@pytest.fixture(scope="session")
def fleets_answers(fleet: list[Account], once: Once) -> Answers:
    """The models over one lake of all of them: no two share an identifier of a call."""

    def fill(home: Path) -> None:
        lines = b"\n".join(account.read() for account in fleet)
        answers.load(lines, home / "lake")
        Answers(home / "lake", home).build("--exclude-resource-type", "test", "unit_test")

    home = once("fleet", fill)
    return Answers(home / "lake", home)


@pytest.fixture(scope="session")
def empty_lake(once: Once) -> Answers:
    """The models over a lake that is there and has nothing."""

    def fill(home: Path) -> None:
        (home / "lake").mkdir()
        Answers(home / "lake", home).build(*WITHOUT_UNIT_TESTS)

    home = once("empty", fill)
    return Answers(home / "lake", home)


@pytest.fixture(scope="session")
def single(account: Account) -> Conversation:
    """A call of one record to a queue, which was answered."""
    return next(
        one
        for one in account.conversations
        if len(one.record_ids) == 1 and [visit.outcome for visit in one.visits] == ["answered"]
    )


@pytest.fixture(scope="session")
def one_call(read: Path, single: Conversation, once: Once) -> Answers:
    """The models over Delta tables of that call and of people and queues: there is nothing else."""

    def fill(home: Path) -> None:
        lines = [
            line
            for line in (read / "singer.jsonl").read_bytes().splitlines()
            if _is_of(json.loads(line), single.record_ids[0])
        ]
        answers.load(b"\n".join(lines), home / "lake", table_format="delta")
        _in_delta(home).build(*WITHOUT_UNIT_TESTS)

    return _in_delta(once("one call", fill))


def _in_delta(home: Path) -> Answers:
    return Answers(home / "lake", home, variables={"RINGCENTRAL_LAKE_FORMAT": "delta"})


def _is_of(message: dict[str, Any], call: str) -> bool:
    """Whether a message is of that call, of a person or of a queue."""
    if message["type"] == "STATE":
        return False
    if message["stream"] in {"call_queue", "extension"}:
        return True
    if message["stream"] not in {"call_log", "call_log_leg"}:
        return False
    record = message.get("record", {})
    return message["type"] == "SCHEMA" or call in {record.get("id"), record.get("callLogId")}
