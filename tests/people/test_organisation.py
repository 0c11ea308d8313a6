"""An organisation's people: who sees them, who changes them, and that somebody always looks after them."""

from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from protocols.audit.models import Action, Event
from protocols.people.invitations import resend, revoke
from protocols.people.models import Invitation, Membership, MembershipRole, Organisation, User
from protocols.reviews.models import Seat
from tests.cast import Cast, make_cast, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def admin(cast: Cast, client: Client) -> Client:
    client.force_login(cast["SA"])
    return client


def address(cast: Cast, name: str, **more: object) -> str:
    return reverse(f"people:{name}", kwargs={"code": cast.sponsor.code, **more})


def member(cast: Cast, who: str) -> Membership:
    return Membership.objects.get(user=cast[who], organisation=cast.sponsor)


def test_everybody_of_it_sees_names_but_only_the_admin_sees_addresses(cast: Cast, client: Client) -> None:
    client.force_login(cast["SV"])
    page = client.get(address(cast, "organisation")).content.decode()
    assert "Eve Editor" in page
    assert "eve.editor@example.org" not in page
    client.force_login(cast["SA"])
    assert "eve.editor@example.org" in client.get(address(cast, "organisation")).content.decode()


def test_the_page_of_an_organisation_asks_the_database_no_more_for_more_people(
    cast: Cast, admin: Client, django_assert_num_queries
) -> None:
    admin.get(address(cast, "organisation"))
    with django_assert_num_queries(6):
        admin.get(address(cast, "organisation"))
    for number in range(5):
        person(f"Extra {number}", organisation=cast.sponsor, role=MembershipRole.VIEWER)
    with django_assert_num_queries(6):
        admin.get(address(cast, "organisation"))


def test_an_admin_changes_a_role_and_the_log_knows(cast: Cast, admin: Client) -> None:
    row = member(cast, "SV")
    assert admin.post(address(cast, "member", number=row.pk), {"role": "editor"}).status_code == 302
    assert member(cast, "SV").role == "editor"
    event = Event.objects.get(action=Action.ROLE_CHANGED)
    assert (event.actor, event.detail) == (cast["SA"].pk, {"before": "viewer", "after": "editor"})


@pytest.mark.parametrize("role", ["facilitator", "owner", "", "ADMIN"])
def test_a_role_that_a_sponsor_does_not_have_is_refused(cast: Cast, admin: Client, role: str) -> None:
    row = member(cast, "SV")
    assert admin.post(address(cast, "member", number=row.pk), {"role": role}).status_code == 422
    assert member(cast, "SV").role == "viewer"


def test_the_last_admin_can_be_neither_demoted_nor_removed(cast: Cast, admin: Client) -> None:
    row = member(cast, "SA")
    demoted = admin.post(address(cast, "member", number=row.pk), {"role": "viewer"})
    removed = admin.post(address(cast, "remove", number=row.pk))
    for answer in (demoted, removed):
        assert answer.status_code == 422
        assert "Make somebody else an admin first" in answer.content.decode()
    assert member(cast, "SA").role == "admin"


def test_one_of_two_admins_may_go(cast: Cast, admin: Client) -> None:
    Membership.objects.filter(pk=member(cast, "SE").pk).update(role="admin")
    assert admin.post(address(cast, "remove", number=member(cast, "SA").pk))["Location"] == reverse("home")
    assert admin.get(address(cast, "organisation")).status_code == 404


def test_who_is_taken_out_loses_the_seats_held_for_the_organisation(cast: Cast, client: Client) -> None:
    seat = cast.seats["SI"]
    boss = person("Head of Site", organisation=seat.organisation, role=MembershipRole.ADMIN)
    row = Membership.objects.get(user=cast["SI"])
    client.force_login(boss)
    client.post(reverse("people:remove", kwargs={"code": seat.organisation.code, "number": row.pk}))
    assert Seat.objects.get(pk=seat.pk).removed_at is not None
    client.force_login(cast["SI"])
    assert client.get(reverse("reviews:invite", kwargs={"code": cast.review.code})).status_code == 404


def test_members_of_another_organisation_are_not_there(cast: Cast, admin: Client) -> None:
    foreign = Membership.objects.get(user=cast["stranger"])
    assert admin.get(address(cast, "member", number=foreign.pk)).status_code == 404
    assert admin.post(address(cast, "remove", number=foreign.pk)).status_code == 404


