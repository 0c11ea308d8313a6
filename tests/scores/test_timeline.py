"""The way through the study over weeks: each visit on its day, windows, days at home, and a table that says so too."""

from dataclasses import replace

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from protocols.domain.schedule import Mark, MarkKind, Schedule, Visit, Window
from protocols.scores.months import LONGEST_BAR
from protocols.scores.services import score_review
from protocols.scores.timeline import BAR, WIDTH, Timeline, in_days, timeline, week_of
from tests.cast import Cast, make_cast, match, small_schedule

pytestmark = pytest.mark.django_db
SMALL = small_schedule()


def url(cast: Cast) -> str:
    return reverse("scores:timeline", args=[cast.review.code])


def laid_out(cast: Cast) -> Timeline:
    return timeline(score_review(cast.review, persona=None).score)


def with_diary() -> Schedule:
    """Vital signs as a daily task at home, from week 2 to the call."""
    marks = [mark for mark in SMALL.marks if mark.activity != "a2"]
    daily = [Mark(visit, "a2", kind=MarkKind.CONTINUOUS, spans=2, count_each=True) for visit in ("v2", "v3")]
    return replace(SMALL, marks=(*marks, *daily))


@pytest.mark.parametrize(
    ("day", "week"), [(1, 0), (4, 0), (5, 1), (8, 1), (15, 2), (14, 2), (-7, -1), (-28, -4), (0, 0)]
)
def test_a_day_lies_in_the_nearest_week_from_day_1(day, week):
    assert week_of(day) == week


def test_windows_are_in_days():
    assert in_days(Window(1, 2, "week")) == (7, 14)
    assert in_days(Window(12, 24, "hour")) == (0.5, 1)


def test_visits_stand_in_order_of_days_with_the_days_between():
    found = laid_out(make_cast())
    assert [(each.visit.key, each.week, each.gap) for each in found.moments] == [
        ("v1", -1, None),
        ("v2", 2, 22),
        ("v3", 4, 14),
    ]
    places = [each.x for each in found.moments]
    assert places == sorted(places)
    assert found.weeks == 5
    assert (places[1] - places[0]) / (places[2] - places[0]) == pytest.approx(22 / 36, abs=0.01)


def test_a_window_reaches_as_far_as_it_allows():
    found = laid_out(make_cast())
    per_day = (found.moments[1].x - found.moments[0].x) / 22
    assert found.moments[1].window == pytest.approx(
        (found.moments[1].x - 3 * per_day, found.moments[1].x + 3 * per_day), abs=0.2
    )
    assert found.moments[0].window is None


def test_days_at_home_run_from_the_first_visit_of_their_part_to_the_next():
    cast = make_cast(with_diary())
    match(cast.protocol, "a2", "diary_daily")
    (home,) = laid_out(cast).home
    assert (home.first, home.last) == (15, 29)
    assert home.width > 0


def test_a_visit_without_a_day_is_named_and_not_drawn(client):
    cast = make_cast(replace(SMALL, visits=(*SMALL.visits, Visit("v4", "End of study", header=("End",)))))
    client.force_login(cast["SV"])
    page = client.get(url(cast))
    assert [each.visit.key for each in page.context["timeline"].without_day] == ["v4"]
    assert "Not drawn, since nobody has said on which day:" in page.content.decode()


def test_the_table_says_what_the_drawing_shows(client):
    cast = make_cast()
    client.force_login(cast["SV"])
    text = client.get(url(cast)).content.decode()
    assert "3 visits and calls over 5 weeks." in text
    for words in ("Day −7, week −1", "Day 15, week 2", "±3\u00a0days", "Phone", "Screening"):
        assert words in text
    assert text.count('class="bar') == 3


@pytest.mark.parametrize(
    "schedule",
    [Schedule(), Schedule(visits=(Visit("v1", "Only visit"),)), Schedule(visits=(Visit("v1", "One", day=3),))],
)
def test_a_plan_without_days_or_visits_has_a_page_too(client, schedule):
    cast = make_cast(schedule)
    client.force_login(cast["SV"])
    page = client.get(url(cast))
    assert page.status_code == 200
    assert "Nobody has said on which days" in page.content.decode()


