"""What the SDK's own settings get wrong ends in one line, ahead of the run where it can be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from support.runs import only, run

from tap_ringcentral.api.errors import SettingsError
from tap_ringcentral.tap import TapRingCentral

if TYPE_CHECKING:
    from ringcentral_simulator import Simulator

CREDENTIALS = {"client_id": "app", "jwt": "a.b.c"}
JSONL = {"format": "jsonl", "compression": "gzip"}


def refused(**settings: Any) -> str:
    with pytest.raises(SettingsError) as caught:
        TapRingCentral(config=CREDENTIALS | settings)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ({"call_log": {"x": "foo("}}, "What is set as stream_maps cannot be used: Failed to parse"),
        ({"call_log": {"x": ""}}, "What is set as stream_maps cannot be used"),
        ({"call_log": {"__filter__": "foo("}}, "Failed to parse expression foo("),
        ({"call_log": {"__alias__": "foo("}}, "Failed to evaluate"),
        ({"call_log": {"__key_properties__": ["x"]}}, "Property 'x' was not detected"),
        ({"call_log": {"id": None}}, "Removing key property 'id' is not permitted"),
        ({"call_log": {"x": 5}}, "stream_maps.call_log is not as"),
        ({"call_log": "x"}, "stream_maps.call_log is not as"),
        ({"__else__": 5}, "stream_maps.__else__ is not as"),
        ({"calls": {"x": "1"}}, "a stream that this tap does not have: 'calls'. It has: account,"),
        ({"mine": {"__source__": "calls"}}, "a stream that this tap does not have: 'calls'."),
        ('{"call_log": ', "stream_maps must be an object (got a string)"),
        ({"a\nb": 5}, "stream_maps.a b is not as"),
    ],
    ids=str,
)
def test_stream_map_that_cannot_be_made_is_refused(wanted: Any, words: str) -> None:
    assert words in refused(stream_maps=wanted)


@pytest.mark.parametrize(
    "wanted",
    [
        {"call_log": None},
        {"call_*": {"day": "startTime"}},
        {"mine": {"__source__": "call_log"}},
        {"__else__": None, "call_log": {"day": "startTime"}},
        '{"call_log": {"day": "startTime"}}',
    ],
    ids=str,
)
def test_stream_map_that_can_be_made_passes(wanted: Any) -> None:
    assert TapRingCentral(config=CREDENTIALS | {"stream_maps": wanted}).mapper


def test_names_are_made_up_for_languages_that_exist() -> None:
    maps = {"call_log": {"name": "fake.name()"}}
    text = refused(stream_maps=maps, faker_config={"locale": "xx_YY"})
    assert "faker_config" in text
    assert "xx_YY" in text


def test_flattening_without_a_depth_is_refused() -> None:
    assert "What is set as flattening_enabled cannot be used" in refused(flattening_enabled="true")


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ({"encoding": JSONL}, "'storage'"),
        ({"encoding": JSONL, "storage": {"root": "nowhere://x"}}, "nowhere"),
        ({"encoding": {"format": "xml"}, "storage": {"root": "x"}}, "batch_config.encoding.format"),
        ({"encoding": JSONL, "storage": {"root": "x"}, "batch_size": 0}, "batch_config.batch_size"),
        ("files", "batch_config must be an object"),
    ],
    ids=str,
)
def test_batch_files_that_could_not_be_written_are_refused(wanted: Any, words: str) -> None:
    text = refused(batch_config=wanted)
    assert "batch_config" in text
    assert words in text


@pytest.mark.parametrize(
    "expression", ["int('a' + id)", "missing + 1", "1 / 0", "startTime.nothing", "id[1000]"]
)
def test_expression_that_fails_for_a_record_ends_the_run_in_one_line_without_the_record(
    simulator: Simulator, expression: str
) -> None:
    call = next(iter(simulator.truth.calls()))
    maps = {"call_log": {"x": expression}}
    with pytest.raises(SettingsError) as caught:
        run(simulator, catalog=only("call_log"), start_date="2026-03-19", stream_maps=maps)
    text = str(caught.value)
    assert "The setting stream_maps does not work for a record of call_log: " in text
    assert call["id"] not in text
    assert "\n" not in text


def test_filter_that_fails_for_a_record_ends_the_run_in_one_line(simulator: Simulator) -> None:
    maps = {"call_queue": {"__filter__": "1 / 0"}}
    with pytest.raises(SettingsError, match="does not work for a record of call_queue"):
        run(simulator, catalog=only("call_queue"), stream_maps=maps)
