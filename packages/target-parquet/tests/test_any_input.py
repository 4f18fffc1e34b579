"""No input, however odd, ends a load other than with exit code 0, or one line and exit code 1."""

from __future__ import annotations

import json
import logging
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings

from target_parquet import TargetParquet

from .odd_input import SETTINGS, any_bytes, any_records

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module", autouse=True)
def restored() -> Iterator[None]:
    """Undo what the command does to its process."""
    hook = sys.excepthook
    yield
    sys.excepthook = hook
    logging.captureWarnings(capture=False)


class Errors(logging.Handler):
    """Keeps the lines of error that are told while it is entered."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))

    def __enter__(self) -> list[str]:
        logging.getLogger().addHandler(self)
        return self.lines

    def __exit__(self, *_: object) -> None:
        logging.getLogger().removeHandler(self)


def load(content: bytes, config: dict[str, Any]) -> tuple[int, list[str]]:
    """Return the exit code of the command, and its lines of error."""
    with Errors() as told, tempfile.TemporaryDirectory() as root:
        given_config = Path(root, "config.json")
        given_config.write_text(json.dumps(config | {"destination_path": f"{root}/lake"}), "utf-8")
        call = ["--config", str(given_config)]
        done = CliRunner().invoke(TargetParquet.get_singer_command(), call, input=content)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, told


@settings(deadline=None, max_examples=settings().max_examples // 4)
@given(content=any_bytes(), config=SETTINGS)
def test_bytes_of_any_kind_are_loaded_or_refused_in_one_line(
    content: bytes, config: dict[str, Any]
) -> None:
    code, told = load(content, config)
    assert (code, len(told)) in {(0, 0), (1, 1)}
    assert not any("\n" in line for line in told)


@settings(deadline=None, max_examples=settings().max_examples // 4)
@given(content=any_records(), config=SETTINGS)
def test_records_of_any_kind_are_loaded_or_refused_in_one_line(
    content: bytes, config: dict[str, Any]
) -> None:
    code, told = load(content, config)
    assert (code, len(told)) in {(0, 0), (1, 1)}
    assert not any("\n" in line for line in told)
