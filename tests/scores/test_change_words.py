"""Changes in words: each kind of change, and each property that can differ, as a reader meets it."""

from dataclasses import replace

import pytest

from protocols.domain.changes import changes
from protocols.domain.schedule import (
    Activity,
    Contact,
    Endpoint,
    Footnote,
    Mark,
    MarkKind,
    Objective,
    Repeats,
    Schedule,
    Visit,
    Window,
)
from protocols.domain.text_changes import text_changes
from protocols.scores.versions.words import Names, further, sentence
from tests.cast import small_schedule

SMALL = small_schedule()
FIRST, SECOND, THIRD = SMALL.visits


def said(new: Schedule, old: Schedule = SMALL) -> list[tuple[str, list[str]]]:
    names = Names(old, new)
    return [(sentence(each, names), further(each, names)) for each in changes(old, new)]


def with_second(**parts: object) -> Schedule:
    return replace(SMALL, visits=(FIRST, replace(SECOND, **parts), THIRD))


def with_mark(mark: Mark) -> Schedule:
    kept = tuple(each for each in SMALL.marks if (each.visit, each.activity) != (mark.visit, mark.activity))
    return replace(SMALL, marks=(*kept, mark))


@pytest.mark.parametrize(
    ("parts", "words", "details"),
    [
        ({"day": 22}, "Moved visit Week 2 from Day 15 to Day 22", []),
        ({"day": None}, "Moved visit Week 2", ["day: Day 15, now not said"]),
        ({"label": "Week two"}, "Changed visit Week two", ["name: Week 2, now Week two"]),
        ({"contact": Contact.PHONE}, "Changed visit Week 2", ["place: Clinic, now Phone"]),
        ({"window": None}, "Changed visit Week 2", ["window: ±3\u00a0days, now not said"]),
        ({"window": Window(0, 1, "week")}, "Changed visit Week 2", ["window: ±3\u00a0days, now 0 to +1 weeks"]),
        ({"repeats": Repeats(2, 4)}, "Changed visit Week 2", ["how often: not said, now 2 to 4 visits"]),
        ({"epoch": "Follow-up"}, "Changed visit Week 2", ["part of the study: Treatment, now Follow-up"]),
        ({"same_visit_as": "v1"}, "Changed visit Week 2", ["same visit as: not said, now Screening"]),
        ({"arm": "B"}, "Changed visit Week 2", ["arm: not said, now B"]),
    ],
)
def test_each_property_of_a_visit_has_its_words(parts, words, details):
    assert said(with_second(**parts)) == [(words, details)]


def test_a_visit_that_came_or_went_says_when_it_is_and_what_it_brings():
    new = replace(
        SMALL,
        visits=(*SMALL.visits, Visit("v4", "Week 6", day=43), Visit("v5", "End")),
        marks=(*SMALL.marks, Mark("v4", "a2"), Mark("v4", "a4")),
    )
    assert said(new) == [
        ("Added visit Week 6", ["Day 43, 2 tests and tasks"]),
        ("Added visit End", ["0 tests and tasks"]),
    ]
    assert said(SMALL, new)[0] == ("Removed visit Week 6", ["Day 43, 2 tests and tasks"])


def test_rows_are_added_removed_renamed_and_put_elsewhere():
    rows = SMALL.activities
    new = replace(
        SMALL,
        activities=(
            replace(rows[0], label="Consent"),
            replace(rows[1], group="Vital"),
            rows[2],
            Activity("a9", "Diary"),
        ),
        marks=(*(mark for mark in SMALL.marks if mark.activity != "a4"), Mark("v1", "a9")),
    )
    assert said(new) == [
        ("Renamed Informed consent to Consent", []),
        ("Changed Vital signs", ["group: Checks, now Vital"]),
        ("Added Diary", ["at 1 visit"]),
        ("Removed Adverse events", ["at 2 visits"]),
    ]


