"""Organisations and who belongs to them: founding one, inviting members, changing roles, leaving."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from protocols.audit.models import Action
from protocols.audit.services import record
from protocols.people.invitations import Invitee, Sent, make_invitation
from protocols.people.models import Invitation, Membership, MembershipRole, Organisation, OrganisationKind, User
from protocols.people.roles import roles_in
from protocols.people.signals import member_left


@transaction.atomic
def create_organisation(*, name: str, kind: OrganisationKind, admin_email: str, admin_name: str) -> Sent:
    """Found an organisation and invite its first admin, who needs nobody inside to invite them."""
    organisation = Organisation.objects.create(name=name, kind=kind)
    email = admin_email.strip().lower()
    admin = User.objects.filter(email=email).first() or User.objects.create_user(email, name=admin_name)
    record(
        action=Action.ORGANISATION_CREATED,
        subject=f"organisation:{organisation.code}",
        organisation=organisation.pk,
        detail={"kind": str(kind)},
    )
    invitee = Invitee(email, admin_name, organisation, MembershipRole.ADMIN)
    return make_invitation(invitee=invitee, by=admin)


@transaction.atomic
def invite_member(*, invitee: Invitee, by: User) -> Sent:
    """Invite somebody into an organisation. ValidationError where they belong to it or are invited already."""
    if invitee.role not in roles_in(invitee.organisation.kind):
        raise ValidationError(_("Choose one of the roles of this organisation."))
    email = invitee.email.strip().lower()
    if Membership.objects.filter(organisation=invitee.organisation, user__email=email).exists():
        raise ValidationError(_("This person already belongs to the organisation."))
    waiting = Invitation.objects.waiting().filter(organisation=invitee.organisation, email=email)
    if waiting.exclude(membership_role="").exists():
        raise ValidationError(_("This person is invited already. Send that invitation again instead."))
    return make_invitation(invitee=invitee, by=by)


@transaction.atomic
def change_role(*, membership: Membership, role: str, by: User) -> None:
    """Give a member another role. ValidationError for an unknown role, and for the last admin."""
    if role not in roles_in(membership.organisation.kind):
        raise ValidationError(_("Choose one of the roles of this organisation."))
    if role != MembershipRole.ADMIN:
        _keep_an_admin(membership)
    before, membership.role = membership.role, role
    membership.save(update_fields=["role"])
    _log(membership, by, before=before, after=role)


@transaction.atomic
def remove_member(*, membership: Membership, by: User) -> None:
    """End a membership, and with it the person's seats for this organisation. ValidationError for the last admin."""
    _keep_an_admin(membership)
    _log(membership, by, before=membership.role, after="")
    member_left.send(sender=Membership, user=membership.user, organisation=membership.organisation, by=by)
    membership.delete()


def rename(*, user: User, name: str) -> None:
    """Set the name by which others see a person."""
    user.name = name
    user.save(update_fields=["name"])


def _keep_an_admin(membership: Membership) -> None:
    """Raise when nobody would be left to look after the organisation. Locks its admins until the commit."""
    admins = Membership.objects.select_for_update().filter(
        organisation=membership.organisation, role=MembershipRole.ADMIN
    )
    if {admin.pk for admin in admins} == {membership.pk}:
        raise ValidationError(
            _("%(name)s is the last admin. Make somebody else an admin first.") % {"name": membership.user}
        )


def _log(membership: Membership, by: User, *, before: str, after: str) -> None:
    record(
        action=Action.ROLE_CHANGED,
        actor=by.pk,
        subject=f"user:{membership.user_id}",
        organisation=membership.organisation_id,
        detail={"before": before, "after": after},
    )
