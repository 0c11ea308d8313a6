"""What changed beside the grid: footnotes, objectives, endpoints by example, and what holds for any two schedules."""

from collections import Counter
from dataclasses import replace

from hypothesis import event, example, given
from hypothesis import strategies as st

from protocols.domain.changes import Change, Detail, How, What
from protocols.domain.schedule import Endpoint, Footnote, Objective, Schedule
from protocols.domain.text_changes import text_changes

FASTING, TWICE = Footnote("a", "Fasting."), Footnote("b", "Twice.")
PAIN = Objective("primary", "Does it ease pain?", (Endpoint("primary", "Pain at week 12"),))
SLEEP = Objective("secondary", "Does it help sleep?", (Endpoint(None, "Hours of sleep"), Endpoint(None, "Diary")))


def notes(*footnotes: Footnote) -> Schedule:
    return Schedule(footnotes=footnotes)


def asks(*objectives: Objective) -> Schedule:
    return Schedule(objectives=objectives)


def test_a_footnote_that_came_and_one_that_went_are_named_with_their_text():
    assert text_changes(notes(FASTING), notes(TWICE)) == (
        Change(What.FOOTNOTE, How.ADDED, "b", details=(Detail("text", None, "Twice."),)),
        Change(What.FOOTNOTE, How.REMOVED, "a", details=(Detail("text", "Fasting.", None),)),
    )


def test_a_footnote_with_the_same_marker_and_other_words_is_changed():
    (found,) = text_changes(notes(FASTING, TWICE), notes(Footnote("a", "Fasting for 8 hours."), TWICE))
    assert (found.how, found.key) == (How.CHANGED, "a")
    assert found.details == (Detail("text", "Fasting.", "Fasting for 8 hours."),)


def test_one_new_footnote_in_front_moves_the_markers_of_the_others_and_changes_no_words():
    new = notes(Footnote("a", "At home."), Footnote("b", "Fasting."), Footnote("c", "Twice."))
    found = text_changes(notes(FASTING, TWICE), new)
    assert [(each.how, each.key, [one.name for one in each.details]) for each in found] == [
        (How.ADDED, "a", ["text"]),
        (How.CHANGED, "b", ["key"]),
        (How.CHANGED, "c", ["key"]),
    ]  # fmt: skip


def test_an_objective_comes_and_goes_with_its_endpoints_as_one_change():
    (came,) = text_changes(asks(PAIN), asks(PAIN, SLEEP))
    assert (came.what, came.how, came.key) == (What.OBJECTIVE, How.ADDED, SLEEP.text)
    assert came.details[-1] == Detail("endpoints", None, SLEEP.endpoints)
    (went,) = text_changes(asks(PAIN, SLEEP), asks(PAIN))
    assert went == came.mirrored


def test_the_only_objective_of_a_level_is_put_in_other_words():
    said = replace(PAIN, text="Does it ease pain within 12 weeks?")
    (found,) = text_changes(asks(PAIN, SLEEP), asks(said, SLEEP))
    assert (found.what, found.how, found.key) == (What.OBJECTIVE, How.CHANGED, said.text)
    assert found.details == (Detail("text", PAIN.text, said.text),)


def test_of_several_of_a_level_nobody_knows_which_became_which():
    old, new = ([Objective("secondary", text) for text in pair] for pair in ("AB", "CD"))
    assert [(each.how, each.key) for each in text_changes(asks(*old), asks(*new))] == [
        (How.ADDED, "C"),
        (How.ADDED, "D"),
        (How.REMOVED, "A"),
        (How.REMOVED, "B"),
    ]


def test_another_level_is_a_change_of_the_same_objective():
    (found,) = text_changes(asks(PAIN), asks(replace(PAIN, level="secondary")))
    assert (found.how, found.details) == (How.CHANGED, (Detail("level", "primary", "secondary"),))


def test_endpoints_are_named_one_by_one_under_their_objective():
    now = replace(SLEEP, endpoints=(Endpoint("secondary", "Diary"), Endpoint("exploratory", "Naps")))
    found = text_changes(asks(SLEEP), asks(now))
    assert [(each.what, each.how, each.key, each.at, each.to) for each in found] == [
        (What.ENDPOINT, How.CHANGED, "Diary", SLEEP.text, SLEEP.text),
        (What.ENDPOINT, How.ADDED, "Naps", SLEEP.text, SLEEP.text),
        (What.ENDPOINT, How.REMOVED, "Hours of sleep", SLEEP.text, SLEEP.text),
    ]


def test_the_only_endpoint_in_other_words_is_changed():
    now = replace(PAIN, endpoints=(Endpoint("primary", "Pain at week 24"),))
    (found,) = text_changes(asks(PAIN), asks(now))
    assert (found.what, found.how, found.key) == (What.ENDPOINT, How.CHANGED, "Pain at week 24")


def test_another_order_is_no_change():
    old = Schedule(footnotes=(FASTING, TWICE), objectives=(PAIN, SLEEP))
    new = Schedule(footnotes=(TWICE, FASTING), objectives=(SLEEP, PAIN))
    assert text_changes(old, new) == ()


TEXTS = st.sampled_from(["One", "Two", "Three", ""])
LEVELS = st.sampled_from([None, "primary", "secondary"])
ENDPOINTS = st.lists(st.builds(Endpoint, LEVELS, TEXTS), max_size=3).map(tuple)
SCHEDULES = st.builds(
    Schedule,
    footnotes=st.lists(st.builds(Footnote, st.sampled_from("abc"), TEXTS), max_size=4).map(tuple),
    objectives=st.lists(st.builds(Objective, LEVELS, TEXTS, ENDPOINTS), max_size=3).map(tuple),
)


def many(schedule: Schedule) -> tuple[Counter[object], ...]:
    """What is said, whatever its order."""
    of = Counter((each.level, each.text, frozenset(Counter(each.endpoints).items())) for each in schedule.objectives)
    return Counter(schedule.footnotes), of


@given(SCHEDULES, SCHEDULES)
def test_there_is_a_change_exactly_where_something_differs(old, new):
    found = text_changes(old, new)
    assert bool(found) == (many(old) != many(new))
    for change in found:
        event(f"{change.what} {change.how}")


@given(SCHEDULES, SCHEDULES)
@example(asks(Objective("primary", "")), asks(PAIN))
def test_what_is_seen_from_the_other_side_is_the_mirror(old, new):
    there, back = text_changes(old, new), text_changes(new, old)
    assert sorted(map(repr, back)) == sorted(repr(each.mirrored) for each in there)


@given(SCHEDULES, SCHEDULES)
def test_markers_before_and_the_changes_give_the_markers_now(old, new):
    markers = Counter(note.key for note in old.footnotes)
    for change in text_changes(old, new):
        if change.what is What.FOOTNOTE:
            key = next((each for each in change.details if each.name == "key"), None)
            if change.how is How.ADDED or key:
                markers[change.key] += 1
            if change.how is How.REMOVED or key:
                markers[str(key.before) if key else change.key] -= 1
    assert +markers == Counter(note.key for note in new.footnotes)
