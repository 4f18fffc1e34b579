"""Stream maps and flattening: what of them the SDK lets fail with a traceback."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from singer_sdk import Target
from singer_sdk.mapper import SameRecordTransform

from target_parquet.errors import LoadError

if TYPE_CHECKING:
    from collections.abc import Callable

_FAILURES = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


class MappingTarget(Target):
    """A target that says in one line which stream a user's own mapping cannot take."""

    def is_unmapped(self, stream: str) -> bool:
        """Return whether a stream's records are loaded as they come."""
        maps = self.mapper.stream_maps.get(stream, [])
        return len(maps) == 1 and (
            isinstance(maps[0], SameRecordTransform) and not maps[0].flattening_enabled
        )

    def _process_schema_message(self, message_dict: dict[str, Any]) -> None:
        self._mapped(super()._process_schema_message, message_dict)

    def _process_record_message(self, message_dict: dict[str, Any]) -> None:
        self._mapped(super()._process_record_message, message_dict)

    def _mapped(
        self, process: Callable[[dict[str, Any]], None], message_dict: dict[str, Any]
    ) -> None:
        try:
            process(message_dict)
        except _FAILURES as error:
            if not (self.config.get("stream_maps") or self.config.get("flattening_enabled")):
                raise
            raise LoadError(
                f"stream {message_dict['stream']!r}: a {message_dict['type']} message does not go "
                f"through stream_maps or flattening_enabled ({type(error).__name__})"
            ) from None
