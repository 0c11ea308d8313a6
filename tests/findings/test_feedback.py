"""“You said, we did”: written, checked and sent; who reads what, and who is told that there is something to read."""

import re

import pytest
from django.utils import timezone

from protocols.audit.models import Action, Event
from protocols.findings.feedback.models import Clarity, Feedback
from protocols.findings.services import About, make_finding, merge
from protocols.people import mail
from protocols.reviews.models import Review, SeatRole
from protocols.runthroughs.models import RunThrough, SiteAnswer, Walk
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

TOO_LONG = "x" * 2001
SECRET = re.compile(r'(X-CSRFToken": ?"|X-CSRFToken&quot;: ?&quot;|csrfmiddlewaretoken" value=")[^"&]+|nonce="[^"]+"')


@pytest.fixture
def cast() -> Cast:
    return two_groups()


def test_an_answer_is_written_checked_sent_and_read(client, cast, mailoutbox):
    finding = decided(cast, found(cast, spoke(cast, words="My skin tore.")), "part", target="Amendment 1")
    client.force_login(cast["SE"])
    assert "Not written yet" in row(page(client, cast, "feedback"), "The ECG hurts")
    response = client.post(url(cast, "write_feedback", finding.code), typed(), follow=True)
    check = response.content.decode()
    assert response.redirect_chain == [(url(cast, "send_feedback"), 302)]
    assert "The answer is written. It is not sent yet." in check
    assert "Send 1 answer<" in check and "1 person gets an e-mail with a link." in check
    words = ["Leaving it out.", "One ECG less.", "The heart matters.", f"We ask again. By {in_words(day(40))}."]
    assert all(each in card(check, "A painful ECG") for each in words)
    assert "My skin tore." not in check  # this person asked for no quote
    assert "Written, not sent" in row(page(client, cast, "feedback"), "The ECG hurts")
    assert "We have not answered yet" in shown(client, cast, "AD") and not mailoutbox
    response = send_all(client, cast)
    assert response.redirect_chain == [(url(cast, "feedback"), 302)]
    assert "1 answer is sent. 1 person gets an e-mail." in response.content.decode()
    assert f"on {in_words(day(0))}" in row(response.content.decode(), "The ECG hurts")
    kept = Feedback.objects.get()
    assert (kept.written_by, kept.sent_by, kept.decision) == (cast["SE"], cast["SE"], finding.decisions.get())
    event = Event.objects.get(action=Action.FEEDBACK_SENT)
    assert (event.actor, event.subject) == (cast["SE"].pk, f"review:{cast.review.code}")
    assert (event.review, event.detail) == (cast.review.code, {"feedback": [kept.code]})
    text = card(shown(client, cast, "AD"), "A painful ECG")
    answer = ["My skin tore.", "Changed in part", "Amendment 1", f"Answered on {in_words(day(0))}"]
    assert all(each in text for each in [*words, *answer, "<dt>Why not all of it</dt>", "You said"])


def test_the_form_begins_with_the_decision_the_draft_or_what_was_sent(client, cast):
    finding = decided(cast, found(cast), "part")
    client.force_login(cast["SE"])

    def begins() -> dict[str, object]:
        form = client.get(url(cast, "write_feedback", finding.code)).context["form"]
        return {name: form[name].value() for name in form.fields}

    nothing = {"looked_at": None, "next_step": None, "next_by": None}
    of_decision = {"title": "The ECG hurts", "did": "One ECG less.", "why": "The heart is at risk.", "for_all": True}
    newest = finding.decisions.get().pk
    assert begins() == {**of_decision, **nothing, "revision": 0, "decision": newest}
    client.post(url(cast, "write_feedback", finding.code), typed(for_all=""))
    of_draft = {**typed(), "next_by": day(40), "for_all": False}
    assert begins() == {**of_draft, "revision": 1}
    send_all(client, cast)
    assert begins() == {**of_draft, "revision": 0}
    assert "It stays as it was; this one is sent after it" in page(client, cast, "write_feedback", finding.code)
    decided(cast, finding, "no", outcome="It stays.", reason="It is the law.")
    newest = finding.decisions.all()[0].pk
    assert begins() == {**of_draft, "did": "It stays.", "why": "It is the law.", "revision": 0, "decision": newest}


