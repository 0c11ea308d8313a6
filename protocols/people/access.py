"""Turning a request into organisations that the person belongs to; denied access is logged where it happens."""

from typing import NoReturn

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from protocols.audit.models import Action
from protocols.audit.services import record
from protocols.people.models import Invitation, Membership, MembershipRole, Organisation, OrganisationKind, User

NOT_HERE = "There is no such page, or it is not yours to see."


def person(request: HttpRequest) -> User:
    """Return the signed-in person. Views ask this behind `login_required` only."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - login_required stands before every caller
    return user


def refuse(request: HttpRequest, *, subject: str, review: str = "", message: str = "") -> NoReturn:
    """Log a denied access and raise 403 with a sentence that says what to do."""
    record(
        action=Action.ACCESS_DENIED,
        actor=request.user.pk,
        subject=subject,
        review=review,
        detail={"path": request.path},
    )
    raise PermissionDenied(message or "Your role does not include this. Ask the study team if you need it.")


def organisations_of(user: User, kind: OrganisationKind | None = None) -> QuerySet[Organisation]:
    """Return the organisations a person belongs to."""
    found = Organisation.objects.filter(memberships__user=user).order_by("name")
    return found.filter(kind=kind) if kind else found


def membership_in(user: User, organisation: Organisation) -> Membership | None:
    """Return the person's place in an organisation, if any."""
    return Membership.objects.filter(user=user, organisation=organisation).first()


def get_organisation(request: HttpRequest, code: str, *, admin: bool = False) -> Organisation:
    """Return one of the person's organisations; 404 for others', 403 where `admin` is needed and missing."""
    membership = (
        Membership.objects.filter(user=person(request), organisation__code=code).select_related("organisation").first()
    )
    if membership is None:
        raise Http404(NOT_HERE)
    if admin and membership.role != MembershipRole.ADMIN:
        refuse(request, subject=f"organisation:{code}", message="Only an admin of your organisation can do this.")
    return membership.organisation


def members_of(organisation: Organisation) -> QuerySet[Membership]:
    """Return who belongs to an organisation, by name."""
    return organisation.memberships.select_related("user").order_by("user__name", "user__email")


def invited_to(organisation: Organisation) -> QuerySet[Invitation]:
    """Return the invitations into an organisation that wait or ran out, newest first."""
    open_ones = organisation.invitations.filter(used_at=None, revoked_at=None).exclude(membership_role="")
    return open_ones.select_related("invited_by").order_by("-sent_at")


def get_member(request: HttpRequest, code: str, number: int) -> Membership:
    """Return a member of an organisation of which the person is an admin."""
    organisation = get_organisation(request, code, admin=True)
    membership = members_of(organisation).select_related("organisation").filter(pk=number).first()
    if membership is None:
        raise Http404(NOT_HERE)
    return membership


def get_invitation(request: HttpRequest, code: str, invitation: str) -> Invitation:
    """Return an invitation into an organisation of which the person is an admin."""
    found = invited_to(get_organisation(request, code, admin=True)).filter(code=invitation).first()
    if found is None:
        raise Http404(NOT_HERE)
    return found
