"""pyarrow's functions of columns.

pyarrow makes hundreds of them anew when their module is imported. Here that is when the first one
is needed, so that a run without new rows does without.
"""

from __future__ import annotations

from typing import Any


def __getattr__(name: str) -> Any:
    """Return a function of `pyarrow.compute` (PEP 562)."""
    import pyarrow.compute  # noqa: PLC0415 - see above

    return getattr(pyarrow.compute, name)
