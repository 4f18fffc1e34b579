"""Marts of a make-believe company, as Parquet like dbt's: small, drawn from a seed."""

from __future__ import annotations

import json
import random
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import duckdb

from ringcentral_report.lake import COLUMNS

if TYPE_CHECKING:
    from pathlib import Path

Rows = dict[str, list[dict[str, Any]]]
LAST_DAY = date(2026, 3, 15)
QUEUES = (
    ("Sales", "main-site", 80, 20, 0.94),
    ("Customer Service", "main-site", 80, 30, 0.85),
    ("Technical Support", "site-2", 85, 45, 0.62),
    ("Billing", "main-site", 80, 30, 0.78),
    ("Returns & Refunds", "site-2", 75, 30, 0.9),
    ("Emergency 24/7", "site-2", 95, 20, 0.97),
    ("Field Service West", "site-3", 80, 60, 0.7),
    ("Reception", "site-3", 90, 20, 0.88),
)
SITES = (
    ("main-site", "Main Site", "America/New_York"),
    ("site-2", "Chicago", "America/Chicago"),
    ("site-3", "Denver", "America/Denver"),
)
FIRST_NAMES = (
    "Ada",
    "Ben",
    "Chloé",
    "David",
    "Emma",
    "Farid",
    "Grace",
    "Hugo",
    "Ines",
    "Jonas",
    "Keiko",
    "Liam",
    "Maria",
    "Noah",
    "Olga",
    "Paul",
)
LAST_NAMES = ("Fischer", "O’Neill", "Hernández", "Kowalski", "Nguyen", "Smith", "Van der Berg")


def empty() -> Rows:
    return {mart: [] for mart in COLUMNS}


def company(days: int = 28, calls_a_day: int = 60, seed: int = 0, queues: int = 8) -> Rows:
    """Return a company whose queues, partly, meet their goals; lunch is hard."""
    draw = random.Random(seed)  # noqa: S311 (make-believe)
    marts = settings(draw, queues)
    people = [row["extension_id"] for row in marts["person"]]
    for at in range(days):
        day = LAST_DAY - timedelta(days - 1 - at)
        share = (1, 0.9, 0.86, 0.9, 0.8, 0.16, 0.08)[day.weekday()]
        for _ in range(round(calls_a_day * share)):
            _call(draw, marts, people, day)
    for number in [row["number"] for row in marts["number"]]:
        for at in range(days):
            calls = draw.randrange(0, 9) if number[-1] != "9" else 0
            marts["number_day"].append(
                {
                    "number": number,
                    "local_day": LAST_DAY - timedelta(at),
                    "calls": calls,
                    "answered": round(calls * 0.8),
                }
            )
    _sums(marts)
    return marts


def settings(draw: random.Random, queues: int) -> Rows:
    marts = empty()
    marts["site"] = [
        {"site_id": a, "name": b, "time_zone": c, "is_current": True}
        for a, b, c in SITES
        if any(a == queue[1] for queue in QUEUES[:queues])
    ]
    marts["queue"] = [
        {
            "queue_id": f"q{at}",
            "name": name,
            "site_id": site,
            "time_zone": "America/New_York",
            "goal_percent": goal,
            "threshold_seconds": within,
            "is_current": True,
        }
        for at, (name, site, goal, within, _) in enumerate(QUEUES[:queues])
    ]
    marts["person"] = [
        {
            "extension_id": f"p{at}",
            "name": f"{FIRST_NAMES[at % 16]} {LAST_NAMES[at % 7]}",
            "site_id": draw.choice(marts["site"])["site_id"],
            "is_current": True,
        }
        for at in range(24)
    ]
    marts["number"] = [
        {
            "number": f"+1212555{at:04}",
            "usage_type": "DirectNumber",
            "label": None,
            "extension_id": f"p{at}",
            "is_current": True,
        }
        for at in range(24)
    ]
    return marts


