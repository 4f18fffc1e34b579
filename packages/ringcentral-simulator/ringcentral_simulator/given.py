"""What a request gives: flags and times of a query, and JSON bodies."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ringcentral_simulator.clock import to_milliseconds
from ringcentral_simulator.errors import ApiError, Problem, invalid_parameter

if TYPE_CHECKING:
    from werkzeug.wrappers import Request

    from ringcentral_simulator.wire import Json

_FLAGS = {"true": True, "false": False}


def flag(request: Request, name: str, *, default: bool) -> bool:
    """A flag of the query.

    Raises:
        ApiError: 400, it is neither `true` nor `false`.
    """
    value = request.args.get(name)
    if value is None:
        return default
    if value not in _FLAGS:
        raise invalid_parameter(name, value)
    return _FLAGS[value]


def moment(name: str, value: object) -> int:
    """A time as milliseconds since 1970; one without a zone is UTC.

    Raises:
        ApiError: 400, it is none of ISO 8601.
    """
    try:
        time = datetime.fromisoformat(str(value))
    except ValueError as error:
        raise invalid_parameter(name, str(value)) from error
    return to_milliseconds(time if time.tzinfo else time.replace(tzinfo=UTC))


def body(request: Request) -> Json:
    """The JSON object that was posted.

    Raises:
        ApiError: 415, it is not called JSON; 400, it is none.
    """
    if not request.is_json:
        raise ApiError(415, Problem("CMN-115", "Unsupported media type"))
    posted = request.get_json(silent=True)
    if not isinstance(posted, dict):
        raise invalid_parameter("body", "")
    return posted


def whole_number(posted: Json, name: str, usual: int) -> int:
    """A number from 1 of what was posted.

    Raises:
        ApiError: 400, it is none.
    """
    value = posted.get(name, usual)
    if not isinstance(value, int) or value < 1:
        raise invalid_parameter(name, str(value))
    return value