@pytest.mark.parametrize(("given", "field", "words"), [
    ({"title": " "}, "title", "Say in a few words what it is about."),
    ({"title": "x" * 121}, "title", "Ensure this value has at most 120 characters (it has 121)."),
    ({"did": ""}, "did", "Say what changes, or that nothing does."),
    ({"did": TOO_LONG}, "did", "Ensure this value has at most 2000 characters (it has 2001)."),
    ({"looked_at": TOO_LONG}, "looked_at", "Ensure this value has at most 2000 characters (it has 2001)."),
    ({"why": "\n"}, "why", "Say why, in plain words: not all of it was accepted."),
    ({"next_step": "x" * 301}, "next_step", "Ensure this value has at most 300 characters (it has 301)."),
    ({"next_by": -1}, "next_by", "By when: {yesterday} has gone by. Enter today or a later day."),
    ({"next_by": "soon"}, "next_by", "By when: enter a date like 2027-05-12"),
])  # fmt: skip
@pytest.mark.parametrize("choice", ["part", "no"])
def test_a_bad_form_says_what_is_wrong_and_keeps_what_was_typed(client, cast, given, field, words, choice):
    finding = decided(cast, found(cast), choice)
    client.force_login(cast["SE"])
    full = typed(**{name: day(-1).isoformat() if value == -1 else value for name, value in given.items()})
    response = client.post(url(cast, "write_feedback", finding.code), full)
    text = response.content.decode()
    assert response.status_code == 422
    assert f'<a href="#id_{field}">{words.format(yesterday=in_words(day(-1)))}</a>' in text
    assert text.count('<a href="#id_') == 1
    kept = ("title", "looked_at", "did", "why", "next_step", "next_by")
    assert all(str(full[name]) in text for name in kept if str(full[name]).strip())
    assert not Feedback.objects.exists()


@pytest.mark.parametrize("stands", [0, 1])
def test_who_saves_second_reads_what_the_first_wrote_and_keeps_what_they_typed(client, cast, stands):
    """Two people open the same page, before anything is written or to change the same draft."""
    finding = decided(cast, found(cast), "part")
    if stands:
        written(cast, finding)
    theirs = {"title": "Their title", "looked_at": "Their look.", "did": "Their deed.", "why": "Their reason."}
    written(cast, finding, **theirs, next_step="Their next.")
    client.force_login(cast["SE"])
    mine = typed(revision=stands, for_all="")
    response = client.post(url(cast, "write_feedback", finding.code), mine)
    text = response.content.decode()
    assert response.status_code == 409
    assert re.search(r"Ada Admin wrote this at \d\d:\d\d", text)
    assert "There is a problem" not in text
    assert all(words in text for words in [*theirs.values(), "Their next.", "Save mine in place of theirs"])
    again = response.context["form"]
    assert {name: str(again[name].value() or "") for name in again.fields} == {
        **{name: str(value) for name, value in mine.items()}, "revision": str(stands + 1),
    }  # fmt: skip
    assert Feedback.objects.get().did == "Their deed."
    assert client.post(url(cast, "write_feedback", finding.code), mine).status_code == 409  # the old page, once more
    saved = client.post(url(cast, "write_feedback", finding.code), {**mine, "revision": stands + 1})
    assert saved.status_code == 302
    kept = Feedback.objects.get()
    assert (kept.did, kept.written_by, kept.revision) == ("One ECG less.", cast["SE"], stands + 2)


