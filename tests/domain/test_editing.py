"""Editing a schedule: worked examples, and what must hold for any edits of any schedule."""

import json
from dataclasses import replace

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from protocols.domain import importers
from protocols.domain.editing import (
    TEXTS,
    AddActivity,
    AddVisit,
    CopyVisit,
    Edit,
    Facts,
    MoveActivity,
    MoveVisit,
    RemoveActivity,
    RemoveVisit,
    RenameVisit,
    SetActivity,
    SetMark,
    SetUsualCare,
    SetVisit,
    Together,
    edit_from_dict,
    faults_of,
    mended,
    replayed,
    to_dict,
)
from protocols.domain.importers.check import check_schedule
from protocols.domain.importers.grid.marks import kind_of
from protocols.domain.importers.limits import limits
from protocols.domain.importers.template import write_template
from protocols.domain.schedule import Contact, Mark, MarkKind, Repeats, Schedule, Visit, Window
from tests.cast import small_schedule

SMALL = small_schedule()
VISIT_KEYS = st.sampled_from(["v1", "v2", "v3", "new-v1", "new-v2", "gone"])
ACTIVITY_KEYS = st.sampled_from(["a1", "a2", "a3", "a4", "new-a1", "new-a2", "gone"])
NAMES = st.text("ab \u00e9\t\x01=1'", min_size=1, max_size=8).filter(lambda text: bool(text.strip(" \t\x01")))
AMOUNTS = st.floats(0, 400, allow_nan=False)
REPEATS = st.integers(1, 9).flatmap(lambda n: st.builds(Repeats, st.just(n), st.none() | st.integers(n, 12)))
FACTS = st.builds(
    Facts,
    epoch=st.none() | NAMES,
    arm=st.none(),
    day=st.none() | st.floats(-400, 400, allow_nan=False),
    window=st.none() | st.builds(Window, AMOUNTS, AMOUNTS, st.sampled_from(["hour", "day", "week"])),
    contact=st.sampled_from(Contact),
    repeats=st.none() | REPEATS,
)
ONE_EDIT = st.one_of(
    st.builds(AddVisit, NAMES, st.none() | VISIT_KEYS),
    st.builds(CopyVisit, VISIT_KEYS, NAMES),
    st.builds(RenameVisit, VISIT_KEYS, NAMES),
    st.builds(MoveVisit, VISIT_KEYS, st.none() | VISIT_KEYS),
    st.builds(RemoveVisit, VISIT_KEYS),
    st.builds(SetVisit, VISIT_KEYS, FACTS),
    st.builds(AddActivity, NAMES, st.none() | NAMES, st.none() | ACTIVITY_KEYS),
    st.builds(SetActivity, ACTIVITY_KEYS, NAMES, st.none() | NAMES),
    st.builds(MoveActivity, ACTIVITY_KEYS, st.none() | ACTIVITY_KEYS),
    st.builds(RemoveActivity, ACTIVITY_KEYS),
    st.builds(SetUsualCare, ACTIVITY_KEYS, st.booleans()),
    st.builds(SetMark, VISIT_KEYS, ACTIVITY_KEYS, st.none() | st.sampled_from(MarkKind), st.just("") | NAMES),
)
EDITS = st.one_of(ONE_EDIT, st.builds(Together, st.lists(ONE_EDIT, max_size=3).map(tuple)))


@st.composite
def histories(draw: st.DrawFn) -> list[Edit]:
    """Some edits, each without a fault where it is made."""
    schedule, made = SMALL, []
    for edit in draw(st.lists(EDITS, min_size=1, max_size=12)):
        if not faults_of(edit, schedule):
            schedule = edit.apply(schedule)
            made.append(edit)
    event(f"{len(made)} edits")
    return made


@given(histories())
def test_marks_point_to_what_is_there_and_keys_are_used_once(made: list[Edit]) -> None:
    schedule = replayed(SMALL, made)
    visits, activities = [v.key for v in schedule.visits], [a.key for a in schedule.activities]
    assert len(set(visits)) == len(visits) and len(set(activities)) == len(activities)
    assert {m.visit for m in schedule.marks} <= set(visits) and {m.activity for m in schedule.marks} <= set(activities)
    assert len(schedule.mark_at) == len(schedule.marks)
    assert {v.same_visit_as for v in schedule.visits} <= {None, *visits}


@given(histories(), EDITS)
def test_leaving_the_last_edit_out_is_the_schedule_before_it(made: list[Edit], last: Edit) -> None:
    before = replayed(SMALL, made)
    assert replayed(SMALL, [*made, last][:-1]) == before
    assert replayed(SMALL, [*made, last]) == last.apply(before)


@given(st.lists(EDITS, max_size=12))
def test_replaying_is_making_one_edit_after_the_other(edits: list[Edit]) -> None:
    schedule = SMALL
    for edit in edits:
        schedule = edit.apply(schedule)
    assert replayed(SMALL, edits) == schedule


@given(EDITS)
def test_an_edit_comes_back_from_plain_values_equal(edit: Edit) -> None:
    assert edit_from_dict(json.loads(json.dumps(to_dict(edit)))) == edit


