"""Who gets which seat in a review: inviting, accepting, changing and removing."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from protocols.audit.models import Action
from protocols.audit.services import Detail, record
from protocols.people.invitations import Invitee, Sent, accept, make_invitation, revoke
from protocols.people.models import Invitation, Membership, MembershipRole, Organisation, OrganisationKind, User
from protocols.reviews.access import Place, own_organisation, place_in, roles_to_invite
from protocols.reviews.models import Review, Seat, SeatRole

KIND_OF = {
    SeatRole.FACILITATOR: OrganisationKind.HOST,
    SeatRole.ADVOCATE: OrganisationKind.ADVOCACY,
    SeatRole.ADVOCACY_CONTACT: OrganisationKind.ADVOCACY,
    SeatRole.SITE: OrganisationKind.SITE,
    SeatRole.REVIEWER: OrganisationKind.HOST,
}
# Who speaks for an organisation looks after its people from the start.
LOOKS_AFTER_PEOPLE = {SeatRole.FACILITATOR, SeatRole.ADVOCACY_CONTACT, SeatRole.SITE}
WHAT_THEY_DO = {
    SeatRole.FACILITATOR: gettext_lazy("as the facilitator: you plan and run the review, and take no side."),
    SeatRole.ADVOCATE: gettext_lazy("as an advocate: you walk through visits and say how hard each thing would be."),
    SeatRole.ADVOCACY_CONTACT: gettext_lazy("as the contact of your group: you bring in advocates and follow up."),
    SeatRole.SITE: gettext_lazy("as a site: you say what each visit would take on a normal day."),
    SeatRole.REVIEWER: gettext_lazy("as a reviewer: you read everything and check it."),
}


@dataclass(frozen=True)
class Guest:
    """Whom to bring into a review, as what, and from which organisation: one that is known, or a new one by name."""

    email: str
    name: str
    role: SeatRole
    organisation: Organisation | None = None
    new_organisation: str = ""
    region: str = ""


def what_for(invitation: Invitation) -> str:
    """Return in words what an invitation's seat asks of a person; empty where it is into an organisation."""
    seat = Seat.objects.current().filter(invitation=invitation).first()
    return str(WHAT_THEY_DO[SeatRole(seat.role)]) if seat else ""


@transaction.atomic
def invite_to_review(*, place: Place, guest: Guest) -> Sent:
    """Keep a seat free for somebody and invite them to it.

    PermissionDenied for a role that this place may not fill; ValidationError where the person has a place already.
    """
    if guest.role not in roles_to_invite(place):
        raise PermissionDenied(_("Your role cannot invite people for this seat."))
    _check_is_free(place.review, guest.email)
    organisation, role = _home(place, guest)
    invitee = Invitee(guest.email, guest.name, organisation, role)
    sent = make_invitation(invitee=invitee, by=place.user, review=place.review.code)
    Seat.objects.create(review=place.review, role=guest.role, organisation=organisation, invitation=sent.invitation)
    return sent


def _check_is_free(review: Review, email: str) -> None:
    """Raise when the mailbox has a place already: a seat, a waiting invitation, or a desk at the sponsor."""
    email = email.strip().lower()
    open_invitation = Q(invitation__email=email, invitation__used_at=None, invitation__revoked_at=None)
    if Seat.objects.current().filter(open_invitation, review=review, user=None).exists():
        raise ValidationError(_("This person is invited already. Send that invitation again instead."))
    user = User.objects.filter(email=email).first()
    works_there = Membership.objects.filter(user=user, organisation=review.protocol.sponsor)
    if user and (place_in(review, user) or works_there.exists()):
        raise ValidationError(_("This person already has a place in this review."))


def _home(place: Place, guest: Guest) -> tuple[Organisation, str]:
    """Return the organisation of the seat, and the role in it that the invitation brings.

    Nobody outside an organisation makes somebody a member of it: a sponsor could plant a colleague at a site.
    """
    own = own_organisation(place)
    if own is not None:
        return own, MembershipRole.MEMBER
    kind = KIND_OF[guest.role]
    if guest.organisation is not None:
        if guest.organisation.kind != kind:
            raise ValidationError(_("Choose an organisation that fits this seat."))
        return guest.organisation, ""
    if not guest.new_organisation:
        raise ValidationError(_("Say which organisation the person is from."))
    made = Organisation.objects.create(
        name=guest.new_organisation,
        kind=kind,
        region=guest.region,
        is_example=place.review.protocol.is_example,
    )
    return made, MembershipRole.ADMIN if guest.role in LOOKS_AFTER_PEOPLE else MembershipRole.MEMBER


@transaction.atomic
def accept_invitation(*, invitation: Invitation, user: User) -> Seat | None:
    """Use an invitation up and sit the person down, where it is for a seat.

    Raises what `people.invitations.accept` raises, and ValidationError for somebody who has a place already.
    """
    seat = Seat.objects.current().select_for_update().filter(invitation=invitation).first()
    if seat is None:
        accept(invitation=invitation, user=user)
        return None
    works_there = Membership.objects.filter(user=user, organisation=seat.review.protocol.sponsor)
    if user.email == invitation.email and (place_in(seat.review, user) or works_there.exists()):
        raise ValidationError(_("You already have a place in this review. The invitation was not used."))
    accept(invitation=invitation, user=user, review=seat.review.code)
    seat.user = user
    seat.save(update_fields=["user"])
    return seat


@transaction.atomic
def change_seat(*, place: Place, seat: Seat, role: SeatRole) -> None:
    """Give a person another seat of the same kind of organisation. Who has answered keeps the seat they answered in."""
    if role not in roles_to_invite(place):
        raise PermissionDenied(_("Your role cannot give this seat."))
    if role == seat.role:
        return
    if KIND_OF[role] != KIND_OF[SeatRole(seat.role)]:
        raise ValidationError(
            _("This seat is for another kind of organisation. Remove the person and invite them again.")
        )
    if seat.walks.exists() or seat.site_answers.exists():
        raise ValidationError(_("This person has begun to answer. Their seat stays what it is."))
    before, seat.role = seat.role, role
    seat.save(update_fields=["role"])
    _log(Action.SEAT_CHANGED, seat, place.user, {"before": str(before), "after": str(role)})


@transaction.atomic
def remove_seat(*, seat: Seat, by: User) -> None:
    """End a seat; a waiting invitation to it is taken back. What the person answered stays."""
    if seat.invitation is not None:
        revoke(invitation=seat.invitation, by=by, review=seat.review.code)
    if Seat.objects.current().filter(pk=seat.pk).update(removed_at=timezone.now()):
        _log(Action.SEAT_REMOVED, seat, by, {"role": seat.role})


def _log(action: Action, seat: Seat, by: User, detail: Detail) -> None:
    record(action=action, actor=by.pk, subject=f"seat:{seat.code}", review=seat.review.code, detail=detail)
