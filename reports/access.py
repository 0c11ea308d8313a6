"""Turning a request into a review whose reports a person may see, or into one report."""

from django.db.models import QuerySet
from django.db.models.fields.json import KT
from django.http import Http404, HttpRequest

from protocols.people.access import NOT_HERE, person
from protocols.reviews.access import Place, get_place, place_in, require
from protocols.reviews.permissions import Need
from reports.models import Report


def get_reports_place(request: HttpRequest, code: str, *, make: bool = False) -> Place:
    """Return the person's place in a review whose reports they may see, or make."""
    return get_place(request, code, Need.MAKE_REPORT if make else Need.SEE_REPORTS)


def get_report(request: HttpRequest, code: str, *, make: bool = False) -> tuple[Place, Report]:
    """Return a report of a review in which the person has a place; 404 for strangers, 403 where they may not."""
    found = (
        Report.objects.select_related("review__protocol__sponsor", "review__version", "made_by")
        .defer("content")
        .filter(code=code)
        .first()
    )
    place = place_in(found.review, person(request)) if found else None
    if found is None or place is None:
        raise Http404(NOT_HERE)
    return require(request, place, Need.MAKE_REPORT if make else Need.SEE_REPORTS), found


def reports_of(place: Place) -> QuerySet[Report]:
    """Return the reports of a review, newest first, with what goes into each, but without what is large."""
    reports = place.review.reports.select_related("made_by").annotate(extent=KT("content__extent"))
    return reports.defer("content").order_by("-id")
