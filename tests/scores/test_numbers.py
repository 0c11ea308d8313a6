"""All plain numbers on one page: those of the score itself, the example people side by side, a site's work."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from protocols.domain.burden.opal import StudyFacts
from protocols.scores.numbers import numbers_of, site_work
from protocols.scores.services import default_persona, score_review
from tests.cast import Cast, make_cast, match

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    for key, name in (("a2", "vital_signs"), ("a3", "twelve_lead_ecg")):
        match(cast.protocol, key, name)
    return cast


def url(cast: Cast) -> str:
    return reverse("scores:numbers", args=[cast.review.code])


def test_the_numbers_are_those_of_the_score(cast: Cast) -> None:
    found = score_review(cast.review, persona=default_persona(cast.review)).score
    numbers = {each.words: each.amount for each in numbers_of(found)}
    assert numbers["Load points"] == found.load
    assert numbers["Time"] == found.minutes
    assert numbers["Needles"] == found.counts.needles
    assert len(numbers) == 15


def test_a_site_s_hours_are_fixed_plus_so_many_times_one_participant(cast: Cast) -> None:
    found = score_review(cast.review, persona=None)
    work = site_work(found.site, found.score, participants=12, facts=StudyFacts())
    each = sum(role.each for role in work.roles)
    fixed = sum(role.fixed for role in work.roles)
    assert each == found.site.total_per_participant.planned > 0
    assert work.hours == ((fixed + 12 * each) / 60).quantize(Decimal("0.1"))
    assert work.hours_with_work_outside_visits > work.hours


def test_the_page_shows_them_and_takes_another_number_of_participants(client: Client, cast: Cast) -> None:
    client.force_login(cast["SV"])
    usual, more = client.get(url(cast)), client.get(url(cast), {"number": "25", "is_phase_1": "on"})
    assert "Hours for 10 participants" in usual.content.decode()
    text = more.content.decode()
    assert "Hours for 25 participants" in text and "A phase I study." in text
    assert more.context["work"].hours > usual.context["work"].hours


@pytest.mark.parametrize("number", ["0", "-3", "x", "1e9", "٣", ""])
def test_a_number_that_makes_no_sense_is_left_out(client: Client, cast: Cast, number: str) -> None:
    client.force_login(cast["SV"])
    response = client.get(url(cast), {"number": number})
    assert response.status_code == 200
    assert response.context["work"].participants in (10, 3)


def test_each_example_person_has_a_row(client: Client, cast: Cast) -> None:
    client.force_login(cast["RV"])
    sides = client.get(url(cast)).context["sides"]
    assert [side.persona.pk for side in sides] == [each.pk for each in cast.review.personas.all()]


def test_it_is_only_read(client: Client, cast: Cast) -> None:
    client.force_login(cast["SE"])
    assert client.post(url(cast)).status_code == 405
