"""Each promise of test_what_always_holds.py fails on code that breaks it: a test that cannot fail proves nothing."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from protocols.domain.burden import (
    answers,
    document,
    estimates,
    lines,
    occurrences,
    ruleset,
    score,
    shares,
    sharing,
    tally,
    uncertainty,
    visits,
)
from protocols.domain.burden.amounts import Range, total
from protocols.domain.schedule import Mark, MarkKind

from . import test_what_always_holds as promises
from .factory import grid, visit
from .strategies import POOL, Case, cases

LOOK_HARD = settings(
    max_examples=300,
    phases=[Phase.generate],
    database=None,
    derandomize=True,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def assert_is_caught(check, *strategies):
    with pytest.raises(AssertionError):
        LOOK_HARD(given(*strategies)(check))()


def without_the_last(ranges):
    return total(list(ranges)[:-1])


def each_for_itself(columns):
    return [[column] for column in columns]


def by_file_order(claims):
    charged, reach = [], lines.ZERO
    for claim in claims:
        charged.append(claim.times.beyond(reach))
        reach = reach.larger(claim.times)
    return charged


def test_a_total_that_forgets_a_line(monkeypatch):
    monkeypatch.setattr(score, "total", without_the_last)
    assert_is_caught(promises.check_lines_add_up, cases())


def test_a_document_that_rounds_again(monkeypatch):
    monkeypatch.setattr(document, "number", lambda amount: float(round(amount, 1)))
    assert_is_caught(promises.check_document_adds_up, cases())


def test_shares_that_are_each_cut(monkeypatch):
    def tenths(found):
        return {basis: Decimal(int(10 * share)) / 10 for basis, share in found.items()}

    monkeypatch.setattr(shares, "_exact_shares", tenths)
    assert_is_caught(promises.check_shares, cases())


def test_an_unscored_row_that_nobody_names(monkeypatch):
    monkeypatch.setattr(score, "unscored_of", lambda found, given: ())
    assert_is_caught(promises.check_shares, cases())


def test_an_average_over_visits(monkeypatch):
    def per_visit(self):
        share = 1 / max(Decimal(1), self.counts.visits.planned)
        return total(line.points for line in self.lines).times(share)

    monkeypatch.setattr(score.Score, "load", property(per_visit))
    assert_is_caught(promises.check_adding, promises.additions())


def one_row_more(first, second):
    """A visit with one row, and the same with another row that stands before it."""
    larger = Case(grid({"a1": {"v1": "X"}, "a2": {"v1": "X"}}, [visit("v1", 1)]), {"a1": first, "a2": second}, (), None)
    smaller = larger.changed(activities=larger.schedule.activities[1:], marks=larger.schedule.marks[1:])
    return replace(smaller, procedures={"a2": second}), larger


def test_a_shared_needle_charged_to_whichever_row_comes_first(monkeypatch):
    pair = one_row_more((POOL["needle a"],), (POOL["needle b"],))
    promises.check_adding(pair)
    monkeypatch.setattr(lines, "allocate", by_file_order)
    with pytest.raises(AssertionError, match="load"):
        promises.check_adding(pair)


def test_site_minutes_of_a_shared_needle_charged_to_whichever_row_comes_first(monkeypatch):
    pair = one_row_more((POOL["needle a"],), (POOL["needle c"],))
    promises.check_adding(pair)
    monkeypatch.setattr(tally, "allocate", by_file_order)
    with pytest.raises(AssertionError, match="needles|site minutes of nurse"):
        promises.check_adding(pair)


def test_days_at_home_that_end_at_the_next_visit_without_a_mark(monkeypatch):
    def only_next_to_each_other(activity, marks, frame):
        covered = sorted({frame.position[frame.of_column[mark.visit].key] for mark in marks})
        days = Decimal(sum(1 + (place + 1 in covered) for place in covered))
        times = Range(days, days, days)
        return [occurrences.Occurrence("home:Treatment", activity, times, days, False, Decimal(1), is_home=True)]

    marks = {key: Mark(key, "a1", kind=MarkKind.CONTINUOUS) for key in ("v1", "v3")}
    larger = Case(
        grid({"a1": marks}, [visit("v1", 1), visit("v2", 8), visit("v3", 15)]), {"a1": (POOL["diary"],)}, (), None
    )
    pair = larger.changed(visits=(larger.schedule.visits[0], larger.schedule.visits[2])), larger
    promises.check_adding(pair)
    monkeypatch.setattr(occurrences, "_at_home", only_next_to_each_other)
    with pytest.raises(AssertionError, match="load"):
        promises.check_adding(pair)


def test_an_added_load_that_is_an_average(monkeypatch):
    average = property(lambda self: self.load.times(1 / Decimal(len(self.lines) or 1)))
    monkeypatch.setattr(score.Score, "added_load", average)
    same_library = promises.additions().filter(lambda pair: pair[1].procedures.items() >= pair[0].procedures.items())
    assert_is_caught(promises.check_added_burden, same_library)


def test_visits_in_the_order_of_the_file(monkeypatch):
    monkeypatch.setattr(visits, "natural", lambda key: [])
    assert_is_caught(promises.check_order, cases(), st.integers(0, 10**6))


def test_a_journey_for_each_column(monkeypatch):
    monkeypatch.setattr(visits, "_joined", each_for_itself)
    assert_is_caught(promises.check_splitting, promises.splits())


def test_ratings_whose_number_does_not_count(monkeypatch):
    monkeypatch.setattr(estimates, "posterior", lambda raters, spread, rater_spread: (0.5, 1.0))
    assert_is_caught(promises.check_ratings, promises.PARTS, st.lists(st.integers(0, 4), max_size=6))


def test_a_four_that_counts_less_than_a_three(monkeypatch):
    def could_not(given, rules):
        changed = [replace(each, overall=2.0 if each.overall == 4 else each.overall) for each in given]
        return answers.answers_of(changed, rules)

    monkeypatch.setattr(estimates, "answers_of", could_not)
    assert_is_caught(promises.check_ratings, promises.PARTS, st.lists(st.integers(0, 4), max_size=6))


def test_draws_without_a_seed(monkeypatch):
    monkeypatch.setattr(uncertainty, "_generator", lambda seed, name: np.random.default_rng())
    monkeypatch.setattr(uncertainty, "_stream", uncertainty._stream.__wrapped__)  # nothing of it is remembered
    assert_is_caught(promises.check_same_bytes, cases())


def test_weights_that_are_always_equal(monkeypatch):
    monkeypatch.setattr(ruleset.Ruleset, "weights", property(lambda self: (1 / 3, 1 / 3, 1 / 3)))
    weights = st.fixed_dictionaries(dict.fromkeys(("physical", "worry", "effort"), st.integers(1, 5)))
    assert_is_caught(promises.check_weights_count, cases(), weights)


def test_the_example_of_the_allocation():
    sizes = ((1, 2), (3, 1))
    claims = [sharing.Claim(Range(*[Decimal(n)] * 3), Decimal(size), (Decimal(0), "")) for n, size in sizes]
    assert [each.planned for each in sharing.allocate(claims)] == [1, 2]