def test_an_invited_member_gets_in_with_that_role_only(cast: Cast, admin: Client) -> None:
    typed = {
        "name": "Nina  New\r\n",
        "email": "NINA@example.org ",
        "role": "viewer",
        "is_staff": "1",
        "organisation": "9",
    }
    assert admin.post(address(cast, "invite"), typed)["Location"] == address(cast, "organisation")
    invitation = Invitation.objects.get()
    assert (invitation.name, invitation.email) == ("Nina New", "nina@example.org")
    link = next(line for line in mail.outbox[0].body.splitlines() if line.startswith("http"))
    browser, user = Client(), person("Nina")
    browser.force_login(user)
    browser.post(link.removeprefix("http://127.0.0.1:8000"))
    place = Membership.objects.get(user=user)
    assert (place.organisation, place.role, User.objects.get(pk=user.pk).is_superuser) == (
        cast.sponsor,
        "viewer",
        False,
    )


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": "", "email": "n@example.org", "role": "viewer"}, "Enter the person&#x27;s name"),
        ({"name": "N", "email": "nobody", "role": "viewer"}, "Enter an e-mail address like"),
        ({"name": "N", "email": "n@example.org"}, "Choose a role"),
        ({"name": "N", "email": "n@example.org", "role": "operator"}, "operator"),
        ({"name": "N", "email": "EVE.editor@example.org", "role": "viewer"}, "already belongs"),
    ],
)
def test_a_wrong_invitation_says_what_to_mend_and_keeps_what_was_typed(
    cast: Cast, admin: Client, typed: dict[str, str], words: str
) -> None:
    answer = admin.post(address(cast, "invite"), typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert f'value="{typed["email"]}"' in page
    assert "<title>Error:" in page
    assert not mail.outbox


def test_the_same_person_is_not_invited_twice(cast: Cast, admin: Client) -> None:
    typed = {"name": "Nina", "email": "nina@example.org", "role": "viewer"}
    admin.post(address(cast, "invite"), typed)
    again = admin.post(address(cast, "invite"), typed)
    assert again.status_code == 422
    assert "Send that invitation again" in again.content.decode()


def test_sending_again_kills_the_old_link(cast: Cast, admin: Client) -> None:
    admin.post(address(cast, "invite"), {"name": "Nina", "email": "nina@example.org", "role": "viewer"})
    invitation = Invitation.objects.get()
    admin.post(address(cast, "resend", invitation=invitation.code))
    links = [next(line for line in each.body.splitlines() if line.startswith("http")) for each in mail.outbox]
    old, new = (link.removeprefix("http://127.0.0.1:8000") for link in links)
    assert [Client().get(link).status_code for link in (old, new)] == [404, 200]
    admin.post(address(cast, "revoke", invitation=invitation.code))
    assert Client().get(new).status_code == 404
    assert admin.post(address(cast, "resend", invitation=invitation.code)).status_code == 404
    chain = list(Event.objects.filter(subject=f"invitation:{invitation.code}").values_list("action", flat=True))
    assert chain == ["invited", "invitation-resent", "invitation-revoked"]


def test_taking_back_twice_is_said_once(cast: Cast, admin: Client) -> None:
    admin.post(address(cast, "invite"), {"name": "Nina", "email": "nina@example.org", "role": "viewer"})
    invitation = Invitation.objects.get()
    revoke(invitation=invitation, by=cast["SA"])
    revoke(invitation=invitation, by=cast["SA"])
    assert Event.objects.filter(action=Action.INVITATION_REVOKED).count() == 1
    with pytest.raises(Exception, match="Invite the person again"):
        resend(invitation=invitation, by=cast["SA"])


def test_a_mail_server_that_is_away_loses_no_invitation(cast: Cast, admin: Client, monkeypatch) -> None:
    monkeypatch.setattr("protocols.people.mail.send_mail", _away)
    typed = {"name": "Nina", "email": "nina@example.org", "role": "viewer"}
    page = admin.post(address(cast, "invite"), typed, follow=True).content.decode()
    assert "could not be sent" in page
    assert Invitation.objects.waiting().count() == 1


def _away(*args: object, **kwargs: object) -> None:
    raise ConnectionRefusedError


def test_my_name_is_mine_to_change(cast: Cast, admin: Client) -> None:
    assert admin.post(reverse("people:name"), {"name": " "}).status_code == 422
    assert admin.post(reverse("people:name"), {"name": "Ada  Lovelace"})["Location"] == reverse("account")
    assert "Ada Lovelace" in admin.get(reverse("account")).content.decode()


def test_the_first_organisation_comes_from_the_command_line(client: Client) -> None:
    out = StringIO()
    call_command("create_organisation", "Alder Trials", admin_email="Ada@Example.org", admin_name="Ada", stdout=out)
    link = out.getvalue().split()[-1]
    organisation = Organisation.objects.get()
    assert (organisation.name, organisation.kind) == ("Alder Trials", "sponsor")
    client.force_login(User.objects.get(email="ada@example.org"))
    client.post(link.removeprefix("http://127.0.0.1:8000"))
    assert Membership.objects.get().role == "admin"
    assert client.get(reverse("people:organisation", kwargs={"code": organisation.code})).status_code == 200
    assert Event.objects.filter(action=Action.ORGANISATION_CREATED).count() == 1


def test_the_command_wants_a_real_address() -> None:
    with pytest.raises(CommandError, match="e-mail address"):
        call_command("create_organisation", "Alder Trials", admin_email="ada", admin_name="Ada")
    assert not Organisation.objects.exists()