@pytest.mark.parametrize(
    ("mark", "words", "details"),
    [
        (Mark("v3", "a2"), "Added Vital signs at Call 3", []),
        (
            Mark("v2", "a2", kind=MarkKind.OPTIONAL),
            "Changed Vital signs at Week 2",
            ["kind of mark: done, now may be done"],
        ),
        (Mark("v2", "a2", usual_care=True), "Changed Vital signs at Week 2", ["usual care: no, now yes"]),
        (
            Mark("v2", "a2", probability=0.25),
            "Changed Vital signs at Week 2",
            ["share of people: not said, now 25 in 100"],
        ),
        (Mark("v2", "a2", footnotes=("a", "b")), "Changed Vital signs at Week 2", ["footnotes: not said, now a, b"]),
        (Mark("v2", "a2", spans=2), "Changed Vital signs at Week 2", ["visits under one mark: 1, now 2"]),
        (Mark("v2", "a2", text="x"), "Changed Vital signs at Week 2", ["mark: X, now x"]),
    ],
)  # fmt: skip
def test_each_property_of_a_mark_has_its_words(mark, words, details):
    assert said(with_mark(mark)) == [(words, details)]


def test_a_mark_moves_from_where_it_was_called_then_to_where_it_is_called_now():
    old = with_second(label="Old name")
    kept = tuple(mark for mark in SMALL.marks if (mark.visit, mark.activity) != ("v2", "a2"))
    new = replace(SMALL, marks=(*kept, Mark("v3", "a2")))
    assert said(new, old)[-1] == ("Moved Vital signs from Old name to Call 3", [])


def test_what_has_no_name_says_so():
    new = replace(SMALL, visits=(*SMALL.visits, Visit("v4", "")))
    assert said(new)[0][0] == "Added visit No name"


FASTING = Footnote("a", "Fasting.")
SLEEP = Objective("secondary", "Does it help sleep?", (Endpoint(None, "Hours of sleep"),))


@pytest.mark.parametrize(
    ("old", "new", "words", "details"),
    [
        ((), (FASTING,), "Added footnote a", ["Fasting."]),
        ((FASTING,), (), "Removed footnote a", ["Fasting."]),
        ((FASTING,), (Footnote("b", "Fasting."),), "Footnote a is now b", []),
        (
            (FASTING,),
            (Footnote("a", "Fasting for 8 hours."),),
            "Changed footnote a",
            ["before: Fasting.", "now: Fasting for 8 hours."],
        ),
    ],
)
def test_each_change_of_a_footnote_has_its_words(old, new, words, details):
    assert said_beside(Schedule(footnotes=old), Schedule(footnotes=new)) == [(words, details)]


@pytest.mark.parametrize(
    ("old", "new", "words", "details"),
    [
        (
            (),
            (SLEEP,),
            "Added objective: Does it help sleep?",
            ["level: secondary", "Endpoint: Hours of sleep"],
        ),
        (
            (SLEEP,),
            (),
            "Removed objective: Does it help sleep?",
            ["level: secondary", "Endpoint: Hours of sleep"],
        ),
        (
            (SLEEP,),
            (replace(SLEEP, level=None),),
            "Changed objective: Does it help sleep?",
            ["level: secondary, now not said"],
        ),
        (
            (SLEEP,),
            (replace(SLEEP, text="Do people sleep?"),),
            "Changed objective: Do people sleep?",
            ["before: Does it help sleep?", "now: Do people sleep?"],
        ),
        (
            (SLEEP,),
            (replace(SLEEP, endpoints=()),),
            "Removed endpoint: Hours of sleep",
            ["of the objective: Does it help sleep?"],
        ),
        (
            (SLEEP,),
            (replace(SLEEP, endpoints=(*SLEEP.endpoints, Endpoint("secondary", "Diary"))),),
            "Added endpoint: Diary",
            ["level: secondary", "of the objective: Does it help sleep?"],
        ),
        (
            (SLEEP,),
            (replace(SLEEP, endpoints=(Endpoint("secondary", "Hours of sleep"),)),),
            "Changed endpoint: Hours of sleep",
            ["level: not said, now secondary", "of the objective: Does it help sleep?"],
        ),
    ],
)
def test_each_change_of_objectives_and_endpoints_has_its_words(old, new, words, details):
    assert said_beside(Schedule(objectives=old), Schedule(objectives=new)) == [(words, details)]


def said_beside(old: Schedule, new: Schedule) -> list[tuple[str, list[str]]]:
    names = Names(old, new)
    return [(sentence(each, names), further(each, names)) for each in text_changes(old, new)]
