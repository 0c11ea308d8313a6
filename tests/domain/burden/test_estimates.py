"""Library and ratings become estimates as the formulas on the page say, worked out on paper."""

from decimal import Decimal
from math import exp, expm1, log, sqrt

import pytest

from protocols.domain.burden.answers import BesideVisit, beside_visits
from protocols.domain.burden.estimates import journey_estimate
from protocols.domain.burden.library import HouseValue

from .factory import RULES, estimates, grid, procedure, rating, ratings, visit

ONE_ROW = grid({"draw": {"v1": "X"}}, [visit("v1", 1)])


def of_draw(found, given=(), **choices):
    return estimates(ONE_ROW, {"draw": found}, given, **choices).activities["draw"]


@pytest.mark.parametrize(
    ("answers", "points", "low", "high"),
    [
        # m0 = 2, t = .5, s = 1: w = 1 / (1 + 1 / .25) = .2 and .2 x 4 + .8 x 2 = 2.40
        ([4], "2.40", 1.52, 3.28),
        # w = 3 / (3 + 4) = .43 and mean 11/3: 2.71
        ([4, 4, 3], "2.71", 1.97, 3.46),
        # w = 10 / 14 = .71: 3.43
        ([4] * 10, "3.43", 2.90, 3.95),
    ],
)
def test_the_worked_examples_of_the_score_page(answers, points, low, high):
    found = of_draw(procedure("draw", 2.0, grade="A"), ratings("draw", *answers))
    assert found.points == Decimal(points)
    half = 1.96 * sqrt(found.variance)
    assert (found.mean - half, found.mean + half) == pytest.approx((low, high), abs=0.005)


@pytest.mark.parametrize(("grade", "weight"), [("A", 0.2), ("B", 0.49 / 1.49), ("D", 0.5), ("J", 0.5)])
def test_a_weaker_grade_gives_more_weight_to_the_rating(grade, weight):
    assert of_draw(procedure("draw", 2.0, grade=grade), ratings("draw", 4)).weight == pytest.approx(weight)


def test_without_ratings_the_library_stands_with_its_spread():
    found = of_draw(procedure("draw", {"physical": 3, "worry": 2, "effort": 1}, grade="B"))
    assert (found.points, found.variance) == (Decimal("2.00"), pytest.approx(0.49))
    assert found.shares == {"B": pytest.approx(2.0)}


def test_without_a_library_value_the_mean_of_the_ratings_stands():
    found = of_draw((), ratings("draw", 4, 1))
    assert (found.points, found.variance, found.library) == (Decimal("2.50"), pytest.approx(0.5), None)
    assert not found.is_partly_scored


def test_nothing_known_and_nobody_rated_is_unscored_and_never_zero():
    found = of_draw(())
    assert found.is_unscored
    assert (found.points, found.mean) == (None, None)


def test_a_missing_dimension_lowers_the_library_value_and_is_told():
    found = of_draw(procedure("draw", {"physical": 3.0}))
    assert (found.points, found.is_partly_scored) == (Decimal("1.00"), True)


def test_a_rated_row_is_not_partly_scored():
    assert not of_draw(procedure("draw", {"physical": 3.0}), ratings("draw", 1)).is_partly_scored


def test_each_person_counts_once_however_often_they_answer():
    repeats = [rating("ann", "draw", 4, visit=f"v{number}") for number in range(9)]
    found = of_draw((), [*repeats, rating("bob", "draw", 0)])
    assert (found.raters, found.points) == (2, Decimal("2.00"))


def test_dimensions_stand_in_where_no_overall_answer_was_given():
    found = of_draw((), [rating("ann", "draw", physical=4, worry=1)])
    assert found.points == Decimal("2.50")


def test_dimensions_are_weighted_among_those_given():
    ruleset = RULES.with_weights({"physical": 3, "worry": 1, "effort": 0})
    found = of_draw((), [rating("ann", "draw", physical=4, worry=0)], ruleset=ruleset)
    assert found.points == Decimal("3.00")


