"""Where people see a step differently: worked by hand, and what holds for any answers."""

from hypothesis import given
from hypothesis import strategies as st

from protocols.domain.burden.disagreement import disagreements
from protocols.domain.burden.ratings import Rating


def rating(rater: str, activity: str, overall: float | None, role: str = "advocate", visit: str = "v1") -> Rating:
    return Rating(rater, role, visit, activity, overall)


def test_each_person_counts_once_with_the_mean_of_their_answers():
    (found,) = disagreements(
        [rating("Ann", "a1", 4), rating("Ann", "a1", 2, visit="v2"), rating("Bo", "a1", 0), rating("Bo", "a1", None)]
    )
    assert found.roles["advocate"].values == (0, 3)
    assert (found.width, found.roles["advocate"].median, found.people) == (3, 1.5, 2)


def test_roles_stand_side_by_side_and_are_never_pooled():
    (found,) = disagreements([rating("Ann", "a1", 4), rating("Bo", "a1", 1), rating("Sid", "a1", 3, role="site")])
    assert {role: each.values for role, each in found.roles.items()} == {"advocate": (1, 4), "site": (3,)}
    assert (found.width, found.gap) == (3, 0.5)


def test_the_widest_comes_first_whether_inside_a_role_or_between_roles():
    found = disagreements(
        [
            *(rating(who, "small", answer) for who, answer in (("Ann", 2), ("Bo", 1))),
            *(rating(who, "wide", answer) for who, answer in (("Ann", 4), ("Bo", 1))),
            rating("Ann", "between", 4),
            rating("Sid", "between", 0, role="site"),
        ]
    )
    assert [each.activity for each in found] == ["between", "wide", "small"]


def test_what_one_person_answered_is_no_disagreement():
    assert disagreements([rating("Ann", "a1", 4), rating("Ann", "a1", 0, visit="v2")]) == ()


def test_nothing_said_of_a_whole_visit_is_in_the_list():
    assert disagreements([Rating("Ann", "advocate", "v1", cost=3), Rating("Bo", "advocate", "v1", cost=0)]) == ()


answers = st.lists(
    st.builds(
        rating,
        st.sampled_from(["Ann", "Bo", "Cy"]),
        st.sampled_from(["a1", "a2"]),
        st.none() | st.integers(0, 4).map(float),
        st.sampled_from(["advocate", "site"]),
        st.sampled_from(["v1", "v2"]),
    )
)


@given(answers, st.randoms())
def test_the_order_of_answers_does_not_matter_and_everything_lies_on_the_scale(given_answers, random):
    shuffled = list(given_answers)
    random.shuffle(shuffled)
    found = disagreements(given_answers)
    assert disagreements(shuffled) == found
    for each in found:
        assert 0 <= each.gap <= 4
        assert all(0 <= voices.low <= voices.median <= voices.high <= 4 for voices in each.roles.values())
    sizes = [max(each.width, each.gap) for each in found]
    assert sizes == sorted(sizes, reverse=True)
