"""Singer messages for tests."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

COMMAND = Path(sys.executable).with_name("target-parquet")
CALL_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "id": {"type": "string"},
        "startTime": {"type": ["null", "string"], "format": "date-time"},
        "duration": {"type": ["null", "integer"]},
        "legs": {
            "type": ["null", "array"],
            "items": {
                "type": ["null", "object"],
                "properties": {
                    "startTime": {"type": ["null", "string"], "format": "date-time"},
                    "duration": {"type": ["null", "integer"]},
                    "from": {
                        "type": ["null", "object"],
                        "properties": {"phoneNumber": {"type": ["null", "string"]}},
                    },
                },
            },
        },
    },
}


def schema(
    stream: str = "call_log", declared: dict[str, Any] = CALL_SCHEMA, keys: Iterable[str] = ("id",)
) -> dict[str, Any]:
    return {"type": "SCHEMA", "stream": stream, "schema": declared, "key_properties": list(keys)}


def properties(**declared: Any) -> dict[str, Any]:
    return {"type": "object", "properties": declared}


def record(stream: str = "call_log", version: int | None = None, **values: Any) -> dict[str, Any]:
    message = {"type": "RECORD", "stream": stream, "record": values}
    return message if version is None else {**message, "version": version}


def state(value: Any) -> dict[str, Any]:
    return {"type": "STATE", "value": value}


def activate(version: int, stream: str = "call_log") -> dict[str, Any]:
    return {"type": "ACTIVATE_VERSION", "stream": stream, "version": version}


def as_input(messages: Iterable[dict[str, Any]]) -> str:
    return "".join(f"{json.dumps(message)}\n" for message in messages)