def _call(draw: random.Random, marts: Rows, people: list[str], day: date) -> None:
    hour = draw.choices(range(7, 20), (2, 6, 9, 10, 9, 7, 7, 9, 9, 8, 6, 3, 1))[0]
    at = datetime(day.year, day.month, day.day, hour, draw.randrange(60), draw.randrange(60))  # noqa: DTZ001
    among = len(marts["queue"])
    queue = draw.choices(range(among), (8, 10, 7, 5, 4, 2, 3, 5)[:among])[0]
    _, site, _, within, luck = QUEUES[queue]
    wait = draw.expovariate(1 / (within * (1.1 - luck) * 2.2 * (2 if hour in {12, 13} else 1)))
    patience = draw.expovariate(1 / 160)
    outcome = (
        "answered"
        if wait < patience
        else draw.choice(("abandoned", "abandoned", "voicemail", "missed"))
    )
    wait = min(wait, patience)
    number = f"+1303555{int(draw.paretovariate(0.4)) % 2000:04}"
    name = f"c{len(marts['call'])}"
    person = draw.choice(people[queue : queue + 9])
    inside = None if outcome == "abandoned" else outcome == "answered" and wait <= within
    shared = {"local_day": day, "outcome": outcome, "wait_seconds": wait, "wait_source": "leg"}
    marts["call"].append(
        shared
        | {
            "conversation_id": name,
            "started_at": at.replace(tzinfo=UTC),
            "local_started_at": at,
            "site_id": site,
            "direction": "inbound",
            "outside_number": number,
        }
    )
    marts["queue_call"].append(
        shared
        | {
            "queue_id": f"q{queue}",
            "local_entered_at": at,
            "answered_by": person if outcome == "answered" else None,
            "is_in_service_level": inside,
        }
    )
    for rung in {person, draw.choice(people)}:
        took = rung == person and outcome == "answered"
        marts["ring"].append(
            {
                "extension_id": rung,
                "queue_id": f"q{queue}",
                "local_day": day,
                "is_answered": took,
                "talk_seconds": draw.uniform(20, 600) if took else 0,
            }
        )
    if outcome == "answered" and draw.random() < 0.08:
        marts["transfer"].append(
            {
                "conversation_id": name,
                "kind": draw.choice(("blind", "blind", "warm")),
                "from_extension_id": person,
                "to_extension_id": draw.choice(people[:5]),
            }
        )
    if outcome != "answered":
        fate = draw.choices(
            ("called back", "reached us", "tried", "called again", "nothing", "number unknown"),
            (40, 20, 8, 6, 22, 4),
        )[0]
        marts["lost_call"].append(
            {
                "local_started_at": at,
                "local_day": day,
                "queue_id": f"q{queue}",
                "outside_number": None if fate == "number unknown" else number,
                "site_id": site,
                "fate": fate,
            }
        )


def _sums(marts: Rows) -> None:
    levels: dict[Any, Counter[str]] = defaultdict(Counter)
    for row in marts["queue_call"]:
        inside = row["is_in_service_level"]
        levels[row["queue_id"], row["local_day"]].update(
            calls=1,
            answered=row["outcome"] == "answered",
            in_service_level=inside is True,
            out_of_service_level=inside is False,
        )
    marts["queue_hour"] = [
        {
            "queue_id": queue,
            "local_day": day,
            "service_level_source": "analytics",
            "service_level_formula": "ringcentral",
            **numbers,
        }
        for (queue, day), numbers in levels.items()
    ]
    days: dict[Any, Counter[str]] = defaultdict(Counter)
    for row in marts["ring"]:
        days[row["extension_id"], row["local_day"]].update(
            rung=1, answered=row["is_answered"], answered_talk_seconds=row["talk_seconds"]
        )
    marts["person_day"] = [
        {"extension_id": who, "local_day": day, **numbers} for (who, day), numbers in days.items()
    ]
    callers: dict[Any, Counter[str]] = defaultdict(Counter)
    for row in marts["call"]:
        callers[row["outside_number"], row["local_day"]].update(
            calls=1, answered=row["outcome"] == "answered"
        )
    marts["caller_day"] = [
        {"number": number, "local_day": day, **numbers}
        for (number, day), numbers in callers.items()
    ]
    marts["reconciliation"] = [
        {
            "queue_id": row["queue_id"],
            "interval": "Day",
            "interval_at": row["local_day"],
            "is_settled": True,
            "their_wait_seconds": 100.0,
            "our_wait_seconds": 100.0,
            **{
                f"{whose}_{name}": row.get(name, 0)
                for whose in ("their", "our")
                for name in (
                    "calls",
                    "answered",
                    "abandoned",
                    "voicemail",
                    "in_service_level",
                    "out_of_service_level",
                )
            },
        }
        for row in marts["queue_hour"]
    ]


def save(marts: Rows, folder: Path) -> Path:
    """Write the marts as dbt does."""
    folder.mkdir(parents=True, exist_ok=True)
    database = duckdb.connect()
    for mart, rows in marts.items():
        lines = folder / "rows.json"
        lines.write_text("\n".join(json.dumps(row, default=str) for row in rows))
        types = dict(column.split(" ", 1) for column in COLUMNS[mart].split(", "))
        columns = "{" + ", ".join(f"'{name}': '{kind}'" for name, kind in types.items()) + "}"
        database.execute(
            f"copy (from read_json('{lines}', columns = {columns}, format = 'newline_delimited')) "
            f"to '{folder}/ringcentral__{mart}.parquet' (format parquet)"
        )
        lines.unlink()
    return folder
