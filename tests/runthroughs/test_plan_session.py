"""A facilitator plans a session: a draft that nobody sees, with every gap named before anybody is asked."""

from dataclasses import replace
from datetime import timedelta
from math import ceil

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from protocols.audit.models import Action, Event
from protocols.people.models import Membership
from protocols.runthroughs.limits import minutes_per_step
from protocols.runthroughs.models import RunThrough
from protocols.runthroughs.rooms.models import Room
from protocols.runthroughs.sessions.guards import blocking, gaps_in
from protocols.runthroughs.sessions.models import Session
from protocols.runthroughs.sessions.planning import estimate, first_choice, steps_of_visits, visit_choices
from protocols.runthroughs.sessions.services import NotReady, StalePlan, save_plan, send_invitations
from protocols.runthroughs.steps import way_through
from tests.cast import Cast, make_cast
from tests.runthroughs.sessions import asked_session, begun_session, plan_for, ready_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def at(name: str, session: Session) -> str:
    return reverse(f"runthroughs:{name}", args=[session.run.code])


def typed(session: Session, **changes):
    """What the form of a plan posts."""
    day = (timezone.now() + timedelta(days=14)).date()
    return {
        "revision": session.revision, "title": "Main visits", "purpose": "To hear.", "visits": ["v1", "v2"],
        "personas": [persona.pk for persona in session.run.review.personas.all()],
        "people": [seat.pk for seat in session.run.review.seats.filter(role="AD")], "pay": "expenses", "pay_words": "",
        "day": f"{day:%Y-%m-%d}", "clock": "14:00", "zone": "Europe/Paris", "is_agreed": "on",
        "agreement": "The group", "agreed_on": "2026-01-05", "go": "save", **changes,
    }  # fmt: skip


def test_a_plan_begins_as_a_draft_with_texts_and_visits_that_fit(client, cast):
    client.force_login(cast["MO"])
    answer = client.post(
        reverse("runthroughs:plan", args=[cast.review.code]), {"title": "Ours", "kind": "group", "length": "60"}
    )
    session = Session.objects.get()
    assert answer.url == at("session_plan", session)
    assert session.is_draft
    assert session.purpose.startswith("We want to know")
    assert session.run.visits == first_choice(cast.review, "group", 60)
    assert not mail.outbox


def test_a_plan_without_a_name_says_so_and_keeps_the_rest(client, cast):
    client.force_login(cast["MO"])
    page = client.post(reverse("runthroughs:plan", args=[cast.review.code]), {"kind": "group", "length": "90"})
    assert page.status_code == 422
    assert "Enter a name for the session" in page.content.decode()
    assert page.context["form"]["length"].value() == "90"


def test_the_visits_that_tell_most_are_marked_and_those_that_fit_are_chosen(client, cast):
    session = begun_session(cast)
    client.force_login(cast["MO"])
    page = client.get(at("session_plan", session)).content.decode()
    assert "First visit" in page
    assert "Last visit" in page
    marked = [choice.key for choice in visit_choices(cast.review) if choice.why]
    assert set(session.run.visits) <= set(marked)


