"""Answers at steps that were never shown reach the team once they are sent: their writer is told before."""

import pytest
from django.urls import reverse

from protocols.runthroughs.models import Annotation
from protocols.runthroughs.rooms.unshown import unshown_titles
from protocols.runthroughs.services import plan_solo, start_walk
from protocols.runthroughs.steps import way_of
from tests.runthroughs.rooms import Group, make_group, said

pytestmark = pytest.mark.django_db
TOLD = "The study team gets"


@pytest.fixture
def group() -> Group:
    """Three people in an open room; the first step was shown, the second was not."""
    group = make_group()
    group.join("AD", "AD2", "AD3")
    group.open()
    for who in ("AD", "AD2", "AD3"):
        group.say(who, 1, overall="2")
    assert group.show(1) == 302
    group.move(2)
    return group


def answers_page(group: Group, who: str = "AD") -> str:
    page = group.client(who).get(reverse("runthroughs:answers", args=[group.walk(who).code]))
    assert page.status_code == 200
    return page.content.decode()


def title(group: Group, number: int) -> str:
    step = way_of(group.walk("AD")).step(number)
    assert step is not None
    return step.story.title


def test_before_sending_a_person_reads_which_answers_the_group_did_not_see(group):
    group.say("AD", 2, words="Only for me so far.")
    group.close()
    assert unshown_titles(group.walk("AD")) == [title(group, 2)]
    page = answers_page(group)
    assert "The group did not see your answer at 1 step." in page and TOLD in page
    note = page.partition("The group did not see")[2].partition("Send my answers")[0]
    assert title(group, 2) in note and title(group, 1) not in note


def test_it_is_true_what_the_page_says(group):
    group.say("AD", 2, words="Only for me so far.")
    group.close()
    walk = group.walk("AD")
    assert not Annotation.objects.that_count().filter(walk=walk).exists()
    group.client("AD").post(reverse("runthroughs:send", args=[walk.code]), {"quote_consent": "no"})
    assert Annotation.objects.that_count().filter(walk=walk, words="Only for me so far.").exists()


def test_who_answered_shown_steps_only_reads_nothing_of_it(group):
    group.close()
    assert unshown_titles(group.walk("AD2")) == []
    assert TOLD not in answers_page(group, "AD2")


def test_an_answer_that_was_cleared_is_no_answer(group):
    group.say("AD", 2, words="Too much.")
    group.say("AD", 2, version=1)
    group.close()
    assert unshown_titles(group.walk("AD")) == []


def test_of_a_walk_alone_nothing_is_shown_to_a_group(group):
    run = plan_solo(review=group.cast.review, by=group.cast["MO"], title="Alone", visits=["v1"])
    persona = group.cast.review.personas.first()
    walk = start_walk(run=run, seat=group.cast.seats["AD"], persona=persona, answering_for="self")
    step = reverse("runthroughs:step", args=[walk.code, 1])
    assert group.client("AD").post(step, said(words="Mine.")).status_code == 302
    assert unshown_titles(walk) == []
    page = group.client("AD").get(reverse("runthroughs:answers", args=[walk.code])).content.decode()
    assert TOLD not in page


def test_it_is_said_when_the_room_has_closed(group):
    group.close()
    page = group.client("AD").get(group.url("together")).content.decode()
    assert "also at steps that the group did not see" in page


def test_it_is_said_before_joining():
    group = make_group()
    page = group.client("AD").get(group.url("together")).content.decode()
    assert "also those that were not shown" in page
