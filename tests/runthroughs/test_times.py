"""Which clock stands on a page: the group's in its session's zone, named once; a person's own by their own clock."""

import re
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from protocols.reviews.models import Persona
from protocols.runthroughs.models import RunThrough, Walk
from protocols.runthroughs.rooms.models import Phase, Room
from protocols.runthroughs.services import plan_solo, start_walk
from protocols.runthroughs.sessions.models import Session
from protocols.runthroughs.zones import day_in, time_in, zone_of
from tests.cast import Cast, make_cast
from tests.runthroughs.rooms import Group, make_group, said
from tests.runthroughs.sessions import asked_session, persona

pytestmark = pytest.mark.django_db

SUMMER, WINTER = datetime(2027, 7, 1, 12, 5, tzinfo=UTC), datetime(2027, 1, 15, 23, 30, tzinfo=UTC)
NAMED = "Times of the group are in"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def in_zone(run: RunThrough, zone: str) -> None:
    Session.objects.filter(run=run).update(zone=zone)


def room_in_a_break(cast: Cast, ends: datetime) -> RunThrough:
    """A planned session of which the advocate is in the room, on a break until a moment."""
    run = asked_session(cast).run
    in_zone(run, "Europe/Berlin")
    advocate = client_of(cast, "AD")
    chosen = {"persona": persona(cast).pk, "answering_for": "self", "quote_consent": "unnamed"}
    assert advocate.post(reverse("runthroughs:together", args=[run.code]), chosen).status_code == 302
    client_of(cast, "MO").post(reverse("runthroughs:room_open", args=[run.code]))
    Room.objects.filter(run=run).update(phase=Phase.BREAK, break_ends_at=ends)
    return run


def client_of(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(cast[who])
    return client


def page(cast: Cast, who: str, name: str, *args: object) -> str:
    answer = client_of(cast, who).get(reverse(f"runthroughs:{name}", args=args))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("when", "zone", "shown"),
    [
        (SUMMER, "Europe/Berlin", "14:05"),
        (WINTER, "Europe/Berlin", "00:30"),
        (WINTER, "UTC", "23:30"),
        (SUMMER, "America/New_York", "08:05"),
        (SUMMER, "Asia/Kolkata", "17:35"),
    ],
)
def test_a_moment_is_told_as_a_clock_of_the_zone_shows_it_in_summer_and_winter(when, zone, shown):
    assert time_in(when, zone) == shown


def test_the_day_may_be_another_one_there():
    assert (day_in(WINTER, "UTC"), day_in(WINTER, "Europe/Berlin")) == ("15 January 2027", "16 January 2027")


def test_the_zone_is_that_of_the_planned_session_and_utc_where_none_is_planned(cast):
    session = asked_session(cast)
    assert zone_of(session.run) == "Europe/London"
    assert zone_of(RunThrough.objects.create(review=cast.review, title="x", visits=[], created_by=cast["MO"])) == "UTC"


@pytest.mark.parametrize(("who", "name"), [("AD", "together"), ("MO", "room")])
def test_a_break_is_told_in_the_sessions_zone_which_is_named_once(cast, who, name):
    run = room_in_a_break(cast, SUMMER)
    html = page(cast, who, name, run.code)
    assert "Break until 14:05." in html
    assert html.count(f"{NAMED} Europe/Berlin time.") == 1 and "UTC" not in html


def test_the_step_where_somebody_writes_tells_the_timer_in_the_same_zone(cast):
    run = room_in_a_break(cast, SUMMER)
    Room.objects.filter(run=run).update(phase=Phase.WRITING, timer_started_at=SUMMER, timer_seconds=600)
    html = page(cast, "AD", "together_step", run.code, 1)
    assert "until about 14:15." in html and html.count(NAMED) == 1
    assert "Until 14:15." in page(cast, "MO", "room", run.code)


def test_a_room_without_a_plan_says_that_it_tells_utc():
    group: Group = make_group()
    group.join("AD")
    group.open()
    Room.objects.filter(run=group.run).update(phase=Phase.BREAK, break_ends_at=SUMMER)
    html = group.client("AD").get(group.url("together")).content.decode()
    assert "Break until 12:05." in html and html.count("Times of the group are in UTC.") == 1


def test_a_room_that_is_over_names_no_zone():
    group = make_group()
    group.join("AD")
    group.open()
    group.close()
    assert NAMED not in group.client("AD").get(group.url("together")).content.decode()


def test_a_saved_step_says_when_in_a_way_that_the_persons_own_clock_can_be_put_in_its_place(cast):
    walk = own_walk(cast)
    answer = save(cast, walk)
    at = walk.annotations.get().saved_at
    fragment = answer.content.decode()
    assert f'<time datetime="{at.isoformat()}" data-own="time">{at:%H:%M} (UTC)</time>' in fragment
    assert f"{at:%H:%M} (UTC)</time>" in page(cast, "AD", "step", walk.code, 1)


def test_without_javascript_a_planned_walk_alone_names_the_sessions_zone(cast):
    run = asked_session(cast, kind="solo").run
    in_zone(run, "America/New_York")
    walk = start_walk(run=run, seat=cast.seats["AD"], persona=persona(cast), answering_for="self")
    save(cast, walk)
    shown = time_in(walk.annotations.get().saved_at, "America/New_York")
    assert f"{shown} (America/New York)</time>" in page(cast, "AD", "step", walk.code, 1)


def test_notes_of_a_scribe_and_answers_of_a_site_say_when_in_the_same_way():
    group = make_group()
    group.open()
    note = {"words": "Said.", "version": 0}
    fragment = group.client("MO").post(group.url("room_note", 1), note, headers={"HX-Request": "true"})
    assert re.search(r'data-own="time">\d\d:\d\d \(UTC\)</time>', fragment.content.decode())
    site = reverse("runthroughs:site_save", args=[group.cast.review.code, "v1"])
    saved = group.client("SI").post(site, {"version": 0, "verdict": "yes", "share_level": "role"})
    assert re.search(r'data-own="time">\d\d:\d\d \(UTC\)</time>', saved.content.decode())


def test_the_thank_you_page_tells_day_and_time_of_sending(cast):
    walk = own_walk(cast)
    client_of(cast, "AD").post(reverse("runthroughs:send", args=[walk.code]), {"quote_consent": "no"})
    html = page(cast, "AD", "thanks", walk.code)
    assert html.count("data-own=") == 2 and 'data-own="day"' in html


def own_walk(cast: Cast) -> Walk:
    run = plan_solo(review=cast.review, by=cast["MO"], title="Alone", visits=["v1"])
    mine: Persona = persona(cast)
    return start_walk(run=run, seat=cast.seats["AD"], persona=mine, answering_for="self")


def save(cast: Cast, walk: Walk):
    address = reverse("runthroughs:autosave", args=[walk.code, 1])
    return client_of(cast, "AD").post(address, said(overall="2"), headers={"HX-Request": "true"})
