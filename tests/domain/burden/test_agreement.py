"""Krippendorff's alpha on his own test data, its interval, and when there is not enough data."""

import pytest

from protocols.domain.burden.agreement import (
    agreement_by_role,
    alpha,
    alpha_with_interval,
    by_item,
    interval,
    nominal,
    widest_spreads,
)

from .factory import RULES, rating

# Four observers, twelve units (Krippendorff 2011, computing Krippendorff's alpha-reliability); None is no answer.
OBSERVERS = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3),
    (None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None),
)
UNITS = [[value for value in unit if value is not None] for unit in zip(*OBSERVERS, strict=True)]


@pytest.mark.parametrize(("metric", "expected"), [(nominal, 0.7434), (None, 0.8154), (interval, 0.8491)])
def test_krippendorffs_own_example(metric, expected):
    assert alpha(UNITS, metric) == pytest.approx(expected, abs=0.00005)


def test_full_agreement_is_one_and_no_difference_at_all_is_unknown():
    assert alpha([[1, 1], [3, 3], [4, 4]]) == pytest.approx(1)
    assert alpha([[2, 2], [2, 2]]) is None
    assert alpha([[2], []]) is None


def test_the_jackknife_interval_lies_around_alpha():
    found, low, high = alpha_with_interval(UNITS, confidence=0.95)
    assert low < found < high <= 1
    # The same by the definition: leave one unit out at a time.
    paired = [unit for unit in UNITS if len(unit) > 1]
    left = [alpha([*paired[:place], *paired[place + 1 :]]) for place in range(len(paired))]
    mean = sum(left) / len(left)
    error = ((len(left) - 1) / len(left) * sum((each - mean) ** 2 for each in left)) ** 0.5
    assert low == pytest.approx(found - 1.959964 * error)


def test_an_interval_needs_alpha_without_each_unit():
    assert alpha_with_interval([[1, 2], [2, 2]], confidence=0.95)[1:] == (None, None)
    assert alpha_with_interval([[2, 2]], confidence=0.95) == (None, None, None)
    assert alpha_with_interval([], confidence=0.95) == (None, None, None)


def rated(role, steps):
    return [
        rating(f"{role}{place}", f"a{step}", answer, role=role)
        for step, answers in enumerate(steps)
        for place, answer in enumerate(answers)
    ]


def test_roles_are_shown_side_by_side_and_never_pooled():
    given = [*rated("advocate", [[n % 5, n % 5] for n in range(10)]), *rated("site", [[1, 2]] * 9)]
    advocates, site = agreement_by_role([*given, rating("ann", "a1"), rating("ann", None, 3)], RULES)
    assert (advocates.role, advocates.alpha, advocates.raters, advocates.items) == ("advocate", pytest.approx(1), 2, 10)
    assert (site.role, site.alpha, site.is_enough, site.items) == ("site", None, False, 9)


def test_one_rater_is_not_enough():
    assert not agreement_by_role(rated("advocate", [[n % 5] for n in range(20)]), RULES)[0].is_enough


def test_disagreement_is_a_list_to_talk_about_with_the_widest_first():
    given = rated("advocate", [[2, 2], [0, 4], [1, 2], [3]])
    found = widest_spreads([*given, rating("ann", "a9"), rating("ann", None, 4)])
    assert [(each.activity, each.width) for each in found] == [("a1", 4), ("a2", 1)]


def test_answers_by_step_and_role():
    given = [*rated("advocate", [[2, 3]]), *rated("site", [[1]]), rating("ann", "a0"), rating("ann", None, 4)]
    assert by_item(given) == {("v1", "a0"): {"advocate": (2, 3), "site": (1,)}}
