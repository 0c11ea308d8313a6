"""Adding a second table to a schedule: worked examples, and halves that make the whole again."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from protocols.domain.editing.joining import joined
from protocols.domain.schedule import (
    Activity,
    Arm,
    Contact,
    Footnote,
    Mark,
    MarkKind,
    Objective,
    Repeats,
    Schedule,
    Visit,
    Window,
)
from tests.cast import small_schedule
from tests.domain.test_editing import histories

SMALL = small_schedule()


def part(schedule: Schedule, visits: set[str], activities: set[str]) -> Schedule:
    """Some columns and rows of a schedule, with the marks in them."""
    return replace(
        schedule,
        visits=tuple(v for v in schedule.visits if v.key in visits),
        activities=tuple(a for a in schedule.activities if a.key in activities),
        marks=tuple(m for m in schedule.marks if m.visit in visits and m.activity in activities),
    )


@given(histories(), st.integers(0, 6))
def test_two_halves_of_a_table_are_the_whole_table(made: list, cut: int) -> None:
    schedule = SMALL
    for edit in made:
        schedule = edit.apply(schedule)
    keys = [visit.key for visit in schedule.visits]
    rows = set(schedule.activity_by_key)
    both = joined(part(schedule, set(keys[:cut]), rows), part(schedule, set(keys[cut:]), rows))
    assert (both.schedule.visits, both.schedule.activities) == (schedule.visits, schedule.activities)
    assert both.schedule.mark_at == schedule.mark_at
    assert both.problems == ()


@given(histories())
def test_a_table_added_to_itself_or_to_nothing_stays_what_it_is(made: list) -> None:
    schedule = SMALL
    for edit in made:
        schedule = edit.apply(schedule)
    for base, added in ((schedule, schedule), (schedule, Schedule()), (Schedule(), schedule)):
        both = joined(base, added)
        assert both.problems == ()
        assert replace(both.schedule, marks=()) == replace(schedule, marks=())
        assert both.schedule.mark_at == schedule.mark_at


def test_days_and_rows_that_continue_stand_in_their_order() -> None:
    days = replace(
        part(SMALL, {"v1", "v2"}, {"a1", "a2"}),
        visits=(*part(SMALL, {"v1", "v2"}, set()).visits, Visit("v9", "Early end")),
    )
    more = Schedule(
        visits=(Visit("v2", "Week 2"), Visit("v4", "Week 3"), Visit("v9", "Early end")),
        activities=(Activity("a5", "Height"), Activity("a2", "Vital signs"), Activity("a6", "Weight")),
        marks=(Mark("v4", "a2"), Mark("v4", "a6"), Mark("v2", "a5")),
    )
    both = joined(days, more).schedule
    assert [visit.key for visit in both.visits] == ["v1", "v2", "v4", "v9"]
    assert [row.key for row in both.activities] == ["a5", "a1", "a2", "a6"]
    assert set(both.mark_at) == {*days.mark_at, *more.mark_at}


def test_a_table_that_meets_nowhere_is_put_behind() -> None:
    more = Schedule(visits=(Visit("v4", "Week 6"), Visit("v5", "Week 8")), activities=(Activity("a5", "Weight"),))
    both = joined(SMALL, more).schedule
    assert [visit.key for visit in both.visits] == ["v1", "v2", "v3", "v4", "v5"]
    assert [row.key for row in both.activities] == ["a1", "a2", "a3", "a4", "a5"]


def test_what_was_not_said_is_filled_in_and_what_differs_is_told() -> None:
    base = Schedule(
        visits=(Visit("v1", "Week 2", day=15, window=Window(1, 2, "day")),),
        activities=(Activity("a1", "ECG", footnotes=("a",)),),
        marks=(Mark("v1", "a1"),),
        footnotes=(Footnote("a", "Fasting."),),
    )
    more = Schedule(
        visits=(
            Visit(
                "v1", "Week 2", epoch="Later", day=16, contact=Contact.HOME, window=Window(3, 3, "day"),
                repeats=Repeats(2, 2),
            ),
        ),
        activities=(Activity("a1", "12-lead ECG", group="Heart"),),
        marks=(Mark("v1", "a1", "If needed", MarkKind.CONDITIONAL),),
    )  # fmt: skip
    both = joined(base, more)
    assert both.schedule.visits == (
        replace(base.visits[0], epoch="Later", contact=Contact.HOME, repeats=Repeats(2, 2)),
    )
    assert both.schedule.activities == (Activity("a1", "ECG", "Heart", ("a",)),)
    assert both.schedule.marks == base.marks
    assert [(problem.where, problem.message) for problem in both.problems] == [
        ("Week 2", "The day is 15 in the schedule and 16 in this file."),
        ("Week 2", "The window is 1 to 2 (day) in the schedule and 3 to 3 (day) in this file."),
        ("ECG", "The name is “ECG” in the schedule and “12-lead ECG” in this file."),
        ("ECG, Week 2", "The mark is “X” in the schedule and “If needed” in this file."),
    ]


def test_small_and_large_crosses_are_the_same_mark() -> None:
    more = replace(SMALL, marks=tuple(replace(mark, text=mark.text.lower()) for mark in SMALL.marks))
    assert joined(SMALL, more).problems == ()


def test_footnotes_and_arms_of_the_same_key_but_another_text_get_a_key_of_their_own() -> None:
    base = replace(SMALL, footnotes=(Footnote("a", "Fasting."),), arms=(Arm("x", "Active"),))
    more = Schedule(
        arms=(Arm("x", "Placebo"), Arm("y", "Active")),
        visits=(Visit("v8", "Week 8", arm="x"), Visit("v9", "Week 8", arm="y")),
        activities=(Activity("a9", "Urine", footnotes=("a", "b", "z")),),
        marks=(Mark("v8", "a9", footnotes=("a",)),),
        footnotes=(Footnote("a", "At home."), Footnote("b", "Fasting.")),
        objectives=(SMALL.objectives[0], Objective("secondary", "Is it safe?")),
    )
    both = joined(base, more).schedule
    assert both.footnotes == (Footnote("a", "Fasting."), Footnote("a2", "At home."))
    assert both.activity_by_key["a9"].footnotes == ("a2", "a", "z")
    assert both.mark_at["v8", "a9"].footnotes == ("a2",)
    assert both.arms == (Arm("x", "Active"), Arm("x2", "Placebo"))
    assert [visit.arm for visit in both.visits][-2:] == ["x2", "x"]
    assert [one.text for one in both.objectives] == [SMALL.objectives[0].text, "Is it safe?"]


def test_a_merged_mark_that_the_added_visits_take_apart_spans_what_is_left_of_it() -> None:
    base = replace(SMALL, marks=(Mark("v1", "a1", "Optional", spans=2), Mark("v2", "a1", "Optional", spans=2)))
    more = Schedule(visits=(Visit("v1", "Screening"), Visit("v4", "Between")), activities=SMALL.activities[:1])
    both = joined(base, more).schedule
    assert [(mark.visit, mark.spans) for mark in both.marks] == [("v1", 1), ("v2", 1)]
