"""Write the pages: `ringcentral-report lake/simulator.answers site`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ringcentral_report.lake import NoAnswersError
from ringcentral_report.site import Choices, write


def main(arguments: list[str] | None = None) -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="ringcentral-report", description=__doc__)
    parser.add_argument("answers", type=Path, help="folder that dbt wrote the marts to, as Parquet")
    parser.add_argument("site", type=Path, help="folder to write the pages to")
    parser.add_argument(
        "--numbers",
        choices=("none", "last4", "full"),
        default="none",
        help="how much of outside numbers is shown (default: nothing)",
    )
    parser.add_argument("--no-people", action="store_true", help="leave the names of people out")
    parser.add_argument(
        "--days", type=int, default=28, help="how many days up to the last (default: 28)"
    )
    parser.add_argument(
        "--overview", action="store_true", help="write no pages of queues and sites"
    )
    given = parser.parse_args(arguments)
    if given.days < 1:
        parser.error("--days: at least 1.")
    choices = Choices(
        numbers=given.numbers,
        people=not given.no_people,
        days=given.days,
        overview=given.overview,
    )
    try:
        page = write(given.answers, given.site, choices)
    except (NoAnswersError, OSError) as error:
        sys.exit(f"ringcentral-report: {error}")
    sys.stdout.write(f"The report: {page}\n")


if __name__ == "__main__":
    main()
