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
        try:
            start = date(int(found[1]), int(found[2]), 1) if found else None
        except ValueError:  # no calendar has it
            start = None
        if start is None:
            raise FleetError(f"{text!r} is no month, such as 2026-03.")
        following = divmod(start.year * 12 + start.month, 12)
        return cls(start, date(following[0], following[1] + 1, 1))
