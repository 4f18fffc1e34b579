"""Instants as text: one form, that sorts as the instants do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tap_ringcentral.timestamps import normalize, parse, render, whole_second

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
