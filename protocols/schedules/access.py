"""Turning a request into protocols, uploads and versions of the person's own sponsor."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from protocols.people.access import NOT_HERE, membership_in, person, refuse
from protocols.people.models import Membership, MembershipRole, Organisation, OrganisationKind
from protocols.schedules.drafts.draft import ScheduleDraft
from protocols.schedules.models import Protocol, ProtocolQuerySet, ScheduleVersion, Upload

EDITORS = {MembershipRole.ADMIN, MembershipRole.EDITOR}
VIEWERS = EDITORS | {MembershipRole.VIEWER}


def protocols_of(request: HttpRequest) -> ProtocolQuerySet:
    """Return the protocols of the sponsors that the person works for, newest first."""
    return (
        Protocol.objects.filter(
            sponsor__memberships__user=person(request),
            sponsor__memberships__role__in=VIEWERS,
            sponsor__kind=OrganisationKind.SPONSOR,
        )
        .select_related("sponsor")
        .order_by("archived_at", "-created_at")
    )


def get_sponsor(request: HttpRequest) -> Organisation:
    """Return the sponsor for whom the person may start protocols; 403 if there is none."""
    place = _editing_places(request).select_related("organisation").order_by("id").first()
    if place is None:
        refuse(request, subject="protocols:new", message="Only editors and admins of a sponsor can add a study plan.")
    return place.organisation


def may_start(request: HttpRequest) -> bool:
    """Answer whether the person may start protocols for a sponsor."""
    return _editing_places(request).exists()


def may_edit(request: HttpRequest, protocol: Protocol) -> bool:
    """Answer whether the person may change a protocol that they see."""
    return _editing_places(request).filter(organisation=protocol.sponsor_id).exists()


def get_protocol(request: HttpRequest, code: str, *, edit: bool = False) -> Protocol:
    """Return a protocol of the person's sponsor; 404 for others', 403 where `edit` is needed and missing."""
    protocol = Protocol.objects.select_related("sponsor").filter(code=code).first()
    _check(request, protocol, edit)
    assert protocol is not None  # noqa: S101 - _check raised otherwise
    return protocol


def get_upload(request: HttpRequest, code: str) -> Upload:
    """Return an upload into a protocol that the person may edit, without the bytes of its file."""
    rows = Upload.objects.select_related("protocol__sponsor", "file", "version", "created_by").defer("file__content")
    upload = rows.filter(code=code).first()
    _check(request, upload.protocol if upload else None, True)
    assert upload is not None  # noqa: S101 - _check raised otherwise
    return upload


def get_version(request: HttpRequest, code: str, *, edit: bool = False) -> ScheduleVersion:
    """Return a version of a protocol of the person's sponsor."""
    version = ScheduleVersion.objects.select_related("protocol__sponsor", "created_by").filter(code=code).first()
    _check(request, version.protocol if version else None, edit)
    assert version is not None  # noqa: S101 - _check raised otherwise
    return version


def get_draft(request: HttpRequest, code: str) -> ScheduleDraft:
    """Return the changes on a protocol that the person may edit; a colleague's as well as their own."""
    rows = ScheduleDraft.objects.select_related("protocol__sponsor", "base", "version", "created_by")
    draft = rows.filter(code=code).first()
    _check(request, draft.protocol if draft else None, True)
    assert draft is not None  # noqa: S101 - _check raised otherwise
    return draft


def _editing_places(request: HttpRequest) -> QuerySet[Membership]:
    return person(request).memberships.filter(organisation__kind=OrganisationKind.SPONSOR, role__in=EDITORS)


def _check(request: HttpRequest, protocol: Protocol | None, edit: bool) -> None:
    membership = membership_in(person(request), protocol.sponsor) if protocol else None
    if protocol is None or membership is None or membership.role not in VIEWERS:
        raise Http404(NOT_HERE)
    if edit and membership.role not in EDITORS:
        refuse(request, subject=f"protocol:{protocol.code}", message="You can see this study plan, but not change it.")