def test_who_changes_a_draft_that_was_sent_meanwhile_keeps_what_they_typed(client, cast):
    finding = decided(cast, found(cast))
    sent = told(cast, finding, did="As it was sent.")
    client.force_login(cast["SE"])
    response = client.post(url(cast, "write_feedback", finding.code), typed(revision=1, did="Typed meanwhile."))
    text = response.content.decode()
    assert response.status_code == 409
    assert "Somebody sent this answer a moment ago" in text and "What you typed is still below." in text
    assert "Typed meanwhile." in text and "Save and check" in text
    assert Feedback.objects.get().did == "As it was sent."
    given = typed(revision=0, did="Typed meanwhile.")
    assert client.post(url(cast, "write_feedback", finding.code), given).status_code == 302
    assert Feedback.objects.drafts().get().did == "Typed meanwhile."
    sent.refresh_from_db()
    assert (sent.did, sent.revision) == ("As it was sent.", 1)


def test_there_is_no_answer_to_write_without_a_decision_of_this_review(client, cast):
    undecided, merged, kept = (found(cast, title=title) for title in ("Open", "Merged", "Kept"))
    decided(cast, merged)
    decided(cast, kept)
    merge(finding=merged, into=kept, by=cast["MO"])
    second = Review.objects.create(protocol=cast.protocol, version=cast.version, number=2, created_by=cast["SE"])
    elsewhere = make_finding(review=second, by=cast["SE"], about=About(), said={"title": "Elsewhere"})
    decided(cast, elsewhere)
    client.force_login(cast["SE"])
    assert client.get(url(cast, "write_feedback", kept.code)).status_code == 200
    for code in (undecided.code, merged.code, elsewhere.code, "nonsense"):
        assert client.get(url(cast, "write_feedback", code)).status_code == 404
        assert client.post(url(cast, "write_feedback", code), typed()).status_code == 404
    assert not Feedback.objects.exists()
    assert "Decide first" in row(page(client, cast, "feedback"), "Open")


@pytest.mark.parametrize("who", ["SV", "MO", "RV"])
def test_others_of_the_team_read_the_answers_and_get_no_button(client, cast, who):
    finding = decided(cast, found(cast, title="Done"))
    told(cast, finding)
    written(cast, decided(cast, found(cast, title="Written")))
    found(cast, title="Open")
    buttons = ("Check and send", "Write the answer", "Change the answer", "Decide first", "/answer/")
    client.force_login(cast["SE"])
    editors = page(client, cast, "feedback")
    assert all(each in editors for each in buttons)
    client.force_login(cast[who])
    text = page(client, cast, "feedback")
    assert all(f">{title}</a>" in text for title in ("Done", "Written", "Open"))
    assert not any(each in text for each in buttons)
    for address in (url(cast, "write_feedback", finding.code), url(cast, "send_feedback")):
        assert client.post(address, typed()).status_code == 403
    assert Feedback.objects.sent().count() == 1
    read = page(client, cast, "you_said")
    assert "This is the page that those who spoke see." in read and titles(read) == ["Done"]


def test_nothing_is_sent_while_a_decision_has_no_answer(client, cast, mailoutbox):
    said = spoke(cast)
    written(cast, decided(cast, found(cast, said, title="Written")))
    forgotten = decided(cast, found(cast, said, title="Forgotten"))
    found(cast, title="Open")
    client.force_login(cast["SE"])
    text = page(client, cast, "send_feedback")
    assert "These decisions have no answer yet" in text and "Send 1 answer" not in text
    assert "1 finding is not decided." in text
    response = client.post(url(cast, "send_feedback"), checked(client, cast))
    text = response.content.decode()
    assert response.status_code == 422
    assert "Not sent: some decisions have no answer yet" in text
    listed = text.split("Write these first:")[1].split("</ul>")[0]
    assert f'<a href="{url(cast, "write_feedback", forgotten.code)}">Forgotten</a>' in listed
    assert "Written" not in listed and "Open" not in listed
    assert not Feedback.objects.sent().exists() and not mailoutbox
    assert not Event.objects.filter(action=Action.FEEDBACK_SENT).exists()
    written(cast, forgotten)
    assert "2 answers are sent. 1 person gets an e-mail." in send_all(client, cast).content.decode()
    assert Feedback.objects.sent().count() == 2 and len(mailoutbox) == 1


