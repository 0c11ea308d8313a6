"""What is kept of a run-through together: notes of two facilitators, parked questions, points, clocks, join codes."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from protocols.domain.catalogue import load
from protocols.runthroughs.models import Annotation
from protocols.runthroughs.rooms.minutes import minutes_of
from protocols.runthroughs.rooms.models import Presence, Room, RoomStep
from tests.cast import match
from tests.runthroughs.rooms import ADVOCATES, Group, make_group, said

pytestmark = pytest.mark.django_db
FRAGMENT = {"HX-Request": "true"}


@pytest.fixture
def group() -> Group:
    made = make_group()
    made.join(*ADVOCATES)
    made.open()
    return made


def note(group: Group, who: str, words: str, version: int, **more: object):
    form = {"words": words, "version": version, **more}
    headers = more.pop("headers", {})
    return group.client(who).post(group.url("room_note", 1), form, headers=headers)


def test_a_note_is_kept_with_who_spoke_and_they_count_as_heard(group):
    code = group.cast.seats["AD2"].code
    assert note(group, "MO", "“It is the waiting.”", 0, heard=[code]).status_code == 302
    kept = RoomStep.objects.get()
    assert (kept.note, kept.heard, kept.note_version, kept.noted_by) == (
        "“It is the waiting.”", [code], 1, group.cast.seats["MO"],
    )  # fmt: skip
    not_heard = group.client("MO").get(group.url("room")).context["board"].not_heard
    assert [one.initials for one in not_heard] == ["AA1", "AA2"]


def test_two_facilitators_do_not_overwrite_each_other_and_both_texts_are_shown(group):
    note(group, "MO", "From the first", 0)
    answer = note(group, "MO2", "From the second", 0)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "From the first" in html and "From the second" in html
    assert RoomStep.objects.get().note == "From the first"
    assert answer.context["note_form"]["version"].value() == "1"
    assert note(group, "MO2", "From both", 1).status_code == 302
    assert RoomStep.objects.get().note == "From both"


def test_a_note_saves_itself_and_a_conflict_is_told_without_touching_the_box(group):
    saved = note(group, "MO", "First", 0, headers=FRAGMENT)
    html = saved.content.decode()
    assert "Saved at" in html and 'data-version="1"' in html and "<textarea" not in html
    late = note(group, "MO2", "Second", 0, headers=FRAGMENT)
    assert late.status_code == 409
    assert "another facilitator changed these notes" in late.content.decode()


@pytest.mark.parametrize("headers", [{}, FRAGMENT])
def test_a_note_that_is_too_long_or_names_a_stranger_is_refused_and_stays(group, headers):
    long = note(group, "MO", "w" * 2001, 0, headers=headers)
    assert long.status_code == 422
    assert "2001 characters long" in long.content.decode()
    assert note(group, "MO", "Fine", 0, heard=["nobody"], headers=headers).status_code == 422
    assert not RoomStep.objects.exists()


def test_the_same_note_again_is_no_conflict(group):
    note(group, "MO", "Once", 0)
    assert note(group, "MO", "Once", 0).status_code == 302
    assert RoomStep.objects.get().note_version == 1


def test_a_question_is_parked_settled_and_unsettled(group):
    assert group.client("MO2").post(group.url("room_park"), {"words": "Who pays the taxi?"}).status_code == 302
    parked = group.room.parked.get()
    assert (parked.words, parked.by) == ("Who pays the taxi?", group.cast.seats["MO2"])
    group.client("MO").post(group.url("room_park"), {"number": parked.pk, "settled": "yes"})
    parked.refresh_from_db()
    assert parked.settled_at
    group.client("MO").post(group.url("room_park"), {"number": parked.pk, "settled": "no"})
    parked.refresh_from_db()
    assert parked.settled_at is None


def test_a_parked_question_of_another_room_is_not_touched(group):
    group.client("MO").post(group.url("room_park"), {"words": "Ours"})
    ours = group.room.parked.get()
    other = make_other(group)
    group.client("MO").post(reverse("runthroughs:room_park", args=[other.code]), {"number": ours.pk, "settled": "yes"})
    ours.refresh_from_db()
    assert ours.settled_at is None


def make_other(group: Group):
    from protocols.runthroughs.rooms.services import plan_together

    return plan_together(review=group.cast.review, by=group.cast["MO"], title="Another", visits=["v2"])


@pytest.mark.parametrize("words", ["", "q" * 301])
def test_a_bad_question_is_refused_and_stays(group, words):
    answer = group.client("MO").post(group.url("room_park"), {"words": words})
    assert answer.status_code == 422
    assert words in answer.content.decode()


# -- what matters most ----------------------------------------------------------------------------


def points(group: Group, who: str, **given: int):
    return group.client(who).post(group.url("together_priorities"), {f"step_{k[1:]}": n for k, n in given.items()})


@pytest.fixture
def asked(group) -> Group:
    group.move(3)
    assert group.act("ask") == 302
    return group


def test_points_are_shown_as_sums_once_everybody_has_given(asked):
    assert points(asked, "AD", s1=2, s2=1).status_code == 302
    assert points(asked, "AD2", s1=3).status_code == 302
    html = asked.client("AD").get(asked.url("together"), follow=True).content.decode()
    assert "5 points" not in html
    assert points(asked, "AD3", s3=1).status_code == 302
    matters = asked.client("MO").get(asked.url("room")).context["matters"]
    assert [(each.step.number, each.points) for each in matters] == [(1, 5), (2, 1), (3, 1)]


def test_giving_none_is_an_answer_and_giving_again_replaces(asked):
    points(asked, "AD", s1=3)
    points(asked, "AD", s2=1)
    points(asked, "AD2")
    points(asked, "AD3")
    matters = asked.client("MO").get(asked.url("room")).context["matters"]
    assert [(each.step.number, each.points) for each in matters] == [(2, 1)]


def test_the_facilitator_can_show_the_sums_before_all_have_given(asked):
    points(asked, "AD", s1=2)
    assert asked.act("show") == 302
    assert "2 points" in asked.client("AD").get(asked.url("together"), follow=True).content.decode() or "2 points" in (
        asked.client("MO").get(asked.url("room")).content.decode()
    )
    assert points(asked, "AD2", s1=3).url == asked.url("together")  # too late: nothing is kept
    assert asked.room.priorities.count() == 1


@pytest.mark.parametrize(
    ("given", "words"),
    [({"s1": 3, "s2": 1}, "You gave 4 points"), ({"s1": 4}, "3 points or fewer"), ({"s1": "x"}, "Write a number")],
)
def test_more_points_than_one_has_are_refused_and_stay_in_their_boxes(asked, given, words):
    answer = points(asked, "AD", **given)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert f'value="{given["s1"]}"' in answer.content.decode()
    assert not asked.room.priorities.exists()


def test_points_go_only_to_steps_that_the_group_has_reached(asked):
    page = asked.client("AD").get(asked.url("together_priorities"))
    assert list(page.context["form"].fields) == ["step_1", "step_2", "step_3"]


def test_unless_asked_there_is_no_page_for_points(group):
    assert group.client("AD").get(group.url("together_priorities")).url == group.url("together")


# -- clocks and minutes ---------------------------------------------------------------------------


def run_for(clock: type, minutes: int) -> None:
    """Let the clock that runs have been started so many minutes ago."""
    clock.objects.filter(tap_since__isnull=False).update(tap_since=timezone.now() - timedelta(minutes=minutes))


def test_a_participants_own_clock_adds_its_minutes_to_their_answer(group):
    start = group.client("AD").post(group.url("together_step", 1), said(go="waiting", words="Here I sit"))
    assert start.url == group.url("together_step", 1)
    assert "Stop the clock" in group.client("AD").get(start.url).content.decode()
    run_for(Presence, 7)
    kept = Annotation.objects.get()
    stop = said(go="stop-clock", words="Here I sit", version=kept.version)
    assert group.client("AD").post(group.url("together_step", 1), stop).status_code == 302
    kept.refresh_from_db()
    assert (kept.waiting_minutes, kept.active_minutes, kept.words) == (8, None, "Here I sit")  # a begun minute counts
    assert not Presence.objects.exclude(tap_on="").exists()


def test_going_on_stops_ones_own_clock(group):
    group.client("AD").post(group.url("together_step", 1), said(go="active"))
    run_for(Presence, 2)
    group.say("AD", 1, version=1, words="Done")
    assert Annotation.objects.get().active_minutes == 3


def test_a_clock_that_ran_all_night_says_a_day_at_most(group):
    group.client("AD").post(group.url("together_step", 1), said(go="active"))
    run_for(Presence, 5000)
    group.say("AD", 1, version=1)
    assert Annotation.objects.get().active_minutes == 1440


def test_the_groups_clock_and_typed_minutes_are_kept_at_the_step(group):
    assert group.client("MO").post(group.url("room_clock"), {"tap": "moving", "step": 1}).status_code == 302
    run_for(Room, 4)
    assert "Stop the clock" in group.client("MO2").get(group.url("room")).content.decode()
    assert group.client("MO2").post(group.url("room_clock"), {"tap": "stop"}).status_code == 302
    assert RoomStep.objects.get().moving_minutes == 5
    typed = {"step": 1, "active_minutes": "20", "waiting_minutes": "", "moving_minutes": "6"}
    assert group.client("MO").post(group.url("room_clock"), typed).status_code == 302
    kept = RoomStep.objects.get()
    assert (kept.active_minutes, kept.waiting_minutes, kept.moving_minutes) == (20, None, 6)


@pytest.mark.parametrize("typed", ["abc", "-1", "1441", "2.5"])
def test_bad_minutes_of_the_group_are_refused_and_stay(group, typed):
    answer = group.client("MO").post(group.url("room_clock"), {"step": 1, "active_minutes": typed})
    assert answer.status_code == 422
    assert f'value="{typed}"' in answer.content.decode()
    assert not RoomStep.objects.exists()


def test_a_clock_for_something_unknown_or_a_step_that_is_not_there_is_refused(group):
    assert group.client("MO").post(group.url("room_clock"), {"tap": "flying", "step": 1}).status_code == 422
    assert group.client("MO").post(group.url("room_clock"), {"tap": "moving", "step": 99}).status_code == 404


def test_predicted_minutes_stand_beside_the_median_of_those_who_sent_theirs(group):
    match(group.cast.protocol, "a2", "vital_signs")
    step = next(s for s in minutes_of(group.run) if s.step.ref == "v1/activity:a2").step
    group.move(step.number)
    for who, minutes in zip(ADVOCATES, (4, 10, 13), strict=True):
        group.say(who, step.number, active_minutes=minutes, overall=1)
    group.show(step.number)
    group.close()
    before = minutes_at(group, "v1/activity:a2")
    assert (before.observed, before.people) == (None, 0)
    for who in ADVOCATES:
        group.client(who).post(f"/walks/{group.walk(who).code}/send/", {"quote_consent": "no"})
    found = minutes_at(group, "v1/activity:a2")
    assert (found.observed, found.people) == (10, 3)  # of 4, 10 and 13
    assert found.predicted == round(load().procedures["vital_signs"].participant_minutes["active"].value)
    html = group.client("SE").get(group.url("minutes")).content.decode()
    assert "3 people" in html and "not known" in html or "3 people" in html


def minutes_at(group: Group, ref: str):
    row = next(row for row in minutes_of(group.run) if row.step.ref == ref)
    return next(each for each in row.times if each.kind == "active")


def test_without_any_minutes_the_page_says_what_to_do(group):
    assert "Match the tests and tasks first." in group.client("SE").get(group.url("minutes")).content.decode()


# -- join codes -----------------------------------------------------------------------------------


def test_a_join_code_leads_those_who_have_a_place_to_their_page(group):
    code = group.room.join_code
    for who, name in (("AD", "together"), ("MO", "room")):
        typed = f" {code[:3].upper()} {code[3:]} "
        assert group.client(who).post(reverse("runthroughs:join"), {"code": typed}).url == group.url(name)


@pytest.mark.parametrize("who", ["SE", "RV", "SI", "stranger"])
def test_a_join_code_opens_nothing_for_others(group, who):
    answer = group.client(who).post(reverse("runthroughs:join"), {"code": group.room.join_code})
    assert answer.status_code == 422
    assert "No room with this code is open to you." in answer.content.decode()


@pytest.mark.parametrize("typed", ["", "abc", "0oil11", "x" * 41])
def test_a_code_that_is_none_is_refused_in_words_and_stays_in_its_box(group, typed):
    answer = group.client("AD").post(reverse("runthroughs:join"), {"code": typed})
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
    assert f'value="{typed}"' in answer.content.decode() or not typed
