"""Settings, streams and outputs that are not there: one line that says what to mend."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from singer_sdk.singerlib.exceptions import SingerReadError

from target_parquet import TargetParquet
from target_parquet.errors import LoadError

from .messages import COMMAND, as_input, properties, record, schema, state

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Lake


def run(arguments: str, content: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a shell, which can close and redirect what it is given."""
    return subprocess.run(
        ["sh", "-c", f"{COMMAND} {arguments}"],
        input=content,
        capture_output=True,
        text=True,
        check=False,
    )


def error_of(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    (line,) = (line for line in done.stderr.splitlines() if "| ERROR " in line)
    assert done.stderr.splitlines()[-1] == line
    return line


@pytest.fixture
def config(lake: Lake, tmp_path: Path) -> Path:
    file = tmp_path / "config.json"
    file.write_text(json.dumps({"destination_path": str(lake.root)}), "utf-8")
    return file


def test_closed_standard_input_is_named(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    with pytest.raises(SingerReadError, match="standard input is closed"):
        TargetParquet(config={"destination_path": str(lake.root)}).listen()


def test_closed_standard_output_is_named_and_the_rows_are_loaded(lake: Lake, config: Path) -> None:
    content = as_input([schema(), record(id="a"), state(1)])
    assert "standard output is closed" in error_of(run(f"--config {config} >&-", content))
    assert lake.rows("id") == [("a",)]


def test_a_standard_output_that_cannot_be_written_is_named(lake: Lake, config: Path) -> None:
    content = as_input([schema(), record(id="a"), state(1)])
    error = error_of(run(f"--config {config} >/dev/full", content))
    assert "the rows are loaded, but STATE cannot be written: No space left on device" in error
    assert lake.rows("id") == [("a",)]


@pytest.mark.parametrize(
    "content",
    [None, b"", b'{"half"', b"[1]", b"null", b'{"a": "\xeb"}', b"\xff\xfe{}", b'{"a":' * 999],
    ids=repr,
)
def test_a_configuration_that_is_no_json_object_is_named(
    config: Path, content: bytes | None, capsys: pytest.CaptureFixture[str], caplog: Any
) -> None:
    if content is None:
        config.unlink()
    else:
        config.write_bytes(content)
    with pytest.raises(SystemExit, match="1"):
        TargetParquet.get_singer_command().main(["--config", str(config)])
    (told,) = (record for record in caplog.records if record.levelname == "ERROR")
    assert f"--config {config} is no JSON object" in told.getMessage()
    assert told.exc_info is None
    assert capsys.readouterr().out == ""


def test_line_ends_of_windows_behind_a_setting_are_no_part_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TARGET_PARQUET_COMPRESSION", "gzip\r")
    monkeypatch.setenv("TARGET_PARQUET_ADD_RECORD_METADATA", "true\r\n")
    monkeypatch.setenv("TARGET_PARQUET_BATCH_SIZE_MIB", " 64\r")
    given = {"destination_path": f"{tmp_path}\r\n", "load_method": "upsert\n"}
    config = TargetParquet(config=given, parse_env_config=True).config
    assert config["destination_path"] == str(tmp_path)
    assert config["load_method"] == "upsert"
    assert config["compression"] == "gzip"
    assert config["add_record_metadata"] is True
    assert config["batch_size_mib"] == 64


def test_a_lake_in_nobodys_home_is_named() -> None:
    with pytest.raises(LoadError, match="'~nobody-of-that-name/lake' cannot be opened"):
        TargetParquet(config={"destination_path": "~nobody-of-that-name/lake"})


@pytest.mark.parametrize(
    "maps",
    [
        {"call_log": {"duration": "int(id)"}},
        {"call_log": {"duration": "1 / 0"}},
        {"call_log": {"__filter__": "id > 5"}},
        {"call_log": {"__alias__": "''"}},
    ],
    ids=str,
)
def test_a_stream_map_that_does_not_fit_is_one_line(lake: Lake, maps: dict[str, Any]) -> None:
    with pytest.raises(LoadError, match=r"stream_map|stream map"):
        lake.load(schema(), record(id="x"), stream_maps=maps)


def test_a_schema_that_cannot_be_flattened_is_one_line(lake: Lake) -> None:
    declared = properties(id={"type": "string"}, odd={"type": "object", "properties": 5})
    flat = {"flattening_enabled": True, "flattening_max_depth": 2}
    with pytest.raises(LoadError, match=r"'call_log': a SCHEMA message .* flattening_enabled"):
        lake.load(schema(declared=declared), **flat)


def batch(**changed: Any) -> dict[str, Any]:
    encoding = {"format": "jsonl", "compression": "none"}
    message = {"type": "BATCH", "stream": "call_log", "encoding": encoding, "manifest": []}
    return message | changed


@pytest.mark.parametrize(
    ("content", "encoding", "reason"),
    [
        (b'{"id": "a"}\n[]', {"format": "jsonl"}, "line 2 is not a JSON object"),
        (b"\x1f\x8b", {"format": "jsonl"}, "line 1 is not JSON"),
        (b'{"id": "a"}', {"format": "jsonl", "compression": "gzip"}, "cannot be read: Not a gzip"),
        (b"\x1f\x8b\x08\x00", {"format": "jsonl", "compression": "gzip"}, "cannot be read"),
        (b"PAR1", {"format": "parquet"}, "cannot be read"),
        (b"", {"format": "csv"}, "unknown format 'csv'"),
    ],
)
def test_a_batch_file_that_cannot_be_read_is_named(
    lake: Lake, tmp_path: Path, content: bytes, encoding: dict[str, str], reason: str
) -> None:
    file = tmp_path / "batch"
    file.write_bytes(content)
    with pytest.raises(LoadError, match=reason):
        lake.load(schema(), batch(encoding=encoding, manifest=[file.as_uri()]))


@pytest.mark.parametrize("file", ["", "/none/such", "x://y/z", "file:///none/such", "http://["])
def test_a_batch_file_that_is_not_there_is_named(lake: Lake, file: str) -> None:
    with pytest.raises(LoadError, match="of a BATCH message cannot be read"):
        lake.load(schema(), batch(manifest=[file]))
