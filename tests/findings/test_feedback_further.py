"""“You said, we did”, further: nothing typed becomes a page, merged findings, few quotes, and what a page costs."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from protocols.audit.models import Action, Event
from protocols.findings.feedback import mail as feedback_mail
from protocols.findings.feedback.models import Clarity, Feedback
from protocols.findings.feedback.services import send
from protocols.findings.models import Finding
from protocols.findings.services import merge
from protocols.people.models import User
from protocols.reviews.models import Review, Seat, SeatRole
from protocols.runthroughs.models import RunThrough, Walk
from tests.cast import Cast, add_seat
from tests.findings.test_findings import page, url
from tests.findings.told import (
    answered,
    card,
    checked,
    day,
    decided,
    found,
    in_words,
    recipients,
    row,
    send_all,
    shown,
    site_spoke,
    spoke,
    tasks,
    titles,
    told,
    two_groups,
    typed,
    written,
)
from tests.runthroughs.sites import say as say_as_site
from tests.runthroughs.sites import site_seats

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return two_groups()


def test_why_is_not_needed_where_all_of_it_was_accepted(client, cast):
    finding = decided(cast, found(cast))
    client.force_login(cast["SA"])
    given = {"title": "A painful ECG", "did": "It is gone.", "revision": 0, "next_by": day(0).isoformat()}
    given["decision"] = finding.decisions.get().pk
    assert client.post(url(cast, "write_feedback", finding.code), given).status_code == 302
    kept = Feedback.objects.get()
    assert (kept.did, kept.why, kept.next_by, kept.for_all) == ("It is gone.", "", day(0), False)


def test_what_is_sent_is_what_was_read_and_not_what_somebody_wrote_since(cast):
    one, other = (decided(cast, found(cast, title=title)) for title in ("One", "Other"))
    old, draft = written(cast, one), written(cast, other)
    written(cast, one, did="Written since.")
    assert send(review=cast.review, by=cast["SE"], drafts=[old, draft]) == [draft]
    assert Feedback.objects.drafts().get().did == "Written since."
    assert send(review=cast.review, by=cast["SE"], drafts=[draft]) == []
    assert Event.objects.filter(action=Action.FEEDBACK_SENT).count() == 1


def test_nothing_typed_is_read_as_a_page(client, cast):
    said = spoke(cast, words="<b>mine</b>", consent="named")
    finding = decided(cast, found(cast, said, title="<b>title</b>"), "part", target="<b>target</b>")
    cast["AD"].name = "<b>name</b>"
    cast["AD"].save()
    names = ("title", "looked_at", "did", "why", "next_step")
    tags = {name: f"<b>{name}</b>" for name in names}
    written(cast, finding, **tags)
    client.force_login(cast["SE"])
    stale = client.post(url(cast, "write_feedback", finding.code), typed()).content.decode()
    pages = [stale, page(client, cast, "send_feedback")]
    send_all(client, cast)
    pages += [shown(client, cast, who) for who in ("AD", "AD3", "SE")]
    Clarity.objects.create(review=cast.review, user=cast["AD"], clear="no", words="<b>unclear</b>")
    team = page(client, cast, "feedback")
    assert "&lt;b&gt;unclear&lt;/b&gt;" in team
    for text in pages:
        assert all(f"&lt;b&gt;{name}&lt;/b&gt;" in text for name in names)
    assert "&lt;b&gt;mine&lt;/b&gt;" in pages[2] and "&lt;b&gt;name&lt;/b&gt;" in pages[3]
    assert not any(f"<b>{each}" in text for text in [*pages, team] for each in (*names, "mine", "name", "unclear"))


def test_each_address_takes_only_what_it_is_for(client, cast):
    finding = decided(cast, found(cast, spoke(cast)))
    client.force_login(cast["SE"])
    assert client.post(url(cast, "you_said")).status_code == 405
    assert client.post(url(cast, "feedback")).status_code == 405
    assert client.put(url(cast, "send_feedback")).status_code == 405
    assert client.delete(url(cast, "write_feedback", finding.code)).status_code == 405
    client.force_login(cast["AD"])
    assert client.get(url(cast, "clear")).status_code == 405


def test_where_nothing_waits_nothing_is_sent(client, cast, mailoutbox):
    answered(cast, spoke(cast))
    client.force_login(cast["SE"])
    response = client.post(url(cast, "send_feedback"), checked(client, cast))
    assert response.status_code == 422
    assert "Nothing waits to be sent" in response.content.decode()
    assert Event.objects.filter(action=Action.FEEDBACK_SENT).count() == 1 and not mailoutbox


def test_what_was_sent_is_still_read_after_its_finding_was_merged(client, cast):
    first = answered(cast, spoke(cast, words="My skin tore."), title="Torn skin", for_all=False)
    kept = found(cast, spoke(cast, "AD2", "It is cold."), title="The ECG hurts")
    merge(finding=first, into=kept, by=cast["MO"])
    text = shown(client, cast, "AD")
    assert "My skin tore." in card(text, "Torn skin") and "other person" not in text
    assert "no answer yet" not in text
    text = shown(client, cast, "AD2")
    assert titles(text) == []
    Review.objects.filter(pk=cast.review.pk).update(decide_by=day(5))
    assert "1 point that you spoke about has no answer yet." in shown(client, cast, "AD2")
    told(cast, decided(cast, kept), for_all=False)
    assert sorted(titles(shown(client, cast, "AD"))) == ["The ECG hurts", "Torn skin"]
    assert titles(shown(client, cast, "AD2")) == ["The ECG hurts"]


def test_no_more_than_two_people_are_quoted_and_the_hardest_first(client, cast):
    add_seat(cast, SeatRole.ADVOCATE, "Gus Glen", cast.seats["AD3"].organisation, key="AD4")
    given = [("AD", "Unrated words.", None), ("AD2", "Mild words.", 1), ("AD3", "Hard words.", 4), ("AD4", "Bad.", 3)]
    answered(cast, *(spoke(cast, who, words, "unnamed", overall=rated) for who, words, rated in given))
    text = card(shown(client, cast, "SI"), "The ECG hurts")
    assert text.index("Hard words.") < text.index("Bad.")
    assert "Mild words." not in text and "Unrated words." not in text


def test_the_pages_ask_the_database_as_often_for_many_as_for_few(client, cast):
    def add(number: int) -> None:
        for each in range(number):
            said = [spoke(cast, who, consent="named") for who in ("AD", "AD2")]
            answered(cast, *said, title=f"Told {each}")
            decided(cast, found(cast, said[0], title=f"Waits {each}"))

    def asked() -> dict[tuple[str, str], int]:
        numbers = {}
        for who, address in (("AD", url(cast, "you_said")), ("SE", url(cast, "feedback"))):
            client.force_login(cast[who])
            client.get(address)  # what is made once is made
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            numbers[who, address] = len(queries)
        return numbers

    add(1)
    few = asked()
    add(4)
    assert asked() == few


def test_one_s_own_points_stand_first_with_all_that_one_said_about_them(client, cast):
    own = answered(cast, spoke(cast, words="My skin tore."), spoke(cast, words="", would_help="Softer plasters."))
    answered(cast, spoke(cast, "AD2"), title="Of another", choice="no", why="It is the law.")
    answered(cast, spoke(cast, "AD2"), title="Of another too", choice="part", why="It is the law.")
    text = shown(client, cast, "AD")
    assert titles(text)[0] == own.title
    assert all(words in card(text, own.title) for words in ("My skin tore.", "Softer plasters."))
    assert "other person" not in card(text, own.title)  # one person who said two things
    assert "<dt>Changed</dt><dd>1</dd><dt>Changed in part</dt><dd>1</dd><dt>Not changed</dt><dd>1</dd>" in text
    assert "Yours, still open" not in text


def test_what_was_decided_anew_has_to_be_answered_anew(client, cast):
    finding = answered(cast, title="Again")
    decided(cast, finding, "no")
    written(cast, decided(cast, found(cast, title="Written")))
    client.force_login(cast["SE"])
    assert "Decided anew since it was sent" in row(page(client, cast, "feedback"), "Again")
    response = client.post(url(cast, "send_feedback"), checked(client, cast))
    assert response.status_code == 422
    assert "Again" in response.content.decode().split("Write these first:")[1].split("</ul>")[0]
    assert Feedback.objects.drafts().exists()


def test_who_took_answers_back_or_was_not_revealed_gets_no_e_mail(client, cast, mailoutbox):
    gone, sealed = spoke(cast), spoke(cast, "AD2")
    finding = found(cast, gone, sealed, spoke(cast, "AD3"))
    Walk.objects.filter(pk=gone.walk_id).update(withdrawn_at=timezone.now())
    RunThrough.objects.filter(pk=sealed.walk.run_id).update(kind=RunThrough.Kind.GROUP, revealed_at=None)
    written(cast, decided(cast, finding))
    client.force_login(cast["SE"])
    assert "1 person gets an e-mail" in page(client, cast, "send_feedback")
    send_all(client, cast)
    assert recipients(mailoutbox) == [cast["AD3"].email]


def test_who_sits_there_again_is_written_to_and_who_may_not_sign_in_is_not(client, cast, mailoutbox):
    finding = found(cast, spoke(cast), spoke(cast, "AD2"))
    Seat.objects.filter(pk=cast.seats["AD"].pk).update(removed_at=timezone.now())
    Seat.objects.create(
        review=cast.review, role=SeatRole.ADVOCATE, organisation=cast.seats["AD"].organisation, user=cast["AD"]
    )
    User.objects.filter(pk=cast["AD2"].pk).update(is_active=False)
    written(cast, decided(cast, finding))
    send_all(client, cast)
    assert recipients(mailoutbox) == [cast["AD"].email]


def test_who_speaks_for_a_site_is_neither_counted_nor_named(client, cast, mailoutbox, monkeypatch):
    site_spoke(cast)
    written(cast, decided(cast, found(cast, visits=["v1"])))
    client.force_login(cast["SE"])
    before = page(client, cast, "send_feedback")
    (other,) = site_seats(cast, 1)
    say_as_site(other, "v1", share_level="totals")
    after = page(client, cast, "send_feedback")
    counted = re.findall(r"\d+ (?:person gets|people get) an e-mail", before + after)
    assert counted == ["0 people get an e-mail"] * 2 and "Sites that spoke about it get one too." in after
    monkeypatch.setattr(feedback_mail, "deliver", lambda *given: False)
    text = send_all(client, cast).content.decode()
    assert "E-mails to sites could not be sent." in text
    assert cast["SI"].name not in text and str(other.user) not in text


def test_an_answer_sent_later_is_newer_though_it_was_written_first(client, cast):
    early = written(cast, decided(cast, found(cast, spoke(cast), title="Early")))
    answered(cast, spoke(cast), title="Late")
    client.force_login(cast["AD"])
    client.post(url(cast, "clear"), {"clear": "yes"})
    assert "Tell the team if it is clear" not in tasks(client, cast, "AD")
    send(review=cast.review, by=cast["SA"], drafts=[early])
    assert "Tell the team if it is clear" in tasks(client, cast, "AD")


def test_a_text_is_not_kept_for_a_decision_that_its_writer_has_not_read(client, cast):
    finding = decided(cast, found(cast))
    given = typed()
    decided(cast, finding, "no", outcome="", reason="It is the law.")
    client.force_login(cast["SE"])
    response = client.post(url(cast, "write_feedback", finding.code), given)
    text = response.content.decode()
    assert response.status_code == 409 and not Feedback.objects.exists()
    assert all(words in text for words in ("Somebody decided anew a moment ago", "It is the law.", "Leaving it out."))
    again = {name: response.context["form"][name].value() for name in response.context["form"].fields}
    assert client.post(url(cast, "write_feedback", finding.code), again).status_code == 302


def test_what_was_rewritten_since_it_was_checked_is_not_sent(client, cast, mailoutbox):
    finding = decided(cast, found(cast, spoke(cast)))
    written(cast, finding, did="One ECG less.")
    client.force_login(cast["SE"])
    read = checked(client, cast)
    written(cast, finding, did="All ECGs stay.")
    response = client.post(url(cast, "send_feedback"), read)
    text = response.content.decode()
    assert response.status_code == 409 and not Feedback.objects.sent().exists() and not mailoutbox
    assert "something was rewritten since you opened this page" in text and "All ECGs stay." in text
    assert "1 answer is sent." in send_all(client, cast).content.decode()


def test_nobody_is_asked_if_nothing_was_clear(client, cast):
    client.force_login(cast["AD"])
    for given in ({"clear": "yes"}, {}):
        assert client.post(url(cast, "clear"), given).status_code == 302
    assert not Clarity.objects.exists()


def test_no_day_is_promised_for_all_where_a_part_has_none(client, cast):
    decided(cast, found(cast, spoke(cast), title="Decided"), tell_by=day(5))
    found(cast, spoke(cast), title="Open")
    text = shown(client, cast, "AD")
    assert "2 points that you spoke about have no answer yet." in text and "No day is fixed yet." in text
    Finding.objects.filter(title="Open").update(decide_by=day(9))
    assert f"We promised an answer by {in_words(day(9))}." in shown(client, cast, "AD")


def test_words_on_which_two_merged_findings_rest_are_read_once(client, cast):
    said = spoke(cast, words="My skin tore.")
    one, other = found(cast, said, title="One"), found(cast, said, title="Other")
    merge(finding=one, into=other, by=cast["MO"])
    told(cast, decided(cast, other))
    assert shown(client, cast, "AD").count("My skin tore.") == 1