def test_an_answer_to_an_older_decision_is_not_sent(client, cast, mailoutbox):
    finding = decided(cast, found(cast, spoke(cast)))
    written(cast, finding, did="It is gone.")
    decided(cast, finding, "no", outcome="It stays.")
    client.force_login(cast["SE"])
    assert "Decided anew since it was written" in row(page(client, cast, "feedback"), "The ECG hurts")
    response = client.post(url(cast, "send_feedback"), checked(client, cast))
    text = response.content.decode()
    assert response.status_code == 422
    assert "The ECG hurts" in text.split("Write these first:")[1].split("</ul>")[0]
    assert "It is gone." not in text and not Feedback.objects.sent().exists()
    client.post(url(cast, "write_feedback", finding.code), typed(did="It stays.", revision=1))
    assert "1 answer is sent. 1 person gets an e-mail." in send_all(client, cast).content.decode()
    kept = Feedback.objects.get()
    assert (kept.did, kept.decision) == ("It stays.", finding.decisions.first())
    assert len(mailoutbox) == 1


def test_what_was_sent_stays_and_a_newer_answer_is_read_in_its_place(client, cast):
    finding = answered(cast, spoke(cast), did="We left it out.")
    before = Feedback.objects.values().get()
    decided(cast, finding, "no")
    client.force_login(cast["SE"])
    given = typed(did="We put it back.", why="It is the law.")
    assert client.post(url(cast, "write_feedback", finding.code), given).status_code == 302
    assert "We left it out." in shown(client, cast, "AD") and "We put it back." not in shown(client, cast, "AD")
    send_all(client, cast)
    text = shown(client, cast, "AD")
    assert titles(text) == ["A painful ECG"]
    assert "We put it back." in text and "We left it out." not in text
    assert "<dt>Why</dt>" in text and "Not changed</span>" in text
    assert Feedback.objects.values().get(pk=before["id"]) == before
    written(cast, finding)
    client.force_login(cast["SE"])
    assert "Sent; a new text waits" in row(page(client, cast, "feedback"), "The ECG hurts")


def test_the_team_reads_what_is_late_first_and_what_is_told_last(client, cast):
    for title, away in (("Later", 9), ("Late", -1), ("Today", 0)):
        decided(cast, found(cast, title=title), tell_by=day(away))
    told(cast, decided(cast, found(cast, title="Told"), tell_by=day(-9)))
    found(cast, title="Open")
    client.force_login(cast["SV"])
    text = page(client, cast, "feedback")
    order = [text.index(f">{title}</a>") for title in ("Late", "Today", "Later", "Open", "Told")]
    assert order == sorted(order)
    assert f"Promised by {in_words(day(-1))}; that day has gone by" in row(text, "Late")
    assert f"Promised by {in_words(day(0))}</span>" in row(text, "Today")
    assert text.count("that day has gone by") == 1
    assert "Not decided yet" in row(text, "Open")


def test_an_e_mail_goes_to_those_who_spoke_and_holds_nothing_of_what_was_said(client, cast, mailoutbox, settings):
    site_spoke(cast)
    (elsewhere,) = site_seats(cast, 1)
    say_as_site(elsewhere, "v2", share_level="named")
    first, second = spoke(cast, words="My skin tore."), spoke(cast, words="It is cold.")
    spoke(cast, "AD3", "About something else.")
    written(cast, decided(cast, found(cast, first, visits=["v1"], title="Torn skin")), did="Softer plasters.")
    written(cast, decided(cast, found(cast, second, spoke(cast, "AD2"), title="Cold room"), "no"), why="It is the law.")
    assert "2 answers are sent." in send_all(client, cast).content.decode()
    assert recipients(mailoutbox) == sorted(cast[who].email for who in ("AD", "AD2", "SI"))
    message = next(each for each in mailoutbox if each.to == [cast["AD"].email])
    assert message.subject == "There is an answer to what you said"
    assert f"Hello {cast['AD'].name}," in message.body
    assert f"{settings.SITE_ADDRESS.rstrip('/')}{url(cast, 'you_said')}" in message.body
    secret = ("skin", "cold", "plasters", "law", cast.review.protocol.title, "A study of a tablet", "ALD-1", "ECG")
    for each in mailoutbox:
        whole = f"{each.subject} {each.body}".lower()
        assert not any(word.lower() in whole for word in secret)


