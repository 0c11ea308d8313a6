"""From the e-mail to the seat: single use, bound to the mailbox, and silent about the study until then."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from protocols.audit.models import Action, Event
from protocols.people.invitations import Sent
from protocols.people.models import Invitation, Membership, Organisation, OrganisationKind, User
from protocols.reviews.access import place_in
from protocols.reviews.joining import WAITING
from protocols.reviews.mail import send_seat_invitation
from protocols.reviews.models import Seat, SeatRole
from protocols.reviews.seating import Guest, invite_to_review, remove_seat
from tests.cast import PASSWORD, Cast, make_cast, person

pytestmark = pytest.mark.django_db
NEW = "nina@example.org"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def invite(cast: Cast, email: str = NEW, by: str = "SE", role: SeatRole = SeatRole.ADVOCATE) -> Sent:
    place = place_in(cast.review, cast[by])
    assert place is not None
    sent = invite_to_review(place=place, guest=Guest(email, "Nina New", role, None, "Lone Voices", "South"))
    send_seat_invitation(sent, role)
    return sent


def path_of(sent: Sent) -> str:
    return reverse("reviews:accept", kwargs={"token": sent.token})


def code_in(message: mail.EmailMessage) -> str:
    found = re.search(r"^([A-Z0-9-]{6,9})$", message.body, re.MULTILINE)
    assert found, message.body
    return found[1]


def type_the_code(client: Client, code: str) -> object:
    return client.post(reverse("account_confirm_login_code"), {"code": code}, follow=True)


def test_a_new_person_gets_in_by_a_code_to_the_invited_mailbox(cast: Cast, client: Client) -> None:
    sent = invite(cast)
    assert mail.outbox[0].to == [NEW]
    assert "http://127.0.0.1:8000" + path_of(sent) in mail.outbox[0].body
    page = client.get(path_of(sent))
    assert page.status_code == 200
    answer = client.post(path_of(sent))
    assert answer["Location"] == reverse("account_confirm_login_code")
    assert mail.outbox[1].to == [NEW]
    assert Invitation.objects.waiting().filter(pk=sent.invitation.pk).exists()
    home = type_the_code(client, code_in(mail.outbox[1]))
    assert home.redirect_chain[-1][0] == reverse("home")
    assert "A study of a tablet" in home.content.decode()
    user = User.objects.get(email=NEW)
    assert (user.name, user.has_usable_password()) == ("Nina New", False)
    assert Seat.objects.get(invitation=sent.invitation).user == user
    assert client.get(path_of(sent)).status_code == 404


def test_looking_at_the_link_changes_nothing(cast: Cast, client: Client) -> None:
    sent = invite(cast)
    for _time in range(3):
        assert client.get(path_of(sent)).status_code == 200
    assert not User.objects.filter(email=NEW).exists()
    assert len(mail.outbox) == 1


def test_neither_mail_nor_page_names_the_study(cast: Cast, client: Client) -> None:
    sent = invite(cast)
    page = client.get(path_of(sent)).content.decode()
    for secret in ("ALD-1", "A small study", "A study of a tablet"):
        assert secret not in page
        assert secret not in mail.outbox[0].body + mail.outbox[0].subject


def test_a_forwarded_link_gives_nothing_without_the_mailbox(cast: Cast, client: Client) -> None:
    sent = invite(cast)
    client.post(path_of(sent))
    assert client.get(reverse("home")).status_code == 302
    type_the_code(client, "WRONG-1")
    assert client.get(reverse("home")).status_code == 302
    assert Seat.objects.get(invitation=sent.invitation).user is None


def test_somebody_signed_in_as_another_is_refused_and_nothing_is_used_up(cast: Cast, client: Client) -> None:
    sent = invite(cast)
    client.force_login(cast["stranger"])
    assert client.get(path_of(sent)).status_code == 403
    refused = client.post(path_of(sent))
    assert refused.status_code == 403
    assert "stan.stranger@example.org" in refused.content.decode()
    assert NEW not in refused.content.decode()
    assert Invitation.objects.waiting().filter(pk=sent.invitation.pk).exists()


def test_signing_in_as_another_with_an_invitation_waiting_gives_no_seat(cast: Cast, client: Client) -> None:
    sent = invite(cast)
    session = client.session
    session[WAITING] = sent.invitation.code
    session.save()
    client.post(reverse("account_login"), {"login": "stan.stranger@example.org", "password": PASSWORD})
    assert "sent to somebody else" in client.get(reverse("home")).content.decode()
    assert Seat.objects.get(invitation=sent.invitation).user is None
    assert WAITING not in client.session


def test_the_invited_person_who_is_signed_in_accepts_at_once(cast: Cast, client: Client) -> None:
    user = person("Nina")
    sent = invite(cast)
    client.force_login(user)
    assert client.post(path_of(sent))["Location"] == reverse("home")
    assert Seat.objects.get(invitation=sent.invitation).user == user


def test_instead_of_the_code_an_existing_person_may_use_their_password(cast: Cast, client: Client) -> None:
    user = person("Nina")
    sent = invite(cast)
    client.post(path_of(sent))
    client.post(reverse("account_logout"), {"next": reverse("account_login")})  # the Cancel button
    assert client.get(path_of(sent)).status_code == 200
    client.post(reverse("account_login"), {"login": NEW, "password": PASSWORD})
    assert Seat.objects.get(invitation=sent.invitation).user == user


def test_used_expired_revoked_and_unknown_links_look_the_same(cast: Cast, client: Client) -> None:
    used, old, revoked = invite(cast), invite(cast, "old@example.org"), invite(cast, "gone@example.org")
    Invitation.objects.filter(pk=used.invitation.pk).update(used_at=timezone.now())
    Invitation.objects.filter(pk=old.invitation.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    remove_seat(seat=revoked.invitation.seat, by=cast["SE"])
    pages = [client.get(path_of(each)) for each in (used, old, revoked)]
    pages.append(client.get(reverse("reviews:accept", kwargs={"token": "never-given-out"})))
    bodies = {re.sub(r"csrf[^>]*|&quot;X-CSRF[^>]*|X-CSRFToken[^>]*", "", page.content.decode()) for page in pages}
    assert {page.status_code for page in pages} == {404}
    assert len(bodies) == 1
    assert "Ask for a new one" in bodies.pop()
    assert [client.post(path_of(each)).status_code for each in (used, old, revoked)] == [404, 404, 404]


def test_asking_for_a_new_one_tells_the_inviter_once(cast: Cast, client: Client) -> None:
    old = invite(cast)
    Invitation.objects.filter(pk=old.invitation.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    again = reverse("reviews:ask_again", kwargs={"token": old.token})
    for _time in range(2):
        assert client.post(again)["Location"] == reverse("account_login")
    assert [message.to for message in mail.outbox[1:]] == [["eve.editor@example.org"]]
    assert reverse("reviews:people", kwargs={"code": cast.review.code}) in mail.outbox[1].body
    unknown = client.post(reverse("reviews:ask_again", kwargs={"token": "never-given-out"}))
    assert unknown["Location"] == reverse("account_login")
    assert len(mail.outbox) == 2


def test_the_secret_is_kept_nowhere(cast: Cast, client: Client) -> None:
    sent = invite(cast)
    assert sent.token not in repr(sent)
    page = client.get(path_of(sent))
    assert sent.token not in page.content.decode()
    assert page["Referrer-Policy"] == "strict-origin"
    client.post(path_of(sent))
    later = type_the_code(client, code_in(mail.outbox[1]))
    assert sent.token not in later.content.decode()
    assert all(sent.token not in str(row) for row in Event.objects.values_list())
    assert all(sent.token not in str(row) for row in Invitation.objects.values_list())
    assert sent.token not in str(dict(client.session))


def test_two_at_once_use_it_up_once(cast: Cast) -> None:
    from protocols.people.invitations import InvitationClosed
    from protocols.reviews.seating import accept_invitation

    sent, user = invite(cast), person("Nina")
    stale = Invitation.objects.get(pk=sent.invitation.pk)
    accept_invitation(invitation=sent.invitation, user=user)
    Seat.objects.filter(invitation=stale).update(user=None)
    with pytest.raises(InvitationClosed):
        accept_invitation(invitation=stale, user=user)
    assert Event.objects.filter(action=Action.INVITATION_ACCEPTED).count() == 1


def test_a_shut_out_person_gets_the_same_page_as_an_old_link(cast: Cast, client: Client) -> None:
    User.objects.filter(pk=person("Nina").pk).update(is_active=False)
    sent = invite(cast)
    assert client.post(path_of(sent)).status_code == 404
    assert len(mail.outbox) == 1


def test_the_first_contact_of_a_new_group_looks_after_it(cast: Cast, client: Client) -> None:
    sent = invite(cast, role=SeatRole.ADVOCACY_CONTACT)
    client.force_login(person("Nina"))
    client.post(path_of(sent))
    group = Organisation.objects.get(name="Lone Voices")
    assert (group.kind, group.region) == (OrganisationKind.ADVOCACY, "South")
    assert Membership.objects.get(user__email=NEW, organisation=group).role == "admin"


def test_who_got_a_place_meanwhile_keeps_it_and_the_invitation_waits(cast: Cast, client: Client) -> None:
    user = person("Nina")
    sent = invite(cast)
    Membership.objects.create(user=user, organisation=cast.sponsor, role="viewer")
    client.force_login(user)
    answer = client.post(path_of(sent), follow=True)
    assert "already have a place" in answer.content.decode()
    assert Seat.objects.get(invitation=sent.invitation).user is None
    assert Invitation.objects.waiting().filter(pk=sent.invitation.pk).exists()
