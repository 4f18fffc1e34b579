"""Singer is UTF-8: the very name arrives, whatever the host's encoding is."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from singer_sdk.singerlib.exceptions import InvalidInputLine

from .messages import CALL_SCHEMA, COMMAND, properties, record, schema, state

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Lake

NAME = "Zoë Šárka 山田 😀"
SURROUNDINGS = [
    {"PYTHONIOENCODING": "cp1252"},  # a Windows pipe
    {"PYTHONIOENCODING": "iso-8859-1:strict"},
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
]


def as_bytes(*messages: dict[str, Any]) -> bytes:
    """Return an input in UTF-8, without escapes."""
    return "".join(f"{json.dumps(each, ensure_ascii=False)}\n" for each in messages).encode()


def run(
    lake: Lake, content: bytes, *arguments: str, surroundings: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    settings = lake.root.parent / "config.json"
    settings.write_text(json.dumps({"destination_path": str(lake.root)}), "utf-8")
    return subprocess.run(
        [COMMAND, "--config", str(settings), *arguments],
        input=content,
        capture_output=True,
        env=os.environ | (surroundings or {}),
        check=False,
    )


@pytest.mark.parametrize("surroundings", SURROUNDINGS, ids=str)
def test_a_name_is_loaded_as_it_is_whatever_the_locale(
    lake: Lake, surroundings: dict[str, str]
) -> None:
    content = as_bytes(schema(), record(id=NAME), state({"after": NAME}))
    done = run(lake, content, surroundings=surroundings)
    assert done.returncode == 0, done.stderr
    assert lake.rows("id") == [(NAME,)]
    assert json.loads(done.stdout) == {"after": NAME}


def test_a_file_of_messages_is_read_as_utf_8(lake: Lake, tmp_path: Path) -> None:
    file = tmp_path / "messages.jsonl"
    file.write_bytes(as_bytes(schema(), record(id=NAME)))
    surroundings = {"PYTHONIOENCODING": "cp1252", "LC_ALL": "C", "PYTHONUTF8": "0"}
    assert run(lake, b"", "--input", str(file), surroundings=surroundings).returncode == 0
    assert lake.rows("id") == [(NAME,)]


@pytest.mark.parametrize("compression", ["none", "gzip"])
def test_a_batch_file_is_read_as_utf_8(lake: Lake, tmp_path: Path, compression: str) -> None:
    content = as_bytes({"id": NAME, "price": 1.5}) + b'\r\n{"id": "Zo\xff"}\n{"id": "b\\ud83d"}'
    file = tmp_path / "batch"
    file.write_bytes(gzip.compress(content) if compression == "gzip" else content)
    declared = properties(id={"type": "string"}, price={"type": "number"})
    encoding = {"format": "jsonl", "compression": compression}
    message = {"type": "BATCH", "stream": "call_log", "encoding": encoding}
    lake.load(schema(declared=declared), message | {"manifest": [file.as_uri()]})
    assert lake.rows("id, price") == [(NAME, 1.5), ("Zo\ufffd", None), ("b\ufffd", None)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"Zo\xeb", "Zo\ufffd"),  # ISO-8859-1
        (b"Front desk \\ud83d", "Front desk \ufffd"),
        (b"\\udc00\\ud83d\\ud83d\\ude00", "\ufffd\ufffd\U0001f600"),
        (b"\\\\ud83d \\u00eb \xff", "\\ud83d ë \ufffd"),  # a backslash, not an escape
    ],
)
def test_text_that_is_no_unicode_has_a_replacement_and_one_warning(
    lake: Lake, text: bytes, expected: str, caplog: pytest.LogCaptureFixture
) -> None:
    declared = properties(id={"type": "string"}, name={"type": "string"})
    line = b'{"type": "RECORD", "stream": "call_log", "record": {"id": "k7", "name": "%b"}}\n'
    lake.feed(as_bytes(schema(declared=declared)) + 2 * (line % text))
    assert lake.rows("id, name") == 2 * [("k7", expected)]
    (warning,) = (told.getMessage() for told in caplog.records if told.levelname == "WARNING")
    assert "text of the record id='k7' of stream call_log is no Unicode" in warning
    assert "Zo" not in warning


def test_a_state_that_is_no_unicode_goes_out_with_a_replacement(lake: Lake) -> None:
    line = b'{"type": "STATE", "stream": ["of none"], "value": "Zo\\ud83d"}'
    assert lake.feed(line) == ["Zo\ufffd"]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\n\n  \n"])
def test_line_ends_blank_lines_and_a_byte_order_mark_change_nothing(lake: Lake, end: bytes) -> None:
    lines = as_bytes(schema(), record(id="a"), state(1)).splitlines()
    assert lake.feed(b"\xef\xbb\xbf" + end.join(lines)) == [1]  # and no end behind the last
    assert lake.rows("id") == [("a",)]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (as_bytes(schema())[:40], "input line 2 is not JSON"),
        (b'{"a":' * 5_000, "input line 2 is nested deeper than 100 levels"),
        (b"[" * 5_000, "input line 2 is nested deeper than 100 levels"),
        (as_bytes(schema()).decode().encode("utf-16"), "input line 2 is not JSON"),
        (b"\x00\xff", "input line 2 is not JSON"),
        (b'{"type": "STATE", "value": 1e400}', "input line 2 has a number out of range"),
        (b'{"type": "RECORD", "stream": "call_log", "record": null}', "is not an object"),
        (b'{"type": "SCHEMA", "stream": "", "schema": {"properties": {}}}', "empty stream name"),
    ],
)
def test_a_line_that_is_no_message_is_refused_by_its_number(
    lake: Lake, line: bytes, reason: str
) -> None:
    with pytest.raises(InvalidInputLine, match=reason) as caught:
        lake.feed(as_bytes(schema()) + line)
    assert "\n" not in str(caught.value)


def test_bytes_that_are_no_message_are_one_line_of_error(lake: Lake) -> None:
    done = run(lake, as_bytes(schema()) + b"\x00\xff")
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    assert b"| input line 2 is not JSON" in done.stderr.splitlines()[-1]


def test_property_names_beyond_ascii_are_kept(lake: Lake) -> None:
    size: dict[str, Any] = {"größe 山": 5}
    declared = properties(**CALL_SCHEMA["properties"], **{"größe 山": {"type": "integer"}})
    lake.load(schema(declared=declared), record(id="a", **size))
    assert lake.rows('"größe 山"') == [(5,)]


def test_a_path_that_the_locale_cannot_name_is_one_line_of_error(lake: Lake) -> None:
    lake.root = lake.root.parent / "Zoë"
    surroundings = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = run(lake, as_bytes(schema(), record(id="a")), surroundings=surroundings)
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    assert b"cannot be opened" in done.stderr.splitlines()[-1]
