"""Reads JSON that is nearly right, where the strict parser has refused it.

The parser in use elsewhere is strict: a byte that is no UTF-8, half of a surrogate pair (which
RFC 8259 lets an answer hold, section 8.2), a byte order mark (8.1) or a number that no double holds
would each end a run, every time anew.
"""

from __future__ import annotations

import json
import logging
import math
import re
from typing import Any

logger = logging.getLogger("tap-ringcentral")

_SURROGATE = re.compile("[\ud800-\udfff]")
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_LONGEST = 100  # characters of a name in a message
_NAMES_OF_ID = ("id", "key")  # analytics have the latter


class Repairs:
    """Mends the answers that a stream gets, and says so once.

    Args:
        stream: Name of the stream, for the warning.
    """

    def __init__(self, stream: str) -> None:
        self._stream = stream
        self._is_told = False

    def mend(self, body: bytes) -> bytes:
        """Return the body as strict JSON.

        What is no character becomes U+FFFD, a number beyond a double the text of its digits: it
        fits no property that is a number, and is told with that property's name.

        Raises:
            ValueError: It is no JSON, such as half of one.
        """
        text = body.removeprefix(_BYTE_ORDER_MARK).decode(errors="surrogateescape")
        try:
            value = json.loads(text, parse_int=_number, parse_float=_number, parse_constant=_text)
            found: list[str] = []
            whole = json.dumps(_whole(value, None, found), ensure_ascii=False).encode()
        except RecursionError:
            raise ValueError("The body is too deep.") from None
        if found and not self._is_told:
            self._is_told = True
            logger.warning(
                "%s: RingCentral gave text that is no Unicode, first in the record with id %s; "
                "U+FFFD stands in its place.",
                self._stream,
                line(found[0]),
            )
        return whole


def line(text: str) -> str:
    """Return a name or id out of an answer as a part of one line."""
    shown = text[:_LONGEST]
    return shown if shown.isprintable() else ascii(shown)[1:-1]


def _number(digits: str) -> int | float | str:
    """Read a number, or leave it the text that it is."""
    try:
        number = float(digits)
        if not math.isfinite(number):
            return digits
        return int(digits) if digits.lstrip("-").isdigit() else number
    except ValueError:  # Python reads 4,300 digits
        return digits


def _text(name: str) -> str:
    """Take NaN and Infinity, which JSON does not have, as texts."""
    return name


def _whole(value: Any, id_: Any, found: list[str]) -> Any:
    """Put U+FFFD in the place of what is no character; note the ids of the records around it."""
    if isinstance(value, str):
        if not _SURROGATE.search(value):
            return value
        found.append("unknown" if id_ is None else _SURROGATE.sub(_REPLACEMENT, str(id_)))
        return _SURROGATE.sub(_REPLACEMENT, value)
    if isinstance(value, list):
        return [_whole(each, id_, found) for each in value]
    if isinstance(value, dict):
        if id_ is None:
            id_ = next((value[name] for name in _NAMES_OF_ID if _is_id(value.get(name))), None)
        return {_whole(k, id_, found): _whole(v, id_, found) for k, v in value.items()}
    return value


def _is_id(value: Any) -> bool:
    return type(value) in {str, int}
