"""Reads what a query asks for, and refuses by name what it cannot mean."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import Enum
from typing import TYPE_CHECKING, TypeVar

from ringcentral_simulator.clock import to_milliseconds
from ringcentral_simulator.errors import invalid_parameter

if TYPE_CHECKING:
    from werkzeug.wrappers import Request

_Choice = TypeVar("_Choice", bound=Enum)


def moment(request: Request, name: str, default_ms: int) -> int:
    """A time, milliseconds since 1970; one without a zone is UTC.

    Raises:
        ApiError: 400, it is no time.
    """
    value = request.args.get(name)
    if value is None:
        return default_ms
    try:
        read = datetime.fromisoformat(value)
    except ValueError as error:
        raise invalid_parameter(name, value) from error
    return to_milliseconds(read if read.tzinfo else read.replace(tzinfo=UTC))


def choice(request: Request, name: str, default: _Choice) -> _Choice:
    """One of the values that an enumeration knows.

    Raises:
        ApiError: 400, it is none of them.
    """
    value = request.args.get(name, default.value)
    try:
        return type(default)(value)
    except ValueError as error:
        raise invalid_parameter(name, value) from error


def at_least_one(request: Request, name: str, default: int) -> int:
    """A whole number from 1.

    Raises:
        ApiError: 400, it is none.
    """
    value = request.args.get(name, str(default))
    if not value.isdecimal() or int(value) < 1:
        raise invalid_parameter(name, value)
    return int(value)


def flag(request: Request, name: str) -> bool:
    """`true` or `false`, which is the default.

    Raises:
        ApiError: 400, it is neither.
    """
    value = request.args.get(name, "false")
    if value not in {"true", "false"}:
        raise invalid_parameter(name, value)
    return value == "true"
