"""Which visit and activity is which through the versions: order does not matter, and nothing is mixed up."""

from dataclasses import replace

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from protocols.domain.schedule import Activity, Mark, Schedule, Visit
from protocols.schedules.checks.suggestions import likeness
from protocols.schedules.identities import Known, Said, with_lasting_keys

NAMES = ("Screening", "Baseline", "Week 2", "Week 4", "Week 8", "Follow-up", "End")
TESTS = ("ECG", "Vital signs", "Blood test", "Interview", "Diary")
GROUPS = (None, "Safety", "Blood")


@st.composite
def schedules(draw: st.DrawFn, *, distinct: bool = False) -> Schedule:
    """A schedule with keys of its own, as a reader gives them; labels repeat unless they shall not."""
    stacks = st.tuples(st.sampled_from(("Treatment", "After")), st.sampled_from(NAMES))
    rows = st.tuples(st.sampled_from(GROUPS), st.sampled_from(TESTS))
    headers = draw(st.lists(stacks, min_size=1, max_size=8, unique=distinct))
    labels = draw(st.lists(rows, min_size=1, max_size=8, unique=distinct))
    visits = tuple(Visit(f"x{n}", name, epoch, None, (epoch, name)) for n, (epoch, name) in enumerate(headers))
    activities = tuple(Activity(f"y{n}", label, group) for n, (group, label) in enumerate(labels))
    cells = draw(st.sets(st.tuples(st.sampled_from(visits), st.sampled_from(activities)), min_size=1))
    marks = tuple(Mark(v.key, a.key) for v, a in sorted(cells, key=lambda cell: (cell[0].key, cell[1].key)))
    return Schedule(visits=visits, activities=activities, marks=marks)


def first_version(schedule: Schedule) -> Schedule:
    return with_lasting_keys(schedule, Known())


def by_look(schedule: Schedule) -> dict[object, str]:
    visits = {visit.header: visit.key for visit in schedule.visits}
    return visits | {(row.group, row.label): row.key for row in schedule.activities}


@given(schedules())
def test_a_first_version_counts_from_one(schedule: Schedule) -> None:
    lasting = first_version(schedule)
    assert [visit.key for visit in lasting.visits] == [f"v{n}" for n in range(1, len(schedule.visits) + 1)]
    assert [row.key for row in lasting.activities] == [f"a{n}" for n in range(1, len(schedule.activities) + 1)]


@given(schedules())
def test_an_equal_schedule_keeps_every_key(schedule: Schedule) -> None:
    first = first_version(schedule)
    assert with_lasting_keys(schedule, Known.of([first])) == first


@given(schedules(), schedules())
def test_keys_are_never_given_twice_and_every_mark_keeps_its_cell(one: Schedule, other: Schedule) -> None:
    lasting = with_lasting_keys(other, Known.of([first_version(one)]))
    assert len(lasting.visit_by_key) == len(other.visits)
    assert len(lasting.activity_by_key) == len(other.activities)
    before = [(other.visit_by_key[m.visit].header, other.activity_by_key[m.activity].label) for m in other.marks]
    after = [(lasting.visit_by_key[m.visit].header, lasting.activity_by_key[m.activity].label) for m in lasting.marks]
    assert before == after


@given(schedules(distinct=True), schedules(distinct=True), st.randoms(use_true_random=False))
def test_the_order_in_the_file_does_not_matter_for_what_is_known(one: Schedule, other: Schedule, random) -> None:
    known = Known.of([first_version(one)])
    visits, activities = list(other.visits), list(other.activities)
    random.shuffle(visits)
    random.shuffle(activities)
    shuffled = replace(other, visits=tuple(visits), activities=tuple(activities))
    old = {row.key for row in (*known.visits, *known.activities)}
    kept = {look: key for look, key in by_look(with_lasting_keys(other, known)).items() if key in old}
    event(f"{len(kept)} kept")
    shuffled_kept = {look: key for look, key in by_look(with_lasting_keys(shuffled, known)).items() if key in old}
    assert kept == shuffled_kept