@pytest.mark.parametrize("kind", ["solo", "group"])
@pytest.mark.parametrize("visits", [["v1"], ["v1", "v2", "v3"], []])
def test_the_time_shown_is_steps_times_minutes(client, cast, kind, visits):
    session = begun_session(cast, kind)
    steps = len(way_through(RunThrough(review=cast.review, visits=visits), None).steps)
    found = estimate(cast.review, kind, visits)
    assert (found.steps, found.minutes) == (steps, ceil(steps * minutes_per_step(kind)))
    assert [each.steps for each in found.visits] == list(steps_of_visits(cast.review, visits).values())
    client.force_login(cast["MO"])
    page = client.get(at("session_time", session), {"visits": visits}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in page
    assert f"{steps} step" in page
    assert f"of {'3 min' if kind == 'group' else '30 seconds'}" in page


def test_saving_keeps_all_of_it_and_asks_nobody(client, cast):
    session = begun_session(cast)
    client.force_login(cast["MO"])
    assert client.post(at("session_plan", session), typed(session)).status_code == 302
    saved = Session.objects.get()
    assert (saved.revision, saved.pay, saved.zone, saved.is_draft) == (2, "expenses", "Europe/Paris", True)
    assert f"{saved.local():%H:%M %Z}".startswith("14:00 CE")
    assert [asked.seat for asked in saved.people.all()] == [cast.seats["AD"]]
    assert RunThrough.objects.get().visits == ["v1", "v2"]
    assert not mail.outbox


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"day": "soon"}, "enter a date like 2027-05-12"),
        ({"clock": "tea time"}, "enter a time like 14:30"),
        ({"zone": "Mars/Base"}, "Choose a time zone from the list"),
        ({"agreed_on": "2999-01-01"}, "is in the future"),
        ({"title": ""}, "Enter a name for the session"),
        ({"purpose": "x" * 2001}, "2001 characters long"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_typed_is_lost(client, cast, wrong, words):
    session = begun_session(cast)
    client.force_login(cast["MO"])
    page = client.post(at("session_plan", session), typed(session, **{"can_change": "Keep these words", **wrong}))
    assert page.status_code == 422
    assert words in page.content.decode()
    assert "Keep these words" in page.content.decode()
    assert Session.objects.get().revision == 1


def test_two_facilitators_do_not_overwrite_each_other(client, cast):
    session = begun_session(cast)
    save_plan(session=session, expected_revision=1, plan=plan_for(cast, purpose="The other purpose."))
    client.force_login(cast["MO"])
    page = client.post(at("session_plan", session), typed(session, purpose="My purpose."))
    text = page.content.decode()
    assert page.status_code == 409
    assert "The other purpose." in text
    assert "My purpose." in text
    assert Session.objects.get().purpose == "The other purpose."
    again = typed(session, purpose="My purpose.", revision=page.context["form"]["revision"].value())
    assert client.post(at("session_plan", session), again).status_code == 302
    assert Session.objects.get().purpose == "My purpose."
    with pytest.raises(StalePlan):
        save_plan(session=session, expected_revision=1, plan=plan_for(cast))


MISSING = {
    "purpose": ({"purpose": ""}, "Say what the session is for."),
    "visits": ({"visits": []}, "Choose at least one visit."),
    "personas": ({"personas": []}, "Choose at least one person to walk as."),
    "people": ({"seats": []}, "Choose at least one person to ask."),
    "pay": ({"pay": "", "pay_words": ""}, "Choose whether people are paid."),
    "how much": ({"pay": "paid", "pay_words": ""}, "Say how much people are paid."),
    "why not": ({"pay": "not-paid", "pay_words": ""}, "Say why people are not paid."),
    "date": ({"at": None}, "Choose the date and the time."),
    "past": ({"at": timezone.now() - timedelta(minutes=1)}, "The date is in the past. Choose a later one."),
    "tick": ({"is_agreed": False}, "Say who agreed to this, on what terms, and when."),
    "terms": ({"agreement": ""}, "Say who agreed to this, on what terms, and when."),
    "when": ({"agreed_on": None}, "Say who agreed to this, on what terms, and when."),
}


@pytest.mark.parametrize(("taken_away", "words"), MISSING.values(), ids=MISSING)
def test_no_invitation_goes_out_while_something_is_missing(client, cast, taken_away, words):
    session = ready_session(cast, **taken_away)
    client.force_login(cast["MO"])
    page = client.post(at("session_send", session))
    assert page.status_code == 422
    assert words in page.content.decode()
    assert f"{at('session_plan', session)}#" in page.content.decode()
    with pytest.raises(NotReady):
        send_invitations(session=session, by=cast["MO"])
    session.refresh_from_db()
    assert session.is_draft
    assert not mail.outbox


def test_a_review_that_is_not_open_is_missing_too(cast):
    session = ready_session(cast)
    cast.review.state = "draft"
    cast.review.save()
    session.run.review.refresh_from_db()
    assert [gap.place for gap in blocking(gaps_in(session, now=timezone.now()))] == ["review"]


def test_a_whole_plan_has_no_gap_and_a_facilitator_of_the_study_team_is_warned_of(cast):
    session = ready_session(cast)
    assert gaps_in(session, now=timezone.now()) == []
    Membership.objects.create(user=cast["MO"], organisation=cast.sponsor, role="viewer")
    (gap,) = gaps_in(session, now=timezone.now())
    assert gap.is_warning
    assert blocking([gap]) == []


def test_sending_writes_to_each_person_once(client, cast):
    session = ready_session(cast)
    client.force_login(cast["MO"])
    page = client.get(at("session_send", session)).content.decode()
    assert "To hear what two visits would ask of you." in page
    assert client.post(at("session_send", session)).url == at("session", session)
    assert client.post(at("session_send", session)).url == at("session", session)
    (letter,) = mail.outbox
    assert letter.to == [cast["AD"].email]
    assert "To hear what two visits would ask of you." in letter.body
    assert "60 pounds an hour" in letter.body
    assert at("asked", session) in letter.body
    assert cast.protocol.plain_title not in letter.body
    assert Event.objects.filter(action=Action.RUN_STARTED, subject=f"run:{session.run.code}").count() == 1
    assert send_invitations(session=session, by=cast["MO"]) == []


def test_a_mail_that_does_not_arrive_is_named_and_nothing_is_lost(client, cast, monkeypatch):
    session = ready_session(cast)
    monkeypatch.setattr("protocols.runthroughs.sessions.mail.deliver", lambda *args: False)
    client.force_login(cast["MO"])
    page = client.post(at("session_send", session))
    assert "The mail did not reach:" in page.content.decode()
    session.refresh_from_db()
    assert session.is_on


def test_a_draft_is_not_there_for_anybody_else(client, cast):
    session = begun_session(cast)
    listed = reverse("runthroughs:list", args=[cast.review.code])
    for who, status in (("AD", 404), ("SE", 403), ("stranger", 404)):
        client.force_login(cast[who])
        assert client.get(at("session_plan", session)).status_code == status
        assert who == "stranger" or "Main visits" not in client.get(listed).content.decode()
    client.force_login(cast["AD"])
    assert client.get(reverse("runthroughs:start", args=[session.run.code])).status_code == 404
    client.force_login(cast["MO"])
    assert "Main visits" in client.get(listed).content.decode()


def test_another_date_is_told_and_a_past_one_refused(client, cast):
    session = asked_session(cast)
    client.force_login(cast["MO"])
    refused = client.post(at("session_move", session), {"day": "2020-01-01", "clock": "10:00", "zone": "UTC"})
    assert refused.status_code == 422
    assert "The date is in the past" in refused.content.decode()
    assert client.post(at("session_move", session), {"day": "", "clock": "", "zone": "UTC"}).status_code == 422
    assert not mail.outbox
    client.post(at("session_move", session), {"day": "2099-05-12", "clock": "10:00", "zone": "UTC"})
    session.refresh_from_db()
    assert (session.at.year, session.moves) == (2099, 1)
    assert "12 May 2099 at 10:00 (UTC)" in mail.outbox[0].body


def test_cancelling_asks_once_tells_those_who_have_not_said_no_and_closes_the_walk(client, cast):
    session = asked_session(cast)
    client.force_login(cast["MO"])
    assert "Cancel this session?" in client.get(at("session_cancel", session)).content.decode()
    client.post(at("session_cancel", session))
    client.post(at("session_cancel", session))
    session.refresh_from_db()
    assert session.cancelled_at
    assert len(mail.outbox) == 1
    assert "will not take place" in mail.outbox[0].body
    client.force_login(cast["AD"])
    assert client.get(reverse("runthroughs:start", args=[session.run.code])).status_code == 409
    assert "Main visits" not in client.get(reverse("home")).content.decode()
    assert "This session will not take place." in client.get(at("asked", session)).content.decode()
    assert client.post(at("asked", session), {"reply": "yes", "zone": "UTC"}).status_code == 409


def test_cancelling_closes_the_room(client, cast):
    session = asked_session(cast)
    Room.objects.create(run=session.run)
    client.force_login(cast["MO"])
    client.post(at("session_cancel", session))
    assert Room.objects.get().is_closed


def test_who_said_no_is_told_of_neither(client, cast):
    session = asked_session(cast)
    session.people.update(reply="no")
    client.force_login(cast["MO"])
    client.post(at("session_move", session), {"day": "2099-05-12", "clock": "10:00", "zone": "UTC"})
    client.post(at("session_cancel", session))
    assert not mail.outbox


def test_a_person_who_is_taken_off_the_list_is_not_asked(cast):
    session = ready_session(cast)
    save_plan(session=session, expected_revision=session.revision, plan=replace(plan_for(cast), seats=[]))
    assert not session.people.exists()
