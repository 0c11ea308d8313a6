"""Which of a sponsor's house values a request asks for. Its own people see them; editors and admins change them."""

from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest

from protocols.people.access import NOT_HERE, get_organisation, membership_in, person, refuse
from protocols.people.models import MembershipRole, Organisation, OrganisationKind
from protocols.scores.models import HouseSet

EDITORS = {MembershipRole.ADMIN, MembershipRole.EDITOR}


def get_sponsor(request: HttpRequest, code: str, *, edit: bool = False) -> Organisation:
    """Return the person's own sponsor; 404 for any other organisation, 403 where `edit` is needed and missing."""
    sponsor = get_organisation(request, code)
    if sponsor.kind != OrganisationKind.SPONSOR:
        raise Http404(NOT_HERE)
    if edit and not may_edit(request, sponsor):
        refuse(request, subject=f"organisation:{code}", message="Only editors and admins can change house values.")
    return sponsor


def may_edit(request: HttpRequest, sponsor: Organisation) -> bool:
    """Answer whether the person may change the house values of a sponsor."""
    membership = membership_in(person(request), sponsor)
    return membership is not None and membership.role in EDITORS


def sets_of(sponsor: Organisation) -> QuerySet[HouseSet]:
    """Return the sets of a sponsor, by name."""
    return sponsor.house_sets.select_related("by", "copied_from").annotate(records=Count("entries"))


def get_set(request: HttpRequest, code: str, name: str, *, edit: bool = False) -> HouseSet:
    """Return a set of the person's own sponsor by its code."""
    found = sets_of(get_sponsor(request, code, edit=edit)).select_related("sponsor").filter(code=name).first()
    if found is None:
        raise Http404(NOT_HERE)
    return found
