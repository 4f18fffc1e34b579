"""Months of history."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from ringcentral_fleet.errors import FleetError

_FORM = re.compile(r"(\d{4})-(\d{2})(?:-01)?")


class Month(NamedTuple):
    """A month of UTC.

    Attributes:
        start: Its first day.
        end: The first day of the next one.
    """

    start: date
    end: date

    @property
    def name(self) -> str:
        """How it is called, as 2026-03."""
        return f"{self.start:%Y-%m}"

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read 2026-03, or its first day.

        Raises:
            FleetError: It is no month.
        """
        found = _FORM.fullmatch(text)
        number = int(found[2]) if found else 0
        if not found or not 1 <= number <= 12:  # noqa: PLR2004 - of a year
            raise FleetError(f"{text!r} is no month, such as 2026-03.")
        start = date(int(found[1]), number, 1)
        following = divmod(start.year * 12 + start.month, 12)
        return cls(start, date(following[0], following[1] + 1, 1))
