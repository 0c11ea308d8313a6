"""Marks become occurrences, lines, visits and totals, each worked out on paper."""

from decimal import Decimal

import pytest

from protocols.domain.burden.amounts import Range
from protocols.domain.burden.estimates import estimate_activities
from protocols.domain.burden.library import shelf
from protocols.domain.burden.score import score
from protocols.domain.burden.shares import load_by_purpose
from protocols.domain.catalogue import SharedStep
from protocols.domain.schedule import Arm, Contact, Mark, MarkKind, Repeats, Schedule

from .factory import DANA, RULES, grid, procedure, rating, ratings, scored, value, visit

D = Decimal
DRAW = procedure("draw", 1.25, minutes={"active": 10, "waiting": 5})
ECG = procedure("ecg", 0.5, minutes={"active": 20})
WEEKS = [visit("v1", 1), visit("v2", 8), visit("v3", 15)]


def span(least, planned, most):
    return Range(D(str(least)), D(str(planned)), None if most is None else D(str(most)))


def test_load_and_time_are_the_sums_of_the_lines():
    schedule = grid({"draw": {"v1": "X", "v2": "X"}, "ecg": {"v1": "X"}}, WEEKS)
    found = scored(schedule, {"draw": DRAW, "ecg": ECG})
    # Load 2 x 1.25 + 1 x .50; time 2 x 15 + 1 x 20.
    assert (found.load, found.minutes) == (span(3, 3, 3), span(50, 50, 50))
    assert [(line.visit, line.activity, line.points.planned) for line in found.lines] == [
        ("v1", "draw", D("1.25")),
        ("v1", "ecg", D("0.50")),
        ("v2", "draw", D("1.25")),
    ]
    assert [(each.key, each.load.planned) for each in found.visits] == [("v1", D("1.75")), ("v2", D("1.25")), ("v3", 0)]


def test_points_are_rounded_before_they_are_multiplied():
    third = procedure("draw", {"physical": 1.0})
    found = scored(grid({"draw": {"v1": "X", "v2": "X", "v3": "X"}}, WEEKS), {"draw": third})
    assert found.load.planned == D("0.99")


@pytest.mark.parametrize("kind", [MarkKind.CONDITIONAL, MarkKind.OPTIONAL])
@pytest.mark.parametrize(("probability", "planned"), [(None, "1.25"), (0.4, "0.50"), (0.0, "0")])
def test_a_mark_that_is_not_plain_gives_a_range(kind, probability, planned):
    schedule = grid({"draw": {"v1": Mark("v1", "draw", kind=kind, probability=probability)}}, WEEKS)
    assert scored(schedule, {"draw": DRAW}).load == span(0, planned, 1.25)


def test_a_continuous_mark_counts_at_each_visit_it_covers():
    cells = {key: Mark(key, "ecg", kind=MarkKind.CONTINUOUS, spans=3) for key in ("v1", "v2", "v3")}
    assert scored(grid({"ecg": cells}, WEEKS), {"ecg": ECG}).load.planned == D("1.50")


def test_what_is_done_daily_at_home_counts_by_days():
    diary = procedure("diary", 0.5, minutes={"active": 4}, daily_at_home=True)
    cells = {key: Mark(key, "diary", kind=MarkKind.CONTINUOUS) for key in ("v1", "v3")}
    found = scored(grid({"diary": cells}, WEEKS), {"diary": diary}, persona=DANA)
    home = [line for line in found.lines if line.activity == "diary"]
    # Day 1 to day 15: 15 days of .50 points and 4 minutes.
    assert [(line.visit, line.occurrences.planned, line.points.planned) for line in home] == [
        ("home:Treatment", 15, D("7.50"))
    ]
    assert found.minutes_by_place["at_home"].planned == 60
    assert found.coverage == 1


def test_days_at_home_are_parted_by_epoch_and_add_up():
    diary = procedure("diary", 0.5, daily_at_home=True)
    visits = [
        visit("v1", 1, epoch="A"),
        visit("v2", 8, epoch="A"),
        visit("v3", 15, epoch="B"),
        visit("v4", 20, epoch="B"),
    ]
    cells = {each.key: Mark(each.key, "diary", kind=MarkKind.CONTINUOUS) for each in visits}
    found = scored(grid({"diary": cells}, visits), {"diary": diary})
    assert {line.visit: line.occurrences.planned for line in found.lines} == {"home:A": 14, "home:B": 6}