def test_who_has_no_seat_any_more_gets_no_e_mail(client, cast, mailoutbox):
    site_spoke(cast)
    written(cast, decided(cast, found(cast, spoke(cast), spoke(cast, "AD2"), visits=["v1"])))
    for who in ("AD2", "SI"):
        cast.seats[who].removed_at = timezone.now()
        cast.seats[who].save()
    send_all(client, cast)
    assert recipients(mailoutbox) == [cast["AD"].email]


def test_a_site_that_took_its_answer_back_or_sent_none_gets_no_e_mail(client, cast, mailoutbox):
    site_spoke(cast)
    back, unsent = site_seats(cast, 1, 1)
    SiteAnswer.objects.filter(pk=say_as_site(back).pk).update(withdrawn_at=timezone.now())
    SiteAnswer.objects.filter(pk=say_as_site(unsent).pk).update(sent_at=None)
    written(cast, decided(cast, found(cast, visits=["v1"])))
    send_all(client, cast)
    assert recipients(mailoutbox) == [cast["SI"].email]


def test_who_spoke_about_a_merged_finding_hears_of_the_one_it_was_merged_into(client, cast, mailoutbox):
    kept, other = found(cast, spoke(cast)), found(cast, spoke(cast, "AD2", "It is cold."), title="Cold room")
    merge(finding=other, into=kept, by=cast["MO"])
    written(cast, decided(cast, kept), for_all=False)
    send_all(client, cast)
    assert recipients(mailoutbox) == sorted([cast["AD"].email, cast["AD2"].email])
    text = card(shown(client, cast, "AD2"), "The ECG hurts")
    assert "It is cold." in text and "And 1 other person<" in text
    assert titles(shown(client, cast, "AD3")) == []


def test_a_mail_server_that_refuses_is_named_and_loses_nothing(client, cast, mailoutbox, monkeypatch):
    written(cast, decided(cast, found(cast, spoke(cast), spoke(cast, "AD2"))))
    really = mail.send_mail

    def refuse_one(subject: str, text: str, sender: str | None, to: list[str]) -> int:
        if to == [cast["AD"].email]:
            raise OSError("no")
        return really(subject, text, sender, to)

    monkeypatch.setattr(mail, "send_mail", refuse_one)
    text = send_all(client, cast).content.decode()
    assert f"The e-mail did not reach: {cast['AD'].name}. Tell them yourself." in text
    assert recipients(mailoutbox) == [cast["AD2"].email]
    assert Feedback.objects.get().sent_at
    assert "It hurts." in card(shown(client, cast, "AD"), "The ECG hurts")


def test_words_of_others_are_there_only_as_they_agreed(client, cast):
    add_seat(cast, SeatRole.ADVOCATE, "Gus Glen", cast.seats["AD3"].organisation, key="AD4")
    said = [
        spoke(cast, "AD", "I never said you may.", "no"),
        spoke(cast, "AD2", "Take my words.", "unnamed"),
        spoke(cast, "AD3", "Take my words and my name.", "named"),
        spoke(cast, "AD4", "I did not say whether you may."),
    ]
    answered(cast, *said)
    for who in ("RV", "SI", "AC"):
        text = card(shown(client, cast, who), "The ECG hurts")
        assert "Take my words." in text and "Take my words and my name." in text
        assert '<p class="pb-by">Flo Field</p>' in text and "4 people told us about this" in text
        hidden = ("I never said", "I did not say", "Bo Brook", cast["AD"].name, "Gus Glen")
        assert not any(each in text for each in hidden)
    text = card(shown(client, cast, "AD"), "The ECG hurts")
    assert "I never said you may." in text and "And 3 other people" in text
    assert "Take my words" not in text