@given(schedules(distinct=True), schedules(distinct=True))
def test_the_same_look_is_the_same_key(one: Schedule, other: Schedule) -> None:
    first = first_version(one)
    before, after = by_look(first), by_look(with_lasting_keys(other, Known.of([first])))
    assert all(after[look] == before[look] for look in before.keys() & after.keys())


@given(schedules(distinct=True), schedules(distinct=True))
def test_what_was_removed_and_comes_back_is_what_it_was(one: Schedule, other: Schedule) -> None:
    first = first_version(one)
    second = with_lasting_keys(other, Known.of([first]))
    third = with_lasting_keys(one, Known.of([first, second]))
    assert by_look(third) == by_look(first)


def one_visit(label: str, *header: str, epoch: str | None = None) -> Schedule:
    visit = Visit("x", label, epoch, None, header)
    return Schedule(visits=(visit,), activities=(Activity("y", "ECG"),), marks=(Mark("x", "y"),))


def key_after(first: Schedule, second: Schedule) -> str:
    return with_lasting_keys(second, Known.of([first_version(first)])).visits[0].key


def test_spaces_and_capitals_do_not_make_another_visit() -> None:
    assert key_after(one_visit("Week 2", "Week 2"), one_visit("WEEK  2", "WEEK  2")) == "v1"


def test_a_changed_window_in_the_headings_is_still_the_same_visit() -> None:
    assert key_after(one_visit("Week 2", "Week 2", "±3"), one_visit("Week 2", "Week 2", "±5")) == "v1"


def test_a_visit_moved_to_another_part_is_the_same_where_its_name_is_the_only_one() -> None:
    before, after = (one_visit("Week 2", epoch, "Week 2", epoch=epoch) for epoch in "AB")
    assert key_after(before, after) == "v1"


def test_another_name_is_another_visit() -> None:
    assert key_after(one_visit("Week 2", "Week 2"), one_visit("Week 3", "Week 3")) == "v2"


def test_visits_that_look_the_same_are_told_apart_by_their_order() -> None:
    twins = tuple(Visit(f"x{n}", "SCR", None, None, ("SCR",)) for n in range(3))
    schedule = Schedule(visits=twins)
    lasting = with_lasting_keys(replace(schedule, visits=twins[:2]), Known.of([first_version(schedule)]))
    assert [visit.key for visit in lasting.visits] == ["v1", "v2"]


def test_a_shared_visit_follows_its_column_to_the_lasting_key() -> None:
    visits = (Visit("p", "Week 2", arm="a"), Visit("q", "Week 2", arm="b", same_visit_as="p"))
    assert first_version(Schedule(visits=visits)).visits[1].same_visit_as == "v1"


@given(schedules(), schedules(), st.data())
def test_what_a_person_says_is_the_same_is_and_no_key_is_given_twice(one: Schedule, other: Schedule, data) -> None:
    known = Known.of([first_version(one)])
    old = st.sampled_from([*(visit.key for visit in known.visits), ""])
    said = {visit.key: data.draw(old) for visit in other.visits if data.draw(st.booleans())}
    lasting = with_lasting_keys(other, known, said=Said(visits=said))
    keys = {visit.key: key.key for visit, key in zip(other.visits, lasting.visits, strict=True)}
    assert len(set(keys.values())) == len(keys)
    first = {lasting_key: own for own, lasting_key in reversed(said.items()) if lasting_key}
    assert all(keys[own] == lasting_key for lasting_key, own in first.items())
    event(f"{len(first)} said to be the same")


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [("Week 4 visit", "Week 4", 12 / 18), ("ECG", "ecg", 1.0), ("Week 4", "Day 28", 2 / 12), ("", "", 1.0)],
)
def test_likeness_is_the_share_of_letters_in_common(one: str, other: str, share: float) -> None:
    assert likeness(one, other) == pytest.approx(share)
