"""Draws lie around the points, are the same for everything that is compared, and tell how sure a difference is."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from protocols.domain.burden.compare import compare, index
from protocols.domain.burden.score import score
from protocols.domain.burden.uncertainty import EQUAL, Drawn, Draws, Interval, load_saved, share_lighter
from protocols.domain.schedule import Mark, MarkKind

from .factory import DANA, RULES, estimates, grid, procedure, rating, ratings, scored, visit

WEEKS = [visit(f"v{place}", 7 * place) for place in range(1, 5)]
ALL = {each.key: "X" for each in WEEKS}
ROWS = {
    "draw": procedure("draw", {"physical": 3, "worry": 1, "effort": 2}, minutes={"active": 10}),
    "ecg": procedure("ecg", 0.5),
}
DRAWS = Draws(RULES)


def drawn(rows, given=(), *, draws=DRAWS, persona=None, visits=WEEKS, known=ROWS):
    return Drawn(scored(grid(rows, visits), known, given, persona=persona), draws)


def test_the_worked_example_with_its_interval():
    # m0 = 2, t = .5, three ratings 4, 4, 3: mean 2.714, standard deviation .378, so 5-95 % is 2.09 to 3.34.
    found = drawn({"tap": {"v1": "X"}}, ratings("tap", 4, 4, 3), known={"tap": procedure("tap", 2.0, grade="A")})
    assert float(found.load_interval.low) == pytest.approx(2.714 - 1.645 * 0.378, abs=0.04)
    assert float(found.load_interval.high) == pytest.approx(2.714 + 1.645 * 0.378, abs=0.04)


def test_the_total_lies_in_the_middle_of_its_draws():
    found = drawn({"draw": ALL, "ecg": ALL}, [rating("ann", "draw", physical=4, worry=0)], persona=DANA)
    assert found.load.mean() == pytest.approx(float(found.score.load.planned), rel=0.03)
    assert found.minutes.mean() == pytest.approx(float(found.score.minutes.planned), rel=0.02)


def test_an_activity_varies_as_one_over_all_its_occurrences():
    once, often = drawn({"ecg": {"v1": "X"}}), drawn({"ecg": ALL})
    assert often.load == pytest.approx(4 * once.load)


def test_what_else_is_in_the_schedule_changes_no_draw():
    alone, both = drawn({"ecg": ALL}), drawn({"draw": ALL, "ecg": ALL})
    assert both.load - drawn({"draw": ALL}).load == pytest.approx(alone.load)


def test_draws_are_not_clipped_but_printed_ends_are_cut():
    found = drawn({"ecg": ALL}, known={"ecg": procedure("ecg", 0.0)})
    assert found.load.min() < 0
    assert found.load_interval.low == 0
    top = drawn({"ecg": ALL}, known={"ecg": procedure("ecg", 4.0)})
    assert top.load.max() > 16
    assert top.load_interval.high == 16


def test_a_weight_of_nothing_stays_nothing():
    draws = Draws(RULES.with_weights({"effort": 0}))
    assert not draws.weights[:, 2].any()
    assert draws.weights.sum(axis=1) == pytest.approx(1)
    assert draws.weights[:, 0].std() == pytest.approx((0.25 / 31) ** 0.5, rel=0.1)


def test_weights_move_a_row_whose_dimensions_differ():
    sure = {name: replace(RULES.entries[name], value=1e-6) for name in ("spread.J", "raters.spread")}
    ruleset = replace(RULES, entries={**RULES.entries, **sure})
    given = [rating("ann", "draw", physical=4, worry=0)]
    schedule = grid({"draw": {"v1": "X"}}, WEEKS)
    for ratings_given in ([], given):
        found = Drawn(
            score(schedule, estimates(schedule, ROWS, ratings_given, ruleset=ruleset), None, ruleset), Draws(ruleset)
        )
        assert 0.02 < found.load.std() < 0.5


def test_minutes_never_fall_below_nothing_at_the_printed_ends():
    found = drawn({"draw": ALL})
    assert 0 < found.minutes_interval.low < 40 < found.minutes_interval.high


def test_nothing_scored_draws_nothing():
    found = drawn({"mystery": ALL}, known={})
    assert (found.load_interval.low, found.load_interval.high, found.minutes_interval.high) == (0, 0, 0)
    assert found.rank_intervals["v1"] == (1, 1)


def test_equal_visits_share_a_rank_and_a_heavier_one_comes_first():
    found = drawn({"ecg": ALL, "draw": {"v2": "X"}}, [rating(f"r{n}", "draw", 4) for n in range(20)])
    assert found.rank_intervals == {"v1": (2, 2), "v2": (1, 1), "v3": (2, 2), "v4": (2, 2)}


def test_days_at_home_have_no_rank():
    diary = procedure("diary", 1.0, daily_at_home=True)
    cells = {key: Mark(key, "diary", kind=MarkKind.CONTINUOUS) for key in ("v1", "v2")}
    assert set(drawn({"diary": cells}, known={"diary": diary}).rank_intervals) == set(ALL)


def test_minutes_of_a_shared_needle_are_drawn_as_they_are_counted():
    rows = {key: procedure(key, 1.0, minutes={"active": size}, shares="needle") for key, size in (("a", 5), ("b", 20))}
    found = drawn({"a": ALL, "b": ALL}, known=rows)
    assert found.score.minutes.planned == 82
    assert found.minutes.mean() == pytest.approx(82, rel=0.03)


def test_dropping_an_activity_is_lighter_in_every_draw_but_those_below_nothing():
    less, more = drawn({"draw": ALL}), drawn({"draw": ALL, "ecg": ALL})
    lighter = share_lighter(less, more)
    assert lighter == Decimal(repr(round(float(np.mean(drawn({"ecg": ALL}).load > 0)), 4)))
    assert share_lighter(less, less) == 0


# Against a version


def test_a_baseline_is_a_hundred():
    found = compare(drawn({"draw": {"v1": "X"}}), drawn({"draw": ALL}))
    assert (found.load, found.minutes, found.verdict, found.newly_unscored) == (25, 25, "lighter", ())
    assert [(each.key, each.load, each.minutes) for each in found.visits] == [
        ("v2", Decimal("-2.00"), -10),
        ("v3", Decimal("-2.00"), -10),
        ("v4", Decimal("-2.00"), -10),
    ]


def test_the_other_way_round_it_is_heavier():
    assert compare(drawn({"draw": ALL}), drawn({"draw": {"v1": "X"}})).verdict == "heavier"


def test_the_same_is_no_clear_difference():
    found = compare(drawn({"draw": ALL}), drawn({"draw": ALL}))
    assert (found.load, found.share_lighter, found.verdict, found.visits) == (100, 0, "no clear difference", ())


def test_nothing_has_no_index():
    assert index(Decimal(3), Decimal(0)) is None
    assert index(Decimal(84), Decimal(120)) == 70
    assert compare(drawn({"draw": ALL}), drawn({"draw": {}})).load is None


def test_what_the_new_version_cannot_score_is_named():
    found = compare(drawn({"draw": ALL, "mystery": ALL}), drawn({"draw": ALL, "riddle": ALL}))
    assert (found.load, found.newly_unscored) == (100, ("Mystery",))


def test_visits_that_come_and_go_are_told():
    found = compare(drawn({"draw": {"v1": "X"}}, visits=WEEKS[:1]), drawn({"draw": {"v2": "X"}}, visits=WEEKS[1:2]))
    assert [(each.key, each.is_new, each.is_gone) for each in found.visits] == [
        ("v1", True, False),
        ("v2", False, True),
    ]


def test_what_a_version_saves_lies_around_the_difference_and_is_nothing_against_itself():
    full, less = drawn({"draw": ALL, "ecg": ALL}), drawn({"draw": {"v1": "X"}, "ecg": ALL})
    saved = load_saved(less, full)
    assert saved.low < full.score.load.planned - less.score.load.planned < saved.high
    assert load_saved(full, full) == Interval(Decimal("0.00"), Decimal("0.00"))
    back = load_saved(full, less)
    assert (back.low, back.high) == (-saved.high, -saved.low)


def test_the_rank_of_a_visit_is_how_many_are_heavier_and_one_draw_by_draw():
    found = drawn({"draw": {"v1": "X", "v2": "X"}, "ecg": {"v2": "X", "v3": "X"}})
    keys, loads = found.visit_loads
    for place, key in enumerate(keys):
        ranks = sorted(1 + sum(other > row[place] + EQUAL for other in row) for row in loads)
        first, last = (ranks[round(share * (len(ranks) - 1))] for share in (0.05, 0.95))
        assert found.rank_intervals[key] == (first, last)


def test_streams_are_the_same_for_everybody_and_nobody_can_write_into_them():
    one, other = Draws(RULES).normal("ecg"), Draws(RULES).normal("ecg")
    assert (one == other).all()
    assert not (one == Draws(RULES).normal("draw")).any()
    with pytest.raises(ValueError, match="read-only"):
        one[0] = 0
