"""Writes what came out: a table to the terminal, and the same to the document."""

from __future__ import annotations

import os
import platform
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.figure import Findings, Result

DOCUMENT = Path(__file__).parents[1] / "docs" / "performance.md"

_HEAD = ("figure", "unit", "median", "spread", "limit", "kept")
_INTRODUCTION = """\
# Performance

Written by `make bench`. Whatever is compared was measured in the same run, in turns; a figure is
the median of its repetitions, its spread the lowest and the highest. Nothing here has been measured
against RingCentral itself: the calls are those of `packages/ringcentral-simulator`.
"""


def section(findings: Findings) -> str:
    """Write what came out for a subject, in Markdown."""
    subject, results = findings.subject, findings.results
    parts = [f"## {subject.title}", f"{subject.how} Measured on {findings.day}.", table(results)]
    if missed := [f"- {each.shortfall}" for each in results if each.shortfall]:
        parts.append("What falls short:\n\n" + "\n".join(missed))
    return "\n\n".join(parts) + "\n"


def table(results: Sequence[Result]) -> str:
    """Write results as a table whose columns are aligned."""
    kept = {True: "yes", False: "**no**", None: ""}
    rows = [
        (
            result.figure.what,
            result.figure.unit,
            result.figure.written(result.median),
            result.spread,
            result.figure.limit,
            kept[result.holds],
        )
        for result in results
    ]
    widths = [max(map(len, column)) for column in zip(_HEAD, *rows, strict=True)]
    lines = [_HEAD, tuple("-" * width for width in widths), *rows]
    return "\n".join(
        f"| {' | '.join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))} |"
        for line in lines
    )


def machine() -> str:
    """Tell what machine this is, without its name."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    python = ".".join(map(str, sys.version_info[:3]))
    return (
        f"Machine: {os.cpu_count()} cores, {memory:.0f} GiB of memory, {platform.system()} "
        f"{platform.machine()}, Python {python}."
    )


def updated(document: str, findings: Findings, titles: Sequence[str]) -> str:
    """Give the document with a subject's section in the place of the former one.

    Args:
        document: Its text so far.
        findings: What came out anew.
        titles: Those of all subjects, in their order; sections that others wrote follow them.
    """
    found = re.findall(r"^## (.+)\n((?:(?!## ).*\n)*)", document, re.MULTILINE)
    sections = {title: f"## {title}\n{text.rstrip()}\n" for title, text in found}
    sections[findings.subject.title] = section(findings)
    order = [*titles, *(title for title in sections if title not in titles)]
    kept = [sections[title] for title in order if title in sections]
    return "\n".join([_INTRODUCTION, f"{machine()}\n", *kept])
