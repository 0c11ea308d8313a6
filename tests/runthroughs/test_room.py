"""A group walks through visits together: waiting, writing alone, showing answers, talking, and the end."""

import pytest
from django.urls import reverse
from django.utils import timezone

from protocols.audit.models import Action, Event
from protocols.people.models import Membership, MembershipRole
from protocols.reviews.models import ReviewState, SeatRole
from protocols.runthroughs.models import Annotation
from protocols.runthroughs.rooms.models import Phase
from protocols.runthroughs.services import send_answers
from protocols.runthroughs.sessions.models import Reply, Session, SessionPerson
from tests.cast import add_seat
from tests.runthroughs.rooms import ADVOCATES, Group, make_group, said

pytestmark = pytest.mark.django_db
WORDS = ("Needles frighten me", "I would bring my sister", "Nobody told me why")


@pytest.fixture
def group() -> Group:
    return make_group()


@pytest.fixture
def writing(group) -> Group:
    """Three people have joined, and the room is open at the first step."""
    group.join(*ADVOCATES)
    group.open()
    return group


@pytest.fixture
def written(writing) -> Group:
    """All three have answered the first step."""
    for who, words, level in zip(ADVOCATES, WORDS, (2, 2, 4), strict=True):
        writing.say(who, words=words, overall=level)
    return writing


