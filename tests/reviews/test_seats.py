"""The people page and what can be done to a seat: changed, removed, named as approver."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from protocols.audit.models import Action, Event
from protocols.people.models import OrganisationKind
from protocols.reviews.models import Seat, SeatRole
from protocols.runthroughs.models import RunThrough, Walk
from tests.cast import Cast, add_seat, make_cast, organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def at(cast: Cast, name: str, who: str = "") -> str:
    more = {"seat": cast.seats[who].code} if who else {}
    return reverse(f"reviews:{name}", kwargs={"code": cast.review.code, **more})


def walk(cast: Cast, **more: object) -> Walk:
    run = RunThrough.objects.create(review=cast.review, title="Visits", visits=["v1"], created_by=cast["MO"])
    return Walk.objects.create(run=run, seat=cast.seats["AD"], **more)


def page(cast: Cast, who: str, client: Client) -> str:
    client.force_login(cast[who])
    return client.get(at(cast, "people")).content.decode()


def test_the_page_says_who_has_answered(cast: Cast, client: Client) -> None:
    assert "Not started" in page(cast, "SE", client)
    walking = walk(cast)
    assert "Started" in page(cast, "MO", client)
    Walk.objects.filter(pk=walking.pk).update(sent_at=timezone.now())
    assert ">Sent<" in page(cast, "MO", client)
    Walk.objects.filter(pk=walking.pk).update(withdrawn_at=timezone.now())
    assert ">Sent<" not in page(cast, "MO", client)


def test_which_site_answered_is_for_the_facilitator_alone(cast: Cast, client: Client) -> None:
    assert "0 visits answered" in page(cast, "MO", client)
    for who in ("SA", "SE", "SV"):
        shown = page(cast, who, client)
        assert "visits answered" not in shown
        assert "Not shown" in shown


def test_the_page_asks_the_database_no_more_for_more_people(
    cast: Cast, client: Client, django_assert_num_queries
) -> None:
    client.force_login(cast["SE"])
    client.get(at(cast, "people"))
    with django_assert_num_queries(6):
        client.get(at(cast, "people"))
    group = cast.seats["AD"].organisation
    for number in range(5):
        add_seat(cast, SeatRole.ADVOCATE, f"Extra {number}", group, f"extra{number}")
    with django_assert_num_queries(6):
        client.get(at(cast, "people"))


def test_a_seat_changes_within_its_kind_of_organisation(cast: Cast, client: Client) -> None:
    client.force_login(cast["SE"])
    assert client.post(at(cast, "seat", "AD"), {"role": "AC"}).status_code == 302
    assert Seat.objects.get(pk=cast.seats["AD"].pk).role == "AC"
    assert Event.objects.get(action=Action.SEAT_CHANGED).detail == {"before": "AD", "after": "AC"}
    assert client.post(at(cast, "seat", "AD"), {"role": "SI"}).status_code == 422
    assert client.post(at(cast, "seat", "AD"), {"role": "SP"}).status_code == 422


def test_who_has_begun_to_answer_keeps_the_seat(cast: Cast, client: Client) -> None:
    walk(cast)
    client.force_login(cast["SE"])
    answer = client.post(at(cast, "seat", "AD"), {"role": "AC"})
    assert answer.status_code == 422
    assert "begun to answer" in answer.content.decode()


def test_who_is_removed_is_a_stranger_at_the_next_request(cast: Cast, client: Client) -> None:
    advocate = Client()
    advocate.force_login(cast["AD"])
    client.force_login(cast["MO"])
    assert client.post(at(cast, "remove", "AD"))["Location"] == at(cast, "people")
    assert advocate.get(at(cast, "people")).status_code == 404
    assert client.post(at(cast, "remove", "AD")).status_code == 404


def test_a_contact_cannot_touch_another_groups_advocate(cast: Cast, client: Client) -> None:
    other = organisation("Other Friends", OrganisationKind.ADVOCACY)
    add_seat(cast, SeatRole.ADVOCATE, "Otto Other", other, "other")
    client.force_login(cast["AC"])
    assert client.post(at(cast, "remove", "other")).status_code == 404
    assert client.post(at(cast, "remove", "AD"))["Location"] == at(cast, "invite")


def test_approvers_are_named_and_unnamed(cast: Cast, client: Client) -> None:
    client.force_login(cast["SA"])
    typed = {"clinical": [cast["SE"].pk], "lay": [cast.seats["AD"].pk]}
    assert client.post(at(cast, "approvers"), typed).status_code == 302
    clinical = Seat.objects.get(is_clinical_approver=True)
    assert (clinical.user, clinical.role) == (cast["SE"], SeatRole.SPONSOR)
    assert Seat.objects.get(is_lay_approver=True) == cast.seats["AD"]
    assert "approvers: Eve Editor, Ann Advocate" in client.get(at(cast, "audit")).content.decode()
    client.post(at(cast, "approvers"), {"clinical": [cast["SA"].pk]})
    assert Seat.objects.get(is_clinical_approver=True).user == cast["SA"]
    assert not Seat.objects.filter(is_lay_approver=True).exists()


@pytest.mark.parametrize(("kind", "who"), [("clinical", "SV"), ("clinical", "stranger"), ("lay", "SI")])
def test_nobody_else_can_be_named(cast: Cast, client: Client, kind: str, who: str) -> None:
    chosen = cast.seats[who].pk if kind == "lay" else cast[who].pk
    client.force_login(cast["SA"])
    assert client.post(at(cast, "approvers"), {kind: [chosen]}).status_code == 422
    assert not Seat.objects.filter(role=SeatRole.SPONSOR).exists()


def test_an_empty_review_says_what_to_do_next(cast: Cast, client: Client) -> None:
    Seat.objects.update(removed_at=timezone.now())
    assert "Invite the first person" in page(cast, "SE", client)
