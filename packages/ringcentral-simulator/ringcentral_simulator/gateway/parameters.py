"""Reads what a request asks for, by its query or its JSON body, and refuses what it cannot mean."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import Enum
from typing import TYPE_CHECKING, TypeVar

from ringcentral_simulator.clock import to_milliseconds
from ringcentral_simulator.gateway.errors import ApiError, Problem, invalid_parameter

if TYPE_CHECKING:
    from werkzeug.wrappers import Request

    from ringcentral_simulator.gateway.wire import Json

_Choice = TypeVar("_Choice", bound=Enum)
_FLAGS = {"true": True, "false": False}


def moment(request: Request, name: str, default_ms: int) -> int:
    """Return a time of the query, milliseconds since 1970; one without a zone is UTC.

    Raises:
        ApiError: 400, it is no time.
    """
    value = request.args.get(name)
    return default_ms if value is None else _milliseconds(name, value)


def choice(request: Request, name: str, default: _Choice) -> _Choice:
    """Return a value of the query that an enumeration knows.

    Raises:
        ApiError: 400, it is none of them.
    """
    value = request.args.get(name, default.value)
    try:
        return type(default)(value)
    except ValueError as error:
        raise invalid_parameter(name, value) from error


def at_least_one(request: Request, name: str, default: int) -> int:
    """Return a whole number of the query, from 1.

    Raises:
        ApiError: 400, it is none.
    """
    value = request.args.get(name, str(default))
    if not value.isdecimal() or int(value) < 1:
        raise invalid_parameter(name, value)
    return int(value)


def flag(request: Request, name: str, *, default: bool = False) -> bool:
    """Return a flag of the query, `true` or `false`.

    Raises:
        ApiError: 400, it is neither.
    """
    value = request.args.get(name)
    if value is None:
        return default
    if value not in _FLAGS:
        raise invalid_parameter(name, value)
    return _FLAGS[value]


def body(request: Request) -> Json:
    """Return the JSON object that was posted.

    Raises:
        ApiError: 415, it is not called JSON; 400, it is none.
    """
    if not request.is_json:
        raise ApiError(415, Problem("CMN-115", "Unsupported media type"))
    posted = request.get_json(silent=True)
    if not isinstance(posted, dict):
        raise invalid_parameter("body", "")
    return posted


def posted_moment(posted: Json, name: str, default_ms: int | None = None) -> int:
    """Return a time of what was posted, milliseconds since 1970; without a zone it is UTC.

    Args:
        posted: The object that should have it.
        name: What it is called there.
        default_ms: The time when there is none; without a default there must be one.

    Raises:
        ApiError: 400, it is no time.
    """
    value = posted.get(name)
    return default_ms if value is None and default_ms is not None else _milliseconds(name, value)


def posted_number(posted: Json, name: str, default: int) -> int:
    """Return a whole number from 1 of what was posted.

    Raises:
        ApiError: 400, it is none.
    """
    value = posted.get(name, default)
    if not isinstance(value, int) or value < 1:
        raise invalid_parameter(name, str(value))
    return value


def _milliseconds(name: str, value: object) -> int:
    try:
        read = datetime.fromisoformat(str(value))
    except ValueError as error:
        raise invalid_parameter(name, str(value)) from error
    return to_milliseconds(read if read.tzinfo else read.replace(tzinfo=UTC))
