"""What a person settles on the check page, applied to the schedule as it was read."""

from dataclasses import replace

import pytest
from django.utils.translation import override

from protocols.domain.schedule import Activity, Arm, Contact, Mark, MarkKind, Repeats, Schedule, Visit
from protocols.schedules.checks.answers import ConfirmForm, Page
from protocols.schedules.checks.corrections import Correction, Kind, corrected, merged_marks, settled
from protocols.schedules.checks.matches import Matched
from protocols.schedules.checks.questions import questions

VISITS = (
    Visit("s1", "Screening", arm="a"),
    Visit("t1", "Cycle 5 onwards", arm="a", repeats=Repeats(1, None), contact=Contact.SITE),
    Visit("s2", "Screening", arm="b"),
    Visit("t2", "", arm="b", header=("Part B", ""), contact=Contact.SITE),
)
ACTIVITIES = (Activity("x", "ECG"), Activity("y", "Diary"))
MARKS = (
    Mark("s1", "x", text="Optional", kind=MarkKind.OPTIONAL, spans=2),
    Mark("t1", "x", text="Optional", kind=MarkKind.OPTIONAL, spans=2),
    Mark("s2", "x", text="Optional", kind=MarkKind.OPTIONAL, spans=2),
    Mark("t2", "x", text="Optional", kind=MarkKind.OPTIONAL, spans=2),
    Mark("s1", "y"),
)
SCHEDULE = Schedule(None, (Arm("a", "Arm A"), Arm("b", "Arm B")), VISITS, ACTIVITIES, MARKS)


def record(kind: Kind, value: object, visit: str | None = None, activity: str | None = None) -> dict[str, object]:
    return Correction(kind, visit, activity, value).to_dict(by=1, at="2026-01-01T00:00:00+00:00")


def form(*records: dict[str, object], **typed: object) -> ConfirmForm:
    """The form of the check page with what was typed; controls that are not named stay as they are."""
    current = corrected(SCHEDULE, records)
    matches = {row.key: Matched((), 0, "No name is close enough.") for row in ACTIVITIES}
    page = Page(SCHEDULE, current, questions(SCHEDULE, records), matches)
    bare = ConfirmForm(page=page, is_identical=False, initial={"revision": 0, "sha256": current.sha256})
    filled = {name: bare[name].value() for name in bare.fields}
    data = {name: value for name, value in (filled | typed).items() if value is not None and value is not False}
    return ConfirmForm(data, page=page, is_identical=False, initial={"revision": 0, "sha256": current.sha256})


def typed(**controls: object) -> list[Correction]:
    filled = form(**controls)
    assert filled.is_valid(), filled.errors
    return filled.corrections()


def number(kind: Kind) -> str:
    return f"q{[question.kind for question in questions(SCHEDULE, [])].index(kind)}"


def test_without_corrections_nothing_changes() -> None:
    assert corrected(SCHEDULE, []) is SCHEDULE


def test_the_later_of_two_corrections_counts() -> None:
    both = [record(Kind.DAY, 3, "s1"), record(Kind.DAY, 5, "s1")]
    assert corrected(SCHEDULE, both).visit_by_key["s1"].day == 5
    assert corrected(SCHEDULE, [*both, record(Kind.DAY, None, "s1")]).visit_by_key["s1"].day is None


def test_a_correction_about_something_else_changes_nothing() -> None:
    assert corrected(SCHEDULE, [record(Kind.DAY, 3, "gone"), record(Kind.MARK, {}, "gone", "x")]) == SCHEDULE


def test_each_kind_changes_its_own_thing_only() -> None:
    changed = corrected(
        SCHEDULE,
        [
            record(Kind.REPEATS, {"min": 4, "max": 6}, "t1"),
            record(Kind.CONTACT, "home", "s1"),
            record(Kind.LABEL, "Week 9", "t2"),
            record(Kind.SAME_VISIT, "s1", "s2"),
            record(Kind.MATCH, ["ecg"], None, "x"),
        ],
    )
    assert changed.visits == (
        replace(VISITS[0], contact=Contact.HOME),
        replace(VISITS[1], repeats=Repeats(4, 6)),
        replace(VISITS[2], same_visit_as="s1"),
        replace(VISITS[3], label="Week 9"),
    )
    assert (changed.marks, changed.activities) == (MARKS, ACTIVITIES)


def test_visits_that_are_kept_apart_are_nobodys_twin() -> None:
    apart = [record(Kind.SAME_VISIT, "s1", "s2"), record(Kind.SAME_VISIT, "", "s2")]
    assert corrected(SCHEDULE, apart).visit_by_key["s2"].same_visit_as is None


def test_a_merged_mark_is_found_once_for_each_stretch() -> None:
    runs = [tuple(mark.visit for mark in run) for run in merged_marks(SCHEDULE)]
    assert runs == [("s1", "t1"), ("s2", "t2")]


@pytest.mark.parametrize(("gone", "runs"), [("t1", [("s1",), ("s2", "t2")]), ("s2", [("s1", "t1"), ("t2",)])])
def test_a_merged_mark_with_a_hole_does_not_swallow_its_neighbour(gone: str, runs: list[tuple[str, ...]]) -> None:
    holed = replace(SCHEDULE, marks=tuple(mark for mark in MARKS if mark.visit != gone))
    assert [tuple(mark.visit for mark in run) for run in merged_marks(holed)] == runs