def test_a_dimension_without_weight_is_no_answer():
    ruleset = RULES.with_weights({"physical": 1, "worry": 1, "effort": 0})
    assert of_draw((), [rating("ann", "draw", effort=4)], ruleset=ruleset).is_unscored


def test_the_mean_can_be_taken_again_under_other_weights():
    given = [rating("ann", "draw", 3), rating("bob", "draw", physical=4, worry=1), rating("bob", "draw", 0, visit="v2")]
    answers = of_draw((), given).answers
    # Under weights .5, .25, .25: Bob's dimensions are (2 + .25) / .75 = 3, with his 0 the mean 1.5; Ann says 3.
    assert answers.mean((0.5, 0.25, 0.25)) == pytest.approx((3 + 1.5) / 2)


@pytest.mark.parametrize("role", ["site", "team", "facilitator", "somebody"])
def test_only_advocates_participants_and_carers_feed_the_load(role):
    assert of_draw((), [rating("ann", "draw", 4, role=role)]).is_unscored


@pytest.mark.parametrize("role", ["advocate", "participant", "carer"])
def test_these_roles_feed_the_load(role):
    assert of_draw((), [rating("ann", "draw", 4, role=role)]).points == 4


def test_not_sure_and_could_not_are_never_zero():
    found = of_draw((), [rating("ann", "draw"), rating("bob", "draw", could_not=True)])
    assert (found.is_unscored, found.could_not) == (True, 1)


def test_the_spread_seen_in_the_ratings_is_shown_and_not_used():
    close, wide = (of_draw((), ratings("draw", *answers)) for answers in ([2, 2], [0, 4]))
    assert (close.answers.spread, wide.answers.spread) == (0, pytest.approx(2 * sqrt(2)))
    assert close.variance == wide.variance


def test_one_person_has_no_spread():
    assert of_draw((), ratings("draw", 2)).answers.spread is None


def test_the_pooled_spread_is_shown():
    schedule = grid({"a": {"v1": "X"}, "b": {"v1": "X"}}, [visit("v1", 1)])
    found = estimates(schedule, {}, [*ratings("a", 0, 2), *ratings("b", 1, 2, 3)])
    # Squares 2 and 2 over 1 + 2 degrees of freedom.
    assert found.spread_seen == pytest.approx(sqrt(4 / 3))
    assert estimates(schedule, {}, ratings("a", 1)).spread_seen is None


def test_cost_and_disruption_stand_beside_the_visit():
    given = [
        rating("ann", None, cost=4, disruption=1),
        rating("bob", None, cost=1),
        rating("sam", None, cost=0, role="site"),
    ]
    found = beside_visits([*given, rating("ann", "draw", 3, visit="v2")], RULES)
    assert found == {"v1": BesideVisit(2.5, 2, 1, 1)}


# Minutes


def test_minutes_without_ratings_are_the_sum_of_the_procedures():
    parts = (procedure("ecg", minutes={"active": 10, "waiting": 5}), procedure("draw", minutes={"active": 5}))
    found = of_draw(parts)
    assert dict(found.each) == {"active": Decimal("15.0"), "waiting": Decimal("5.0"), "moving": 0}
    assert found.minutes_each == Decimal("20.0")


def test_minutes_are_blended_on_the_log_scale():
    found = of_draw(procedure("draw", minutes={"active": 10}), [rating("ann", "draw", active=40)])
    weight = 1 / (1 + 0.4**2 / 0.5**2)
    expected = expm1(weight * log(41) + (1 - weight) * log(11))
    assert float(found.each["active"]) == pytest.approx(expected, abs=0.05)


def test_minutes_without_a_library_value_are_those_of_the_people():
    found = of_draw((), [rating("ann", "draw", active=10), rating("bob", "draw", active=40)])
    assert float(found.each["active"]) == pytest.approx(exp((log(11) + log(41)) / 2) - 1, abs=0.05)


