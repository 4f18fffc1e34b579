"""A scheduler may start the commands with standard input or output closed."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest
from support.pipeline import BIN

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("command", "closed", "words"),
    [
        ("tap-ringcentral", ">&-", "Standard output is closed"),
        ("tap-ringcentral --state=-", "<&-", "'-' cannot be read as JSON"),
        ("tap-ringcentral-login --no-browser", "<&-", "standard input and output are open"),
        ("tap-ringcentral-login --no-browser", "</dev/null >&-", "input and output are open"),
    ],
)
def test_closed_stream_that_is_needed_is_told_in_one_line(
    command: str, closed: str, words: str, tmp_path: Path
) -> None:
    path = tmp_path / "config.json"
    path.write_text(json.dumps({"client_id": "app", "server_url": "http://127.0.0.1:9"}))
    ended = subprocess.run(
        ["sh", "-c", f"{BIN}/{command} --config={path} {closed}"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode in {1, 2}
    assert words in ended.stderr.splitlines()[-1]
    assert "Traceback" not in ended.stderr
