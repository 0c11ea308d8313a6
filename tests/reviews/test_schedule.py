"""Those who sit in a review see its schedule without working for the sponsor; the file is for fewer people."""

import pytest
from django.urls import reverse

from protocols.audit.models import Action, Event
from tests.cast import Cast, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def url(cast: Cast, name: str = "schedule") -> str:
    return reverse(f"reviews:{name}", args=[cast.review.code])


@pytest.mark.parametrize("role", ["SV", "MO", "SI", "RV"])
def test_the_schedule_shows_visits_and_activities_in_the_words_of_the_plan(client, cast, role):
    client.force_login(cast[role])
    text = client.get(url(cast)).content.decode()
    assert "3 visits, 4 procedures, 7 marks" in text
    assert "12-lead ECG" in text


def test_a_site_sees_no_link_to_the_file_and_cannot_have_it(client, cast):
    client.force_login(cast["SI"])
    assert url(cast, "original") not in client.get(url(cast)).content.decode()
    assert client.get(url(cast, "original")).status_code == 403


def test_the_file_comes_as_a_download_byte_for_byte_and_the_log_knows(client, cast):
    client.force_login(cast["RV"])
    answer = client.get(url(cast, "original"))
    assert answer.content == bytes(cast.version.file.content)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    event = Event.objects.get(action=Action.DOWNLOADED)
    assert (event.actor, event.review) == (cast["RV"].pk, cast.review.code)


@pytest.mark.parametrize("role", ["AD", "AC"])
def test_advocates_see_plain_words_instead(client, cast, role):
    client.force_login(cast[role])
    assert client.get(url(cast)).status_code == 403


def test_a_stranger_finds_nothing_and_nobody_posts(client, cast):
    client.force_login(cast["stranger"])
    assert client.get(url(cast)).status_code == 404
    client.force_login(cast["SE"])
    assert client.post(url(cast)).status_code == 405