def test_a_visit_without_a_day_counts_as_one_day_at_home_and_is_told():
    diary = procedure("diary", 0.5, daily_at_home=True)
    visits = [visit("v1", 1), visit("v2", 8), visit("v3")]
    cells = {each.key: Mark(each.key, "diary", kind=MarkKind.CONTINUOUS) for each in visits}
    found = scored(grid({"diary": cells}, visits), {"diary": diary})
    assert found.lines[0].occurrences.planned == 9
    assert "unknown_days" in {flag.kind for flag in found.flags}


def test_a_mark_that_points_elsewhere_is_listed_and_not_scored():
    schedule = grid({"draw": {"v1": "X", "v2": Mark("v2", "draw", kind=MarkKind.REFERRED)}}, WEEKS)
    found = scored(schedule, {"draw": DRAW})
    assert found.load.planned == D("1.25")
    assert [(each.activity, each.occurrences) for each in found.unscored] == [("draw", 1)]
    assert found.coverage == D("0.5")


def test_a_merged_mark_is_charged_once_to_its_earliest_visit_by_day():
    visits = [visit("v1", 15), visit("v2", 8), visit("v3", 1)]
    cells = {each.key: Mark(each.key, "draw", spans=3) for each in visits}
    found = scored(grid({"draw": cells}, visits), {"draw": DRAW})
    assert [(line.visit, line.points.planned) for line in found.lines] == [("v3", D("1.25"))]


def test_a_person_can_have_a_merged_mark_counted_each_time():
    cells = {key: Mark(key, "draw", spans=3, count_each=True) for key in ("v1", "v2", "v3")}
    assert scored(grid({"draw": cells}, WEEKS), {"draw": DRAW}).load.planned == D("3.75")


def test_a_column_that_stands_for_several_visits_counts_them():
    visits = [visit("v1", 1, repeats=Repeats(4, 4))]
    found = scored(grid({"draw": {"v1": "X"}}, visits), {"draw": DRAW}, persona=DANA)
    # 4 x 1.25 and 4 journeys of 2.00; 4 x 15 minutes and 4 x 180 of travel.
    assert (found.load.planned, found.minutes.planned) == (D("13.00"), D("780.0"))
    assert found.visits[0].load_once == D("3.25")


def test_repeats_between_two_numbers_give_a_range():
    visits = [visit("v1", 1, repeats=Repeats(3, 6))]
    assert scored(grid({"draw": {"v1": "X"}}, visits), {"draw": DRAW}).load == span(3.75, 7.5, 7.5)


def test_unknown_repeats_count_once_and_the_total_has_no_upper_end():
    visits = [visit("v1", 1, repeats=Repeats(1, None))]
    found = scored(grid({"draw": {"v1": "X"}}, visits), {"draw": DRAW}, persona=DANA)
    assert found.load == span(3.25, 3.25, None)
    assert found.minutes.most is None
    assert found.is_at_least
    assert "unknown_repeats" in {flag.kind for flag in found.flags}


def test_an_unscored_activity_is_left_out_and_named():
    found = scored(grid({"draw": {"v1": "X"}, "mystery": {"v1": "X", "v2": "X"}}, WEEKS), {"draw": DRAW})
    assert found.load.planned == D("1.25")
    assert [(each.label, each.occurrences) for each in found.unscored] == [("Mystery", 2)]
    assert found.coverage == D("0.3333")


def test_an_unscored_activity_still_takes_its_time():
    found = scored(grid({"walk": {"v1": "X"}}, WEEKS), {"walk": procedure("walk", {}, minutes={"active": 6})})
    assert (found.load.planned, found.minutes.planned) == (0, 6)
    assert found.lines[0].points_each is None


def test_nothing_marked_has_no_coverage_and_no_basis():
    found = scored(grid({"draw": {}}, WEEKS), {"draw": DRAW})
    assert (found.coverage, dict(found.basis), found.load.planned) == (None, {}, 0)


