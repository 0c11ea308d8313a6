"""Bringing people into a review: whom each role may invite, from where, and who cannot hold a seat."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from protocols.people.models import Invitation, Membership, Organisation, OrganisationKind
from protocols.reviews.access import place_in
from protocols.reviews.models import Seat, SeatRole
from protocols.reviews.permissions import MAY_INVITE, Role
from protocols.reviews.seating import Guest, invite_to_review
from tests.cast import Cast, make_cast, organisation, person

pytestmark = pytest.mark.django_db
NEW = {"name": "Nina New", "email": "nina@example.org", "new_organisation": "Lone Voices", "region": "South"}


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def send(cast: Cast, who: str, client: Client, **typed: object):
    client.force_login(cast[who])
    return client.post(reverse("reviews:invite", kwargs={"code": cast.review.code}), typed)


@pytest.mark.parametrize("who", ["SA", "SE", "SV", "MO", "AD", "AC", "SI", "RV"])
@pytest.mark.parametrize("role", list(SeatRole))
def test_each_role_fills_the_seats_of_the_matrix_and_no_others(cast: Cast, who: str, role: SeatRole) -> None:
    place = place_in(cast.review, cast[who])
    guest = Guest("nina@example.org", "Nina", role, new_organisation="Lone Voices")
    allowed = role.value in {each.value for each in MAY_INVITE.get(Role(who), ())}
    if allowed:
        assert invite_to_review(place=place, guest=guest).invitation.seat.role == role
    else:
        with pytest.raises(PermissionDenied):
            invite_to_review(place=place, guest=guest)
    assert Seat.objects.filter(user=None).count() == allowed


def test_a_sponsor_invites_and_the_list_shows_who_is_waited_for(cast: Cast, client: Client) -> None:
    answer = send(cast, "SE", client, **NEW, role="AD")
    people = reverse("reviews:people", kwargs={"code": cast.review.code})
    assert answer["Location"] == people
    assert "Nina New" in client.get(people).content.decode()
    assert mail.outbox[0].subject == "Eve Editor invites you to a review on Burden Review"


def test_the_form_offers_no_seat_above_ones_own(cast: Cast, client: Client) -> None:
    assert send(cast, "MO", client, **NEW, role="RV").status_code == 422
    assert send(cast, "AC", client, name="N", email="n@example.org", role="SI").status_code == 422
    assert not Invitation.objects.exists()


def test_an_advocacy_contact_brings_in_people_of_the_own_group_only(cast: Cast, client: Client) -> None:
    foreign = organisation("Other Friends", OrganisationKind.ADVOCACY)
    send(cast, "AC", client, name="N", email="n@example.org", role="AD", organisation=foreign.pk, new_organisation="X")
    seat = Seat.objects.get(user=None)
    assert seat.organisation == cast.seats["AC"].organisation
    assert seat.invitation.membership_role == "member"
    assert not Organisation.objects.filter(name="X").exists()


def test_a_contact_sees_the_own_people_and_a_site_only_sites(cast: Cast, client: Client) -> None:
    page = reverse("reviews:invite", kwargs={"code": cast.review.code})
    client.force_login(cast["AC"])
    contact = client.get(page).content.decode()
    client.force_login(cast["SI"])
    site = client.get(page).content.decode()
    assert "Ann Advocate" in contact
    assert "Sid Site" not in contact
    assert "Ann Advocate" not in site


def test_nobody_makes_a_member_of_an_organisation_that_is_not_theirs(cast: Cast, client: Client) -> None:
    site = cast.seats["SI"].organisation
    send(cast, "SE", client, name="Spy", email="spy@example.org", role="SI", organisation=site.pk)
    invitation = Invitation.objects.get()
    assert (invitation.seat.organisation, invitation.membership_role) == (site, "")
    spy = person("Spy")
    client.force_login(spy)
    from protocols.reviews.seating import accept_invitation

    accept_invitation(invitation=invitation, user=spy)
    assert not Membership.objects.filter(user=spy).exists()


def test_organisations_that_one_has_never_met_are_not_offered(cast: Cast, client: Client) -> None:
    secret = organisation("Secret Friends", OrganisationKind.ADVOCACY)
    answer = send(cast, "SE", client, name="N", email="n@example.org", role="AD", organisation=secret.pk)
    assert answer.status_code == 422
    assert "Secret Friends" not in answer.content.decode()


@pytest.mark.parametrize("email", ["vic.viewer@example.org", "ANN.advocate@example.org"])
def test_who_has_a_place_gets_no_second_one(cast: Cast, client: Client, email: str) -> None:
    answer = send(cast, "SE", client, **NEW | {"email": email}, role="SI")
    assert answer.status_code == 422
    assert "already has a place" in answer.content.decode()
    assert not Organisation.objects.filter(name="Lone Voices").exists()


def test_who_is_invited_is_not_invited_again(cast: Cast, client: Client) -> None:
    send(cast, "SE", client, **NEW, role="AD")
    answer = send(cast, "SE", client, **NEW, role="AC")
    assert answer.status_code == 422
    assert Seat.objects.filter(user=None).count() == 1


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"new_organisation": ""}, "Enter the name of the organisation"),
        ({"role": ""}, "Choose a seat"),
        ({"email": "nina"}, "Enter an e-mail address like"),
        ({"name": "x" * 121}, "at most 120 characters"),
    ],
)
def test_a_wrong_form_says_what_to_mend_and_keeps_the_rest(
    cast: Cast, client: Client, typed: dict[str, str], words: str
) -> None:
    answer = send(cast, "SE", client, **{**NEW, "role": "AD", **typed})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert 'value="South"' in page


def test_a_site_does_not_fit_an_advocates_seat(cast: Cast, client: Client) -> None:
    site = cast.seats["SI"].organisation
    answer = send(cast, "SE", client, name="N", email="n@example.org", role="AD", organisation=site.pk)
    assert answer.status_code == 422
    assert "does not fit this seat" in answer.content.decode()


def test_the_preview_shows_the_mail_and_sends_nothing(cast: Cast, client: Client) -> None:
    answer = send(cast, "SE", client, **NEW | {"name": "<b>Nina</b>"}, role="AD", preview="yes")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Hello &lt;b&gt;Nina&lt;/b&gt;," in page
    assert "as an advocate" in page
    assert "Questions: help@example.org" in page
    assert not mail.outbox
    assert not Invitation.objects.exists()
    assert not Organisation.objects.filter(name="Lone Voices").exists()


def test_a_line_break_in_a_name_makes_no_second_header(cast: Cast, client: Client) -> None:
    cast["SE"].name = "Eve\r\nBcc: everybody@example.org"
    cast["SE"].save()
    send(cast, "SE", client, **NEW, role="AD")
    assert "\n" not in mail.outbox[0].subject
    assert mail.outbox[0].recipients() == ["nina@example.org"]


def test_sending_again_and_taking_back(cast: Cast, client: Client) -> None:
    send(cast, "SE", client, **NEW, role="AD")
    seat = Seat.objects.get(user=None)
    address = {"code": cast.review.code, "seat": seat.code}
    client.force_login(cast["MO"])
    client.post(reverse("reviews:resend", kwargs=address))
    old, new = (next(line for line in each.body.splitlines() if line.startswith("http")) for each in mail.outbox)
    assert [Client().get(link.removeprefix("http://127.0.0.1:8000")).status_code for link in (old, new)] == [404, 200]
    client.post(reverse("reviews:remove", kwargs=address))
    assert Client().get(new.removeprefix("http://127.0.0.1:8000")).status_code == 404
    assert client.post(reverse("reviews:resend", kwargs=address)).status_code == 404


def test_a_seat_that_nobody_was_invited_to_has_nothing_to_send(cast: Cast, client: Client) -> None:
    client.force_login(cast["SE"])
    address = reverse("reviews:resend", kwargs={"code": cast.review.code, "seat": cast.seats["AD"].code})
    assert "Nobody was invited" in client.post(address, follow=True).content.decode()