def test_an_answer_for_everybody_is_read_by_all_and_another_by_those_who_spoke(client, cast):
    said = spoke(cast, words="My skin tore.")
    answered(cast, said, title="For all", for_all=True)
    answered(cast, said, title="For some", for_all=False)
    answered(cast, spoke(cast, "AD2"), title="Of another", for_all=True)
    assert titles(shown(client, cast, "AD")) == ["For some", "For all", "Of another"]
    for who in ("AD3", "AC3", "SI"):
        text = shown(client, cast, who)
        assert sorted(titles(text)) == ["For all", "Of another"]
        assert "My skin tore." not in text and "You said</p>" not in text
        assert "1 person told us about this" in card(text, "For all")
    for who in ("SA", "SE", "SV", "MO", "RV"):
        text = shown(client, cast, who)
        assert sorted(titles(text)) == ["For all", "For some", "Of another"]
        assert "My skin tore." not in text


def test_a_contact_reads_what_their_group_said_as_it_agreed(client, cast):
    answered(cast, spoke(cast, "AD", "Quote me.", "unnamed"), title="Quoted", for_all=False)
    answered(cast, spoke(cast, "AD2", "Never quote me.", "no"), title="Unquoted", for_all=False)
    text = shown(client, cast, "AC")
    assert sorted(titles(text)) == ["Quoted", "Unquoted"]
    assert "Quote me." in card(text, "Quoted") and "People said" in card(text, "Quoted")
    assert "Never quote me." not in text and cast["AD"].name not in text
    other = shown(client, cast, "AC3")
    assert titles(other) == []
    assert "We have not answered yet" in other


def test_a_site_reads_the_answer_to_what_it_said_on_that_visit(client, cast):
    site_spoke(cast)
    (elsewhere, *_rest) = site_seats(cast, 1)
    cast.people["SI2"] = elsewhere.user
    say_as_site(elsewhere, "v2", share_level="named", note="Ours alone.")
    told(cast, decided(cast, found(cast, visits=["v1"], title="On visit 1")), for_all=False)
    told(cast, decided(cast, found(cast, visits=["v2"], title="On visit 2")), for_all=False)
    text = shown(client, cast, "SI")
    assert titles(text) == ["On visit 1"]
    assert "You told us about this." in text
    assert titles(shown(client, cast, "SI2")) == ["On visit 2"]
    SiteAnswer.objects.filter(seat=cast.seats["SI"]).update(withdrawn_at=timezone.now())
    assert titles(shown(client, cast, "SI")) == []


def test_words_that_were_taken_back_are_on_no_page(client, cast):
    said = [spoke(cast, "AD", "Mine, taken back.", "named"), spoke(cast, "AD2", "Still there.", "unnamed")]
    answered(cast, *said, for_all=False)
    assert "Mine, taken back." in shown(client, cast, "AD") and "Mine, taken back." in shown(client, cast, "RV")
    Walk.objects.filter(pk=said[0].walk_id).update(withdrawn_at=timezone.now())
    for who in ("AD2", "AC", "SE", "RV"):
        text = shown(client, cast, who)
        assert "Mine, taken back." not in text and "And 1 other" not in text
        assert "Still there." in card(text, "The ECG hurts")
    text = shown(client, cast, "AD")
    assert titles(text) == [] and "Mine, taken back." not in text
    assert "no answer yet" not in text  # nothing of theirs waits any more


def test_what_people_said_together_is_not_told_before_it_is_shown_to_all(client, cast):
    said = [spoke(cast, "AD", "Said alone.", "unnamed"), spoke(cast, "AD2", "Said together.", "named")]
    answered(cast, *said)
    run = RunThrough.objects.filter(walks=said[1].walk_id)
    run.update(kind=RunThrough.Kind.GROUP, revealed_at=timezone.now())
    assert "Said together." in shown(client, cast, "RV")
    run.update(revealed_at=None)
    for who in ("RV", "SE", "AC", "AD3", "AD"):
        text = shown(client, cast, who)
        assert "Said alone." in text and "Said together." not in text
        assert "Bo Brook" not in text and "other person" not in text and "2 people" not in text