# Visits


def test_two_columns_that_agree_are_one_visit_with_one_journey():
    visits = [visit("v1", 1, label="Day 1"), visit("v2", 1, label="Day 1")]
    found = scored(grid({"draw": {"v1": "X", "v2": "X"}}, visits), {"draw": DRAW}, persona=DANA)
    assert [(line.activity, line.occurrences.planned) for line in found.lines] == [("draw", 2), ("journey", 1)]
    assert found.counts.visits.planned == 1


@pytest.mark.parametrize(
    "other",
    [
        visit("v2", 2, label="Day 1"),
        visit("v2", 1, label="Day 1, again"),
        visit("v2", 1, label="Day 1", contact=Contact.PHONE),
        visit("v2", 1, label="Day 1", epoch="Other"),
    ],
)
def test_columns_that_differ_are_two_visits(other):
    found = scored(grid({"draw": {"v1": "X"}}, [visit("v1", 1, label="Day 1"), other]), {"draw": DRAW})
    assert found.counts.visits.planned == 2


def test_unknown_days_agree_with_none():
    found = scored(grid({"draw": {"v1": "X"}}, [visit("v1", label="SCR"), visit("v2", label="SCR")]), {"draw": DRAW})
    assert found.counts.visits.planned == 2


def test_a_person_can_say_that_two_columns_are_one_visit():
    visits = [visit("v1", 1), visit("v2", 2, same_visit_as="v1"), visit("v3", 3, same_visit_as="v2")]
    found = scored(grid({"draw": {"v3": "X"}}, visits), {"draw": DRAW}, persona=DANA)
    assert [line.visit for line in found.lines] == ["v1", "v1"]
    assert found.counts.trips.planned == 1


def test_columns_that_point_at_each_other_are_one_visit():
    visits = [visit("v2", 2, same_visit_as="v1"), visit("v1", 1, same_visit_as="v2")]
    found = scored(grid({"draw": {"v1": "X", "v2": "X"}}, visits), {"draw": DRAW})
    assert [(line.visit, line.occurrences.planned) for line in found.lines] == [("v1", 2)]


@pytest.mark.parametrize(
    ("contact", "trips"),
    [(Contact.SITE, 1), (Contact.UNKNOWN, 1), (Contact.HOME, 0), (Contact.PHONE, 0), (Contact.VIDEO, 0)],
)
def test_travel_counts_for_visits_away_from_home(contact, trips):
    found = scored(grid({"draw": {"v1": "X"}}, [visit("v1", 1, contact=contact)]), {"draw": DRAW}, persona=DANA)
    assert found.counts.trips.planned == trips
    assert found.minutes_by_place["travel"].planned == trips * 180
    assert found.minutes_by_place["at_home" if trips == 0 else "on_site"].planned == 15


def test_without_a_persona_travel_is_left_out_and_told():
    found = scored(grid({"draw": {"v1": "X"}}, WEEKS), {"draw": DRAW})
    assert [line.activity for line in found.lines] == ["draw"]
    assert "no_persona" in {flag.kind for flag in found.flags}


def test_a_rated_journey_counts_without_a_persona_too():
    found = scored(grid({"draw": {"v1": "X"}}, WEEKS[:1]), {"draw": DRAW}, ratings("journey", 3))
    assert found.load.planned == D("4.25")


def test_the_days_between_visits_count_once_per_gap_where_somebody_rated_them():
    visits = [visit("v1", 1, epoch="A"), visit("v2", 8, epoch="A"), visit("v3", 15, epoch="B")]
    found = scored(grid({"draw": {"v1": "X"}}, visits), {"draw": DRAW}, ratings("between", 1))
    between = [(line.visit, line.occurrences.planned) for line in found.lines if line.activity == "between"]
    assert between == [("home:A", 2)]
    assert sum(each.load.planned for each in found.visits) == found.load.planned == D("3.25")