def test_timed_minutes_replace_what_was_assumed_by_their_mean():
    given = [rating("ann", "draw", active=30, timed=True), rating("bob", "draw", active=20, timed=True)]
    found = of_draw(procedure("draw", minutes={"active": 10}), [*given, rating("cat", "draw", active=500)])
    assert found.each["active"] == Decimal("25.0")
    assert found.minutes["active"].basis == "observed"
    assert found.minutes["active"].variance == pytest.approx(0.15**2)


def test_a_facilitator_may_hold_the_clock_but_not_guess():
    timed = of_draw((), [rating("fay", "draw", active=30, timed=True, role="facilitator")])
    guessed = of_draw((), [rating("fay", "draw", active=30, role="facilitator")])
    assert (timed.minutes_each, guessed.minutes_each) == (30, 0)


def test_staff_minutes_of_participants_come_from_no_site_answer():
    assert of_draw((), [rating("sam", "draw", active=30, timed=True, role="site")]).minutes_each == 0


# Rows that hold several procedures


def test_a_row_of_several_procedures_is_as_hard_as_its_hardest_part():
    parts = (procedure("a", {"physical": 3, "worry": 0, "effort": 1}), procedure("b", {"physical": 1, "worry": 2}))
    assert of_draw(parts).points == Decimal("2.00")


def test_of_two_equal_values_the_published_one_is_shown():
    parts = (procedure("a", 2.0, grade="J"), procedure("b", 2.0, grade="A"))
    assert of_draw(parts).row.dimensions["worry"].basis == "A"


def test_the_weakest_grade_sets_the_spread():
    parts = (procedure("a", {"physical": 3, "worry": 0}, grade="A"), procedure("b", {"effort": 1, "worry": 2}))
    assert of_draw(parts).spread == 1.0


# A team's own values


def own(name, number, kind="procedure", key="draw"):
    return HouseValue(kind, key, name, number, "A. Team", "2025-01-01", "what our patients told us")


def test_a_house_value_replaces_judgement_and_is_named():
    found = of_draw(procedure("draw", 1.0), house=[own("worry", 4.0)])
    assert found.points == Decimal("2.00")
    assert found.shares == {"J": pytest.approx(2 / 3), "house": pytest.approx(4 / 3)}
    assert "A. Team" in found.row.dimensions["worry"].source


def test_a_house_value_fills_what_is_unknown():
    assert of_draw((), house=[own("worry", 3.0, "activity")]).points == Decimal("1.00")


def test_a_house_value_leaves_what_is_published():
    assert of_draw(procedure("draw", 1.0, grade="A"), house=[own("worry", 4.0)]).points == Decimal("1.00")


def test_a_house_value_for_the_row_stands_over_one_for_the_procedure():
    found = of_draw(procedure("draw", 1.0), house=[own("worry", 4.0), own("worry", 1.0, "activity")])
    assert found.points == Decimal("1.00")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (own("worry", 4.1), "between 0 and 4"),
        (own("worry", -1), "between 0 and 4"),
        (own("active", -1), "0 or more"),
        (own("pain", 1), "no 'pain'"),
        (HouseValue("procedure", "draw", "worry", 1, "", "2025", "why"), "who set this"),
    ],
)
def test_a_house_value_that_makes_no_sense_is_refused(values, words):
    with pytest.raises(ValueError, match=words):
        of_draw(procedure("draw", 1.0), house=[values])


# The journey


@pytest.mark.parametrize(("minutes", "points"), [(0, 0), (9.9, 0), (10, 0.5), (30, 1), (90, 2), (1000, 4)])
def test_the_journey_rises_by_a_table(minutes, points):
    found = journey_estimate(minutes, None, RULES)
    assert found.points == Decimal(str(points))
    assert set(found.shares) == {"J"}


def test_the_journey_blends_with_ratings():
    answers = estimates(ONE_ROW, {}, ratings("journey", 4)).journey
    assert journey_estimate(90, answers, RULES).points == Decimal("3.00")
    assert journey_estimate(None, answers, RULES).points == Decimal("4.00")
