"""Checks the settings that the SDK brings: what changes records, or puts them into batch files.

The SDK reads them late, and raises whatever Python does.
"""

from __future__ import annotations

from contextlib import contextmanager
from fnmatch import fnmatch
from typing import TYPE_CHECKING, Any

from fsspec.core import url_to_fs
from singer_sdk.batch import Batcher
from singer_sdk.exceptions import SingerSDKError
from singer_sdk.helpers._batch import BatchConfig
from singer_sdk.mapper import CustomStreamMap
from singer_sdk.singerlib import Catalog

from tap_ringcentral.api.errors import RingCentralError, SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from singer_sdk.mapper import PluginMapper

_OF_MAPS = ("stream_maps", "stream_map_config", "faker_config")
_LONGEST = 200  # characters of the SDK's own words


def check_sdk_settings(config: Mapping[str, Any], streams: Collection[str]) -> None:
    """Check that stream maps are of streams that exist, and that batch files can be written.

    Raises:
        SettingsError: They are not, or cannot.
    """
    for name, wanted in (config.get("stream_maps") or {}).items():
        source = wanted.get("__source__", name) if isinstance(wanted, dict) else name
        if name != "__else__" and not any(fnmatch(stream, source) for stream in streams):
            raise SettingsError(
                f"The setting stream_maps names a stream that this tap does not have: {source!r}. "
                f"It has: {', '.join(sorted(streams))}."
            )
    if batches := config.get("batch_config"):
        with _one_line_error("The setting batch_config cannot be used"):
            _check_batches(BatchConfig.from_dict(batches))


def _check_batches(wanted: BatchConfig) -> None:
    if not isinstance(wanted.batch_size, int) or wanted.batch_size < 1:
        raise SettingsError("The setting batch_config.batch_size must be an integer from 1 on.")
    Batcher.get_batcher(wanted.encoding.format)
    url_to_fs(wanted.storage.root, **wanted.storage.params)  # what its scheme needs is installed


@contextmanager
def maps_made(config: Mapping[str, Any]) -> Iterator[None]:
    """Say in one line why the SDK can make no stream maps of the settings.

    Raises:
        SettingsError: It cannot.
    """
    names = [name for name in config if name in _OF_MAPS or name.startswith("flattening_")]
    with _one_line_error(f"What is set as {', '.join(names)} cannot be used"):
        yield


def register(mapper: PluginMapper, catalog: Catalog) -> None:
    """Make the maps of every stream, also where a pattern fits one that is not selected.

    The SDK would leave such a stream no property, and find that its keys are missing.
    """
    for name, entry in catalog.items():
        if entry.metadata.resolve_selection()[()]:
            mapper.register_raw_streams_from_catalog(Catalog({name: entry}))
        else:
            mapper.register_raw_stream_schema(name, entry.schema.to_dict(), entry.key_properties)


def say_what_fails(mapper: PluginMapper) -> None:
    """Let an expression that cannot be evaluated for a record end the run in one line."""
    for maps in mapper.stream_maps.values():
        for one in maps:
            if isinstance(one, CustomStreamMap):
                told = f"The setting stream_maps does not work for a record of {one.stream_alias}"
                vars(one).update(
                    get_filter_result=_in_one_line(one.get_filter_result, told),
                    transform=_in_one_line(one.transform, told),
                )


def _in_one_line(evaluate: Callable[[dict[str, Any]], Any], what: str) -> Callable[..., Any]:
    def told(record: dict[str, Any]) -> Any:
        # What Python says may hold a value of the record; what the SDK says, the setting's alone.
        with _one_line_error(what, only=SingerSDKError):
            return evaluate(record)

    return told


@contextmanager
def _one_line_error(what: str, *, only: type[Exception] = Exception) -> Iterator[None]:
    """Raise any error as one line that begins with some words, and ends with its own if it may."""
    try:
        yield
    except RingCentralError:
        raise
    except Exception as error:  # noqa: BLE001 - the SDK checks nothing of its own
        said = (
            " ".join(str(error).split())[:_LONGEST].rstrip(".") if isinstance(error, only) else ""
        )
        raise SettingsError(f"{what}: {said or type(error).__name__}.") from None
