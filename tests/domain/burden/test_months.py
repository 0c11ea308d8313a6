"""What each month asks: examples worked out on paper, and months that always add up to the whole."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from protocols.domain.burden.months import Asked, Months, months_of_study
from protocols.domain.burden.score import Score
from protocols.domain.schedule import Mark, MarkKind, Repeats, Visit

from .factory import DANA, grid, procedure, scored, visit
from .strategies import Case, cases

BLOOD = procedure("blood", 2.0, minutes={"active": 10})
STAY = procedure("stay", 1.0, minutes={"active": 60}, overnight=True)
DIARY = procedure("diary", 0.5, minutes={"active": 3}, daily_at_home=True)
MOST = 120
FOUND = {"blood": BLOOD, "stay": STAY, "diary": DIARY}


def months(visits: list[Visit], **rows: dict[str, Mark | str]) -> Months:
    found = months_of_study(score_of(visits, **rows), most=MOST)
    assert found is not None
    return found


def score_of(visits: list[Visit], **rows: dict[str, Mark | str]) -> Score:
    schedule = grid(rows, visits)
    return scored(schedule, {row: FOUND[row] for row in rows})


def numbers(asked: Asked) -> tuple[str, ...]:
    return tuple(f"{part.normalize():f}" for part in (asked.visits, asked.load, asked.minutes, asked.nights))


def test_each_visit_counts_in_the_month_of_its_day():
    # Days 1 and 15 lie within 30.4375 days of day 1, day 40 does not. Blood is 2 points and 10 minutes each time.
    at = {"v1": "X", "v2": "X", "v3": "X"}
    found = months([visit("v1", 1), visit("v2", 15), visit("v3", 40)], blood=at, stay={"v3": "X"})
    assert [(each.number, each.first, each.last) for each in found.months] == [(1, 1, 31), (2, 32, 61)]
    assert [numbers(each.asked) for each in found.months] == [("2", "4", "20", "0"), ("1", "3", "70", "1")]
    assert found.rest.is_nothing


def test_month_1_begins_with_the_first_visit_and_a_month_without_visits_is_there_too():
    found = months([visit("v1", -14), visit("v2", 60)], blood={"v1": "X", "v2": "X"})
    assert [(each.first, each.last) for each in found.months] == [(-14, 16), (17, 46), (47, 77)]
    assert [numbers(each.asked)[0] for each in found.months] == ["1", "0", "1"]


@pytest.mark.parametrize(("day", "month"), [(31, 1), (32, 2)])
def test_a_visit_lies_in_the_month_whose_days_hold_it(day, month):
    found = months([visit("v1", 1), visit("v2", day), visit("v3", 61)], blood={"v2": "X"})
    (full,) = (each for each in found.months if each.asked.load)
    assert full.number == month and full.first <= day <= full.last


def test_visits_without_one_day_are_kept_apart():
    cycles = visit("v3", 20, repeats=Repeats(4, 4))
    found = months([visit("v1", 1), visit("v2", 15), cycles, visit("v4")], blood=dict.fromkeys(("v1", "v3", "v4"), "X"))
    assert [numbers(each.asked) for each in found.months] == [("2", "2", "10", "0")]
    assert numbers(found.rest) == ("5", "10", "50", "0")


def test_tasks_at_home_are_spread_evenly_over_the_days_of_their_part():
    # A diary of 0.5 points and 3 minutes over 60 days, of which 30.4375 lie in month 1: 0.2536 and 1.52, rounded.
    daily = Mark("v1", "diary", kind=MarkKind.CONTINUOUS)
    found = months([visit("v1", 1), visit("v2", 61)], diary={"v1": daily})
    assert [numbers(each.asked) for each in found.months] == [("1", "0.25", "1.5", "0"), ("1", "0.25", "1.5", "0")]
    assert found.rest.is_nothing


def test_the_fullest_month_has_the_most_load():
    found = months([visit("v1", 1), visit("v2", 40), visit("v3", 45)], blood=dict.fromkeys(("v1", "v2", "v3"), "X"))
    assert found.fullest.number == 2


def test_nights_of_the_journey_count_in_the_month_of_the_visit():
    schedule = grid({"blood": {"v1": "X", "v2": "X"}}, [visit("v1", 1), visit("v2", 40)])
    found = months_of_study(scored(schedule, {"blood": BLOOD}, persona=replace(DANA, nights_away=2)), most=MOST)
    assert found is not None
    assert [each.asked.nights for each in found.months] == [Decimal(2), Decimal(2)]


@pytest.mark.parametrize("days", [[], [None], [3], [3, None]])
def test_without_two_days_there_are_no_months(days):
    assert months_of_study(score_of([visit(f"v{n}", day) for n, day in enumerate(days)]), most=MOST) is None


def test_a_study_of_too_many_months_to_list_has_none_listed():
    ages = [visit("v1", 1), visit("v2", 1e12)]
    assert months_of_study(score_of(ages), most=MOST) is None
    assert len(months([visit("v1", 1), visit("v2", 3650)]).months) == MOST


@given(cases(), st.sampled_from([1, 7, 40]))
def test_months_and_the_rest_add_up_to_the_whole(case: Case, stretch: int):
    columns = tuple(
        replace(column, day=None if column.day is None else column.day * stretch) for column in case.schedule.visits
    )
    score = case.changed(visits=columns).score()
    found = months_of_study(score, most=MOST)
    event(f"{len(found.months) if found else 0} months")
    if found:
        whole = sum((each.asked for each in found.months), found.rest)
        planned = (score.counts.visits, score.load, score.minutes, score.counts.nights)
        assert (whole.visits, whole.load, whole.minutes, whole.nights) == tuple(each.planned for each in planned)
        ends = [(each.first, each.last) for each in found.months]
        assert all(one[1] + 1 == other[0] for one, other in zip(ends, ends[1:], strict=False))
