"""Errors say in one line what to mend, show no personal data, and lose nothing that came before."""

from __future__ import annotations

import errno
import json
import os
import shlex
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from singer_sdk.exceptions import MissingKeyPropertiesError, RecordsWithoutSchemaException

from target_parquet.errors import BadRecordError, LoadError

from .conftest import in_both_formats
from .messages import COMMAND, activate, as_input, properties, record, schema, state

if TYPE_CHECKING:
    from .conftest import Lake


def run(lake: Lake, text: str, before: str = "", **config: Any) -> subprocess.CompletedProcess[str]:
    """Run the command in a shell, after `before`."""
    settings = lake.root.parent / "config.json"
    own = {"destination_path": str(lake.root), "table_format": lake.table_format}
    settings.write_text(json.dumps({**own, **config}))
    command = f"{before} exec {shlex.join([str(COMMAND), '--config', str(settings)])}"
    return subprocess.run(
        ["sh", "-c", command], input=text, capture_output=True, text=True, check=False
    )


def error_of(done: subprocess.CompletedProcess[str]) -> str:
    """Return the one line of error of a run that failed without a traceback."""
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    (line,) = (line for line in done.stderr.splitlines() if "| ERROR " in line)
    assert done.stderr.splitlines()[-1] == line
    return line


@in_both_formats
def test_a_bad_record_is_named_and_what_came_before_it_is_loaded(lake: Lake) -> None:
    bad = record(id="c", legs=[{"duration": 1, "from": {"phoneNumber": "+16505550100"}}, {}])
    bad["record"]["legs"].append({"duration": "+16505550100"})
    done = run(lake, as_input([schema(), record(id="a"), state({"n": 1}), bad, state({"n": 2})]))
    assert "call_log.legs[2].duration: Expected `int | null`, got `str`" in error_of(done)
    assert "id='c'" in error_of(done)
    assert "+1650" not in done.stderr
    assert json.loads(done.stdout) == {"n": 1}
    assert lake.rows("id") == [("a",)]


@pytest.mark.parametrize(
    ("values", "path"),
    [
        ({"startTime": "yesterday"}, "call_log.startTime: Invalid RFC3339"),
        ({"startTime": "2026-02-30T00:00:00Z"}, "call_log.startTime: Invalid RFC3339"),
        ({"startTime": 5}, "call_log.startTime: Expected"),
        ({"duration": 1.5}, "call_log.duration: Expected"),
        ({"duration": True}, "call_log.duration: Expected"),
        ({"duration": 2**63}, "call_log.duration: Expected"),
        ({"legs": "none"}, "call_log.legs: Expected"),
        ({"legs": [[]]}, r"call_log.legs\[0\]: Expected"),
        ({"legs": [{"from": "x"}]}, r"call_log.legs\[0\].from: Expected"),
        ({"id": 5}, "call_log.id: Expected"),
    ],
)
def test_wrong_types_are_refused_with_their_path(
    lake: Lake, values: dict[str, Any], path: str
) -> None:
    with pytest.raises(BadRecordError, match=path):
        lake.load(schema(), record(**{"id": "a", **values}))


@pytest.mark.parametrize("key", [{}, {"id": None}])
def test_a_record_without_its_key_is_refused(lake: Lake, key: dict[str, Any]) -> None:
    with pytest.raises(MissingKeyPropertiesError, match=r"call_log\.id: the key property"):
        lake.load(schema(), record(duration=1, **key))


