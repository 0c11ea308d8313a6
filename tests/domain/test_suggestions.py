"""Which visits are suggested for a walk: the first, the longest, the most typical, the last."""

from hypothesis import given
from hypothesis import strategies as st

from protocols.domain.schedule import Activity, Mark, Schedule, Visit
from protocols.domain.suggestions import Suggestion, Why, most_typical, suggest_visits, within


def schedule(**marks: str) -> Schedule:
    """Visits by their letters: schedule(v1="ab", v2="b") has a and b at v1, b at v2."""
    rows = sorted(set("".join(marks.values()))) or ["a"]
    return Schedule(
        "Letters", (), tuple(Visit(key, key) for key in marks), tuple(Activity(row, row) for row in rows),
        tuple(Mark(key, row) for key, letters in marks.items() for row in letters), (), (),
    )  # fmt: skip


def test_first_longest_typical_and_last_on_paper():
    study = schedule(v1="abcz", v2="ab", v3="abc", v4="abcdef", v5="ab", v6="f")
    found = suggest_visits(study, minutes={"v4": 100, "v1": 90}, most=6)
    assert found == (
        Suggestion("v1", (Why.FIRST,)), Suggestion("v4", (Why.LONGEST,)), Suggestion("v3", (Why.TYPICAL,)),
        Suggestion("v6", (Why.LAST,)),
    )  # fmt: skip


def test_one_visit_may_have_several_reasons_and_is_suggested_once():
    found = suggest_visits(schedule(v1="abc", v2="a"), minutes={}, most=6)
    assert found == (Suggestion("v1", (Why.FIRST, Why.LONGEST, Why.TYPICAL)), Suggestion("v2", (Why.LAST,)))


def test_without_minutes_more_marks_are_longer_and_empty_visits_are_left_out():
    found = suggest_visits(schedule(v0="", v1="a", v2="abc", v3="ab", v9=""), minutes={}, most=6)
    assert [(each.visit, each.why[0]) for each in found][:2] == [("v1", Why.FIRST), ("v2", Why.LONGEST)]
    assert found[-1] == Suggestion("v3", (Why.TYPICAL, Why.LAST))


def test_a_schedule_without_marks_suggests_nothing():
    assert suggest_visits(schedule(v1="", v2=""), minutes={}, most=6) == ()


def test_most_typical_on_paper():
    # a-b: {x,y} with {y,z} is 1/3; each with {y} is 1/2. Sums: v1 1/3+1/2, v2 1/3+1/2, v3 1/2+1/2.
    assert most_typical(schedule(v1="xy", v2="yz", v3="y"), ["v1", "v2", "v3"]) == "v3"


def test_what_fits_the_time_is_kept_in_order_of_how_much_it_tells():
    offered = tuple(Suggestion(key, (Why.FIRST,)) for key in ("a", "b", "c"))
    assert within(offered, cost={"a": 10, "b": 30, "c": 15}, limit=30) == ["a", "c"]
    assert within(offered, cost={"a": 50, "b": 1, "c": 1}, limit=30) == ["a"]
    assert within((), cost={}, limit=30) == []


@given(
    st.dictionaries(st.sampled_from([f"v{n}" for n in range(12)]), st.text("abcdef", max_size=6), max_size=12),
    st.integers(0, 6),
)
def test_never_more_than_asked_for_each_once_and_only_visits_that_are_there(marks, most):
    found = suggest_visits(
        schedule(**{key: "".join(set(letters)) for key, letters in marks.items()}), minutes={}, most=most
    )
    keys = [each.visit for each in found]
    assert len(keys) <= most
    assert len(set(keys)) == len(keys)
    assert all(marks[key] for key in keys)
    assert all(each.why for each in found)
