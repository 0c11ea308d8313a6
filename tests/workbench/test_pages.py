"""The pages of the house: home says what each person can do next, and nothing of others."""

import pytest
from django.urls import reverse

from protocols.explainers.models import ExplainerDraft
from protocols.findings.services import About, make_finding
from protocols.people.models import Organisation
from protocols.reviews.models import Review, ReviewState, Seat
from protocols.runthroughs.models import RunThrough, Walk
from tests.cast import Cast, make_cast, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def home(client, cast: Cast, role: str) -> str:
    client.force_login(cast[role])
    return client.get(reverse("home")).content.decode()


def plan(cast: Cast) -> RunThrough:
    return RunThrough.objects.create(review=cast.review, title="First visits", visits=["v1"], created_by=cast["MO"])


def test_an_advocate_sees_the_walks_that_wait_and_what_became_of_each(client, cast):
    run = plan(cast)
    assert "Not yet started" in home(client, cast, "AD")
    walk = Walk.objects.create(run=run, seat=cast.seats["AD"])
    assert "In progress" in home(client, cast, "AD")
    walk.sent_at = walk.started_at
    walk.save()
    text = home(client, cast, "AD")
    assert "Completed" in text
    assert reverse("runthroughs:thanks", args=[walk.code]) in text
    assert "ALD-1" not in text


def test_an_advocate_has_nothing_to_do_in_a_review_that_is_not_open(client, cast):
    plan(cast)
    Review.objects.update(state=ReviewState.CLOSED)
    text = home(client, cast, "AD")
    assert "First visits" not in text
    assert "Nothing to do now" in text


def test_a_site_is_asked_about_its_visits(client, cast):
    assert reverse("runthroughs:site", args=[cast.review.code]) in home(client, cast, "SI")


def test_a_named_checker_is_asked_to_check_and_others_are_not(client, cast):
    activity = cast.protocol.activities.get(key="a3")
    fields = {"plain_name": {"text": "Heart tracing", "origin": "person"}}
    ExplainerDraft.objects.create(activity=activity, number=1, state="checking", fields=fields, written_by=cast["SE"])
    assert "Heart tracing" not in home(client, cast, "AC")
    Seat.objects.filter(pk=cast.seats["AC"].pk).update(is_lay_approver=True)
    assert "Check the text about: Heart tracing" in home(client, cast, "AC")


def test_the_team_is_told_how_many_purposes_are_missing(client, cast):
    assert "State the purpose of 4 tests and tasks" in home(client, cast, "SE")
    assert "State the purpose" not in home(client, cast, "SV")


def test_a_facilitator_is_asked_to_plan_the_first_run_through(client, cast):
    assert "Plan the first run-through" in home(client, cast, "MO")
    plan(cast)
    assert "Plan the first run-through" not in home(client, cast, "MO")


def test_a_stranger_sees_nothing_of_it(client, cast):
    text = home(client, cast, "stranger")
    assert "A study of a tablet" not in text
    assert "Nothing to do now" in text


def test_someone_without_any_place_is_told_to_wait(client, db):
    client.force_login(person("Lone Person"))
    text = client.get(reverse("home")).content.decode()
    assert "We will email you" in text
    assert "Add a study plan" not in text
    assert not Organisation.objects.exists()


@pytest.mark.parametrize("name", ["help", "accessibility", "privacy", "words", "health"])
def test_everybody_can_read_the_pages_of_words(client, name, db):
    assert client.get(reverse(name)).status_code == 200
    assert client.post(reverse(name)).status_code in {403, 405}


def test_the_words_are_explained(client, db):
    text = client.get(reverse("words")).content.decode()
    assert "Adverse event" in text


def test_answers_of_signed_in_people_are_never_kept_by_a_browser(client, cast):
    client.force_login(cast["SE"])
    page = client.get(reverse("home"))
    assert "no-store" in page.headers["Cache-Control"]
    assert "HX-Request" in page.headers["Vary"]
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert "unsafe" not in page.headers["Content-Security-Policy"]


def test_at_most_three_things_are_in_view_and_what_is_done_comes_last(client, cast):
    runs = [
        RunThrough.objects.create(review=cast.review, title=f"Walk {number}", visits=["v1"], created_by=cast["MO"])
        for number in range(4)
    ]
    walk = Walk.objects.create(run=runs[0], seat=cast.seats["AD"])
    walk.sent_at = walk.started_at
    walk.save()
    text = home(client, cast, "AD")
    ahead, more = text.split("1 more")
    assert all(f"Walk {number}" in ahead for number in (1, 2, 3))
    assert "Walk 0" not in ahead
    assert "Walk 0" in more


def test_those_who_decide_are_told_how_many_findings_wait(client, cast):
    said = {"title": "The ECG hurts", "status": "decision"}
    make_finding(review=cast.review, by=cast["MO"], about=About(), said=said)
    text = home(client, cast, "SE")
    assert "1 finding waits for a decision" in text
    assert reverse("findings:list", args=[cast.review.code]) + "?status=decision" in text
    assert "waits for a decision" not in home(client, cast, "SV")
