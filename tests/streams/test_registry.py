"""A stream that is left out anywhere fails here by its name, and is told where it belongs."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from support.documented_answers import documented_row
from support.endpoints import documented, is_served, path_of

from tap_ringcentral import schemas, streams
from tap_ringcentral.client import RingCentralStream
from tap_ringcentral.streams import STREAMS

SCHEMAS = Path(schemas.__file__).parent
TAP = "tap_ringcentral."

every_stream = pytest.mark.parametrize("stream", STREAMS)
MODULES = [
    import_module(f"{streams.__name__}.{each.name}") for each in iter_modules(streams.__path__)
]
CLASSES = [
    one
    for module in MODULES
    for one in vars(module).values()
    if isinstance(one, type) and issubclass(one, RingCentralStream) and "name" in vars(one)
    if one.__module__ == module.__name__
]
"""Every class that is a stream: what others are made of has no name."""


@pytest.mark.parametrize("stream", CLASSES, ids=lambda stream: stream.name)
def test_class_of_a_stream_is_registered(stream: type[RingCentralStream]) -> None:
    assert stream in STREAMS.values(), (
        f"Name {stream.__name__} in STREAMS, in tap_ringcentral/streams/__init__.py."
    )


@every_stream
def test_stream_is_registered_under_its_own_name(stream: str) -> None:
    assert vars(STREAMS[stream])["name"] == stream


@every_stream
def test_stream_has_its_schema(stream: str) -> None:
    assert (SCHEMAS / f"{stream}.json").exists(), (
        f"Add tap_ringcentral/schemas/{stream}.json, with these properties and a word of your own "
        f"on each: {', '.join(documented_row(stream)['properties'])}."
    )


@pytest.mark.parametrize("file", sorted(path.stem for path in SCHEMAS.glob("*.json")))
def test_schema_has_its_stream(file: str) -> None:
    assert file in STREAMS.keys() | {"definitions"}, (
        f"No stream is named {file}: delete tap_ringcentral/schemas/{file}.json, or name the "
        "stream in STREAMS, in tap_ringcentral/streams/__init__.py."
    )


@every_stream
def test_path_of_a_stream_is_documented(stream: str) -> None:
    assert documented(stream)  # else the error says what to do


@every_stream
def test_simulator_serves_a_stream(stream: str) -> None:
    assert is_served(stream), (
        f"The simulator has no {path_of(stream)}: add a route to one of the modules of "
        "packages/ringcentral-simulator/ringcentral_simulator/endpoints."
    )


@every_stream
def test_stream_is_made_of_few_classes(stream: str) -> None:
    own = [each.__name__ for each in STREAMS[stream].__mro__ if each.__module__.startswith(TAP)]
    assert len(own) <= 6, (
        f"{own[0]} is made of {len(own)} of the tap's classes ({', '.join(own[1:])}): let it be a "
        "kind of stream that there is, or say in its own class what it needs."
    )