@pytest.mark.parametrize("role", ["AD", "AC", "SI"])
def test_advocates_and_sites_do_not_see_it(client, role):
    cast = make_cast()
    client.force_login(cast[role])
    assert client.get(url(cast)).status_code == 403


def test_a_stranger_finds_nothing_and_nothing_is_posted(client):
    cast = make_cast()
    client.force_login(cast["stranger"])
    assert client.get(url(cast)).status_code == 404
    client.force_login(cast["SE"])
    assert client.post(url(cast)).status_code == 405


days = st.lists(st.none() | st.integers(-400, 4000).map(float), max_size=12)


@pytest.fixture(scope="module")
def base():
    from protocols.domain.burden.estimates import estimate_activities
    from protocols.domain.burden.library import Shelf
    from protocols.domain.burden.ruleset import load
    from protocols.domain.burden.score import score

    ruleset = load()

    def scored(schedule: Schedule):
        return score(schedule, estimate_activities(schedule, {}, shelf=Shelf(ruleset)), None, ruleset)

    return scored


@given(days)
def test_nothing_leaves_the_drawing_and_names_never_touch(base, days):
    visits = tuple(
        Visit(f"v{number}", f"Visit {number}", day=day, window=Window(3, 9, "day")) for number, day in enumerate(days)
    )
    found = timeline(base(Schedule(visits=visits)))
    assert len(found.drawn) + len(found.without_day) == len({each.visit.key for each in found.moments})
    for each in found.drawn:
        assert 0 <= each.left <= WIDTH - BAR
        assert 0 <= each.window[0] <= each.x <= each.window[1] <= WIDTH
    named = [each for each in found.drawn if each.label]
    for one, other in zip(named, named[1:], strict=False):
        assert other.x - one.x > (len(one.label) + len(other.label)) * 7.4 / 2
    assert all(0 <= x <= WIDTH for _, x in found.ticks)
    assert len(found.ticks) <= 17


def test_each_month_is_named_with_its_visits_load_time_and_nights(client):
    cast = make_cast()
    match(cast.protocol, "a2", "vital_signs")
    client.force_login(cast["SV"])
    page = client.get(url(cast))
    months, score = page.context["months"], page.context["score"]
    # Days -7 and 15 lie within the 30.4375 days from day -7 on, day 29 does not.
    assert [(row.month.first, row.month.last, row.asked.visits) for row in months.rows] == [(-7, 23, 2), (24, 53, 1)]
    assert (months.whole.load, months.whole.minutes) == (score.load.planned, score.minutes.planned)
    assert [row.is_fullest for row in months.rows] == [True, False]
    text = page.content.decode()
    for words in ("Month by month", "Day −7 to Day 23, the heaviest month", "The heaviest is month 1:", "Whole study"):
        assert words in text
    assert "In no month" not in text


def test_bars_are_as_long_as_the_load_of_their_month(client):
    cast = make_cast(replace(SMALL, marks=(*SMALL.marks, Mark("v3", "a2"))))
    match(cast.protocol, "a2", "vital_signs")
    client.force_login(cast["SV"])
    first, second = client.get(url(cast)).context["months"].rows
    assert (first.asked.load, first.bar) == (2 * second.asked.load, 2 * second.bar)
    assert first.bar == LONGEST_BAR


def test_a_visit_without_a_day_is_in_no_month_and_in_the_whole(client):
    cast = make_cast(replace(SMALL, visits=(*SMALL.visits, Visit("v4", "End of study", header=("End",)))))
    client.force_login(cast["SV"])
    page = client.get(url(cast))
    assert "In no month" in page.content.decode()
    assert page.context["months"].whole.visits == 4


def test_without_days_there_is_no_table_by_month(client):
    cast = make_cast(replace(SMALL, visits=tuple(replace(visit, day=None) for visit in SMALL.visits)))
    client.force_login(cast["SV"])
    page = client.get(url(cast))
    assert page.context["months"] is None and "Month by month" not in page.content.decode()
