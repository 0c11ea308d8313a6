"""What a person did to a schedule, in words: no edit and no difference without a sentence of its own."""

from dataclasses import replace

import pytest

from protocols.domain.changes import changes
from protocols.domain.editing import (
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
    SetVisit,
    Together,
    replayed,
)
from protocols.domain.schedule import Contact, MarkKind, Repeats, Schedule, Window
from protocols.schedules.drafts.words import change_lines, edit_words
from tests.cast import small_schedule

SMALL = small_schedule()


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (AddVisit("Week 3"), "Visit “Week 3” added"),
        (CopyVisit("v2", "Week 3"), "Visit “Week 2” copied as “Week 3”"),
        (RenameVisit("v2", "Week 3"), "Visit “Week 2” renamed to “Week 3”"),
        (MoveVisit("v2", None), "Visit “Week 2” moved"),
        (RemoveVisit("v2"), "Visit “Week 2” removed"),
        (RemoveVisit("v9"), "Visit “v9” removed"),
        (SetVisit("v2", Facts()), "Details of “Week 2” changed"),
        (AddActivity("Weight"), "Test or task “Weight” added"),
        (SetActivity("a3", "ECG"), "Test or task “12-lead ECG” is now “ECG”"),
        (MoveActivity("a3", None), "Test or task “12-lead ECG” moved"),
        (RemoveActivity("a3"), "Test or task “12-lead ECG” removed"),
        (SetMark("v2", "a3"), "12-lead ECG at Week 2: done"),
        (SetMark("v2", "a3", MarkKind.OPTIONAL), "12-lead ECG at Week 2: may be done"),
        (SetMark("v2", "a3", None), "12-lead ECG at Week 2: not done"),
        (Together((RemoveVisit("v2"),)), "Visit “Week 2” removed"),
        (Together((RemoveVisit("v2"), RemoveVisit("v3"))), "Visit “Week 2” removed, and 1 more change"),
    ],
)
def test_each_edit_is_one_sentence(edit: Edit, words: str) -> None:
    assert edit_words(edit, SMALL) == words


def lines(*edits: Edit, base: Schedule = SMALL) -> list[tuple[str, list[str]]]:
    after = replayed(base, edits)
    return change_lines(changes(base, after), base, after)


def test_all_that_differs_stands_row_by_row() -> None:
    facts = Facts("Later", None, 16.0, Window(1, 2, "day"), Contact.HOME, Repeats(2, 4))
    assert lines(
        SetVisit("v2", facts), RemoveVisit("v3"), AddVisit("Week 6", "v2"), RemoveActivity("a1"),
        SetActivity("a4", "Side effects", "Safety"), SetMark("v1", "a3", None), SetMark("v2", "a3"),
    ) == [
        ("Week 2", [
            "part of study: “Treatment” before, now “Later”; day: Day 15 before, now Day 16; "
            "window: ±3\u00a0days before, now \u22121 to +2 days; place: Clinic before, now Home; "
            "stands for: nothing before, now 2 to 4 visits"
        ]),
        ("Call 3", ["removed, with 1 mark"]),
        ("Week 6", ["new, with 0 marks"]),
        ("Side effects", ["name: “Adverse events” before, now “Side effects”; heading: nothing before, now “Safety”"]),
        ("Informed consent", ["removed, with 1 mark"]),
        ("12-lead ECG", ["no longer at Screening", "changed at Week 2: done"]),
    ]  # fmt: skip


def test_marks_that_moved_and_another_order_are_said() -> None:
    assert lines(SetMark("v1", "a1", None), SetMark("v3", "a1")) == [
        ("Informed consent", ["moved from Screening to Call 3"])
    ]
    assert lines(MoveVisit("v3", None), MoveActivity("a4", None)) == [
        ("Visits", ["in another order"]),
        ("Tests and tasks", ["in another order"]),
    ]
    assert lines() == []


def test_two_rows_of_the_same_name_are_told_under_that_name_and_footnotes_by_their_letters() -> None:
    noted = replace(
        SMALL, activities=tuple(replace(row, footnotes=("a", "b")) for row in SMALL.activities[:1]), marks=()
    )
    bare = replace(noted, activities=(replace(noted.activities[0], footnotes=()),))
    assert change_lines(changes(noted, bare), noted, bare) == [
        ("Informed consent", ["footnotes: “a, b” before, now nothing"])
    ]
    twice = lines(AddVisit("Week 2", "v2"), SetMark("new-v1", "a1"))
    assert twice == [("Week 2", ["new, with 1 mark"])]