@pytest.mark.parametrize("message", [record(id="a"), activate(1)])
def test_a_stream_without_schema_is_named(lake: Lake, message: dict[str, Any]) -> None:
    with pytest.raises(RecordsWithoutSchemaException, match="'call_log'"):
        lake.load(message)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"type": "RECORD", "Jane Doe', "input line 4 is not JSON"),
        ('["Jane Doe"]', "input line 4 is not a JSON object"),
        ('{"type": "RECORD", "record": {"name": "Jane Doe"}}', "input line 4 has no stream"),
        ('{"type": "JOKE", "name": "Jane Doe"}', "unknown message type 'JOKE'"),
    ],
)
def test_a_malformed_line_is_counted_not_shown(lake: Lake, line: str, reason: str) -> None:
    done = run(lake, f"{as_input([schema(), record(id='a'), state(1)])}{line}\n")
    assert reason in error_of(done)
    assert "Jane" not in done.stderr
    assert lake.rows("id") == [("a",)]
    assert done.stdout == "1\n"


def test_a_destination_that_cannot_be_made_is_named(lake: Lake) -> None:
    lake.root.write_text("a file, not a directory")
    done = run(lake, as_input([schema(), record(id="a")]))
    assert f"Cannot create directory '{lake.root}" in error_of(done)


def test_an_unknown_file_system_is_named(lake: Lake) -> None:
    done = run(lake, "", destination_path="ftp://host/lake")
    assert "destination_path 'ftp://host/lake' cannot be opened" in error_of(done)


@in_both_formats
def test_a_write_that_the_system_refuses_leaves_the_old_rows_and_no_state(lake: Lake) -> None:
    lake.upsert(schema(), record(id="old"))
    calls = [record(id=os.urandom(500).hex()) for _ in range(200)]
    text = as_input([schema(), *calls, state({"n": 1})])
    done = run(lake, text, before="ulimit -f 64;", load_method="upsert")
    assert "the lake cannot be read or written" in error_of(done)
    assert "File too large" in error_of(done)
    assert done.stdout == ""
    assert lake.rows("id") == [("old",)]


@in_both_formats
def test_a_full_disk_lets_no_state_out(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    lake.upsert(schema(), record(id="old"))

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as disk:
        disk.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space left"):
            lake.upsert(schema(), record(id="new"), state({"n": 1}))
    assert lake.rows("id") == [("old",)]
    assert lake.upsert(schema(), record(id="new"), state({"n": 1})) == [{"n": 1}]
    assert lake.rows("id") == [("new",), ("old",)]


@in_both_formats
@pytest.mark.parametrize("damage", [b"", b"PAR1 not really PAR1"])
def test_a_corrupt_file_in_the_lake_is_named_and_left_alone(lake: Lake, damage: bytes) -> None:
    lake.upsert(schema(), record(id="old"))
    (file,) = lake.files()
    file.write_bytes(damage)
    done = run(lake, as_input([schema(), record(id="new")]), load_method="upsert")
    assert f"{file} cannot be read as Parquet" in error_of(done)
    assert file.read_bytes() == damage


def test_damaged_pages_in_the_lake_are_named(lake: Lake) -> None:
    lake.upsert(schema(), *(record(id=str(n), duration=n * n) for n in range(5_000)))
    (file,) = lake.files()
    content = bytearray(file.read_bytes())
    content[100:10_000] = b"x" * 9_900
    file.write_bytes(content)
    with pytest.raises(LoadError, match="cannot be read as Parquet"):
        lake.upsert(schema(), record(id="new"))
    assert file.read_bytes() == content


@pytest.mark.parametrize("extra", [{"batch_size_mib": 0}, {"compression": "lzma"}])
def test_a_wrong_setting_is_refused(lake: Lake, extra: dict[str, Any]) -> None:
    done = run(lake, "", **extra)
    assert done.returncode == 1
    assert "Config validation failed" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_schema_without_properties_is_refused(lake: Lake) -> None:
    done = run(lake, as_input([schema(declared={"type": "object"})]))
    assert "input line 1 has a schema that has no properties" in error_of(done)


def test_a_property_name_that_cannot_be_kept_is_named(lake: Lake) -> None:
    inner = properties(**{'a"b': {"type": "string"}})
    with pytest.raises(LoadError, match=r"call_log\.outer: .* stream map"):
        lake.load(schema(declared=properties(id={"type": "string"}, outer=inner)))
