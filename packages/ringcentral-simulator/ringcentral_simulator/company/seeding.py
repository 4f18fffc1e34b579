"""Chance that repeats itself: the same seed draws the same again."""

from __future__ import annotations

import random


def generator(*seed: object) -> random.Random:
    """Return a generator of make-believe data, on its own for each combination of seeds."""
    # Nothing secret is drawn from it, and `secrets` could not repeat itself.
    return random.Random("/".join(map(str, seed)))  # noqa: S311 - data, no secrets