def page(group: Group, who: str, name: str, *more: object) -> str:
    answer = group.client(who).get(group.url(name, *more), follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_console_waits_and_says_how_many_have_joined(group):
    assert "Waiting for people to join (0 of 3)" in page(group, "MO", "room")
    group.join("AD", "AD2")
    assert "Waiting for people to join (2 of 3)" in page(group, "MO", "room")


def test_a_person_on_two_devices_is_one_person(group):
    group.join("AD", "AD")
    assert group.room.presences.count() == 1
    assert group.run.walks.count() == 1


def test_consent_to_quotes_is_asked_before_anything_is_written_down(group):
    chosen = {"persona": group.cast.review.personas.first().pk, "answering_for": "self"}
    answer = group.client("AD").post(group.url("together"), chosen)
    assert answer.status_code == 422
    assert "Choose how your words may be used." in answer.content.decode()
    assert not group.run.walks.exists()
    group.join("AD")
    assert group.walk("AD").quote_consent == "unnamed"


def test_joining_without_choosing_a_persona_asks_for_one(group):
    answer = group.client("AD").post(group.url("together"), {"answering_for": "other"})
    assert answer.status_code == 422
    assert "Choose a person to walk as." in answer.content.decode()
    assert answer.context["form"]["answering_for"].value() == "other"


def test_whoever_opens_the_room_leads_and_everybody_writes_at_the_first_step(writing):
    room = writing.room
    assert (room.phase, room.at_step, room.led_by) == (Phase.WRITING, 1, writing.cast.seats["MO"])
    assert 'id="id_overall_0"' in page(writing, "AD", "together")
    assert Event.objects.filter(action=Action.ROOM_OPENED, subject=f"run:{writing.run.code}").count() == 1


def test_a_room_is_opened_once(writing):
    assert writing.client("MO2").post(writing.url("room_open")).status_code == 409
    assert writing.room.led_by == writing.cast.seats["MO"]


def test_the_start_page_of_a_walk_alone_leads_into_the_room(group):
    assert group.client("AD").get(group.url("start")).url == group.url("together")


def test_answering_a_step_stores_it_in_the_persons_own_walk_and_waits(writing):
    writing.say("AD", words=WORDS[0], overall=3, reasons=["worry"], active_minutes="12")
    kept = Annotation.objects.get()
    assert (kept.walk, kept.words, kept.overall, kept.active_minutes) == (writing.walk("AD"), WORDS[0], 3, 12)
    assert "You have finished this step." in page(writing, "AD", "together")


def test_the_console_says_who_has_finished_by_initials_only(writing):
    writing.say("AD", words=WORDS[0])
    html = page(writing, "MO", "room")
    assert "1 of 3 people here have finished this step." in html
    assert "OO" in html
    assert "Olu Other" not in html


def test_two_people_with_the_same_initials_are_told_apart(group):
    html = page(group, "MO", "room")
    assert ">AA1<" in html and ">AA2<" in html  # Ann Advocate and Abe Adams


def test_bad_minutes_are_refused_and_nothing_typed_is_lost(writing):
    answer = writing.client("AD").post(
        writing.url("together_step", 1),
        {"key": "0" * 8 + "-0000-4000-8000-" + "0" * 12, "version": 0, "words": WORDS[0], "active_minutes": "abc"},
    )
    assert answer.status_code == 422
    assert "Write whole minutes" in answer.content.decode()
    assert WORDS[0] in answer.content.decode()
    assert not Annotation.objects.exists()


def test_showing_answers_shows_them_to_all_without_names(written):
    assert written.show() == 302
    for who in ADVOCATES:
        html = page(written, who, "together")
        assert all(words in html for words in WORDS)
        assert "Advocate" not in html.split("<main")[1].split("<footer")[0]
    assert written.room.phase == Phase.REVEALED
    event = Event.objects.get(action=Action.REVEALED)
    assert (event.subject, event.detail["answers"]) == (f"run:{written.run.code}", 3)


def test_answers_are_counted_in_words_and_stand_in_the_same_order_for_everyone(written):
    written.show()
    orders = set()
    for who in (*ADVOCATES, "MO"):
        html = page(written, who, "room" if who == "MO" else "together")
        assert "<b>2</b> <span>Hard</span>" in html
        assert "<b>1</b> <span>As hard as I can imagine</span>" in html
        orders.add(tuple(sorted(WORDS, key=html.index)))
    assert len(orders) == 1


@pytest.mark.parametrize("answers", [1, 2])
def test_with_fewer_than_three_answers_the_facilitator_is_warned_and_has_to_say_that_it_is_fine(writing, answers):
    for who in ADVOCATES[:answers]:
        writing.say(who, words=WORDS[0])
    assert "With so few, the others will know whose answer is whose." in page(writing, "MO", "room")
    assert writing.show() == 422
    assert writing.room.phase == Phase.WRITING
    assert writing.show(is_fine="on") == 302
    assert writing.room.phase == Phase.REVEALED


def test_with_no_answer_there_is_nothing_to_show_and_the_console_says_why(writing):
    assert "Nobody has answered this step yet." in page(writing, "MO", "room")
    assert writing.show(is_fine="on") == 422
    assert writing.room.phase == Phase.WRITING


def test_a_skip_is_no_answer_that_could_be_shown(writing):
    writing.say("AD", go="skip", words="I would rather not say")
    assert writing.show(is_fine="on") == 422


def test_showing_answers_of_a_step_that_the_group_has_left_does_nothing(written):
    written.move(2)
    written.say("AD", 2, words="At the second step")
    assert written.show(step=1, is_fine="on") == 409
    assert written.run.room.steps.count() == 0


@pytest.mark.parametrize("who", ["MO2", *ADVOCATES, "SA", "SE", "SV", "AC", "SI", "RV"])
def test_nobody_but_the_one_who_leads_can_show_answers_or_move_on(written, who):
    for name, form in (("room_reveal", {"step": 1}), ("room_move", {"step": 2}), ("room_close", {"is_over": "on"})):
        assert written.client(who).post(written.url(name), form).status_code == 403
    assert written.act("talk", who) == 403
    assert (written.room.phase, written.room.at_step) == (Phase.WRITING, 1)
    written.run.refresh_from_db()
    assert written.run.revealed_at is None


def test_another_facilitator_takes_over_and_then_only_they_lead(written):
    assert "Take over leading" in page(written, "MO2", "room")
    assert written.client("MO2").post(written.url("room_lead")).status_code == 302
    assert written.show() == 403
    assert written.client("MO2").post(written.url("room_reveal"), {"step": 1}).status_code == 302
    assert Event.objects.filter(action=Action.ROOM_TAKEN_OVER, actor=written.cast["MO2"].pk).count() == 1


def test_a_team_member_with_a_facilitators_seat_still_cannot_open_the_console(group):
    seat = add_seat(group.cast, SeatRole.FACILITATOR, "Two Hats", group.cast.seats["MO"].organisation, key="hats")
    Membership.objects.create(user=seat.user, organisation=group.cast.sponsor, role=MembershipRole.EDITOR)
    assert group.client("hats").get(group.url("room")).status_code == 403


def test_talking_comes_after_the_answers_were_shown(written):
    assert written.act("talk") == 409
    written.show()
    assert written.act("talk") == 302
    assert written.room.phase == Phase.TALKING
    assert "The group talks about the answers." in page(written, "AD", "together")


def test_an_act_that_does_not_exist_is_not_there(written):
    assert written.act("fly") == 404


def test_someone_who_comes_late_can_catch_up_on_earlier_steps(writing):
    writing.say("AD", words=WORDS[0])
    writing.move(3)
    add_seat(writing.cast, SeatRole.ADVOCATE, "Lou Late", writing.cast.seats["AD"].organisation, key="late")
    writing.join("late")
    writing.say("late", 1, words="I came late")
    assert writing.client("late").get(writing.url("together_step", 2)).status_code == 200
    assert writing.client("late").get(writing.url("together_step", 4)).status_code == 404
    html = page(writing, "late", "together_step", 1)
    assert "The group has moved on." in html
    assert "Go to step 3" in html


def test_going_back_to_a_step_that_was_shown_shows_it_again(written):
    written.show()
    written.move(2)
    assert written.room.phase == Phase.WRITING
    written.move(1)
    assert written.room.phase == Phase.REVEALED


def test_a_step_that_does_not_exist_is_refused(writing):
    assert writing.client("MO").post(writing.url("room_move"), {"step": 99}).status_code == 422
    assert writing.client("MO").post(writing.url("room_move"), {"step": "x"}).status_code == 422


def test_earlier_answers_stay_readable_and_others_are_not_there(written):
    assert written.client("AD").get(written.url("together_answers", 1)).status_code == 404
    written.show()
    written.move(2)
    assert WORDS[1] in page(written, "AD", "together_answers", 1)
    assert written.client("AD").get(written.url("together_answers", 2)).status_code == 404


def test_a_break_says_until_when_and_ends_where_the_group_was(written):
    written.show()
    assert written.client("MO").post(written.url("room_break"), {"minutes": "10"}).status_code == 302
    assert written.room.phase == Phase.BREAK
    assert "Break until" in page(written, "AD", "together")
    assert written.act("end-break") == 302
    assert written.room.phase == Phase.REVEALED


@pytest.mark.parametrize(("name", "field"), [("room_break", "minutes"), ("room_timer", "minutes")])
@pytest.mark.parametrize("typed", ["", "abc", "-5", "0", "9999", "1.5"])
def test_a_length_that_is_none_is_refused_and_stays_in_its_box(writing, name, field, typed):
    answer = writing.client("MO").post(writing.url(name), {field: typed})
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
    assert writing.room.phase == Phase.WRITING


def test_the_timer_runs_stands_still_goes_on_and_is_extended(writing):
    writing.client("MO").post(writing.url("room_timer"), {"minutes": "10"})
    assert (writing.room.timer_seconds, writing.room.is_paused) == (600, False)
    writing.act("pause")
    assert 595 <= writing.room.timer_left <= 600
    assert writing.act("extend") == 302
    assert 895 <= writing.room.timer_left <= 900
    writing.act("resume")
    assert not writing.room.is_paused
    assert 895 <= writing.room.timer_seconds <= 900
    writing.act("stop-timer")
    assert writing.room.timer_ends_at is None


def test_a_timer_that_has_run_out_ends_nobodys_answer(writing):
    writing.client("MO").post(writing.url("room_timer"), {"minutes": "1"})
    room = writing.room
    room.timer_started_at = room.timer_started_at.replace(year=2020)
    room.save(update_fields=["timer_started_at"])
    writing.say("AD", words=WORDS[0])
    assert Annotation.objects.get().words == WORDS[0]
    assert writing.room.phase == Phase.WRITING
    writing.act("extend")
    assert writing.room.timer_seconds == 300


def test_when_it_is_over_each_person_checks_and_sends_and_only_then_answers_count(written):
    walk = written.walk("AD")
    address = f"/walks/{walk.code}"
    assert written.client("AD").get(f"{address}/answers/").url == written.url("together")
    assert written.client("AD").post(f"{address}/send/", {"quote_consent": "no"}).url == written.url("together")
    written.show()
    written.close()
    assert "Check your answers" in page(written, "AD", "together")
    assert Annotation.objects.that_count().count() == 0
    sent = written.client("AD").post(f"{address}/send/", {"quote_consent": "no"}, follow=True)
    assert "Thank you" in sent.content.decode()
    assert [said.walk for said in Annotation.objects.that_count()] == [walk]
    assert Event.objects.filter(action=Action.ROOM_CLOSED).count() == 1


def test_answers_that_were_never_shown_to_the_group_cannot_be_sent_and_would_not_count(written):
    assert "Then the answers that people send do not count." in page(written, "MO", "room")
    written.close()
    assert "what you wrote stays with you" in page(written, "AD", "together")
    walk = written.walk("AD")
    written.client("AD").post(f"/walks/{walk.code}/send/", {"quote_consent": "no"})
    walk.refresh_from_db()
    assert not walk.is_sent
    send_answers(walk=walk, by=written.cast["AD"], quote_consent="no")
    assert Annotation.objects.that_count().count() == 0


def test_closing_needs_the_tick_and_a_closed_room_stays_closed(written):
    assert written.client("MO").post(written.url("room_close"), {}).status_code == 422
    written.close()
    assert written.act("extend") == 409
    assert written.client("MO2").post(written.url("room_lead")).status_code == 409


def test_in_a_review_that_has_closed_nothing_more_is_saved_and_the_text_stays(writing):
    writing.cast.review.state = ReviewState.CLOSED
    writing.cast.review.save(update_fields=["state"])
    for name in ("together_step", "together_save"):
        form = {"key": "0" * 8 + "-0000-4000-8000-" + "0" * 12, "version": 0, "words": WORDS[0]}
        answer = writing.client("AD").post(writing.url(name, 1), form)
        assert answer.status_code == 409
        assert "this review has closed" in answer.content.decode()
    assert not Annotation.objects.exists()


def test_a_run_through_that_people_walk_alone_has_no_room(group):
    group.run.kind = "solo"
    group.run.save(update_fields=["kind"])
    assert group.client("MO").get(group.url("room")).status_code == 404
    assert group.client("AD").get(group.url("together")).status_code == 404


def test_a_planned_session_expects_only_those_who_were_asked_and_did_not_say_no(group):
    session = Session.objects.create(run=group.run, length=60, sent_at=timezone.now())
    for who, reply in (("AD", Reply.YES), ("AD2", Reply.NO)):
        SessionPerson.objects.create(session=session, seat=group.cast.seats[who], asked_at=timezone.now(), reply=reply)
    assert "Waiting for people to join (0 of 1)" in page(group, "MO", "room")
    assert group.client("AD3").get(group.url("together")).status_code == 404


def test_the_list_leads_facilitators_to_the_room_and_advocates_into_it(group):
    listed = reverse("runthroughs:list", args=[group.cast.review.code])
    assert group.url("room") in group.client("MO").get(listed).content.decode()
    assert group.url("room") not in group.client("SE").get(listed).content.decode()
    assert group.url("minutes") in group.client("SE").get(listed).content.decode()
    assert group.url("start") in group.client("AD").get(listed).content.decode()


def test_the_console_of_thirty_people_asks_the_database_as_often_as_that_of_three(group, django_assert_max_num_queries):
    home = group.cast.seats["AD"].organisation
    for number in range(30):
        add_seat(group.cast, SeatRole.ADVOCATE, f"Person {number}", home, key=f"P{number}")
    group.join(*(f"P{number}" for number in range(10)))
    group.open()
    for number in range(10):
        group.say(f"P{number}", words=WORDS[0])
    facilitator, writer = group.client("MO"), group.client("P1")
    facilitator.get(group.url("room"))
    with django_assert_max_num_queries(16):
        facilitator.get(group.url("room"))
    with django_assert_max_num_queries(10):
        writer.get(group.url("together_state") + f"?seen={group.room.revision}")


def test_a_save_in_a_room_asks_the_database_as_little_as_one_alone(writing, django_assert_max_num_queries):
    client = writing.client("AD")
    for version in range(2):
        client.post(writing.url("together_save", 1), said(version=version, words=f"Words {version}"))
    with django_assert_max_num_queries(11):  # two of them are the savepoint that stands in for the transaction
        assert client.post(writing.url("together_save", 1), said(version=2, words="More")).status_code == 200


def test_a_planned_room_opens_only_after_people_were_asked(group):
    session = Session.objects.create(run=group.run, length=60)
    text = page(group, "MO", "room")
    assert "Nobody was asked yet." in text and "Open the room" not in text
    assert reverse("runthroughs:session", args=[group.run.code]) in text
    assert group.client("MO").post(group.url("room_open")).status_code == 409
    assert group.room.phase == "waiting"
    Session.objects.filter(pk=session.pk).update(sent_at=timezone.now())
    group.open()
    assert group.room.phase == "writing"
