"""A site's words are saved while it writes: as a draft, never over somebody else's, and never sent by themselves."""

from uuid import uuid4

import pytest
from django.urls import reverse

from protocols.runthroughs.models import SiteAnswer
from tests.cast import Cast, make_cast
from tests.runthroughs.sites import close, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def save(client, cast: Cast, key=None, who: str = "SI", **fields):
    client.force_login(cast[who])
    said = {"version": 0, "share_level": "role", "key": str(key or uuid4()), **fields}
    return client.post(reverse("runthroughs:site_save", args=[cast.review.code, "v1"]), said)


def test_a_draft_is_saved_and_the_time_is_said(client, cast):
    page = save(client, cast, note="A start")
    body = page.content.decode()
    assert page.status_code == 200 and "Saved at" in body and "<html" not in body
    assert 'data-next-version="1"' in body
    answer = SiteAnswer.objects.get()
    assert (answer.note, answer.is_sent, answer.verdict) == ("A start", False, "")


def test_the_same_page_goes_on_when_an_answer_got_lost(client, cast):
    key = uuid4()
    save(client, cast, key, note="A st")
    assert save(client, cast, key, note="A start").status_code == 200  # still version 0: it never heard of the save
    assert SiteAnswer.objects.get().note == "A start"


def test_a_conflict_writes_nothing_and_shows_what_stands_there(client, cast):
    save(client, cast, note="Of the phone")
    page = save(client, cast, note="Of the desk")
    assert page.status_code == 409
    assert "Of the phone" in page.content.decode()
    assert SiteAnswer.objects.get().note == "Of the phone"


def test_an_error_is_said_and_nothing_is_saved(client, cast):
    page = save(client, cast, minutes_nurse="abc", note="Words")
    assert page.status_code == 422
    assert "Nurse: type whole minutes" in page.content.decode() and "Your words are still here" in page.content.decode()
    assert not SiteAnswer.objects.exists()


def test_what_was_sent_changes_by_its_button_only(client, cast):
    say(cast.seats["SI"], note="As sent")
    page = save(client, cast, version=1, note="Half a wo")
    assert page.status_code == 409 and "was sent in the meantime" in page.content.decode()
    assert SiteAnswer.objects.get().note == "As sent"
    visit = reverse("runthroughs:site_visit", args=[cast.review.code, "v1"])
    assert "autosave" not in client.get(visit).content.decode()


def test_a_closed_review_takes_nothing_more(client, cast):
    close(cast.review)
    page = save(client, cast, note="Too late")
    assert page.status_code == 409 and "this review is not open" in page.content.decode()
    assert not SiteAnswer.objects.exists()


def test_who_is_signed_out_gets_the_way_to_sign_in(client, cast):
    where = reverse("runthroughs:site_save", args=[cast.review.code, "v1"])
    answer = client.post(where, {"note": "Words"}, headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert not SiteAnswer.objects.exists()


def test_others_and_other_methods(client, cast):
    assert save(client, cast, who="SE").status_code == 403
    assert save(client, cast, who="stranger").status_code == 404
    client.force_login(cast["SI"])
    assert client.get(reverse("runthroughs:site_save", args=[cast.review.code, "v1"])).status_code == 405
    assert client.post(reverse("runthroughs:site_save", args=[cast.review.code, "v9"])).status_code == 404


def test_two_taps_and_one_button_are_enough(client, cast):
    """The quick path: an answer and who sees it stand there already, so that a visit takes a minute."""
    client.force_login(cast["SI"])
    visit = reverse("runthroughs:site_visit", args=[cast.review.code, "v1"])
    form = client.get(visit).context["form"]
    untouched = {name: form[name].value() for name in ("version", "key", "share_level")}
    assert client.post(visit, {**untouched, "verdict": "no", "flags": "rooms", "go": "send"}).status_code == 302
    answer = SiteAnswer.objects.get()
    assert (answer.is_sent, answer.verdict, answer.flags, answer.share_level) == (True, "no", ["rooms"], "role")
