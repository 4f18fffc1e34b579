"""`python -m benchmarks [subject...]`: measure, print, and write the document."""

from __future__ import annotations

import argparse

from benchmarks import (
    account,
    answers,
    discovery,
    fleet,
    lanes,
    loader,
    memory,
    old_lake,
    quota,
    recordings,
    requests_used,
    speed,
    start,
)
from benchmarks.figure import Findings, Scale
from benchmarks.report import DOCUMENT, section, updated

SUBJECTS = tuple(
    module.SUBJECT
    for module in (
        requests_used,
        account,
        quota,
        lanes,
        recordings,
        speed,
        memory,
        start,
        fleet,
        discovery,
        loader,
        old_lake,
        answers,
    )
)


def main() -> None:
    """Measure the subjects that are asked for."""
    names = [subject.name for subject in SUBJECTS]
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("subject", nargs="*", help=f"Some of: {', '.join(names)}. Default: all.")
    parser.add_argument(
        "--quick", action="store_true", help="Measure little, and leave the document as it is."
    )
    given = parser.parse_args()
    if unknown := set(given.subject) - set(names):
        parser.error(f"no such subject: {', '.join(sorted(unknown))}")
    scale = Scale.QUICK if given.quick else Scale.FULL
    for subject in SUBJECTS:
        if given.subject and subject.name not in given.subject:
            continue
        findings = Findings.of(subject, scale)
        print(section(findings), flush=True)
        if scale is Scale.FULL:
            text = DOCUMENT.read_text("utf-8") if DOCUMENT.exists() else ""
            DOCUMENT.write_text(updated(text, findings, [each.title for each in SUBJECTS]), "utf-8")


if __name__ == "__main__":
    main()
