"""Amounts are said twice, rounded honestly, and never made smaller than they are."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocols.domain.language import amounts


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (0, "no time"),
        (0.4, "less than 1 minute"),
        (1, "about 1 minute"),
        (7.5, "about 8 minutes"),
        (12, "about 10 minutes"),
        (12.5, "about 15 minutes"),
        (58, "about 1 hour"),
        (90, "about 1 hour 30 minutes"),
        (97.5, "about 1 hour 45 minutes"),
        (250, "about 4 hours"),
        (1000, "about 16 hours 30 minutes"),
        (1500, "about 25 hours"),
        (3000, "about 50 hours (2 days)"),
        (3600, "about 60 hours (2.5 days)"),
    ],
)
def test_an_estimated_time_is_rounded_in_words(minutes, said):
    assert amounts.about(minutes) == said


@pytest.mark.parametrize(
    ("ml", "said"),
    [
        (0, "nothing (0 ml)"),
        (1, "less than half a teaspoon (1 ml)"),
        (2, "about half a teaspoon (2 ml)"),
        (2.5, "half a teaspoon (2.5 ml)"),
        (5, "1 teaspoon (5 ml)"),
        (7.5, "1 and a half teaspoons (7.5 ml)"),
        (10, "2 teaspoons (10 ml)"),
        (15, "1 tablespoon (15 ml)"),
        (50, "about 3 and a half tablespoons (50 ml)"),
        (120, "half a cup (120 ml)"),
        (480, "2 cups (480 ml)"),
        (2400, "10 cups (2,400 ml)"),
    ],
)
def test_a_volume_is_said_in_spoons_and_in_ml(ml, said):
    assert amounts.volume(ml) == said


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "1 week"),
        (7, "7 weeks"),
        (8, "8 weeks (about 2 months)"),
        (26, "26 weeks (about 6 months)"),
        (104, "104 weeks (about 2 years)"),
        (130, "130 weeks (about 2.5 years)"),
    ],
)
def test_weeks_are_said_in_months_too(number, said):
    assert amounts.weeks(number) == said


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "1 day"),
        (0.5, "0.5 days"),
        (7, "7 days"),
        (14, "14 days (2 weeks)"),
        (15, "15 days"),
        (84, "84 days (12 weeks, about 3 months)"),
    ],
)
def test_days_are_said_in_weeks_where_they_are_whole(number, said):
    assert amounts.days(number) == said


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0, "nobody"),
        (1, "everyone"),
        (0.1, "about 1 in 10 people"),
        (0.78, "about 8 in 10 people"),
        (0.97, "nearly everyone"),
        (0.05, "about 1 in 20 people"),
        (0.00031, "about 1 in 3,200 people"),
    ],
)
def test_a_share_is_said_in_people(share, said):
    assert amounts.people(share) == said


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (480, "8 o’clock"),
        (485, "8:05"),
        (720, "midday"),
        (0, "midnight"),
        (1440, "midnight"),
        (-30, "23:30"),
        (785.4, "13:05"),
    ],
)
def test_a_time_of_day_is_said_as_people_say_it(minutes, said):
    assert amounts.clock(minutes) == said


def test_how_often_is_said_as_people_say_it():
    assert [amounts.times(n) for n in (0, 1, 2, 3, 1200)] == ["never", "once", "twice", "3 times", "1,200 times"]
    assert amounts.counted(1, "visit") == "1 visit"
    assert amounts.counted(2, "diary", "diaries") == "2 diaries"
    assert amounts.duration(0) == "0 minutes"


def _minutes(said: str) -> int:
    hours = re.search(r"([\d,]+) hour", said)
    minutes = re.search(r"(\d+) minute", said)
    return 60 * int(hours[1].replace(",", "") if hours else 0) + int(minutes[1] if minutes else 0)


@given(st.floats(1, 100_000), st.floats(1, 100_000))
def test_more_time_is_never_said_as_less(one, other):
    less, more = sorted((one, other))
    assert _minutes(amounts.about(less)) <= _minutes(amounts.about(more))


@given(st.floats(1, 100_000))
def test_rounding_moves_a_time_by_at_most_half_a_step(minutes):
    assert abs(_minutes(amounts.about(minutes)) - minutes) <= max(30, 0.5)
    if minutes < 60:
        assert abs(_minutes(amounts.about(minutes)) - minutes) <= 2.5


@given(st.integers(0, 100_000))
def test_an_exact_duration_keeps_every_minute(minutes):
    assert _minutes(amounts.duration(minutes)) == minutes
