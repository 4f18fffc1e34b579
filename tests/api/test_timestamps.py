"""Instants as text: one form, that sorts as the instants do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tap_ringcentral.api.timestamps import (
    is_usual,
    next_whole_second,
    normalize,
    parse,
    render,
    storable,
    whole_second,
)

SECOND = timedelta(seconds=1)
INSTANTS = st.datetimes(timezones=st.just(UTC))


@given(INSTANTS, INSTANTS)
def test_texts_compare_as_their_instants(one: datetime, other: datetime) -> None:
    cut_one, cut_other = parse(render(one)), parse(render(other))
    assert (render(one) < render(other)) == (cut_one < cut_other)


@given(INSTANTS)
def test_instant_is_cut_to_the_millisecond_and_no_further(instant: datetime) -> None:
    lost = instant - parse(render(instant))
    assert timedelta() <= lost < timedelta(milliseconds=1)


@given(INSTANTS)
def test_rendered_instant_is_normal_already(instant: datetime) -> None:
    assert normalize(render(instant)) == render(instant)


def test_instant_of_another_zone_is_written_in_utc() -> None:
    instant = datetime(2026, 3, 10, 20, 7, 52, 534_999, tzinfo=timezone(timedelta(hours=2)))
    assert render(instant) == "2026-03-10T18:07:52.534Z"


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("2026-03-10T18:07:52.534Z", "2026-03-10T18:07:52.534Z"),
        ("2026-03-10T18:07:52Z", "2026-03-10T18:07:52.000Z"),
        ("2026-03-10T18:07:52.5Z", "2026-03-10T18:07:52.500Z"),
        ("2026-03-10T18:07:52.534567Z", "2026-03-10T18:07:52.534Z"),
        ("2026-03-10T18:07:52.534+02:00", "2026-03-10T16:07:52.534Z"),
        ("2026-03-10T18:07:52", "2026-03-10T18:07:52.000Z"),
    ],
)
def test_other_forms_of_an_instant_become_the_one_form(text: str, normal: str) -> None:
    assert normalize(text) == normal


@pytest.mark.parametrize("text", ["", "yesterday", "2026-13-01T00:00:00Z"])
def test_text_that_is_no_instant_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"format|month"):
        parse(text)


@given(INSTANTS)
def test_whole_second_never_lies_after_the_instant(instant: datetime) -> None:
    cut = whole_second(instant)
    assert cut.microsecond == 0
    assert timedelta() <= instant - cut < timedelta(seconds=1)


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_instant_outside_the_calendar_is_refused(text: str) -> None:
    for read in (parse, normalize, storable):
        with pytest.raises(ValueError, match="years 1 to 9999"):
            read(text)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-10T18:07:52.534Z",
        "2026-03-10T18:07:52Z",
        "2026-03-10T18:07:52.5+02:00",
        "2026-03-10T18:07:52.534567-00:00",
        "9999-12-31T23:59:59.999999Z",
    ],
)
def test_what_rfc_3339_has_is_stored_as_it_came(text: str) -> None:
    assert storable(text) == text


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("20260310T180752Z", "2026-03-10T18:07:52.000Z"),
        ("2026-03-10T18:07:52", "2026-03-10T18:07:52.000Z"),
        ("2026-03-10 18:07:52.534Z", "2026-03-10T18:07:52.534Z"),
        ("2026-03-10T18:07:52,5Z", "2026-03-10T18:07:52.500Z"),
        ("2026-03-10t18:07:52z", "2026-03-10T18:07:52.000Z"),
        ("2026-03-10T18:07:52+0200", "2026-03-10T16:07:52.000Z"),
        ("2026-03-10T18:07Z", "2026-03-10T18:07:00.000Z"),
        ("2026-W11-2T18:07:52.534Z", "2026-03-10T18:07:52.534Z"),
        ("2026-03-10T18:07:52.534123456Z", "2026-03-10T18:07:52.534Z"),
    ],
)
def test_instant_in_a_form_that_no_target_reads_is_stored_in_the_one_form(
    text: str, stored: str
) -> None:
    assert storable(text) == stored
    assert not is_usual(text)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-10",
        "x" * 24,
        "2026-02-30T00:00:00.000Z",
        "2026-03-10T24:00:00.000Z",
        "2026-03-10T23:59:60.000Z",
        "0000-01-01T00:00:00.000Z",
        "2026-03-10x18:07:52.534Z",
        "1773166072",
        "",
    ],
)
def test_what_names_no_instant_is_never_stored(text: str) -> None:
    assert not is_usual(text)
    with pytest.raises(ValueError, match=r".+"):
        storable(text)


@given(st.text("0123456789-:.,TZW+ tz", max_size=30))
def test_what_is_stored_is_what_the_loader_reads(text: str) -> None:
    try:
        stored = storable(text)
    except ValueError:
        assert not is_usual(text)
    else:
        assert abs(msgspec.convert(stored, datetime).astimezone(UTC) - parse(stored)) < SECOND
        assert is_usual(text) <= (stored == text)


def test_last_second_of_the_calendar_has_no_next_one() -> None:
    last = datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)
    assert next_whole_second(last) == whole_second(last)
