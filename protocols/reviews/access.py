"""Turning a request into a review in which the person has a place, with the permission that the page needs."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest

from protocols.people.access import NOT_HERE, person, refuse
from protocols.people.models import Membership, MembershipRole, Organisation, OrganisationKind, User
from protocols.prepared import Prepared
from protocols.reviews.models import Review, Seat, SeatQuerySet, SeatRole
from protocols.reviews.permissions import MAY_INVITE, OWN_ORGANISATION_ONLY, Need, Role, may

SPONSOR_ROLES = {
    MembershipRole.ADMIN: Role.SPONSOR_ADMIN,
    MembershipRole.EDITOR: Role.SPONSOR_EDITOR,
    MembershipRole.VIEWER: Role.SPONSOR_VIEWER,
}

# Asked at each page and each save: a person's own membership in the organisation whose protocol it is.
_membership = Prepared(
    lambda user, protocol: Membership.objects.filter(user=user, organisation__protocols=protocol), int, int
)


@dataclass(frozen=True)
class Place:
    """A person's place in a review: their role, and their seat where they hold one."""

    review: Review
    user: User
    role: Role
    seat: Seat | None

    @property
    def is_team(self) -> bool:
        """True for those who see the whole review: the sponsor's team, the facilitator, the reviewer."""
        return self.may(Need.SEE_SCORE)

    def may(self, need: Need) -> bool:
        """Answer whether this place includes a permission."""
        return may(self.role, need)


def place_in(review: Review, user: User, seat: Seat | None = None) -> Place | None:
    """Return the person's place in a review, or None for a stranger. A sponsor's own people come in by membership.

    `seat` is one of this review that was fetched already; it is looked for where it is not the person's current one.
    """
    if seat is None or seat.user_id != user.pk or seat.removed_at is not None:
        seat = Seat.objects.current().filter(review=review, user=user).select_related("organisation").first()
    membership = _membership.first(user.pk, review.protocol_id)
    role = SPONSOR_ROLES.get(MembershipRole(membership.role)) if membership else None
    if role is None and seat is not None and seat.role != SeatRole.SPONSOR:
        role = Role(seat.role)
    return Place(review, user, role, seat) if role else None


def get_place(request: HttpRequest, code: str, need: Need = Need.SEE) -> Place:
    """Return the person's place in review `code`; 404 for strangers, 403 where the permission is missing."""
    review = Review.objects.select_related("protocol__sponsor", "version").filter(code=code).first()
    place = place_in(review, person(request)) if review else None
    if place is None:
        raise Http404(NOT_HERE)
    return require(request, place, need)


def require(request: HttpRequest, place: Place, need: Need) -> Place:
    """Return the place if it includes `need`; else log it and raise 403."""
    if not place.may(need):
        refuse(request, subject=f"review:{place.review.code}", review=place.review.code)
    return place


def reviews_of(user: User) -> QuerySet[Review]:
    """Return the reviews in which a person has a place, newest first."""
    by_sponsor = Q(
        protocol__sponsor__memberships__user=user,
        protocol__sponsor__kind=OrganisationKind.SPONSOR,
        protocol__sponsor__memberships__role__in=list(SPONSOR_ROLES),
    )
    by_seat = Q(seats__user=user, seats__removed_at=None) & ~Q(seats__role=SeatRole.SPONSOR)
    return (
        Review.objects.filter(by_sponsor | by_seat)
        .select_related("protocol__sponsor", "version")
        .distinct()
        .order_by("-created_at")
    )


def roles_to_invite(place: Place) -> list[SeatRole]:
    """Return the seats that this place may fill, in the order of the list of roles."""
    allowed = {role.value for role in MAY_INVITE.get(place.role, frozenset())}
    return [role for role in SeatRole if role.value in allowed]


def own_organisation(place: Place) -> Organisation | None:
    """Return the only organisation for which this place may invite, or None where it may for any."""
    return place.seat.organisation if place.role in OWN_ORGANISATION_ONLY and place.seat else None


def organisations_known_to(place: Place) -> QuerySet[Organisation]:
    """Return the organisations one may invite for by name: those met in this sponsor's reviews, and the hosts."""
    met = Seat.objects.filter(review__protocol__sponsor=place.review.protocol.sponsor)
    if place.role == Role.FACILITATOR:
        met = met.filter(review=place.review)
    known = Q(pk__in=met.values("organisation")) | Q(kind=OrganisationKind.HOST)
    return Organisation.objects.filter(known).exclude(kind=OrganisationKind.SPONSOR).order_by("kind", "name")


def seats_in(place: Place) -> SeatQuerySet:
    """Return the current seats with who sits there and how much they have sent; of one's own only where so bound.

    The slices above own the answers; they are counted through their relations.
    """
    sent = Q(walks__sent_at__isnull=False, walks__withdrawn_at=None)
    answered = Q(site_answers__sent_at__isnull=False, site_answers__withdrawn_at=None)
    seats = Seat.objects.current().filter(review=place.review).select_related("user", "organisation", "invitation")
    own = own_organisation(place)
    return (
        (seats.filter(organisation=own, role__in=roles_to_invite(place)) if own else seats)
        .annotate(
            walks_started=Count("walks", distinct=True),
            walks_sent=Count("walks", filter=sent, distinct=True),
            visits_answered=Count("site_answers", filter=answered, distinct=True),
        )
        .order_by("role", "created_at")
    )


def get_seat(request: HttpRequest, code: str, seat_code: str) -> tuple[Place, Seat]:
    """Return a seat that the person may change; 404 where they cannot see it, 403 where it is not theirs to fill."""
    place = get_place(request, code, Need.INVITE)
    seat = seats_in(place).filter(code=seat_code).first()
    if seat is None:
        raise Http404(NOT_HERE)
    if seat.role not in roles_to_invite(place):
        refuse(request, subject=f"seat:{seat.code}", review=place.review.code)
    return place, seat


def sponsor_editors(place: Place) -> QuerySet[User]:
    """Return the sponsor's people who can be named as clinical approvers."""
    editors = [MembershipRole.ADMIN, MembershipRole.EDITOR]
    sponsor = place.review.protocol.sponsor
    return User.objects.filter(
        memberships__organisation=sponsor, memberships__role__in=editors, is_active=True
    ).order_by("name")


def has_facilitator(review: Review) -> bool:
    """Answer whether somebody neutral sits in a review."""
    return Seat.objects.current().filter(review=review, role=SeatRole.FACILITATOR, user__isnull=False).exists()
