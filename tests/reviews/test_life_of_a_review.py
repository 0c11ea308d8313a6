"""A review from its start to its close: rounds, personas, dates, the small-number rule, and the trail it leaves."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from protocols.audit.models import Action, Event
from protocols.audit.services import record
from protocols.domain.burden.persona import Persona, examples
from protocols.reviews.models import Review, ReviewState
from protocols.reviews.services import start_review
from protocols.schedules.models import ScheduleVersion
from protocols.schedules.signals import version_confirmed
from tests.cast import Cast, make_cast, small_schedule, version_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def editor(cast: Cast, client: Client) -> Client:
    client.force_login(cast["SE"])
    return client


def at(cast: Cast, name: str) -> str:
    return reverse(f"reviews:{name}", kwargs={"code": cast.review.code})


def terms(**more: object) -> dict[str, object]:
    return {"answer_by": "", "decide_by": "", "least_respondents": 5, "least_sites": 3, **more}


def test_a_confirmed_version_starts_the_next_round_with_personas(cast: Cast) -> None:
    second = version_of(cast.protocol, small_schedule(), cast["SE"], number=2)
    version_confirmed.send(sender=ScheduleVersion, version=second, by=cast["SE"])
    review = Review.objects.get(version=second)
    assert (review.number, review.state) == (2, ReviewState.DRAFT)
    assert [Persona.from_dict(each.details) for each in review.personas.all()] == list(examples())
    assert [each.is_default for each in review.personas.all()] == [True, False, False]
    assert start_review(version=second, by=cast["SA"]) == review
    assert Event.objects.get(action=Action.REVIEW_STARTED).actor == cast["SE"].pk


def test_opening_and_closing_once(cast: Cast, editor: Client) -> None:
    Review.objects.update(state=ReviewState.DRAFT)
    assert "Answers of sites are shown from" in editor.get(at(cast, "open")).content.decode()
    for name, state in (
        ("open", "open"),
        ("open", "open"),
        ("close", "closed"),
        ("open", "closed"),
        ("close", "closed"),
    ):
        assert editor.post(at(cast, name))["Location"] == at(cast, "settings")
        assert Review.objects.get().state == state
    assert Review.objects.get().opened_at < Review.objects.get().closed_at
    told = Event.objects.filter(action__in=[Action.REVIEW_OPENED, Action.REVIEW_CLOSED])
    assert list(told.values_list("action", flat=True)) == ["review-opened", "review-closed"]


def test_dates_are_kept(cast: Cast, editor: Client) -> None:
    day = timezone.localdate() + timedelta(days=10)
    typed = terms(answer_by=day.isoformat(), decide_by=day.isoformat(), least_sites=4)
    assert editor.post(at(cast, "settings"), typed).status_code == 302
    review = Review.objects.get()
    assert (review.answer_by, review.decide_by, review.least_sites) == (day, day, 4)
    assert f'value="{day.isoformat()}"' in editor.get(at(cast, "settings")).content.decode()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"answer_by": "2020-01-01"}, "choose today or a later day"),
        ({"answer_by": "2099-02-02", "decide_by": "2099-02-01"}, "choose a day after the answers are in"),
        ({"answer_by": "soon"}, "enter a date like"),
        ({"least_respondents": 2}, "enter 3 or more"),
        ({"least_sites": 1}, "enter 2 or more"),
        ({"least_sites": "many"}, "enter a whole number"),
        ({"least_respondents": 4}, "can only become stricter"),
    ],
)
def test_what_cannot_be_is_explained(cast: Cast, editor: Client, typed: dict[str, object], words: str) -> None:
    answer = editor.post(at(cast, "settings"), terms(**typed))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert (Review.objects.get().least_respondents, Review.objects.get().answer_by) == (5, None)


def test_the_small_number_rule_may_be_loosened_before_anybody_answers(cast: Cast, editor: Client) -> None:
    Review.objects.update(state=ReviewState.DRAFT)
    assert editor.post(at(cast, "settings"), terms(least_respondents=3, least_sites=2)).status_code == 302
    assert Review.objects.get().least_respondents == 3


def test_a_closed_review_keeps_its_terms(cast: Cast, editor: Client) -> None:
    Review.objects.update(state=ReviewState.CLOSED)
    answer = editor.post(at(cast, "settings"), terms(least_sites=9))
    assert answer.status_code == 422
    assert "This review is closed" in answer.content.decode()
    assert Review.objects.get().least_sites == 3


def test_other_fields_that_somebody_sends_change_nothing(cast: Cast, editor: Client) -> None:
    editor.post(at(cast, "settings"), terms(state="closed", number=99, version=99))
    review = Review.objects.get()
    assert (review.state, review.number, review.version) == ("open", 1, cast.version)


def test_the_trail_tells_in_words_and_leaves_out_what_sites_did(cast: Cast, client: Client) -> None:
    code = cast.review.code
    record(action=Action.ANSWERS_SENT, actor=cast["SI"].pk, subject="walk:abc", review=code)
    record(action=Action.REVIEW_OPENED, actor=cast["SE"].pk, subject=f"review:{code}", review=code)
    record(action=Action.REPORT_MADE, actor=None, subject="report:abc", review=code, detail={"format": "pdf"})
    record(action=Action.REVIEW_OPENED, actor=cast["stranger"].pk, subject="review:other", review="other")
    for who, sees in (("SE", False), ("RV", False), ("MO", True)):
        client.force_login(cast[who])
        page = client.get(at(cast, "audit")).content.decode()
        assert "Eve Editor" in page
        assert "The workbench" in page
        assert "format: pdf" in page
        assert "Stan Stranger" not in page
        assert ("Sid Site" in page) == sees
        assert ("Answers sent" in page) == sees


def test_a_long_trail_has_pages(cast: Cast, editor: Client) -> None:
    for number in range(51):
        record(action=Action.REVIEW_OPENED, actor=cast["SE"].pk, subject=f"n:{number}", review=cast.review.code)
    assert "Page 1 of 2" in editor.get(at(cast, "audit")).content.decode()
    for odd in ("2", "99", "-1", "x", "1e9"):
        assert editor.get(at(cast, "audit"), {"page": odd}).status_code == 200


def test_an_empty_trail_says_what_will_be_here(cast: Cast, editor: Client) -> None:
    assert "Nothing yet" in editor.get(at(cast, "audit")).content.decode()
