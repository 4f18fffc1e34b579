"""What a run says of those that wait: how many, how long they take, whether that is too long."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tap_ringcentral.recordings.outlook import Outlook, Retention, in_words

NOW = datetime(2026, 3, 20, 12, 0, tzinfo=UTC)
PACE = timedelta(seconds=6)
DAY = timedelta(days=1)


def outlook(
    number: int, days: float, retention: Retention | None = None, *, listed_days: float = 0.0
) -> Outlook:
    """Some recordings that wait, made evenly over so many days, of which some were listed."""
    begin = NOW - days * DAY
    until = begin + (listed_days or days) * DAY
    listed = round(number * (listed_days or days) / days)
    waiting = [(begin + (until - begin) * each / listed, True) for each in range(listed)]
    return Outlook.of(waiting, until, NOW, PACE, retention or Retention())


def test_many_that_wait_longer_than_they_are_kept_are_warned_of() -> None:
    begin = NOW - timedelta(days=87, hours=20)
    campaign = [(begin + DAY * each / 52_300, True) for each in range(52_300)]
    expected = Outlook.of(campaign, NOW, NOW, PACE, Retention())
    assert expected.is_late
    assert str(expected) == (
        "52,300 recordings wait. At 10 a minute they take 3 d 15 h; the oldest is deleted in "
        "2 d 4 h. Ask RingCentral for a higher Heavy limit, add a second helper extension, or "
        "narrow recordings_type, recordings_min_seconds or recordings_extension_ids."
    )


def test_few_are_told_without_a_warning() -> None:
    expected = outlook(1_240, 10)
    assert not expected.is_late
    assert str(expected) == (
        "1,240 recordings wait. At 10 a minute they take 2 h 4 min; the oldest is deleted in 80 d."
    )


def test_one_is_told_as_one() -> None:
    assert str(outlook(1, 1)).startswith("1 recording waits. At 10 a minute it takes less than 1")


def test_those_that_were_not_listed_are_estimated() -> None:
    expected = outlook(9_000, 90, listed_days=30)
    assert not expected.is_exact
    assert expected.waiting == 9_000
    assert str(expected).startswith("about 9,000 recordings wait.")


def test_account_that_keeps_a_number_deletes_sooner_than_its_days() -> None:
    retention = Retention(number=1_000)
    assert retention.left(DAY, 500, 250) == 2 * DAY
    assert retention.left(89 * DAY, 500, 250) == DAY
    assert retention.left(DAY, 1_500, 250) == timedelta()
    assert outlook(1_500, 3, retention).is_late
    assert not outlook(900, 2, retention).is_late


def test_what_is_stored_counts_among_those_that_are_kept_and_waits_no_more() -> None:
    listed = [(NOW - DAY * (10 - each / 100), each >= 990) for each in range(1_000)]
    expected = Outlook.of(listed, NOW, NOW, PACE, Retention(number=1_000))
    assert expected.waiting == 10
    assert not expected.is_late
    assert expected.left == timedelta(days=9.91)


def test_more_a_day_than_the_quota_has_room_for_is_warned_of() -> None:
    assert outlook(16_000, 1).is_late
    assert not outlook(10_000, 1).is_late


def test_retention_is_the_accounts_own_where_it_tells_one() -> None:
    told = Retention.from_settings(
        {
            "onDemand": {"retentionPeriod": 90},
            "automatic": {"retentionPeriod": 30, "maxNumberLimit": 200_000},
        }
    )
    assert told == Retention(timedelta(days=90), 200_000, is_told=True)
    assert Retention.from_settings({"onDemand": None, "automatic": {"maxNumberLimit": "x"}}) == (
        Retention()
    )


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (timedelta(seconds=10), "less than 1 min"),
        (timedelta(minutes=59), "59 min"),
        (timedelta(minutes=60), "1 h"),
        (timedelta(minutes=124), "2 h 4 min"),
        (timedelta(days=3, hours=15, minutes=10), "3 d 15 h"),
        (timedelta(days=3, minutes=10), "3 d"),
    ],
)
def test_time_is_said_in_its_two_largest_units(time: timedelta, words: str) -> None:
    assert in_words(time) == words