@given(histories(), NAMES, st.none() | VISIT_KEYS, st.none() | ACTIVITY_KEYS)
def test_adding_and_removing_changes_nothing(made: list[Edit], name: str, visit: str | None, activity: str | None):
    schedule = replayed(SMALL, made)
    for add, rows in ((AddVisit(name, visit), "visits"), (AddActivity(name, None, activity), "activities")):
        more = add.apply(schedule)
        new = ({row.key for row in getattr(more, rows)} - {row.key for row in getattr(schedule, rows)}).pop()
        remove = RemoveVisit(new) if rows == "visits" else RemoveActivity(new)
        assert remove.apply(more) == schedule


@given(histories(), NAMES)
def test_a_copy_has_the_same_marks(made: list[Edit], name: str) -> None:
    schedule = replayed(SMALL, made)
    for source in schedule.visits:
        copied = CopyVisit(source.key, name).apply(schedule)
        place = [v.key for v in copied.visits].index(source.key) + 1
        copy = copied.visits[place]
        marks = [replace(m, visit=source.key) for m in copied.marks_of_visit(copy.key)]
        assert marks == schedule.marks_of_visit(source.key)
        assert (copy.day, copy.contact, copy.epoch) == (source.day, source.contact, source.epoch)


@settings(max_examples=20)
@given(histories())
def test_what_is_saved_reads_back_from_its_own_file(made: list[Edit]) -> None:
    finished = mended(replayed(SMALL, made), base=SMALL)
    if not finished.marks:
        return
    expected = check_schedule(importers.Imported("xlsx", finished)).schedule
    assert importers.read(write_template(finished), "draft.xlsx").schedule == expected


def test_a_new_visit_stands_where_it_was_put_in_the_part_of_its_neighbour() -> None:
    first, later = AddVisit(" Visit  0 ", None).apply(SMALL), AddVisit("Week 3", "v2").apply(SMALL)
    assert [(v.key, v.label, v.epoch) for v in first.visits][0] == ("new-v1", "Visit 0", "Screening")
    assert [v.key for v in later.visits] == ["v1", "v2", "new-v1", "v3"]
    assert later.visits[2].header == ("Treatment", "Week 3")


def test_a_renamed_visit_keeps_its_key_and_its_headings_follow() -> None:
    named = replace(SMALL, visits=(Visit("v1", "Week 2", header=("Treatment", "Week 2")),), marks=())
    assert RenameVisit("v1", "Week 3").apply(named).visits == (Visit("v1", "Week 3", header=("Treatment", "Week 3")),)
    assert RenameVisit("v2", "Week 3").apply(SMALL).visits[1].header == ("Treatment", "V2")


def test_a_copy_can_be_told_from_its_source_by_its_headings() -> None:
    copy = CopyVisit("v2", "Week 3").apply(SMALL).visits[2]
    assert (copy.key, copy.label, copy.header) == ("new-v1", "Week 3", ("Treatment", "Week 3"))


def test_moving_puts_a_row_behind_another_or_first() -> None:
    assert [v.key for v in MoveVisit("v3", None).apply(SMALL).visits] == ["v3", "v1", "v2"]
    assert [v.key for v in MoveVisit("v1", "v2").apply(SMALL).visits] == ["v2", "v1", "v3"]
    assert [a.key for a in MoveActivity("a4", "a1").apply(SMALL).activities] == ["a1", "a4", "a2", "a3"]
    assert MoveVisit("v1", "v1").apply(SMALL) == SMALL


def test_all_that_is_said_of_a_visit_is_set_at_once() -> None:
    facts = Facts("Follow-up", None, 29.0, Window(0, 2, "week"), Contact.HOME, Repeats(2, None))
    visit = SetVisit("v2", facts).apply(SMALL).visits[1]
    assert Facts.of(visit) == facts
    assert visit.header == ("Follow-up", "V2")
    assert visit.label == "Week 2"


def test_a_mark_keeps_its_footnotes_when_its_kind_changes() -> None:
    noted = replace(SMALL, marks=(Mark("v1", "a1", footnotes=("b",), probability=0.5, kind=MarkKind.OPTIONAL),))
    mark = SetMark("v1", "a1", MarkKind.CONDITIONAL, "If needed").apply(noted).mark_at["v1", "a1"]
    assert mark == Mark("v1", "a1", "If needed", MarkKind.CONDITIONAL, ("b",))
    assert SetMark("v2", "a1").apply(SMALL).mark_at["v2", "a1"] == Mark("v2", "a1")
    assert ("v1", "a1") not in SetMark("v1", "a1", None).apply(SMALL).mark_at


def test_what_stands_in_a_cell_by_itself_is_read_as_its_kind() -> None:
    assert {kind: kind_of(text) for kind, text in TEXTS.items()} == {kind: kind for kind in MarkKind}


def test_a_visit_that_goes_takes_its_marks_and_what_was_said_to_be_the_same() -> None:
    twins = replace(SMALL, visits=(*SMALL.visits, Visit("v4", "Twin", same_visit_as="v1")))
    left = RemoveVisit("v1").apply(twins)
    assert left.visits[-1].same_visit_as is None
    assert {mark.visit for mark in left.marks} == {"v2", "v3"}


