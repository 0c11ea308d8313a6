"""Thirty people write in one room at the same time, and nothing they were told is saved is lost, doubled, or shown."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connections
from django.test import Client

from protocols.people.models import User
from protocols.reviews.models import Seat, SeatRole
from protocols.runthroughs.models import Annotation, AnnotationChange
from protocols.runthroughs.rooms import services as room_services
from protocols.runthroughs.services import start_walk
from tests.runthroughs.rooms import Group, make_group

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
PEOPLE = 30
SAVES = 4
FRAGMENT = {"HX-Request": "true"}


@pytest.fixture
def group() -> Group:
    made = make_group()
    home, persona = made.cast.seats["AD"].organisation, made.cast.review.personas.get()
    for number in range(PEOPLE):
        user = User.objects.create_user(f"writer{number}@example.org", name=f"Writer {number}")
        seat = Seat.objects.create(review=made.cast.review, role=SeatRole.ADVOCATE, organisation=home, user=user)
        made.cast.people[f"W{number}"], made.cast.seats[f"W{number}"] = user, seat
        start_walk(run=made.run, seat=seat, persona=persona, answering_for="self")
        room_services.join(room=made.room, seat=seat)
    made.open()
    return made


def test_every_save_that_was_acknowledged_is_kept_once_in_order_and_none_is_shown_before_its_time(group):
    clients = [group.client(f"W{number}") for number in range(PEOPLE)]
    with ThreadPoolExecutor(PEOPLE) as people:
        bodies = list(people.map(lambda number: write(group, clients[number], number), range(PEOPLE)))
    for number, seen in enumerate(bodies):
        others = [word for other in range(PEOPLE) if other != number for word in (said(other, n) for n in range(SAVES))]
        assert not any(word in body for body in seen for word in others)
        kept = Annotation.objects.get(walk=group.walk(f"W{number}"))
        assert (kept.words, kept.version) == (said(number, SAVES - 1), SAVES)
        assert list(AnnotationChange.objects.filter(annotation=kept).values_list("version", flat=True)) == [SAVES]
    assert Annotation.objects.count() == PEOPLE
    group.show()
    page = clients[0].get(group.url("together_answers", 1)).content.decode()
    assert all(said(number, SAVES - 1) in page for number in range(PEOPLE))


def said(writer: int, number: int) -> str:
    """Words that nobody else writes, and nobody else's begin with."""
    return f"writer-{writer:02}-writes-{number}."


def write(group: Group, client: Client, writer: int) -> list[str]:
    """Save again and again as a page does, looking in between what the group does; return all that came back."""
    try:
        return list(_write(group, client, writer))
    finally:
        connections.close_all()


def _write(group: Group, client: Client, writer: int) -> Iterator[str]:
    for number in range(SAVES):
        form = {"key": str(uuid4()), "version": number, "words": said(writer, number)}
        saved = client.post(group.url("together_save", 1), form, headers=FRAGMENT)
        assert saved.status_code == 200, saved.content.decode()
        yield saved.content.decode()
        looked = client.get(group.url("together_state") + "?seen=0&at=1", headers=FRAGMENT)
        assert looked.status_code == 200
        yield looked.content.decode()
    yield client.get(group.url("together_step", 1)).content.decode()


def test_two_saves_of_one_page_at_the_same_moment_are_one_hand_and_never_a_conflict(group):
    group.client("W0").post(group.url("together_save", 1), {"key": str(uuid4()), "version": 0, "words": "First"})
    key = str(uuid4())

    def save(words: str) -> int:
        try:
            form = {"key": key, "version": 1, "words": words}
            return group.client("W0").post(group.url("together_save", 1), form, headers=FRAGMENT).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as hands:
        assert list(hands.map(save, ["One", "Two", "Three", "Four"])) == [200] * 4
    kept = Annotation.objects.get()
    assert (kept.version, kept.words in {"One", "Two", "Three", "Four"}) == (5, True)
