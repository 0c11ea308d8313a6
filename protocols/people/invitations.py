"""Single-use ways in: made, sent again, taken back, and accepted by the person whose mailbox they went to."""

import secrets
from dataclasses import dataclass, field
from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from protocols.audit.models import Action
from protocols.audit.services import record
from protocols.people.models import INVITATION_DAYS, Invitation, Membership, Organisation, User, hash_token


class InvitationClosed(Exception):  # noqa: N818 - a state, not an error of ours
    """The invitation was used, taken back or is too old."""


@dataclass(frozen=True)
class Sent:
    """An invitation with its secret, which exists only here and in the e-mail."""

    invitation: Invitation
    token: str = field(repr=False)


@dataclass(frozen=True)
class Invitee:
    """Whom to invite, and as what in their organisation; without a role they do not become a member of it."""

    email: str
    name: str
    organisation: Organisation
    role: str = ""


@transaction.atomic
def make_invitation(*, invitee: Invitee, by: User, review: str = "") -> Sent:
    """Store an invitation and log it. The caller has checked that `by` may, and sends the e-mail after the commit."""
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        email=invitee.email.strip().lower(),
        name=invitee.name,
        organisation=invitee.organisation,
        membership_role=invitee.role,
        token_hash=hash_token(token),
        invited_by=by,
        expires_at=timezone.now() + timedelta(days=INVITATION_DAYS),
    )
    _log(Action.INVITED, invitation, by, review)
    return Sent(invitation, token)


@transaction.atomic
def resend(*, invitation: Invitation, by: User, review: str = "") -> Sent:
    """Give an invitation a new secret and a new week; the old link stops working. Not for accepted ones."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.used_at or invitation.revoked_at:
        raise ValidationError(_("This invitation was accepted or taken back. Invite the person again."))
    token = invitation.renew()
    invitation.save(update_fields=["token_hash", "sent_at", "expires_at"])
    _log(Action.INVITATION_RESENT, invitation, by, review)
    return Sent(invitation, token)


@transaction.atomic
def revoke(*, invitation: Invitation, by: User, review: str = "") -> None:
    """Take an invitation back; its link stops working. One that was accepted stays accepted."""
    waiting = Invitation.objects.filter(pk=invitation.pk, used_at=None, revoked_at=None)
    if waiting.update(revoked_at=timezone.now()):
        _log(Action.INVITATION_REVOKED, invitation, by, review)


@transaction.atomic
def accept(*, invitation: Invitation, user: User, review: str = "") -> None:
    """Use an invitation up, once, for the person it was sent to; they become a member where it says so.

    Raises PermissionDenied for anybody else, InvitationClosed when it was used, taken back or is too old.
    """
    if user.email != invitation.email:
        raise PermissionDenied(_("This invitation was sent to somebody else."))
    waiting = Invitation.objects.waiting().filter(pk=invitation.pk)
    if not waiting.update(used_at=timezone.now(), used_by=user):
        raise InvitationClosed
    if invitation.membership_role:
        Membership.objects.get_or_create(
            user=user, organisation=invitation.organisation, defaults={"role": invitation.membership_role}
        )
    _log(Action.INVITATION_ACCEPTED, invitation, user, review)


def find(token: str) -> Invitation | None:
    """Return the invitation that can still be accepted with this secret, or None."""
    return Invitation.objects.waiting().with_token(token).select_related("organisation", "invited_by").first()


@transaction.atomic
def person_for(invitation: Invitation) -> User | None:
    """Return the person an invitation is for, made without a password where they are new; None if they are shut out."""
    user = User.objects.filter(email=invitation.email).first()
    if user is None:
        user = User.objects.create_user(invitation.email, name=invitation.name or invitation.email.split("@")[0])
    return user if user.is_active else None


def _log(action: Action, invitation: Invitation, by: User, review: str) -> None:
    record(
        action=action,
        actor=by.pk,
        subject=f"invitation:{invitation.code}",
        organisation=invitation.organisation_id,
        review=review,
        detail={"role": invitation.membership_role},
    )