def test_who_waits_for_an_answer_reads_on_how_many_points_and_until_when(client, cast):
    said = [spoke(cast, words=words) for words in ("One.", "Two.", "Three.")]
    text = shown(client, cast, "AD")
    assert "We have not answered yet" in text and "No day is fixed yet." in text
    findings = [found(cast, each, title=each.words) for each in said]
    Review.objects.filter(pk=cast.review.pk).update(decide_by=day(5))
    text = shown(client, cast, "AD")
    assert "3 points that you spoke about have no answer yet." in text
    assert f"We promised an answer by {in_words(day(5))}.</p>" in text
    decided(cast, findings[0], tell_by=day(20))
    decided(cast, findings[1], tell_by=day(9))
    assert f"We promised an answer by {in_words(day(20))}.</p>" in shown(client, cast, "AD")
    told(cast, findings[0])
    text = shown(client, cast, "AD")
    assert "2 points that you spoke about have no answer yet." in text
    assert "<dt>Yours, still open</dt><dd>2</dd>" in text
    assert f"We promised an answer by {in_words(day(9))}.</p>" in text
    told(cast, findings[1])
    assert "1 point that you spoke about has no answer yet." in shown(client, cast, "AD")
    told(cast, decided(cast, findings[2]))
    text = shown(client, cast, "AD")
    assert "no answer yet" not in text and "We promised" not in text and "still open" not in text
    assert "no answer yet" not in shown(client, cast, "AD2")  # who said nothing waits for nothing


@pytest.mark.parametrize(("away", "is_late"), [(-1, True), (0, False)])
def test_a_promised_day_that_has_gone_by_is_named_in_words(client, cast, away, is_late):
    decided(cast, found(cast, spoke(cast)), tell_by=day(away))
    text = shown(client, cast, "AD")
    assert f"We promised an answer by {in_words(day(away))}." in text
    assert ("We are late, and we are sorry." in text) is is_late


def test_whether_it_was_clear_is_kept_and_counted_without_names(client, cast):
    answered(cast, spoke(cast), spoke(cast, "AD2"))
    said = [("AD", "no", "Which ECG?"), ("AD2", "partly", ""), ("SI", "yes", ""), ("AD", "yes", "Now I see it.")]
    for who, how, words in said:
        client.force_login(cast[who])
        response = client.post(url(cast, "clear"), {"clear": how, "words": words}, follow=True)
        assert response.redirect_chain == [(url(cast, "you_said"), 302)]
        assert "Thank you. The team sees this without your name." in response.content.decode()
    assert Clarity.objects.count() == 4
    assert f"You said “Yes” on {in_words(day(0))}. You can say it anew." in shown(client, cast, "AD")
    assert "You can say it anew" not in shown(client, cast, "AD3")
    client.force_login(cast["SE"])
    text = page(client, cast, "feedback")
    assert "<dt>Yes</dt><dd>2</dd><dt>Partly</dt><dd>1</dd><dt>No</dt><dd>0</dd>" in text
    assert "Now I see it." in text and "Which ECG?" not in text
    assert not any(cast[who].name in text for who in ("AD", "AD2", "SI"))


@pytest.mark.parametrize(("given", "words"), [
    ({"words": "Which ECG?"}, "Choose yes, partly or no."),
    ({"clear": "perhaps", "words": "Which ECG?"}, "Select a valid choice. perhaps is not one of"),
    ({"clear": "no", "words": "Which ECG?" + "x" * 491}, "Ensure this value has at most 500 characters (it has 501)."),
])  # fmt: skip
def test_an_answer_that_cannot_be_kept_says_why_beside_what_was_read(client, cast, given, words):
    answered(cast, spoke(cast))
    client.force_login(cast["AD"])
    response = client.post(url(cast, "clear"), given)
    text = response.content.decode()
    assert response.status_code == 422
    assert words in text and given["words"] in text and "It hurts." in text
    assert not Clarity.objects.exists()