def test_time_given_for_a_whole_visit_counts_beyond_its_steps():
    given = [rating("ann", None, waiting=60, active=4)]
    found = scored(grid({"draw": {"v1": "X"}}, WEEKS), {"draw": DRAW}, given)
    # The steps wait 5 minutes and do 10; 55 more minutes of waiting were seen, and no more of doing.
    assert [(line.activity, line.minutes.planned) for line in found.lines] == [("draw", 15), ("at_visit", 55)]
    assert found.visits[0].minutes_once == 70


# Arms, usual care, months


ARMS = Schedule(
    arms=(Arm("b", "Arm B"), Arm("a", "Arm A")),
    visits=(visit("v1", 1), visit("v2", 8, arm="a"), visit("v3", 8, arm="b"), visit("v4", 15, arm="b")),
    activities=grid({"draw": {}}, []).activities,
    marks=tuple(Mark(key, "draw") for key in ("v1", "v2", "v3", "v4")),
)


def test_arms_are_scored_apart():
    assert [scored(ARMS, {"draw": DRAW}, arm=arm).load.planned for arm in ("a", "b")] == [D("2.50"), D("3.75")]
    assert scored(ARMS, {"draw": DRAW}).arms == ("b", "a")
    assert scored(ARMS, {"draw": DRAW}).arm == "b"


def test_an_unknown_arm_is_our_own_mistake():
    with pytest.raises(KeyError, match="arm 'c'"):
        scored(ARMS, {"draw": DRAW}, arm="c")


def test_usual_care_counts_in_the_total_and_not_in_what_is_added():
    cells = {"v1": Mark("v1", "draw", usual_care=True), "v2": Mark("v2", "draw")}
    found = scored(grid({"draw": cells}, WEEKS[:2]), {"draw": DRAW}, persona=DANA)
    # The journey to v1 would take place anyway.
    assert (found.load.planned, found.added_load.planned) == (D("6.50"), D("3.25"))
    assert (found.minutes.planned, found.added_minutes.planned) == (D("390.0"), D("195.0"))


def test_a_study_of_a_month_or_more_has_rates():
    visits = [visit("v1", 1), visit("v2", 61)]
    found = scored(grid({"draw": {"v1": "X", "v2": "X"}}, visits), {"draw": DRAW}).per_month
    # 61 days are 2.00 months.
    assert (found.months, found.load, found.minutes) == (D("2.00"), D("1.25"), D("14.97"))


@pytest.mark.parametrize(
    "visits",
    [
        [visit("v1", 1), visit("v2", 20)],
        [visit("v1", 1), visit("v2")],
        [visit("v1", 1, repeats=Repeats(1, None)), visit("v2", 90)],
        [visit("v1", 1), visit("v2", 90, repeats=Repeats(3, 3))],
    ],
)
def test_a_rate_needs_a_known_length_of_a_month_or_more(visits):
    assert scored(grid({"draw": {"v1": "X"}}, visits), {"draw": DRAW}).per_month is None


def test_the_busiest_visit_is_the_heaviest_single_one():
    visits = [visit("v1", 1, repeats=Repeats(9, 9)), visit("v2", 8)]
    found = scored(grid({"draw": {"v1": "X", "v2": "X"}, "ecg": {"v2": "X"}}, visits), {"draw": DRAW, "ecg": ECG})
    assert found.busiest_visit.key == "v2"


# Basis


def test_the_basis_splits_the_load_and_sums_to_one():
    found = scored(
        grid({"draw": {"v1": "X"}, "ecg": {"v1": "X"}}, WEEKS[:1]),
        {"draw": procedure("draw", 2.0, grade="A"), "ecg": procedure("ecg", 1.6)},
        ratings("draw", 4),
    )
    # Draw: w = .2, so .8 from ratings and 1.6 from grade A; ECG: 1.6 of judgement; together 4.
    assert {basis: share for basis, share in found.basis.items() if share} == {
        "ratings": D("0.2"),
        "A": D("0.4"),
        "J": D("0.4"),
    }


def test_rounded_shares_still_sum_to_one():
    rows = {name: procedure(name, 1.0, grade=grade) for name, grade in (("a", "A"), ("b", "B"), ("c", "J"))}
    found = scored(grid({name: {"v1": "X"} for name in rows}, WEEKS[:1]), rows)
    assert sum(found.basis.values()) == 1