def test_counting_each_holds_for_the_whole_stretch_and_no_other() -> None:
    changed = corrected(SCHEDULE, [record(Kind.COUNT_EACH, True, "s1", "x")])
    assert {mark.visit for mark in changed.marks if mark.count_each} == {"s1", "t1"}


def test_a_mark_that_means_nothing_goes() -> None:
    changed = corrected(SCHEDULE, [record(Kind.MARK, {"kind": "none", "probability": None}, "s1", "y")])
    assert ("s1", "y") not in changed.mark_at and len(changed.marks) == 4


def test_every_kind_of_doubt_is_asked_about_once() -> None:
    asked = [question.kind for question in questions(SCHEDULE, [])]
    assert asked == [
        Kind.LABEL, Kind.REPEATS, Kind.SAME_VISIT, Kind.CONTACT, Kind.COUNT_EACH, Kind.COUNT_EACH, Kind.MARK
    ]  # fmt: skip
    assert all(question.is_open for question in questions(SCHEDULE, []))


def test_a_plain_schedule_asks_nothing() -> None:
    visits = (Visit("v", "Week 1", contact=Contact.SITE),)
    plain = Schedule(visits=visits, activities=ACTIVITIES[:1], marks=(Mark("v", "x", text="✓"),))
    assert questions(plain, []) == []


def test_an_odd_mark_is_asked_about_even_when_it_was_read_as_done() -> None:
    odd = replace(SCHEDULE, marks=(Mark("s1", "x", text="6h"),))
    assert [question.where for question in questions(odd, []) if question.kind == Kind.MARK] == ["6h"]


def test_questions_stay_in_their_places_however_they_are_answered() -> None:
    before = questions(SCHEDULE, [])
    answers = [record(Kind.LABEL, "Week 9", "t2"), record(Kind.CONTACT, "home", "s1")]
    after = questions(SCHEDULE, answers)
    assert [(q.kind, q.targets) for q in after] == [(q.kind, q.targets) for q in before]
    assert [q.is_open for q in after][:4] == [False, True, True, True]  # one of the two places is still open


def test_the_number_of_visits_of_a_column() -> None:
    name = number(Kind.REPEATS)
    assert typed(**{f"{name}-min": "4", f"{name}-max": "6"}) == [
        Correction(Kind.REPEATS, "t1", None, {"min": 4, "max": 6})
    ]
    assert typed(**{f"{name}-min": "4"}) == [Correction(Kind.REPEATS, "t1", None, {"min": 4, "max": None})]


@pytest.mark.parametrize(
    ("least", "most", "field"), [("6", "4", "max"), ("", "4", "min"), ("0", "", "min"), ("two", "", "min")]
)
def test_a_number_of_visits_that_cannot_be(least: str, most: str, field: str) -> None:
    name = number(Kind.REPEATS)
    refused = form(**{f"{name}-min": least, f"{name}-max": most})
    assert not refused.is_valid()
    assert list(refused.errors) == [f"{name}-{field}"]


def test_sharing_visits_names_the_twin_of_each() -> None:
    assert typed(**{number(Kind.SAME_VISIT): "same"}) == [Correction(Kind.SAME_VISIT, "s2", None, "s1")]
    assert typed(**{number(Kind.SAME_VISIT): "apart"}) == [Correction(Kind.SAME_VISIT, "s2", None, "")]


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [(Kind.SAME_VISIT, "s1", "same"), (Kind.SAME_VISIT, "", "apart"), (Kind.LABEL, "Week 9", "Week 9")],
)
def test_an_answer_is_shown_again_as_it_was_given(kind: Kind, value: str, shown: str) -> None:
    visit = "s2" if kind == Kind.SAME_VISIT else "t2"
    assert form(record(kind, value, visit))[number(kind)].value() == shown


@pytest.mark.parametrize(("each", "shown"), [(True, "each"), (False, "once")])
def test_how_a_merged_mark_counts_is_shown_again(each: bool, shown: str) -> None:
    assert form(record(Kind.COUNT_EACH, each, "s1", "x"))[number(Kind.COUNT_EACH)].value() == shown
    name = number(Kind.COUNT_EACH)
    assert typed(**{name: shown}) == [Correction(Kind.COUNT_EACH, "s1", "x", each)]


def test_a_single_answer_comes_after_the_one_for_all_the_same() -> None:
    name = number(Kind.MARK)
    records = [c.to_dict(by=1, at="") for c in typed(**{name: "planned", f"{name}-2": "none"})]
    values = settled(records)
    assert values["mark", "s2", "x"]["kind"] == "none"
    assert {values["mark", visit, "x"]["kind"] for visit in ("s1", "t1", "t2")} == {"planned"}


def test_the_words_can_be_in_another_language_without_changing_the_records() -> None:
    with override("en"):
        assert typed(**{number(Kind.LABEL): "Week 9"}) == [Correction(Kind.LABEL, "t2", None, "Week 9")]
