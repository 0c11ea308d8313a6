"""Cutting tables into pages: nothing is lost, nothing is too long, and nobody stands alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.tables import pages, stretches

GROUPS = st.lists(st.tuples(st.sampled_from(["", "Checks", "Laboratory"]), st.lists(st.integers(1, 3), min_size=1)))


@pytest.mark.parametrize(
    ("columns", "sizes"), [(0, []), (1, [1]), (10, [10]), (11, [6, 5]), (16, [8, 8]), (40, [10] * 4)]
)
def test_stretches_are_of_about_the_same_length(columns: int, sizes: list[int]) -> None:
    cut = stretches(columns, 10)
    assert sorted((len(range(columns)[each]) for each in cut), reverse=True) == sizes
    assert [place for each in cut for place in range(columns)[each]] == list(range(columns))


@given(GROUPS, st.integers(5, 40))
def test_every_row_stands_on_exactly_one_page_in_order(groups: list[tuple[str, list[int]]], most: int) -> None:
    cut = pages(groups, lambda row: row, most)
    assert [row for page in cut for _, rows in page for row in rows] == [row for _, rows in groups for row in rows]


@given(GROUPS, st.integers(5, 40))
def test_no_page_is_longer_than_allowed_and_none_is_empty(groups: list[tuple[str, list[int]]], most: int) -> None:
    for page in pages(groups, lambda row: row, most):
        assert 0 < sum(bool(name) + sum(rows) for name, rows in page) <= most
        assert all(rows for _, rows in page)


def test_what_fits_one_page_is_one_page() -> None:
    assert pages([("Checks", [1, 1, 1])], lambda row: row, 4) == [[("Checks", (1, 1, 1))]]


def test_a_group_that_is_cut_keeps_its_name() -> None:
    cut = pages([("Checks", [1] * 6)], lambda row: row, 5)
    assert [[name for name, _ in page] for page in cut] == [["Checks"], ["Checks"]]
