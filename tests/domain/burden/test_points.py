"""What sessions bring: the example on paper, and what holds whatever people say."""

from hypothesis import given
from hypothesis import strategies as st

from protocols.domain.burden.points import Brought, Heard, brought, mixed


def heard(label: str, people: range, *points: str) -> Heard:
    return Heard(label, frozenset(people), frozenset((point, "pain") for point in points))


SESSIONS = st.lists(
    st.builds(
        Heard,
        st.text(max_size=3),
        st.frozensets(st.integers(0, 12), max_size=6),
        st.frozensets(st.tuples(st.sampled_from("abcde"), st.sampled_from(["pain", "worry"])), max_size=6),
    ),
    max_size=6,
)
COUNTS = st.dictionaries(st.text(max_size=3), st.integers(0, 12), max_size=6)
LEAST = st.integers(2, 6)


def test_the_example_on_paper():
    first = Heard("First", frozenset(range(5)), frozenset({("draw", "pain"), ("draw", "worry"), ("way", "travel")}))
    second = Heard("Second", frozenset(range(5, 10)), frozenset({("draw", "pain"), ("scan", "worry")}))
    assert brought([first, second], 5) == (Brought(("First",), 5, 3, 0, 3), Brought(("Second",), 5, 1, 1, 4))


def test_a_small_session_is_counted_with_the_next_and_a_small_last_one_with_the_one_before():
    sessions = [heard("A", range(2), "a"), heard("B", range(2, 5), "b"), heard("C", range(5, 6), "c")]
    assert brought(sessions, 5) == (Brought(("A", "B", "C"), 6, 3, 0, 3),)


def test_too_few_people_in_all_are_told_of_nowhere():
    assert brought([heard("A", range(4), "a", "b")], 5) == ()


def test_one_person_in_two_sessions_is_one_person():
    assert brought([heard("A", range(3), "a"), heard("B", range(3), "b")], 5) == ()


@given(SESSIONS, LEAST)
def test_no_row_is_about_fewer_people_than_the_rule_allows(sessions, least):
    assert all(each.people >= least for each in brought(sessions, least))


@given(SESSIONS, LEAST)
def test_all_new_points_together_are_all_points(sessions, least):
    found = brought(sessions, least)
    everything = frozenset().union(*(each.points for each in sessions if each.people))
    assert not found or found[-1].so_far == len(everything)
    assert sum(each.new for each in found) == (found[-1].so_far if found else 0)


@given(SESSIONS, LEAST)
def test_the_same_session_again_brings_nothing_new(sessions, least):
    if any(each.people for each in sessions):
        once = brought(sessions, least)
        twice = brought([*sessions, *sessions], least)
        assert (twice[-1].so_far if twice else 0) >= (once[-1].so_far if once else 0)
        assert not once or twice[-1].so_far == once[-1].so_far


def test_small_kinds_are_told_as_one_number_if_that_is_large_enough():
    found = mixed({"self": 9, "helped": 3, "other": 2}, 5)
    assert (found.shown, found.others, found.few) == ((("self", 9),), 5, ("helped", "other"))


def test_the_smallest_kind_that_is_shown_joins_others_that_are_too_few():
    found = mixed({"self": 9, "helped": 6, "other": 1}, 5)
    assert (found.shown, found.others, found.few) == ((("self", 9),), 7, ("helped", "other"))


def test_nothing_is_told_of_too_few():
    assert mixed({"self": 3, "other": 0}, 5) == mixed({"self": 0, "other": 0}, 5)


@given(COUNTS, LEAST)
def test_no_number_of_a_mix_is_small_and_nobody_is_lost(counts, least):
    found = mixed(counts, least)
    assert all(number >= least for _kind, number in found.shown)
    assert found.others == 0 or found.others >= least
    assert {kind for kind, _number in found.shown} | set(found.few) == set(counts)
