"""What changed between two versions: worked examples, and what must hold for any two schedules."""

from dataclasses import replace

from hypothesis import event, given
from hypothesis import strategies as st

from protocols.domain.changes import Cell, Change, Detail, How, What, changes
from protocols.domain.schedule import Activity, Contact, Mark, MarkKind, Schedule, Visit, Window
from tests.cast import small_schedule

SMALL = small_schedule()


def without(schedule: Schedule, *, visit: str = "", activity: str = "") -> Schedule:
    return replace(
        schedule,
        visits=tuple(each for each in schedule.visits if each.key != visit),
        activities=tuple(each for each in schedule.activities if each.key != activity),
        marks=tuple(each for each in schedule.marks if each.visit != visit and each.activity != activity),
    )


def with_visit(schedule: Schedule, visit: Visit, *activities: str) -> Schedule:
    marks = tuple(Mark(visit.key, activity) for activity in activities)
    return replace(schedule, visits=(*schedule.visits, visit), marks=(*schedule.marks, *marks))


def with_marks(schedule: Schedule, *marks: Mark, gone: tuple[tuple[str, str], ...] = ()) -> Schedule:
    kept = tuple(each for each in schedule.marks if (each.visit, each.activity) not in gone)
    return replace(schedule, marks=(*kept, *marks))


def test_a_new_visit_a_row_that_went_and_a_mark_that_moved_are_three_changes():
    new = with_visit(SMALL, Visit("v4", "Week 6", day=43), "a2", "a4")
    new = without(new, activity="a3")
    new = with_marks(new, Mark("v3", "a2"), gone=(("v2", "a2"),))
    found = changes(SMALL, new)
    assert [(each.what, each.how, each.key, each.at, each.to) for each in found] == [
        (What.VISIT, How.ADDED, "v4", None, None),
        (What.ACTIVITY, How.REMOVED, "a3", None, None),
        (What.MARK, How.MOVED, "a2", "v2", "v3"),
    ]
    assert [len(each.cells) for each in found] == [2, 2, 2]


def test_a_visit_that_moved_and_got_a_wider_window_is_one_change_with_both():
    wide = replace(SMALL.visits[1], day=22, window=Window(7, 7, "day"))
    new = replace(SMALL, visits=(SMALL.visits[0], wide, SMALL.visits[2]))
    details = (Detail("day", 15, 22), Detail("window", Window(3, 3, "day"), Window(7, 7, "day")))
    assert changes(SMALL, new) == (Change(What.VISIT, How.MOVED, "v2", details=details),)


def test_another_place_or_name_is_a_change_and_no_move():
    call = replace(SMALL.visits[1], contact=Contact.PHONE)
    renamed = replace(SMALL.activities[1], label="Blood pressure")
    new = replace(
        SMALL,
        visits=(SMALL.visits[0], call, SMALL.visits[2]),
        activities=(SMALL.activities[0], renamed, *SMALL.activities[2:]),
    )
    assert [(each.what, each.how, [detail.name for detail in each.details]) for each in changes(SMALL, new)] == [
        (What.VISIT, How.CHANGED, ["contact"]),
        (What.ACTIVITY, How.CHANGED, ["label"]),
    ]


def test_a_mark_that_became_plain_is_changed_and_not_moved():
    new = with_marks(SMALL, Mark("v2", "a3"), gone=(("v2", "a3"),))
    (found,) = changes(SMALL, new)
    assert (found.what, found.how, found.key, found.at) == (What.MARK, How.CHANGED, "a3", "v2")
    assert found.details[0] == Detail("kind", MarkKind.CONDITIONAL, MarkKind.PLANNED)


def test_a_mark_of_another_kind_elsewhere_is_no_move():
    new = with_marks(SMALL, Mark("v3", "a2", kind=MarkKind.OPTIONAL), gone=(("v2", "a2"),))
    assert [(each.how, each.at) for each in changes(SMALL, new)] == [(How.REMOVED, "v2"), (How.ADDED, "v3")]


def test_of_two_marks_that_went_the_earlier_one_moved_where_one_came():
    three = with_visit(SMALL, Visit("v4", "Week 6", day=43), "a4")
    new = with_marks(three, Mark("v1", "a4"), gone=(("v2", "a4"), ("v3", "a4")))
    assert [(each.how, each.at, each.to) for each in changes(three, new)] == [
        (How.MOVED, "v2", "v1"),
        (How.REMOVED, "v3", None),
    ]


def test_the_order_of_rows_and_columns_is_no_change():
    turned = replace(
        SMALL, visits=SMALL.visits[::-1], activities=SMALL.activities[::-1], marks=SMALL.marks[::-1], title="Other"
    )
    assert changes(SMALL, turned) == ()


def test_a_mark_of_a_new_row_at_a_new_visit_belongs_to_the_visit():
    new = replace(SMALL, activities=(*SMALL.activities, Activity("a5", "Diary")))
    new = with_visit(new, Visit("v4", "Week 6", day=43), "a5")
    visit, activity = changes(SMALL, new)
    assert visit.cells == (Cell("v4", "a5", None, Mark("v4", "a5")),)
    assert (activity.what, activity.how, activity.cells) == (What.ACTIVITY, How.ADDED, ())


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    """Schedules over the same few lasting keys, so that two of them share some."""
    visits = [
        Visit(key, draw(st.sampled_from(["Day", "Week"])), day=draw(st.none() | st.integers(0, 9).map(float)))
        for key in draw(st.lists(st.sampled_from(["v1", "v2", "v3", "v10"]), unique=True))
    ]
    activities = [
        Activity(key, draw(st.sampled_from(["ECG", "Diary"])))
        for key in draw(st.lists(st.sampled_from(["a1", "a2", "a3"]), unique=True))
    ]
    marks = [
        Mark(visit.key, activity.key, kind=draw(st.sampled_from([MarkKind.PLANNED, MarkKind.OPTIONAL])))
        for visit in visits
        for activity in activities
        if draw(st.booleans())
    ]
    return Schedule(None, (), tuple(visits), tuple(activities), tuple(marks))


@given(schedules())
def test_a_schedule_does_not_differ_from_itself(schedule):
    assert changes(schedule, schedule) == ()


@given(schedules(), schedules())
def test_what_is_seen_from_the_other_side_is_the_mirror(old, new):
    there, back = changes(old, new), changes(new, old)
    assert sorted(map(repr, back)) == sorted(repr(each.mirrored) for each in there)


@given(schedules(), schedules())
def test_every_cell_that_differs_is_named_once_and_applying_them_gives_the_new_marks(old, new):
    found = changes(old, new)
    cells = [cell for change in found for cell in change.cells]
    places = [(cell.visit, cell.activity) for cell in cells]
    assert len(places) == len(set(places))
    made = dict(old.mark_at)
    for cell in cells:
        assert made.pop((cell.visit, cell.activity), None) == cell.before
        if cell.after is not None:
            made[cell.visit, cell.activity] = cell.after
    assert made == new.mark_at
    for change in found:
        event(f"{change.what} {change.how}")


@given(schedules(), schedules())
def test_every_visit_and_activity_that_came_went_or_looks_different_is_named_once(old, new):
    rows = [
        (what, before, after)
        for what, before, after in (
            (What.VISIT, old.visit_by_key, new.visit_by_key),
            (What.ACTIVITY, old.activity_by_key, new.activity_by_key),
        )
    ]
    for what, before, after in rows:
        differ = sorted(key for key in {*before, *after} if before.get(key) != after.get(key))
        assert sorted(each.key for each in changes(old, new) if each.what is what) == differ
