"""What the schedule says about an activity is counted for one person, and said with its bounds."""

from hypothesis import given
from hypothesis import strategies as st

from protocols.domain.language.facts import SAID_ELSEWHERE, TIME_NOT_KNOWN, computed_facts
from protocols.domain.schedule import Activity, Arm, Mark, MarkKind, Repeats, Schedule, Visit


def schedule_of(*marks, visits=None, arms=()):
    visits = visits or tuple(Visit(f"v{n}", f"Week {n}") for n in range(1, 21))
    return Schedule(visits=tuple(visits), activities=(Activity("a", "ECG"),), marks=marks, arms=arms)


def mark(visit, **more):
    return Mark(visit, "a", **more)


def test_fourteen_visits_and_seventeen_minutes_are_said_as_about_four_hours():
    facts = computed_facts(schedule_of(*(mark(f"v{n}") for n in range(1, 15))), "a", 17)
    assert (facts.least, facts.most) == (14, 14)
    assert facts.how_often == "14 times in the study."
    assert facts.time_each == "About 15 minutes each time."
    assert facts.total == "14 times, about 4 hours in all."
    assert facts.at_visits == tuple(f"Week {n}" for n in range(1, 15))


def test_once_is_said_as_once():
    facts = computed_facts(schedule_of(mark("v1")), "a", 40)
    assert (facts.how_often, facts.total) == ("Once in the study.", "Once, about 40 minutes in all.")


def test_unknown_minutes_are_said_to_be_unknown():
    facts = computed_facts(schedule_of(mark("v1"), mark("v2")), "a", None)
    assert facts.time_each == TIME_NOT_KNOWN
    assert facts.total == f"Twice. {TIME_NOT_KNOWN}"


def test_what_may_be_left_out_counts_from_none():
    facts = computed_facts(schedule_of(mark("v1", kind=MarkKind.CONDITIONAL)), "a", 30)
    assert (facts.least, facts.most, facts.how_often) == (0, 1, "Up to once in the study.")
    facts = computed_facts(schedule_of(mark("v1"), mark("v2", kind=MarkKind.OPTIONAL)), "a", 30)
    assert facts.how_often == "1 to 2 times in the study."
    assert facts.total == "1 to 2 times, up to about 1 hour in all."


def test_a_merged_mark_counts_once_unless_a_person_said_otherwise():
    merged = [mark(f"v{n}", spans=3) for n in (1, 2, 3)]
    assert computed_facts(schedule_of(*merged, mark("v4")), "a", 5).most == 2
    each = [mark(f"v{n}", spans=3, count_each=True) for n in (1, 2, 3)]
    assert computed_facts(schedule_of(*each), "a", 5).most == 3
    throughout = [mark(f"v{n}", spans=3, kind=MarkKind.CONTINUOUS) for n in (1, 2, 3)]
    assert computed_facts(schedule_of(*throughout), "a", 5).most == 3


def test_two_columns_of_one_visit_count_once():
    visits = (Visit("v1", "Week 1"), Visit("v1b", "Week 1, 2 hours later", same_visit_as="v1"))
    assert computed_facts(schedule_of(mark("v1"), mark("v1b"), visits=visits), "a", 5).most == 1


def test_a_column_for_many_visits_counts_its_repeats():
    visits = (Visit("v1", "Cycle 2 and on", repeats=Repeats(1, 6)),)
    facts = computed_facts(schedule_of(mark("v1"), visits=visits), "a", 10)
    assert (facts.least, facts.most, facts.how_often) == (1, 6, "1 to 6 times in the study.")
    visits = (Visit("v1", "Cycle 2 and on", repeats=Repeats(2, None)),)
    facts = computed_facts(schedule_of(mark("v1"), visits=visits), "a", 10)
    assert facts.most is None
    assert facts.how_often == "At least twice in the study."
    assert facts.total == "At least twice, about 20 minutes or more in all."


def test_an_open_number_that_may_be_none_is_not_said_to_be_at_least_once():
    visits = (Visit("v1", "If needed", repeats=Repeats(1, None)),)
    facts = computed_facts(schedule_of(mark("v1", kind=MarkKind.CONDITIONAL), visits=visits), "a", 10)
    assert facts.how_often == "As often as needed in the study."
    assert facts.total == "As often as needed, about 10 minutes each time."


def test_a_person_follows_one_arm():
    visits = (Visit("s", "Start"), Visit("x1", "A1", arm="x"), Visit("x2", "A2", arm="x"), Visit("y1", "B1", arm="y"))
    marks = [mark(visit.key) for visit in visits]
    facts = computed_facts(schedule_of(*marks, visits=visits, arms=(Arm("x", "A"), Arm("y", "B"))), "a", 10)
    assert (facts.least, facts.most) == (2, 3)
    assert facts.how_often == "2 to 3 times in the study."


def test_what_is_said_elsewhere_is_not_counted():
    facts = computed_facts(schedule_of(mark("v1", kind=MarkKind.REFERRED)), "a", 10)
    assert (facts.most, facts.how_often, facts.total) == (0, SAID_ELSEWHERE, SAID_ELSEWHERE)
    facts = computed_facts(schedule_of(mark("v1", kind=MarkKind.REFERRED), mark("v2")), "a", 10)
    assert facts.how_often == "Once in the study. The plan says elsewhere about more."


def test_an_activity_without_marks_says_so():
    facts = computed_facts(schedule_of(), "a", 10)
    assert (facts.how_often, facts.total, facts.at_visits) == ("The plan does not say when.", "", ())


def test_usual_care_is_said_only_where_a_person_said_it():
    assert computed_facts(schedule_of(mark("v1")), "a", 10).usual_care == ""
    all_usual = computed_facts(schedule_of(mark("v1", usual_care=True)), "a", 10)
    assert all_usual.usual_care == "No. You would have this in your usual care too."
    some = computed_facts(schedule_of(mark("v1", usual_care=True), mark("v2"), mark("v3")), "a", 10)
    assert some.usual_care == "In part. At 1 visit of 3 it is part of your usual care."


marks = st.lists(
    st.tuples(st.integers(1, 20), st.sampled_from(MarkKind), st.integers(1, 4), st.booleans()), unique_by=lambda m: m[0]
)


@given(marks, st.one_of(st.none(), st.floats(0, 600)))
def test_the_bounds_hold_for_any_marks(drawn, minutes):
    made = [mark(f"v{n}", kind=kind, spans=spans, count_each=each) for n, kind, spans, each in drawn]
    facts = computed_facts(schedule_of(*made), "a", minutes)
    assert facts.most is not None
    assert 0 <= facts.least <= facts.most <= len(made)
    assert facts.how_often.endswith(".")


@given(marks)
def test_one_more_visit_is_never_fewer_times(drawn):
    made = [mark(f"v{n}", kind=kind) for n, kind, _, _ in drawn if n < 20]
    before = computed_facts(schedule_of(*made), "a", 10)
    after = computed_facts(schedule_of(*made, mark("v20")), "a", 10)
    assert (after.least, after.most) == (before.least + 1, (before.most or 0) + 1)
