"""What a visit asks of a site beside what the site has: the example on paper, and equipment by what is done."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from protocols.domain.burden.capacity import (
    VisitWork,
    kinds_of_equipment,
    month_of,
    people_needed,
    share_of_hours,
    work_of,
)
from protocols.domain.catalogue import load
from protocols.domain.schedule import Repeats

from .factory import RULES, grid, procedure, scored, visit

MINUTES = st.integers(0, 600).map(Decimal)


def work(minutes: int, repeats: int = 1, **own: int) -> VisitWork:
    mine = {role: Decimal(number) for role, number in own.items()}
    return VisitWork("v1", "Visit", {"nurse": Decimal(minutes)}, Decimal(repeats), own=mine)


def test_the_example_on_paper():
    month = month_of([work(95)], 4)
    assert month == {"nurse": 380}
    assert share_of_hours(month["nurse"], Decimal(30), RULES) == Decimal("4.9")
    # 380 minutes are 6.33 hours of the 130 that one person works in a month
    assert people_needed(month["nurse"], RULES) == Decimal("0.05")
    assert people_needed(Decimal(7800), RULES, with_work_outside_visits=True) == Decimal("1.47")


def test_a_visit_that_repeats_counts_each_time_and_own_minutes_only_where_asked_for():
    visits = [work(10, repeats=3, nurse=20), work(5, pharmacist=7)]
    assert month_of(visits, 2) == {"nurse": 70}
    assert month_of(visits, 2, own=True) == {"nurse": 130, "pharmacist": 14}


def test_without_hours_there_is_no_share():
    assert share_of_hours(Decimal(10), Decimal(0), RULES) is None


@given(st.lists(st.builds(work, st.integers(0, 300), st.integers(1, 5)), max_size=5), st.integers(0, 50))
def test_twice_the_participants_take_twice_the_minutes(visits, participants):
    once, twice = month_of(visits, participants), month_of(visits, 2 * participants)
    assert {role: 2 * minutes for role, minutes in once.items()} == twice


@given(MINUTES, MINUTES, st.integers(1, 200).map(Decimal))
def test_more_minutes_are_no_smaller_share(one, more, hours):
    assert share_of_hours(one, hours, RULES) <= share_of_hours(one + more, hours, RULES)


def test_equipment_nights_samples_and_repeats_are_read_off_what_is_done():
    draw = replace(procedure("draw", staff={"nurse": 10, "laboratory": 4}), category="blood")
    night = procedure("night", staff={"nurse": 10}, minutes={"active": 30}, overnight=True)
    schedule = grid(
        {"draw": {"v1": "X"}, "night": {"v2": "X"}}, [visit("v1", 1), visit("v2", 8, repeats=Repeats(2, 2))]
    )
    first, second = work_of(scored(schedule, {"draw": draw, "night": night}))
    assert (first.equipment, first.samples, first.is_overnight) == (("centrifuge",), 1, False)
    assert (second.equipment, second.samples, second.is_overnight) == (("overnight_bed",), 0, True)
    assert (second.repeats, second.stay, second.minutes["nurse"]) == (2, 30, 10)


def test_blood_pressure_asks_for_no_equipment():
    plain = procedure("cuff", staff={"nurse": 5})
    (only,) = work_of(scored(grid({"cuff": {"v1": "X"}}, [visit("v1", 1)]), {"cuff": plain}))
    assert (only.equipment, only.samples) == ((), 0)


def test_each_kind_of_equipment_names_what_the_catalogue_knows():
    known, kinds = load().procedures, kinds_of_equipment().values()
    assert [key for kind in kinds for key in kind.procedures if key not in known] == []
    categories = {part.category for part in known.values()}
    assert [name for kind in kinds for name in kind.categories if name not in categories] == []
    assert all(kind.why and (kind.procedures or kind.categories or kind.overnight) for kind in kinds)
