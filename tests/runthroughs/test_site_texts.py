"""Own words of sites: the facilitator reads them first, releases them, asks to reword, or leaves words out."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from protocols.audit.models import Event
from protocols.runthroughs.models import SiteAnswer
from protocols.runthroughs.sites.access import told_to_sponsor
from protocols.runthroughs.sites.texts import REMOVED, NotFound, held_in, without
from tests.cast import Cast, make_cast
from tests.runthroughs.sites import close, say, site_seats

db = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def at(cast: Cast) -> str:
    return reverse("runthroughs:site_texts", args=[cast.review.code])


def decide(client, cast: Cast, go: str = "released", number: int = 0, **fields):
    held = held_in(cast.review)[number]
    client.force_login(cast["MO"])
    where = reverse("runthroughs:site_text", args=[cast.review.code, held.token])
    return client.post(where, {"go": go, "digest": held.digest, **fields})


def note(cast: Cast) -> str:
    (said,) = told_to_sponsor(cast.review).visits["v1"].said
    return said.note


@db
def test_a_text_is_held_until_it_is_released(client, cast):
    say(cast.seats["SI"], share_level="named", note="No bed.")
    client.force_login(cast["MO"])
    page = client.get(at(cast)).content.decode()
    assert "No bed." in page and "1 text waits for you" in page and "Held" in page
    assert note(cast) == ""
    assert decide(client, cast).url == at(cast)
    assert note(cast) == "No bed."
    assert "Nothing waits." in client.get(at(cast)).content.decode()


@db
def test_a_request_to_reword_reaches_the_writer_and_new_words_are_held_anew(client, cast):
    say(cast.seats["SI"], share_level="named", note="Ask Dr Hill.")
    decide(client, cast, "reword", message="Please name nobody.")
    assert note(cast) == ""
    visit = reverse("runthroughs:site_visit", args=[cast.review.code, "v1"])
    client.force_login(cast["SI"])
    page = client.get(visit).content.decode()
    assert "Please name nobody." in page and "Ask Dr Hill." in page
    client.post(visit, {"version": 1, "go": "send", "verdict": "help", "share_level": "named", "note": "Ask us."})
    assert "Please name nobody." not in client.get(visit).content.decode()
    assert [(held.text, held.state) for held in held_in(cast.review)] == [("Ask us.", "")]
    assert note(cast) == ""
    decide(client, cast)
    assert note(cast) == "Ask us."


@db
def test_words_that_are_left_out_stay_with_the_writer(client, cast):
    answer = say(cast.seats["SI"], share_level="named", note="Dr Hill is alone in Hilltown.")
    decide(client, cast, "redacted", leave_out="Dr Hill\nHilltown")
    assert note(cast) == "[removed] is alone in [removed]."
    answer.refresh_from_db()
    assert answer.note == "Dr Hill is alone in Hilltown."
    client.force_login(cast["SI"])
    page = client.get(reverse("runthroughs:site_visit", args=[cast.review.code, "v1"])).content.decode()
    assert "Dr Hill is alone in Hilltown." in page and "[removed] is alone in [removed]." in page
    client.force_login(cast["SE"])
    page = client.get(reverse("runthroughs:site_answers", args=[cast.review.code])).content.decode()
    assert "[removed] is alone" in page and "Hilltown" not in page


@db
@pytest.mark.parametrize(
    ("go", "fields", "words"),
    [
        ("reword", {}, "Say what the writer should change."),
        ("reword", {"message": "x" * 501}, "Please shorten it to 500 characters"),
        ("redacted", {}, "Type the words to leave out"),
        ("redacted", {"leave_out": "Not there"}, "“Not there” does not stand in the text."),
        ("redacted", {"leave_out": " \n "}, "Type the words to leave out"),
        ("burn", {}, "Choose what to do."),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(client, cast, go, fields, words):
    say(cast.seats["SI"], share_level="named", note="No bed.")
    page = decide(client, cast, go, **fields)
    assert page.status_code == 422
    assert words in page.content.decode()
    assert all(text.strip() in page.content.decode() for text in fields.values())
    assert held_in(cast.review)[0].state == ""


@db
def test_a_text_that_changed_meanwhile_is_not_released_unread(client, cast):
    say(cast.seats["SI"], share_level="named", note="As read.")
    (held,) = held_in(cast.review)
    SiteAnswer.objects.update(note="Written since.")
    client.force_login(cast["MO"])
    where = reverse("runthroughs:site_text", args=[cast.review.code, held.token])
    page = client.post(where, {"go": "released", "digest": held.digest})
    assert page.status_code == 409
    assert "Written since." in page.content.decode() and "Read it again" in page.content.decode()
    assert note(cast) == ""


@db
def test_the_facilitator_does_not_learn_who_wrote_and_the_order_says_nothing(client, cast):
    seats = site_seats(cast, 4, 4, 4)
    for number, seat in enumerate(seats):
        say(seat, note=f"{number:02}", share_level="named" if number % 2 else "totals")
    client.force_login(cast["MO"])
    page = client.get(at(cast)).content.decode()
    assert "Quillbrook" not in page and "Zebedee" not in page and "Southmark" not in page
    order = [held.text for held in held_in(cast.review)]
    assert sorted(order) == [f"{number:02}" for number in range(12)] and order != sorted(order)
    assert not any(str(answer.pk) == held.token for answer in SiteAnswer.objects.all() for held in held_in(cast.review))


@db
def test_releasing_before_closing_tells_the_sponsor_nothing_of_an_answer_without_a_name(client, cast):
    for seat in site_seats(cast, 2, 2, 2):
        say(seat, note="Only later.")
    decide(client, cast)
    assert told_to_sponsor(cast.review).visits["v1"].said == ()
    assert not Event.objects.filter(review=cast.review.code, subject__startswith="site-text").exists()
    assert Event.objects.filter(subject__startswith="site-text").count() == 1
    close(cast.review)
    notes = [said.note for said in told_to_sponsor(cast.review).visits["v1"].said]
    assert sorted(notes) == ["", "", "", "", "", "Only later."]


@db
def test_drafts_and_what_was_taken_back_are_not_read(client, cast):
    say(cast.seats["SI"], note="Only mine.")
    SiteAnswer.objects.update(sent_at=None)
    assert held_in(cast.review) == []


@db
def test_a_review_without_a_facilitator_says_that_words_are_held(client, cast):
    client.force_login(cast["SE"])
    answers = reverse("runthroughs:site_answers", args=[cast.review.code])
    assert "read by the neutral facilitator first" in client.get(answers).content.decode()
    cast.seats["MO"].delete()
    assert "This review has none yet." in client.get(answers).content.decode()


@db
@pytest.mark.parametrize("who", ["SA", "SE", "SV", "RV", "AD", "AC", "SI"])
def test_nobody_but_the_facilitator_reads_held_texts(client, cast, who):
    say(cast.seats["SI"], note="Held.")
    (held,) = held_in(cast.review)
    client.force_login(cast[who])
    assert client.get(at(cast)).status_code == 403
    where = reverse("runthroughs:site_text", args=[cast.review.code, held.token])
    assert client.post(where, {"go": "released", "digest": held.digest}).status_code == 403
    assert held_in(cast.review)[0].state == ""


@db
def test_strangers_unknown_texts_and_methods(client, cast):
    say(cast.seats["SI"], note="Held.")
    client.force_login(cast["stranger"])
    assert client.get(at(cast)).status_code == 404
    client.force_login(cast["MO"])
    unknown = reverse("runthroughs:site_text", args=[cast.review.code, "unknown"])
    assert client.post(unknown, {"go": "released", "digest": "x"}).status_code == 404
    assert client.get(unknown).status_code == 405
    assert client.post(at(cast)).status_code == 405


def test_the_longest_run_goes_first_so_that_no_half_of_it_is_left():
    assert without("Anna Hill and Anna", "Anna\nAnna Hill") == f"{REMOVED} and {REMOVED}"


@given(st.text(alphabet="ab cd", max_size=30), st.text(alphabet="ab cd", min_size=1, max_size=5))
def test_what_is_left_out_is_gone_and_the_rest_stays(text, run):
    run = run.strip()
    if run and run in text:
        assert run not in without(text, run).replace(REMOVED, "|")
    else:
        with pytest.raises(NotFound):
            without(text, run)
