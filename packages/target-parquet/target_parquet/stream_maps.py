"""Stream maps whose faults are told in one line; the SDK raises whatever Python does."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from singer_sdk.exceptions import SingerSDKError
from singer_sdk.mapper import CustomStreamMap, PluginMapper

from target_parquet.errors import LoadError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


class Mapper(PluginMapper):
    """The SDK's mapper, with one kind of error."""

    def register_raw_stream_schema(
        self, stream_name: str, schema: dict[str, Any], key_properties: Sequence[str] | None
    ) -> None:
        """Make the maps of a stream.

        Raises:
            LoadError: The settings are not such that it could have any.
        """
        with _told(f"{stream_name}: stream_maps, faker_config or flattening cannot be used"):
            super().register_raw_stream_schema(stream_name, schema, key_properties)
        for one in self.stream_maps[stream_name]:
            if isinstance(one, CustomStreamMap):
                one._filter_fn = _telling(one._filter_fn, stream_name)  # noqa: SLF001 - no public place
                one._transform_fn = _telling(one._transform_fn, stream_name)  # noqa: SLF001 - likewise


def _telling(evaluate: Callable[[dict[str, Any]], Any], stream: str) -> Callable[..., Any]:
    def told(record: dict[str, Any]) -> Any:
        with _told(f"{stream}: stream_maps does not work for a record"):
            return evaluate(record)

    return told


@contextmanager
def _told(what: str) -> Iterator[None]:
    try:
        yield
    except SingerSDKError:
        raise
    except Exception as error:  # noqa: BLE001 - an expression may raise anything
        # What Python says may hold a value of the record.
        raise LoadError(f"{what} ({type(error).__name__})") from None