def test_load_is_parted_by_purpose_and_what_nobody_stated_is_named():
    schedule = grid({"draw": {"v1": "X"}, "ecg": {"v1": "X", "v2": "X"}}, WEEKS)
    found = scored(schedule, {"draw": DRAW, "ecg": ECG}, persona=DANA)
    assert load_by_purpose(found.lines, {"draw": "primary"}) == {"primary": D("1.25"), "not-stated": D("1.00")}


# Rows that share a step


def needle(key, *args, **facts):
    return procedure(key, *args, shares="needle", needles=1, **facts)


def test_one_needle_fills_many_tubes():
    schedule = grid({"blood": {"v1": "X", "v2": "X"}, "serum": {"v1": "X"}}, WEEKS)
    rows = {
        "blood": needle("blood", 1.0, minutes={"active": 5}, staff={"nurse": 4}),
        "serum": needle("serum", 1.2, minutes={"active": 5}, staff={"nurse": 4}),
    }
    found = scored(schedule, rows)
    assert [(line.visit, line.activity, line.points_each, line.is_further) for line in found.lines] == [
        ("v1", "blood", 0, True),
        ("v1", "serum", D("1.20"), False),
        ("v2", "blood", D("1.00"), False),
    ]
    # Two draws of 5 minutes and one more tube of half a minute; two needles.
    assert (found.load.planned, found.minutes.planned) == (D("2.20"), D("10.5"))
    assert found.counts.needles.planned == 2


def test_a_rated_row_keeps_its_ratings_beside_a_shared_needle():
    schedule = grid({"blood": {"v1": "X"}, "serum": {"v1": "X"}}, WEEKS[:1])
    found = scored(schedule, {"blood": needle("blood", 1.0), "serum": needle("serum", 3.0)}, ratings("blood", 2))
    # Blood: half of the rating 2 is its own, the other half is the library's and is charged with serum.
    assert {line.activity: line.points.planned for line in found.lines} == {"blood": D("1.00"), "serum": D("3.00")}


def test_a_row_that_is_lighter_than_a_further_tube_shares_nothing():
    rows = {"blood": needle("blood", {"physical": 0.0}), "serum": needle("serum", 1.0)}
    cheap = SharedStep("needle", "Costly tubes", dimensions={"physical": value(3.0)})
    schedule = grid({key: {"v1": "X"} for key in rows}, WEEKS[:1])
    matched = {key: (row,) for key, row in rows.items()}
    given = estimate_activities(schedule, matched, shelf=shelf(RULES, shared={"needle": cheap}))
    assert [line.is_further for line in score(schedule, given, None, RULES).lines] == [False, False]


def test_two_draws_of_one_row_at_one_visit_are_two_needles():
    visits = [visit("v1", 1, label="Day 1"), visit("v2", 1, label="Day 1")]
    schedule = grid({"blood": {"v1": "X", "v2": "X"}, "serum": {"v1": "X"}}, visits)
    found = scored(schedule, {"blood": needle("blood", 1.0), "serum": needle("serum", 0.5)})
    assert (found.counts.needles.planned, found.load.planned) == (2, D("2.00"))


def test_a_needle_that_may_be_needed_gives_a_range():
    cells = {"v1": Mark("v1", "serum", kind=MarkKind.CONDITIONAL, probability=0.5)}
    schedule = grid({"blood": {"v1": "X"}, "serum": cells}, WEEKS[:1])
    found = scored(schedule, {"blood": needle("blood", 1.0), "serum": needle("serum", 2.0)})
    # Serum first, as far as it is done: 0 / .5 / 1 times 2; blood for the rest: 1 / .5 / 0 times 1.
    assert found.load == span(1, 1.5, 2)
    assert found.counts.needles == span(1, 1, 1)


def test_the_longest_draw_sets_the_time_whichever_row_has_the_points():
    schedule = grid({"blood": {"v1": "X"}, "serum": {"v1": "X"}}, WEEKS[:1])
    rows = {"blood": needle("blood", 1.0, minutes={"active": 20}), "serum": needle("serum", 2.0, minutes={"active": 5})}
    assert scored(schedule, rows).minutes.planned == D("20.5")
