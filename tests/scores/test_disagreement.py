"""Where people disagree: roles side by side, sites only by the small-number rule, and nobody dropped."""

import pytest
from django.urls import reverse

from protocols.people.models import OrganisationKind
from protocols.reviews.models import ReviewState, SeatRole
from protocols.runthroughs.models import Annotation, RunThrough, Walk
from tests.cast import Cast, add_seat, make_cast, organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    add_seat(cast, SeatRole.ADVOCATE, "Bo Other", cast.seats["AD"].organisation, key="BO")
    return cast


def url(cast: Cast) -> str:
    return reverse("scores:disagreement", args=[cast.review.code])


def say(cast: Cast, who: str, activity: str, overall: int, words: str = "", *, sent: bool = True) -> None:
    run = RunThrough.objects.create(review=cast.review, title="Walk", visits=["v1"], created_by=cast["MO"])
    walk = Walk.objects.create(run=run, seat=cast.seats[who], sent_at=run.created_at if sent else None)
    Annotation.objects.create(
        walk=walk,
        visit=cast.protocol.visits.get(key="v1"),
        activity=cast.protocol.activities.get(key=activity),
        step=f"activity:{activity}",
        answer="rated",
        overall=overall,
        words=words,
        entered_by=cast[who],
    )


def sites_answer(cast: Cast, people: int) -> None:
    for number in range(people):
        home = organisation(f"Clinic {number % 3}", OrganisationKind.SITE)
        add_seat(cast, SeatRole.SITE, f"Site person {number}", home, key=f"S{number}")
        say(cast, f"S{number}", "a3", 0)


def test_the_widest_difference_comes_first_with_people_middle_and_range(client, cast):
    say(cast, "AD", "a2", 2)
    say(cast, "BO", "a2", 1)
    say(cast, "AD", "a3", 4, words="My skin tore.")
    say(cast, "BO", "a3", 1, words="Nothing to it.")
    client.force_login(cast["SV"])
    page = client.get(url(cast))
    text = page.content.decode()
    assert [row.key for row in page.context["rows"]] == ["a3", "a2"]
    assert "2 people, middle answer 2.5, from 1.0 to 4.0" in text
    assert text.index("My skin tore.") < text.index("Nothing to it.")
    assert "never a ground for leaving anybody" in text


def test_what_everybody_sees_alike_is_named_apart_from_the_list(client, cast):
    for who in ("AD", "BO"):
        say(cast, who, "a2", 2)
    client.force_login(cast["SV"])
    page = client.get(url(cast))
    assert page.context["rows"] == []
    assert [row.key for row in page.context["alike"]] == ["a2"]
    assert "Seen alike" in page.content.decode()


def test_few_answers_give_no_number_of_agreement(client, cast):
    say(cast, "AD", "a3", 4)
    say(cast, "BO", "a3", 1)
    client.force_login(cast["SV"])
    assert "Not enough data" in client.get(url(cast)).content.decode()


def test_with_enough_steps_there_is_an_alpha_with_its_interval(client, cast):
    walks = {}
    for who in ("AD", "BO"):
        run = RunThrough.objects.create(review=cast.review, title="Walk", visits=["v1"], created_by=cast["MO"])
        walks[who] = Walk.objects.create(run=run, seat=cast.seats[who], sent_at=run.created_at)
    for visit in cast.protocol.visits.all():
        for place, activity in enumerate(cast.protocol.activities.all()):
            for who, shift in (("AD", 0), ("BO", 1 if place == 2 else 0)):
                Annotation.objects.create(
                    walk=walks[who], visit=visit, activity=activity, step=f"activity:{activity.key}",
                    answer="rated", overall=place + shift, entered_by=cast[who],
                )  # fmt: skip
    client.force_login(cast["SV"])
    page = client.get(url(cast))
    ((_, found),) = page.context["agreements"]
    assert (found.raters, found.items, found.is_enough) == (2, 12, True)
    assert f"{found.alpha:.2f}" in page.content.decode()
    assert found.low < found.alpha < 1


@pytest.mark.parametrize(
    ("people", "state", "is_shown"), [(5, "closed", True), (5, "open", False), (4, "closed", False)]
)
def test_what_sites_answered_is_shown_only_when_closed_and_enough(client, cast, people, state, is_shown):
    say(cast, "AD", "a3", 4)
    say(cast, "BO", "a3", 3)
    sites_answer(cast, people)
    cast.review.state = ReviewState(state)
    cast.review.save()
    client.force_login(cast["SV"])
    page = client.get(url(cast))
    (row,) = page.context["rows"]
    assert ("site" in row.found.roles) == is_shown
    assert ("Until then we do not say whether anybody did" in page.content.decode()) != is_shown
    assert {name for name, _ in page.context["agreements"]} == ({"Advocates", "Sites"} if is_shown else {"Advocates"})


def test_words_of_sites_are_never_quoted_here(client, cast):
    sites_answer(cast, 5)
    Annotation.objects.filter(entered_by=cast["S0"]).update(words="Only our clinic says this.")
    cast.review.state = ReviewState.CLOSED
    cast.review.save()
    client.force_login(cast["SV"])
    text = client.get(url(cast)).content.decode()
    assert "Sites" in text
    assert "Only our clinic says this." not in text


def test_drafts_do_not_count_and_nothing_said_is_an_empty_page_with_a_way_on(client, cast):
    say(cast, "AD", "a3", 4)
    say(cast, "BO", "a3", 1, sent=False)
    client.force_login(cast["SV"])
    text = client.get(url(cast)).content.decode()
    assert "Nothing to compare yet" in text
    assert reverse("runthroughs:list", args=[cast.review.code]) in text


def test_the_number_of_queries_does_not_grow_with_the_answers(client, cast, django_assert_num_queries):
    client.force_login(cast["SV"])
    say(cast, "AD", "a3", 4)
    with django_assert_num_queries(12):
        client.get(url(cast))
    for activity in ("a1", "a2", "a4"):
        say(cast, "BO", activity, 2)
        say(cast, "AD", activity, 0)
    with django_assert_num_queries(12):
        client.get(url(cast))


@pytest.mark.parametrize("role", ["AD", "AC", "SI"])
def test_advocates_and_sites_do_not_see_it(client, cast, role):
    client.force_login(cast[role])
    assert client.get(url(cast)).status_code == 403


def test_a_stranger_finds_nothing_and_nothing_is_posted(client, cast):
    client.force_login(cast["stranger"])
    assert client.get(url(cast)).status_code == 404
    client.force_login(cast["SE"])
    assert client.post(url(cast)).status_code == 405
