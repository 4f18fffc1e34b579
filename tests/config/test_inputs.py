"""A catalog and a state are checked before the run, not met halfway through it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click
import pytest
from click.testing import CliRunner
from singer_sdk.singerlib import Catalog
from support.runs import only

from tap_ringcentral.api.errors import SettingsError
from tap_ringcentral.config.inputs import JsonFile, check_catalog, check_state
from tap_ringcentral.streams import PARENTS, STREAMS

if TYPE_CHECKING:
    from pathlib import Path

KNOWN = ("call_log", "call_queue")


@click.command
@click.argument("file", type=JsonFile())
def show(file: dict[str, Any]) -> None:
    click.echo(json.dumps(file), nl=False)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("content", ["{}", '{"bookmarks":\r\n {"call_log": {"name": "Zo\u00eb"}}}'])
def test_file_with_an_object_is_read_as_linux_or_windows_wrote_it(
    content: str, encoding: str, tmp_path: Path
) -> None:
    path = tmp_path / "state.json"
    path.write_bytes(content.encode(encoding))
    assert json.loads(CliRunner().invoke(show, [str(path)]).stdout) == json.loads(content)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "cannot be read as JSON"),
        (b"{", "cannot be read as JSON"),
        (b"\xff\xfe{}", "cannot be read as JSON"),
        (b'{"name": "Zo\xeb"}', "cannot be read as JSON"),
        (b'{"a": ' * 100_000, "cannot be read as JSON"),
        (b'{"a": ' + b"9" * 5_000 + b"}", "cannot be read as JSON"),
        (b'{"bookmarks": {"call_log": {"name": "\\ud83d"}}}', "cannot be read as JSON"),
        (b'{"value": NaN}', "cannot be read as JSON"),
        (b"[]", "is not a JSON object"),
        (b"null", "is not a JSON object"),
    ],
)
def test_file_with_anything_else_is_named(content: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    path.write_bytes(content)
    result = CliRunner().invoke(show, [str(path)])
    assert result.exit_code == 2
    assert f"state.json' {words}" in result.stderr


def test_object_on_standard_input_is_read() -> None:
    assert CliRunner().invoke(show, ["-"], input="{}").stdout == "{}"


def test_directory_is_named(tmp_path: Path) -> None:
    result = CliRunner().invoke(show, [str(tmp_path)])
    assert result.exit_code == 2
    assert f"{tmp_path}' cannot be read as JSON" in result.stderr


def test_missing_file_is_named(tmp_path: Path) -> None:
    result = CliRunner().invoke(show, [str(tmp_path / "gone.json")])
    assert result.exit_code == 2
    assert "gone.json" in result.stderr


@pytest.mark.parametrize(
    "state",
    [
        {},
        {"bookmarks": {}},
        {"bookmarks": {"call_queue": {}}},
        {"bookmarks": {"call_log": {"replication_key_value": None}}},
        {"bookmarks": {"call_log": {"replication_key_value": "2026-03-20T12:00:00.000Z"}}},
        {"bookmarks": {"call_log": {"replication_key_value": "2026-03-20"}}},
    ],
    ids=str,
)
def test_state_to_resume_from_passes(state: dict[str, Any]) -> None:
    check_state(state)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ({"bookmarks": []}, '"bookmarks" is not an object'),
        ({"bookmarks": {"message": {"name": "\ud83d"}}}, "The state is not a Singer state"),
        ({"bookmarks": None}, '"bookmarks" is not an object'),
        ({"bookmarks": {"call_log": "2026"}}, "bookmark of call_log is not an object"),
        (
            {"bookmarks": {"call_log": {"replication_key_value": "soon"}}},
            "bookmark of call_log is not a date: 'soon'",
        ),
        (
            {"bookmarks": {"call_log": {"replication_key_value": 1773964800}}},
            "bookmark of call_log is not a date: 1773964800",
        ),
        (
            {"bookmarks": {"call_log": {"replication_key_value": "0001-01-01T00:00:00+05:00"}}},
            "bookmark of call_log is not a date: '0001-01-01T00:00:00+05:00'",
        ),
        (
            {"bookmarks": {"call_log": {"replication_key_value": "0001-01-01"}}},
            "bookmark of call_log is not a date: '0001-01-01'",
        ),
        (
            {"bookmarks": {"message": {"underway": "7"}}},
            "bookmark of message has an unknown way to go on: '7'",
        ),
        (
            {"bookmarks": {"message": {"underway": {"after": "7"}}}},
            "bookmark of message has an unknown way to go on: {'after': '7'}",
        ),
        (
            {"bookmarks": {"message": {"underway": {"from": "x", "to": "y", "after": "7"}}}},
            "bookmark of message is not a date: 'x'",
        ),
    ],
)
def test_state_that_cannot_be_resumed_from_is_named(state: dict[str, Any], words: str) -> None:
    with pytest.raises(SettingsError) as caught:
        check_state(state)
    assert words in str(caught.value)


def test_catalog_of_known_streams_passes() -> None:
    check_catalog({"streams": [{"tap_stream_id": "call_log", "schema": {}}]}, KNOWN)


@pytest.mark.parametrize(
    "catalog",
    [
        {},
        {"streams": None},
        {"streams": {}},
        {"streams": ["call_log"]},
        {"streams": [{"tap_stream_id": "call_log"}]},
        {"streams": [{"stream": "call_log", "schema": {}}]},
        {"streams": [{"tap_stream_id": ["call_log"], "schema": {}}]},
        {"streams": [{"tap_stream_id": "call_log", "schema": []}]},
        {"streams": [{"tap_stream_id": "call_log", "schema": {}, "metadata": {}}]},
        {"streams": [{"tap_stream_id": "call_log", "schema": {}, "metadata": [{}]}]},
        {"streams": [{"tap_stream_id": "call_log", "schema": {"properties": [1]}}]},
    ],
    ids=str,
)
def test_object_that_is_no_catalog_is_refused(catalog: dict[str, Any]) -> None:
    with pytest.raises(SettingsError, match="Make one with --discover"):
        check_catalog(catalog, KNOWN)


def test_unknown_streams_are_named_with_the_known_ones() -> None:
    names = ["calls", "call_log", "call_queues"]
    catalog = {"streams": [{"tap_stream_id": name, "schema": {}} for name in names]}
    with pytest.raises(SettingsError) as caught:
        check_catalog(catalog, KNOWN)
    assert "does not have: call_queues, calls. It has: call_log, call_queue." in str(caught.value)


def test_only_what_is_read_keeps_the_properties_that_the_sdk_goes_through() -> None:
    """A catalog has all streams, and a run reads few: the SDK would copy each schema four times."""
    given = only("call_queue", "call_log_leg")
    found = check_catalog(given, STREAMS, PARENTS)
    assert {name for name, entry in found.items() if entry.schema.properties} == {
        "call_queue",
        "call_log_leg",
        "call_log",  # which the legs are made of
    }
    for entry in given["streams"]:
        if found[entry["stream"]].schema.properties:
            assert (
                found[entry["stream"]].to_dict()
                == Catalog.from_dict(given)[entry["stream"]].to_dict()
            )


@pytest.mark.parametrize(
    "root",
    [
        None,
        {},
        {"selected": True},
        {"selected": False},
        {"selected-by-default": True},
        {"selected": False, "selected-by-default": True},
        {"inclusion": "automatic", "selected": False},
        {"inclusion": "unsupported", "selected": True},
    ],
)
def test_selection_is_the_one_that_the_sdk_finds(root: dict[str, Any] | None) -> None:
    metadata = [{"breadcrumb": ["properties", "id"], "metadata": {"inclusion": "automatic"}}]
    if root is not None:
        metadata.append({"breadcrumb": [], "metadata": root})
    schema = {"properties": {"id": {"type": "string"}}}
    catalog = {"streams": [{"tap_stream_id": "call_log", "schema": schema, "metadata": metadata}]}
    is_selected = Catalog.from_dict(catalog)["call_log"].metadata.resolve_selection().get((), True)
    (entry,) = check_catalog(catalog, KNOWN).streams
    assert bool(entry.schema.properties) is is_selected
    assert entry.metadata.resolve_selection().get((), True) is is_selected