def test_only_those_who_were_told_are_asked_whether_it_was_clear(client, cast):
    said = spoke(cast)
    assert "Was this clear?" not in shown(client, cast, "AD")
    answered(cast, said)
    for who in ("AD", "AC", "SI"):
        assert "Was this clear?" in shown(client, cast, who)
    for who in ("SE", "MO", "RV"):
        assert "Was this clear?" not in shown(client, cast, who)
        assert client.post(url(cast, "clear"), {"clear": "yes"}).status_code == 403
    assert not Clarity.objects.exists()
    client.force_login(cast["SE"])
    assert "Nobody has said yet." in page(client, cast, "feedback")


def test_home_asks_those_who_spoke_to_read_it_until_they_said_if_it_is_clear(client, cast):
    task, hint = "Read what came of what you said", "Tell the team if it is clear"
    finding = decided(cast, found(cast, spoke(cast)))
    written(cast, finding)
    assert task not in tasks(client, cast, "AD")
    told(cast, finding)
    for who in ("AD", "AC"):
        text = tasks(client, cast, who)
        assert task in text and hint in text and url(cast, "you_said") in text
    for who in ("AD2", "AC3", "SI", "MO", "SE"):
        assert task not in tasks(client, cast, who)
    client.force_login(cast["AD"])
    client.post(url(cast, "clear"), {"clear": "yes"})
    text = tasks(client, cast, "AD")
    assert task in text and hint not in text
    assert hint in tasks(client, cast, "AC")
    told(cast, finding)  # a newer answer is to be read again
    assert hint in tasks(client, cast, "AD")


def test_home_tells_the_sponsor_s_editors_what_is_to_be_answered(client, cast):
    findings = [decided(cast, found(cast, title=title), tell_by=day(away)) for title, away in (("A", -2), ("B", 0))]
    found(cast, title="Open")
    for who in ("SA", "SE"):
        text = tasks(client, cast, who)
        assert "Answer 2 points that people raised" in text and "1 promised day has gone by" in text
        assert url(cast, "feedback") in text
    for who in ("SV", "MO", "RV", "AD"):
        assert "that people raised" not in tasks(client, cast, who)
    told(cast, findings[0])
    text = tasks(client, cast, "SE")
    assert "Answer 1 point that people raised" in text and "gone by" not in text
    written(cast, findings[1])
    assert "Answer 1 point that people raised" in tasks(client, cast, "SE")
    told(cast, findings[1])
    assert "that people raised" not in tasks(client, cast, "SE")
    for finding in findings:
        decided(cast, finding, tell_by=day(-1))
    assert "2 promised days have gone by" in tasks(client, cast, "SE")


def test_one_more_site_s_answer_changes_nothing_that_others_read(client, cast):
    """A site that gave no name answers on the visit, and takes its answer back: no page of anybody else tells."""
    site_spoke(cast)
    finding = decided(cast, found(cast, spoke(cast), visits=["v1"]))
    told(cast, finding)
    written(cast, finding)
    (quiet,) = site_seats(cast, 1)
    readers = ("SA", "SE", "SV", "RV", "AD", "AD2", "AC", "SI")

    def everything() -> dict[tuple[str, str], str]:
        pages = {}
        for who in readers:
            names = ("you_said",) if who in ("AD", "AD2", "AC", "SI") else ("you_said", "feedback", "decisions")
            client.force_login(cast[who])
            for name in names:
                answer = client.get(url(cast, name))
                assert answer.status_code == 200
                pages[who, name] = SECRET.sub("", answer.content.decode())
        return pages

    before = everything()
    assert everything() == before
    for level in ("role", "totals"):
        answer = say_as_site(quiet, share_level=level)
        assert everything() == before
        answer.delete()