def merged(*visits: str, spans: int) -> Schedule:
    marks = tuple(Mark(visit, "a1", "Optional", spans=spans) for visit in visits)
    return replace(SMALL, visits=tuple(Visit(f"v{n}", f"Visit {n}") for n in range(1, 6)), marks=marks)


@pytest.mark.parametrize(
    ("edit", "spans"),
    [
        (SetMark("v3", "a1", None), {"v1": 2, "v2": 2, "v4": 1}),
        (RemoveVisit("v1"), {"v2": 3, "v3": 3, "v4": 3}),
        (AddVisit("Between", "v2"), {"v1": 2, "v2": 2, "v3": 2, "v4": 2}),
        (SetMark("v1", "a1", MarkKind.PLANNED, "X"), {"v1": 1, "v2": 3, "v3": 3, "v4": 3}),
        (AddVisit("Behind", "v4"), {"v1": 4, "v2": 4, "v3": 4, "v4": 4}),
    ],
)
def test_a_merged_mark_spans_what_is_left_of_it(edit: Edit, spans: dict[str, int]) -> None:
    base = merged("v1", "v2", "v3", "v4", spans=4)
    assert {mark.visit: mark.spans for mark in mended(edit.apply(base), base=base).marks} == spans


def test_merged_marks_that_nobody_touched_stay_as_the_file_said() -> None:
    base = merged("v1", "v2", "v4", "v5", spans=2)
    odd = replace(base, marks=(*base.marks, Mark("v1", "a2", spans=3)))
    assert mended(odd, base=odd) == odd
    assert mended(SetMark("v5", "a4").apply(odd), base=odd).mark_at["v1", "a2"].spans == 3


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (AddVisit(" \x01 "), "It has no name."),
        (AddVisit("Week 3", "v9"), "There is no visit 'v9' any more."),
        (CopyVisit("v9", "Week 3"), "There is no visit 'v9' any more."),
        (RenameVisit("v1", ""), "It has no name."),
        (RenameVisit("v1", "x" * 10_001), "The text is longer than 10,000 characters."),
        (MoveVisit("v1", "v9"), "There is no visit 'v9' any more."),
        (RemoveVisit("v9"), "There is no visit 'v9' any more."),
        (SetVisit("v1", Facts(arm="third")), "This arm is not in the schedule."),
        (SetVisit("v1", Facts(day=1e7)), "A number is larger than 1,000,000."),
        (SetVisit("v1", Facts(day=float("nan"))), "A number is larger than 1,000,000."),
        (SetVisit("v1", Facts(window=Window(-1, 0, "day"))), "A side of the window is below zero."),
        (SetVisit("v1", Facts(repeats=Repeats(0, 2))), "These are not numbers of visits."),
        (SetVisit("v1", Facts(repeats=Repeats(3, 2))), "These are not numbers of visits."),
        (AddActivity("", None), "It has no name."),
        (AddActivity("ECG", "x" * 10_001), "The text is longer than 10,000 characters."),
        (SetActivity("a9", "ECG"), "There is no activity 'a9' any more."),
        (MoveActivity("a1", "a9"), "There is no activity 'a9' any more."),
        (RemoveActivity("a9"), "There is no activity 'a9' any more."),
        (SetMark("v1", "a9"), "There is no activity 'a9' any more."),
        (SetMark("v9", "a1"), "There is no visit 'v9' any more."),
        (Together((RemoveVisit("v1"), RemoveVisit("v1"))), "There is no visit 'v1' any more."),
    ],
)
def test_what_is_wrong_with_an_edit_is_said_and_it_changes_nothing_by_itself(edit: Edit, said: str) -> None:
    assert [problem.message for problem in faults_of(edit, SMALL)] == [said]


def test_what_cannot_be_found_is_left_as_it_is() -> None:
    for edit in (CopyVisit("v9", "x"), RenameVisit("v9", "x"), MoveVisit("v9", None), MoveActivity("a9", None)):
        assert edit.apply(SMALL) == SMALL


def test_a_schedule_does_not_grow_past_what_can_be_read() -> None:
    full = replace(SMALL, visits=tuple(Visit(f"v{n}", "Visit") for n in range(limits().visits)), marks=())
    assert [problem.message for problem in faults_of(AddVisit("One more"), full)] == [
        "A schedule has at most 400 visits."
    ]
    over = replace(full, visits=(*full.visits, Visit("v400", "Visit")))
    assert faults_of(RenameVisit("v1", "Other"), over) == ()


def test_an_edit_that_does_not_exist_is_our_own_mistake() -> None:
    with pytest.raises(ValueError, match="no edit of the kind 'paint'"):
        edit_from_dict({"kind": "paint"})


def test_usual_care_holds_for_every_mark_of_a_row_and_for_no_other() -> None:
    changed = SetUsualCare("a2", True).apply(SMALL)
    assert {mark.activity for mark in changed.marks if mark.usual_care} == {"a2"}
    assert all(mark.usual_care for mark in changed.marks if mark.activity == "a2")
    assert SetUsualCare("a2", False).apply(changed) == SMALL
