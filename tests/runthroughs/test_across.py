"""Across sessions: what was new, who spoke and who is missing, and nothing about fewer than the rule allows."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from protocols.runthroughs.across_access import across, points_of
from protocols.runthroughs.models import Annotation, Walk
from tests.cast import Cast, make_cast
from tests.runthroughs.heard import hear
from tests.runthroughs.sites import close, say, site_seats

db = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def page(client, cast: Cast, who: str = "SE") -> str:
    client.force_login(cast[who])
    answer = client.get(reverse("runthroughs:voices", args=[cast.review.code]))
    assert answer.status_code == 200
    return re.sub(r'(X-CSRFToken": ")[^"]+', "", answer.content.decode())


@db
def test_the_last_session_says_how_many_points_were_new(client, cast):
    hear(cast, "First", 5, ["pain", "worry", "travel"])
    hear(cast, "Second", 5, ["pain", "cost"], "other")
    body = page(client, cast)
    assert "The last session brought 1 new point of 2." in body
    found = across(cast.review)
    assert [(each.labels, each.people, each.new, each.so_far) for each in found.sessions] == [
        (("First",), 5, 3, 3), (("Second",), 5, 1, 4),
    ]  # fmt: skip
    assert dict(found.speakers.shown) == {"For myself": 5, "For someone I care for": 5}


@db
def test_four_people_are_told_of_nowhere(client, cast):
    nobody = page(client, cast)
    hear(cast, "Small", 4, ["pain", "worry"])
    assert page(client, cast) == nobody
    assert "Not enough people yet" in nobody


@db
def test_a_small_session_is_counted_with_the_next(cast):
    hear(cast, "Small", 2, ["pain"])
    hear(cast, "Large", 4, ["worry"])
    (only,) = across(cast.review).sessions
    assert (only.labels, only.people, only.new) == (("Small", "Large"), 6, 2)


@db
def test_only_what_counts_is_counted(cast):
    hear(cast, "Sent", 5, ["pain"])
    hear(cast, "Taken back", 5, ["worry"])
    hear(cast, "Not sent", 5, ["cost"])
    Walk.objects.filter(run__title="Taken back").update(withdrawn_at=timezone.now())
    Walk.objects.filter(run__title="Not sent").update(sent_at=None)
    hear(cast, "Sealed", 5, ["travel"])
    sealed = Walk.objects.filter(run__title="Sealed")[0].run
    sealed.kind = "group"
    sealed.save()
    assert [each.labels for each in across(cast.review).sessions] == [("Sent",)]
    assert across(cast.review).last.so_far == 1


@db
def test_this_is_fine_is_no_point(cast):
    hear(cast, "Only", 5, [])
    Annotation.objects.update(taps=["fine", "hard"])
    assert {why for each in Annotation.objects.all() for _about, why in points_of(each)} == {"tap:hard"}


@db
def test_who_is_missing_is_said_without_telling_none_from_few(client, cast):
    hear(cast, "First", 6, ["pain"])
    before = page(client, cast)
    assert "None, or too few to show:</strong> For myself, with someone helping me, For someone I care for." in before


@db
def test_sites_stand_by_region_as_they_sit_in_the_review(cast):
    site_seats(cast, 1, 1, 1)
    found = across(cast.review).regions
    assert dict(found.shown) == {} and found.others == 4  # three of Southmark and the cast's own one of North
    assert found.few == ("North", "Southmark")


@db
def test_what_sites_say_enters_only_as_far_as_it_may_be_told(client, cast):
    seats = site_seats(cast, 2, 2, 2)
    before = page(client, cast)
    for seat in seats:
        say(seat, flags=["rooms"], share_level="totals")
    assert page(client, cast) == before
    close(cast.review)
    assert across(cast.review).site_points == 1


@db
def test_visits_that_few_spoke_about_are_named(client, cast):
    hear(cast, "First", 5, ["pain"])
    assert across(cast.review).unheard_visits == ("Week 2", "Call 3")
    assert "2 visits that few people or nobody spoke about" in page(client, cast)


@db
@pytest.mark.parametrize("who", ["SA", "SE", "SV", "MO", "RV"])
def test_the_team_the_facilitator_and_the_reviewer_read_the_same(client, cast, who):
    hear(cast, "First", 5, ["pain"])
    assert "The last session brought 1 new point of 1." in page(client, cast, who)


@db
def test_others_strangers_and_methods(client, cast):
    where = reverse("runthroughs:voices", args=[cast.review.code])
    for who, status in (("AD", 403), ("AC", 403), ("SI", 403), ("stranger", 404)):
        client.force_login(cast[who])
        assert client.get(where).status_code == status
    client.force_login(cast["SE"])
    assert client.post(where).status_code == 405


@db
def test_the_page_takes_few_queries_however_many_sessions(client, cast, django_assert_max_num_queries):
    for number in range(4):
        hear(cast, f"Evening {number}", 5, ["pain"])
    client.force_login(cast["SE"])
    with django_assert_max_num_queries(12):
        client.get(reverse("runthroughs:voices", args=[cast.review.code]))
