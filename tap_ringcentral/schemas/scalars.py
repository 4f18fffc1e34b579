"""A single value as a schema declares it: what can mean one thing only is taken, all else refused.

RingCentral gives the same id as a number here and as text there, and so do some of its figures.
What is let through is what a table can hold: whole numbers of 64 bits, doubles, instants.
"""

from __future__ import annotations

import math
import re
from typing import Any, Self

from typing_extensions import override

from tap_ringcentral.api.timestamps import storable

WHOLE_MIN, WHOLE_MAX = -(2**63), 2**63 - 1

# Not all that Python reads: no 1_000, nan, inf or digits of other scripts.
_WHOLE = re.compile(r"(-?\d+)(\.0*)?", re.ASCII)
_NUMBER = re.compile(r"-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
_BOOLEANS: dict[Any, bool] = {"true": True, "false": False, 1: True, 0: False}


class UnfitError(Exception):
    """A value that is not what its property is declared to be."""

    def __init__(self, given: str, expected: str) -> None:
        super().__init__(given, expected)
        self._given, self._expected = given, expected
        self._path = "a value"

    def at(self, path: str) -> Self:
        """Add where it stands, such as `legs[].duration`."""
        self._path = path
        return self

    @override
    def __str__(self) -> str:
        return f"{self._path} as {self._given}, not as {self._expected},"


def _given(value: object) -> str:
    """Describe what a value is; the value itself may be personal."""
    kinds = {str: "a string", bool: "a boolean", dict: "an object", list: "an array"}
    return kinds.get(type(value), "a number")


def unfit(value: object, expected: str) -> UnfitError:
    """Return the error that a value is of another kind."""
    return UnfitError(_given(value), expected)


def is_id(value: Any) -> bool:
    """Return whether a value can be the id of something."""
    return type(value) in {str, int, float} and value != ""


def as_text(value: Any) -> str:
    """Return text; an id that came as the number 101 or 101.0 is "101".

    Raises:
        UnfitError: The value is neither text nor a number.
    """
    if type(value) is str:
        return value
    # Not bool, which is an int to Python: true is no id.
    if type(value) is int:
        return str(value)
    if type(value) is float:
        return str(int(value)) if value.is_integer() else str(value)
    raise unfit(value, "a string")


def as_instant(value: Any) -> str:
    """Return an instant that every target can read.

    Raises:
        UnfitError: The value names none.
    """
    try:
        return storable(value)
    except (TypeError, ValueError):
        raise unfit(value, "a date and time") from None


def as_whole(value: Any) -> int:
    """Return a whole number of 64 bits.

    Raises:
        UnfitError: The value is none, or a larger one.
    """
    expected = "an integer"
    number: int | None = None
    if type(value) is int:
        number = value
    elif type(value) is float and value.is_integer():
        number = int(value)
    elif type(value) is str and (found := _WHOLE.fullmatch(value)):
        try:
            number = int(found[1])
        except ValueError:  # Python reads 4,300 digits
            number = WHOLE_MAX + 1
    if number is None:
        raise unfit(value, expected)
    if not WHOLE_MIN <= number <= WHOLE_MAX:
        raise UnfitError("a number out of range", expected)
    return number


def as_number(value: Any) -> int | float:
    """Return a number that a double holds.

    Raises:
        UnfitError: The value is none, or a larger one.
    """
    expected = "a number"
    if type(value) is str and _NUMBER.fullmatch(value):
        value = float(value)
    if type(value) not in {int, float}:
        raise unfit(value, expected)
    try:
        if math.isfinite(float(value)):
            return value  # type: ignore[no-any-return] # int or float, as was seen
    except OverflowError:
        pass
    raise UnfitError("a number out of range", expected)


def as_boolean(value: Any) -> bool:
    """Return true or false, also where it came as a word or as 1 or 0.

    Raises:
        UnfitError: The value is neither.
    """
    known = value.lower() if type(value) is str else value
    if type(known) in {bool, str, int} and known in _BOOLEANS:
        return _BOOLEANS[known]
    raise unfit(value, "true or false")
