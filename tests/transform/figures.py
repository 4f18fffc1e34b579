"""What must stand on a page: each figure counted from the rows of the marts, in plain Python."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from support.answers import Answers

Row = dict[str, Any]
MARTS = (
    *("call", "queue_call", "queue_hour", "ring", "person_day", "transfer", "lost_call"),
    *("number_day", "caller_day", "reconciliation", "queue", "person", "site", "number"),
)
MOST_ROWS = 60
WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
FATES = {
    "called back": "we called back",
    "reached us": "they reached us",
    "tried": "we tried in vain",
    "called again": "they tried again",
    "nothing": "nothing yet",
    "number unknown": "number withheld",
}
TIMES = {1: "once", 2: "twice", 3: "three times", 4: "four times", 5: "five times or more"}
COMPARED = (
    *("calls", "answered", "abandoned", "voicemail"),
    *("in_service_level", "out_of_service_level", "wait_seconds"),
)


def count(number: float) -> str:
    return f"{number:,.0f}"


def share(part: float, whole: float) -> str:
    if not whole:
        return "–"
    percent = 100 * part / whole
    return f"{percent:.1f} %" if 0 < percent < 1 else f"{percent:.0f} %"


def seconds(time: float) -> str:
    minutes, rest = divmod(round(time), 60)
    if minutes >= 60:
        return f"{minutes // 60:,} h {minutes % 60:02} min"
    return f"{minutes} min {rest:02} s" if minutes else f"{rest} s"


def day(when: date) -> str:
    return f"{when:%a} {when.day} {when:%b %Y}"


@dataclass(frozen=True)
class Came:
    """A call, or a visit to a queue."""

    on: date
    at: datetime | None
    outcome: str
    wait: float | None


class Expected:
    """The figures of one page: of the account, of a queue or of a site.

    Args:
        answers: The marts.
        kind: Of what it is: `account`, `queue` or `site`.
        key: The identifier of the queue or the site.
    """

    def __init__(self, answers: Answers, kind: str, key: str = "") -> None:
        self._rows = {mart: answers.rows(mart) for mart in MARTS}
        self._kind, self._key = kind, key
        self._queues = {row["queue_id"]: row for row in self._rows["queue"]}
        self._people = {row["extension_id"]: row for row in self._rows["person"]}

    def tiles(self) -> list[str]:
        """The six figures at the head."""
        came = self._came()
        outcomes = Counter(each.outcome for each in came)
        inside, outside = self._level(self._of_queues("queue_hour"))
        lost = self._lost()
        return [
            count(len(came)),
            share(inside, inside + outside),
            share(outcomes["answered"], len(came)),
            share(outcomes["abandoned"], len(came)),
            seconds(median(each.wait for each in came if each.wait is not None)),
            count(sum(row["fate"] not in {"called back", "reached us"} for row in lost)),
        ]

    def tables(self) -> dict[str, list[list[str]]]:
        """The rows of each card's table; where there are many, also those that are not shown."""
        found = {
            "waits": self._waits(),
            "days": self._days(),
            "lost": self._fates(),
            "hours": [row[:3] for row in self._hours()],
            "given-up": self._hours(),
            "people": self._answered(),
            "level": self._by_day() if self._kind == "queue" else self._by_queue(),
        }
        if self._kind != "site":
            found["agreement"] = self._agreement()
        if self._kind == "account":
            found |= {
                "transfers": self._transfers(),
                "numbers": self._numbers(),
                "repeats": self._repeats(),
                "sites": self._sites(),
            }
        return found

    def _came(self) -> list[Came]:
        if self._kind == "queue":
            return [
                Came(row["local_day"], row["local_entered_at"], row["outcome"], row["wait_seconds"])
                for row in self._rows["queue_call"]
                if row["queue_id"] == self._key
            ]
        return [
            Came(row["local_day"], row["local_started_at"], row["outcome"], row["wait_seconds"])
            for row in self._calls()
            if self._kind == "account" or row["site_id"] == self._key
        ]

    def _calls(self) -> list[Row]:
        return [
            row
            for row in self._rows["call"]
            if row["direction"] == "inbound" and row["outcome"] != "blocked"
        ]

    def _of_queues(self, mart: str) -> list[Row]:
        """The rows of the queues that the page is about."""
        return [
            row
            for row in self._rows[mart]
            if self._kind == "account"
            or (self._kind == "queue" and row["queue_id"] == self._key)
            or (self._kind == "site" and self._queues[row["queue_id"]]["site_id"] == self._key)
        ]

    def _lost(self) -> list[Row]:
        return [
            row
            for row in self._rows["lost_call"]
            if self._kind == "account" or row[f"{self._kind}_id"] == self._key
        ]

    @staticmethod
    def _level(rows: Iterable[Row]) -> tuple[int, int]:
        told = [(row["in_service_level"] or 0, row["out_of_service_level"] or 0) for row in rows]
        return sum(each[0] for each in told), sum(each[1] for each in told)

    def _by_queue(self) -> list[list[str]]:
        hours = defaultdict(list)
        for row in self._rows["queue_hour"]:
            hours[row["queue_id"]].append(row)
        found = []
        for queue in self._of_queues("queue"):
            mine = hours[queue["queue_id"]]
            visits = sum(row["calls"] for row in mine)
            if visits or queue["is_current"]:
                inside, outside = self._level(mine)
                found.append(
                    [
                        queue["name"],
                        share(inside, inside + outside),
                        f"{queue['goal_percent']} %",
                        seconds(queue["threshold_seconds"]),
                        count(inside),
                        count(outside),
                        count(visits),
                    ]
                )
        return found

    def _by_day(self) -> list[list[str]]:
        days = defaultdict(list)
        for row in self._of_queues("queue_hour"):
            days[row["local_day"]].append(row)
        found = []
        for when in sorted(days):
            inside, outside = self._level(days[when])
            found.append(
                [day(when), share(inside, inside + outside), count(inside), count(outside)]
            )
        return found

    def _calendar(self) -> list[date]:
        """The days of the page: from the first to the last that anything came in."""
        known = {row["local_day"] for row in (*self._rows["call"], *self._rows["queue_call"])}
        first, last = min(known), max(known)
        return [
            first + (last - first) / (last - first).days * n for n in range((last - first).days + 1)
        ]

    def _waits(self) -> list[list[str]]:
        known = [each for each in self._came() if each.wait is not None]
        return [
            [
                seconds(end),
                *(
                    share(
                        sum(each.outcome == outcome and (each.wait or 0) <= end for each in known),
                        len(known),
                    )
                    for outcome in ("answered", "abandoned")
                ),
            ]
            for end in range(15, 181, 15)
        ]

    def _days(self) -> list[list[str]]:
        came = Counter((each.on, each.outcome) for each in self._came())
        named = ("answered", "voicemail", "abandoned")
        return [
            [
                day(when),
                *(count(came[when, outcome]) for outcome in named),
                count(sum(n for (on, out), n in came.items() if on == when and out not in named)),
            ]
            for when in self._calendar()
        ]

    def _fates(self) -> list[list[str]]:
        found = Counter(row["fate"] for row in self._lost())
        return [
            [FATES[fate], count(found[fate]), share(found[fate], found.total())] for fate in found
        ]

    def _hours(self) -> list[list[str]]:
        came = [each for each in self._came() if each.at]
        hours = Counter((each.at.weekday(), each.at.hour) for each in came if each.at)
        gone = Counter(
            (each.at.weekday(), each.at.hour)
            for each in came
            if each.at and each.outcome == "abandoned"
        )
        return [
            [
                WEEKDAYS[key[0]],
                f"{key[1]}:00",
                count(hours[key]),
                count(gone[key]),
                share(gone[key], hours[key]),
            ]
            for key in hours
        ]

    def _answered(self) -> list[list[str]]:
        people: defaultdict[str, Counter[str]] = defaultdict(Counter)
        if self._kind == "queue":
            for row in self._of_queues("ring"):
                told = {"rung": 1, "answered": row["is_answered"], "talk": row["talk_seconds"] or 0}
                people[row["extension_id"]].update(told)
        else:
            for row in self._rows["person_day"]:
                site = self._people[row["extension_id"]]["site_id"]
                if self._kind == "account" or site == self._key:
                    talk = row["answered_talk_seconds"] or 0
                    told = {"rung": row["rung"], "answered": row["answered"], "talk": talk}
                    people[row["extension_id"]].update(told)
        return [
            [
                self._people[key]["name"],
                count(told["rung"]),
                count(told["answered"]),
                seconds(told["talk"]),
            ]
            for key, told in people.items()
            if told["rung"]
        ]

    def _transfers(self) -> list[list[str]]:
        names = {key: row["name"] for key, row in (self._queues | self._people).items()}
        found: defaultdict[tuple[str, str], Counter[bool]] = defaultdict(Counter)
        for row in self._rows["transfer"]:
            giver = names.get(row["from_extension_id"], "not told")
            taker = names.get(row["to_extension_id"], "outside")
            found[giver, taker][row["kind"] == "warm"] += 1
        return [
            [giver, taker, count(each[False]), count(each[True])]
            for (giver, taker), each in found.items()
        ]

    def _numbers(self) -> list[list[str]]:
        names = {key: row["name"] for key, row in (self._queues | self._people).items()}
        numbers = {row["number"]: row for row in self._rows["number"]}
        found: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for row in self._rows["number_day"]:
            found[row["number"]].update({"calls": row["calls"], "answered": row["answered"]})
        return [
            [
                key,
                numbers[key]["label"]
                or names.get(numbers[key]["extension_id"])
                or numbers[key]["usage_type"]
                or "",
                count(told["calls"]),
                share(told["answered"], told["calls"]),
            ]
            for key, told in found.items()
        ]

    def _repeats(self) -> list[list[str]]:
        calls: Counter[str] = Counter()
        answered: Counter[str] = Counter()
        for row in self._rows["caller_day"]:
            calls[row["number"]] += row["calls"]
            answered[row["number"]] += row["answered"]
        callers = Counter(min(n, 5) for n in calls.values())
        reached = Counter(min(n, 5) for key, n in calls.items() if answered[key])
        return [[TIMES[n], count(callers[n]), count(reached[n])] for n in callers]

    def _sites(self) -> list[list[str]]:
        names = {row["site_id"]: row["name"] for row in self._rows["site"]}
        calls = self._calls()
        came = Counter(names.get(row["site_id"], "no site told") for row in calls)
        taken = Counter(
            names.get(row["site_id"], "no site told")
            for row in calls
            if row["outcome"] == "answered"
        )
        return [
            [name, count(n), count(taken[name]), share(taken[name], n)] for name, n in came.items()
        ]

    def _agreement(self) -> list[list[str]]:
        settled = [row for row in self._of_queues("reconciliation") if row["is_settled"]]
        found = []
        for name in COMPARED:
            theirs = sum(row[f"their_{name}"] or 0 for row in settled)
            ours = sum(row[f"our_{name}"] or 0 for row in settled)
            differ = f"{ours - theirs:+,.0f}" if round(ours - theirs) else "0"
            told = name.replace("_", " ")
            found.append([told, count(theirs), count(ours), differ.replace("-", "−")])
        return found
