"""A person who is asked: pre-reading, four answers, needs that only the facilitator sees, reminders that stop."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from protocols.domain.language.readability import read_text
from protocols.runthroughs.models import Walk
from protocols.runthroughs.sessions.access import stop_token
from protocols.runthroughs.sessions.calendar import calendar_entry
from protocols.runthroughs.sessions.models import Reminder, Session, SessionPerson
from protocols.runthroughs.sessions.services import due_reminders
from protocols.runthroughs.sessions.words import GROUND_RULES
from tests.cast import Cast, add_seat, make_cast
from tests.runthroughs.sessions import asked_session, persona

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def session(cast) -> Session:
    return asked_session(cast)


def at(name: str, session: Session) -> str:
    return reverse(f"runthroughs:{name}", args=[session.run.code])


def only(session: Session) -> SessionPerson:
    return session.people.get()


def test_the_page_says_what_is_asked_and_opening_it_changes_nothing(client, cast, session):
    client.force_login(cast["AD"])
    page = client.get(at("asked", session)).content.decode()
    for words in ("To hear what two visits", "60 pounds an hour", "at 14:00 (Europe/London)", "Room 4", "Ruth, 71",
                  "Screening", "12-lead ECG", str(GROUND_RULES[0]), "No thanks"):  # fmt: skip
        assert words in page
    assert only(session).reply == ""


@pytest.mark.parametrize("reply", ["yes", "maybe", "not-now", "no"])
def test_each_answer_is_one_press_and_can_be_changed(client, cast, session, reply):
    client.force_login(cast["AD"])
    said = {"reply": reply, "needs": ["breaks"], "needs_words": "A quiet room.", "zone": "Europe/Berlin"}
    assert client.post(at("asked", session), said).url == at("asked", session)
    mine = only(session)
    assert (mine.reply, mine.needs, mine.needs_words) == (reply, ["breaks"], "A quiet room.")
    assert "at 15:00 (Europe/Berlin)" in client.get(at("asked", session)).content.decode()
    client.post(at("asked", session), {"reply": "yes", "zone": "UTC"})
    assert only(session).reply == "yes"


@pytest.mark.parametrize("wrong", [{}, {"reply": "perhaps"}, {"reply": "yes", "needs": ["gold"]}, {"zone": "x"}])
def test_a_wrong_answer_is_refused_and_the_words_are_kept(client, cast, session, wrong):
    client.force_login(cast["AD"])
    page = client.post(at("asked", session), {"zone": "UTC", "needs_words": "Keep me.", **wrong})
    assert page.status_code == 422
    assert "Keep me." in page.content.decode()
    assert only(session).reply == ""


def test_needs_are_for_the_facilitator_alone(client, cast, session):
    session.people.update(needs=["carer"], needs_words="My son needs looking after.")
    pages = [("MO", at("session", session), True)]
    pages += [(who, reverse("runthroughs:list", args=[cast.review.code]), False) for who in ("SE", "RV", "AC")]
    for who, page, sees in pages:
        client.force_login(cast[who])
        assert ("My son needs" in client.get(page).content.decode()) is sees
    client.force_login(cast["SE"])
    assert client.get(at("session", session)).status_code == 403


def test_an_advocate_who_was_not_asked_finds_nothing(client, cast, session):
    other = add_seat(cast, "AD", "Olu Other", cast.seats["AD"].organisation, key="AD2")
    client.force_login(other.user)
    for name in ("asked", "start", "screen_test", "session_calendar"):
        assert client.get(at(name, session)).status_code == 404
    assert "Main visits" not in client.get(reverse("home")).content.decode()


def test_home_asks_until_there_is_an_answer_and_leaves_a_no_alone(client, cast, session):
    client.force_login(cast["AD"])
    assert at("asked", session) in client.get(reverse("home")).content.decode()
    client.post(at("asked", session), {"reply": "no", "zone": "UTC"})
    assert "Main visits" not in client.get(reverse("home")).content.decode()
    client.post(at("asked", session), {"reply": "yes", "zone": "UTC"})
    assert at("start", session) in client.get(reverse("home")).content.decode()


def test_each_reads_the_date_on_their_own_clock_in_summer_too(client, cast, session):
    Session.objects.update(at=datetime(2027, 7, 5, 12, 0, tzinfo=UTC), zone="Europe/Paris")
    session.people.update(zone="America/New_York")
    client.force_login(cast["AD"])
    page = client.get(at("asked", session)).content.decode()
    assert "Monday 5 July 2027 at 08:00 (America/New York)" in page
    assert "For most others that is Monday 5 July 2027 at 14:00 (Europe/Paris)." in page
    client.force_login(cast["MO"])
    page = client.get(at("session", session)).content.decode()
    assert "It begins on Monday 5 July 2027 at 14:00 (Europe/Paris)." in page
    moved = client.get(at("session_move", session)).content.decode()
    assert 'value="14:00"' in moved


def test_a_time_zone_that_was_given_once_is_not_asked_again(client, cast, session):
    client.force_login(cast["AD"])
    client.post(at("asked", session), {"reply": "yes", "zone": "Europe/Berlin"})
    later = asked_session(cast)
    assert later.people.get().zone == "Europe/Berlin"


def test_the_calendar_entry_has_the_right_zone_in_winter_and_summer(client, cast, session):
    client.force_login(cast["AD"])
    session.at, session.zone = datetime(2027, 7, 5, 12, 0, tzinfo=UTC), "Europe/Paris"
    session.save()
    answer = client.get(at("session_calendar", session))
    lines = answer.content.decode().split("\r\n")
    assert answer["Content-Type"].startswith("text/calendar")
    assert "DTSTART;TZID=Europe/Paris:20270705T140000" in lines
    assert "DURATION:PT60M" in lines
    changes = [(lines[i + 1], lines[i + 2], lines[i + 3]) for i, line in enumerate(lines) if line == "BEGIN:DAYLIGHT"]
    assert ("DTSTART:20270328T020000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200") in changes
    assert all(len(line.encode()) <= 75 for line in lines)
    assert cast.protocol.plain_title not in answer.content.decode()


def test_long_and_odd_texts_are_escaped_and_folded_in_the_calendar(cast, session):
    session.where = "Room 4; über " + "ä" * 80 + ", second floor\nBEGIN:VEVENT"
    text = calendar_entry(session)
    assert "\r\nBEGIN:VEVENT\r\nUID" in text
    assert text.count("\r\nBEGIN:VEVENT") == 1
    unfolded = text.replace("\r\n ", "")
    assert "LOCATION:Room 4\\; über " + "ä" * 80 + "\\, second floor\\nBEGIN:VEVENT" in unfolded
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_a_session_alone_has_no_calendar_entry(client, cast):
    session = asked_session(cast, "solo")
    client.force_login(cast["AD"])
    assert client.get(at("session_calendar", session)).url == at("asked", session)


def test_the_screen_test_saves_and_reads_back_with_and_without_scripts(client, cast, session):
    client.force_login(cast["AD"])
    fragment = client.post(at("screen_save", session), {"words": "Hello"}, headers={"HX-Request": "true"})
    assert "<html" not in fragment.content.decode()
    assert "Hello" in fragment.content.decode()
    assert "Saving works" in client.get(at("screen_test", session)).content.decode()
    assert client.post(at("screen_test", session), {"words": "Again"}).status_code == 302
    assert "Again" in client.get(at("screen_test", session)).content.decode()
    assert client.post(at("screen_test", session), {"words": "x" * 2001}).status_code == 422
    assert client.post(at("screen_save", session), {"words": "x" * 2001}).status_code == 422


def days_before(session: Session, days: float) -> datetime:
    """Make the session one to which people were asked long ago, and return a moment before it."""
    Session.objects.update(sent_at=session.at - timedelta(days=40))
    return session.at - timedelta(days=days)


def reminded(session: Session, days: float) -> list[int]:
    return [reminder.number for reminder in due_reminders(now=days_before(session, days))]


def test_two_reminders_at_most_each_on_its_day_and_once(session):
    assert reminded(session, 8) == []
    assert reminded(session, 6.9) == [1]
    assert reminded(session, 6.8) == []
    assert reminded(session, 1.9) == [2]
    assert reminded(session, 1.5) == []
    assert reminded(session, -1) == []
    assert Reminder.objects.count() == 2


def test_a_day_that_was_missed_is_not_made_up_for(session):
    assert reminded(session, 1) == [2]
    assert reminded(session, 1) == []


def test_who_is_asked_late_gets_no_reminder_of_a_day_before_that(session):
    Session.objects.update(sent_at=session.at - timedelta(days=3))
    assert [each.number for each in due_reminders(now=session.at - timedelta(days=2.9))] == []
    assert [each.number for each in due_reminders(now=session.at - timedelta(days=1.9))] == [2]


@pytest.mark.parametrize("reply", ["no", "not-now"])
def test_never_a_reminder_after_a_no(session, reply):
    session.people.update(reply=reply)
    assert reminded(session, 6) == []
    assert reminded(session, 1) == []


def test_no_reminder_to_who_wants_none_has_sent_or_left_nor_of_a_cancelled_session(cast, session):
    session.people.update(no_reminders_at=timezone.now())
    assert reminded(session, 6) == []
    session.people.update(no_reminders_at=None)
    walk = Walk.objects.create(run=session.run, seat=cast.seats["AD"], persona=persona(cast), sent_at=timezone.now())
    assert reminded(session, 6) == []
    walk.delete()
    session.run.review.seats.filter(role="AD").update(removed_at=timezone.now())
    assert reminded(session, 6) == []
    session.run.review.seats.filter(role="AD").update(removed_at=None)
    Session.objects.update(cancelled_at=timezone.now())
    assert reminded(session, 6) == []


def test_the_command_sends_once_and_tries_again_what_did_not_arrive(session, monkeypatch, capsys):
    Session.objects.update(at=timezone.now() + timedelta(days=6), sent_at=timezone.now() - timedelta(days=9))
    with monkeypatch.context() as broken:
        broken.setattr("protocols.runthroughs.sessions.mail.deliver", lambda *args: False)
        call_command("send_reminders")
    assert not Reminder.objects.exists()
    call_command("send_reminders")
    call_command("send_reminders")
    assert len(mail.outbox) == 1
    assert "A no is fine." in mail.outbox[0].body
    assert "/reminders/stop/" in mail.outbox[0].body
    assert "Reminders sent: 1. Not reached: 0." in capsys.readouterr().out


def test_the_link_in_a_mail_stops_reminders_signed_out_and_only_when_pressed(client, session):
    link = reverse("runthroughs:stop_reminders", args=[stop_token(only(session))])
    assert "No more reminders of this session?" in client.get(link).content.decode()
    assert only(session).no_reminders_at is None
    assert client.post(link).url == link
    assert "You get no more reminders" in client.get(link).content.decode()
    assert reminded(session, 6) == []


def test_a_made_up_link_stops_nothing(client, session):
    assert client.post(reverse("runthroughs:stop_reminders", args=["made-up"])).status_code == 404
    gone = stop_token(only(session))
    session.people.all().delete()
    assert client.get(reverse("runthroughs:stop_reminders", args=[gone])).status_code == 404


def test_the_page_and_the_letters_are_easy_to_read(client, cast, session):
    client.force_login(cast["AD"])
    text = " ".join(str(rule) for rule in GROUND_RULES) + " "
    Session.objects.update(at=timezone.now() + timedelta(days=6), sent_at=timezone.now() - timedelta(days=9))
    call_command("send_reminders")
    reading = read_text(text * 2 + mail.outbox[0].body)
    assert reading.grade is not None
    assert reading.grade <= 6
