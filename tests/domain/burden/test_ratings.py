"""Ratings are read from CSV row by row; a bad row is left out and named."""

import pytest

from protocols.domain.burden.ratings import Rating, fit_to, not_there, read_ratings
from protocols.domain.problems import Severity

from .factory import grid, rating, visit

HEAD = (
    "rater,role,visit,activity,overall,physical,worry,effort,active,waiting,moving,understood,cost,disruption,comment\n"
)


def test_a_full_row_is_read():
    ratings, problems = read_ratings(HEAD + 'ann,Advocate,v1,draw,3,1,2,4,10,5,2.5,partly,,,"It hurts, a bit"\n')
    assert problems == ()
    assert ratings == (
        Rating("ann", "advocate", "v1", "draw", 3, 1, 2, 4, 10, 5, 2.5, "partly", None, None, "It hurts, a bit"),
    )


def test_blanks_are_no_answer():
    (found,), _ = read_ratings(HEAD + "ann,carer,v1,,,,,,,,,,2,3,\n")
    assert (found.activity, found.overall, found.cost, found.disruption) == (None, None, 2, 3)


@pytest.mark.parametrize("change", [lambda t: "\ufeff" + t, lambda t: t.replace(",", ";"), lambda t: t + "\n"])
def test_other_programs_write_csv_differently(change):
    ratings, problems = read_ratings(change("rater,role,visit,activity,overall\nann,carer,v1,draw,3\n"))
    assert (len(ratings), problems) == (1, ())


def test_columns_beyond_the_contract_say_could_not_and_timed():
    text = "rater,role,visit,activity,could_not,timed\nann,carer,v1,draw,yes,x\nbob,carer,v1,draw,no,\n"
    assert [(each.could_not, each.timed) for each in read_ratings(text)[0]] == [(True, True), (False, False)]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("ann,carer,v1,draw,5,,,,,,,,,,", "overall is '5'"),
        ("ann,carer,v1,draw,2.5,,,,,,,,,,", "overall is '2.5'"),
        ("ann,carer,v1,draw,-1,,,,,,,,,,", "overall is '-1'"),
        ("ann,carer,v1,draw,nan,,,,,,,,,,", "overall is 'nan'"),
        ("ann,carer,v1,draw,٣,,,,,,,,,,", "overall is '٣'"),
        ("ann,carer,v1,draw,hard,,,,,,,,,,", "overall is 'hard'"),
        ("ann,carer,v1,draw,,,,,1441,,,,,,", "active is '1441'"),
        ("ann,carer,v1,draw,,,,,inf,,,,,,", "active is 'inf'"),
        ("ann,carer,v1,draw,,,,,,,,maybe,,,", "understood is 'maybe'"),
        (",carer,v1,draw,1,,,,,,,,,,", "rater is missing"),
        ("ann,carer,,draw,1,,,,,,,,,,", "visit is missing"),
        ("ann,carer,v1,draw,1", "more or fewer cells"),
        ("ann,carer,v1,draw,1,,,,,,,,,,,,,,", "more or fewer cells"),
    ],
)
def test_a_bad_row_is_left_out_and_named_by_its_line(row, words):
    ratings, problems = read_ratings(HEAD + "bob,carer,v1,draw,1,,,,,,,,,,\n" + row + "\n")
    assert [each.rater for each in ratings] == ["bob"]
    assert words in problems[0].message
    assert problems[0].where == "line 3"
    assert problems[0].remedy


def test_an_odd_yes_is_told():
    ratings, problems = read_ratings("rater,role,visit,activity,timed\nann,carer,v1,draw,perhaps\n")
    assert (ratings, problems[0].message) == ((), "timed is 'perhaps'.")


def test_cost_and_disruption_belong_to_the_visit_and_the_answer_stays():
    ratings, problems = read_ratings(HEAD + "ann,carer,v1,draw,3,,,,,,,,2,,\n")
    assert (ratings[0].overall, ratings[0].cost) == (3, None)
    assert problems[0].severity is Severity.WARNING


def test_of_two_answers_to_one_step_the_first_is_kept():
    ratings, problems = read_ratings(HEAD + "ann,carer,v1,draw,3,,,,,,,,,,\nann,carer,v1,draw,0,,,,,,,,,,\n")
    assert [each.overall for each in ratings] == [3]
    assert "answered twice" in problems[0].message


@pytest.mark.parametrize(
    ("head", "words"),
    [
        ("rater,role,visit\n", "no column 'activity'"),
        ("rater,role,visit,activity,mood\n", "column 'mood' is not known"),
        ("", "no column 'rater'"),
    ],
)
def test_an_odd_first_line_is_told(head, words):
    ratings, problems = read_ratings(head + "a,b,c,d\n")
    assert ratings == ()
    assert problems[0].severity is Severity.ERROR
    assert words in problems[0].message


def test_a_file_that_breaks_off_is_told():
    ratings, problems = read_ratings('rater,role,visit,activity,comment\nann,carer,v1,draw,"half\n')
    assert (ratings, "breaks off" in problems[0].message) == ((), True)


SCHEDULE = grid({"a1": {"v1": "X"}, "a2": {"v1": "X"}}, [visit("v1", 1, label="Day 1"), visit("v2", 2, label="Day 1")])


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (("v1", "a1"), ("v1", "a1")),
        (("V1 ", "A2"), ("v1", "a2")),
        (("v2", "journey"), ("v2", "journey")),
        (("v1", None),) * 2,
    ],
)
def test_ratings_find_their_place_by_key_or_label(given, found):
    (fitting,), left = fit_to(SCHEDULE, [rating("ann", given[1], visit=given[0])])
    assert ((fitting.visit, fitting.activity), left) == (found, ())


@pytest.mark.parametrize("given", [("Day 1", "a1"), ("v9", "a1"), ("v1", "mri")])
def test_a_label_that_stands_there_twice_or_not_at_all_is_told(given):
    fitting, (left,) = fit_to(SCHEDULE, [rating("ann", given[1], visit=given[0])])
    assert fitting == ()
    assert given[0] in not_there(left).message
