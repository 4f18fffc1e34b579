"""One line of JSON, read from bytes: Singer is UTF-8, whatever the host's encoding is.

What is nearly JSON text can still mean one thing only. A lone surrogate escape is allowed by the
grammar and no Unicode (RFC 8259, section 8.2), and a byte that is no UTF-8 stands for one
character that is lost: both are read as U+FFFD, the replacement character.
"""

from __future__ import annotations

import json
import math
import re
import sys
from typing import Any, NamedTuple

import msgspec

from target_parquet.errors import BadLineError

# Far more than data of any use has, far less than Python's recursion limit.
_DEEPEST = 100
_LONGEST_NUMBER = sys.int_info.default_max_str_digits  # what msgspec reads as an int, too
_decoder = msgspec.json.Decoder()
# All escapes are matched, so that the backslash of one is not taken for the start of another.
_ESCAPE = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    r"|(?P<lone>u[dD][89a-fA-F][0-9a-fA-F]{2})|.)"
)


class Line(NamedTuple):
    """What a line holds.

    Attributes:
        content: its JSON object.
        is_mended: whether text that is no Unicode was replaced.
        is_bounded: whether all numbers are within the range of a double; one that is not is read
            as infinite.
    """

    content: dict[str, Any]
    is_mended: bool = False
    is_bounded: bool = True


def read_line(line: bytes) -> Line:
    """Read a line.

    Raises:
        BadLineError: it holds no JSON object.
    """
    try:
        read = Line(_decoder.decode(line))
    except (msgspec.DecodeError, UnicodeDecodeError):
        read = _read_leniently(line)
    except RecursionError:
        raise _too_deep() from None
    if not isinstance(read.content, dict):
        raise BadLineError("is not a JSON object")
    if _may_be_too_deep(line) and is_deeper(read.content, _DEEPEST):
        raise _too_deep()
    return read


def _may_be_too_deep(line: bytes) -> bool:
    """Return whether a line has as many brackets as one that is nested too deep."""
    return line.count(b"{") + line.count(b"[") > _DEEPEST


def has_infinity(value: Any) -> bool:
    """Return whether a number in a value is infinite or none at all."""
    match value:
        case float():
            return not math.isfinite(value)
        case dict():
            return any(has_infinity(part) for part in value.values())
        case list():
            return any(has_infinity(part) for part in value)
    return False


def _read_leniently(line: bytes) -> Line:
    text = line.decode("utf-8", "replace")
    mended = _ESCAPE.sub(lambda found: r"\ufffd" if found["lone"] else found[0], text)
    try:
        content = json.loads(mended, parse_int=_whole_number, parse_constant=_refuse)
    except ValueError as error:
        raise BadLineError(f"is not JSON: {error}") from None
    except RecursionError:
        raise _too_deep() from None
    is_mended = mended.encode() != line
    return Line(content, is_mended=is_mended, is_bounded=not has_infinity(content))


def _whole_number(digits: str) -> int | float:
    # Python turns very long texts into no int, and no column could hold it.
    is_short = len(digits.lstrip("-")) <= _LONGEST_NUMBER
    return int(digits) if is_short else float(digits)


def _refuse(name: str) -> float:
    raise ValueError(f"{name} is no number")


def is_deeper(value: Any, levels: int) -> bool:
    """Return whether a value is nested deeper, without recursion."""
    level = [value]
    for _ in range(levels):
        level = [
            part
            for outer in level
            if isinstance(outer, dict | list)
            for part in (outer.values() if isinstance(outer, dict) else outer)
        ]
    return any(isinstance(part, dict | list) for part in level)


def _too_deep() -> BadLineError:
    return BadLineError(f"is nested deeper than {_DEEPEST} levels")
