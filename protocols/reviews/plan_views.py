"""The schedule under review, for those who sit in the review without working for its sponsor."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from protocols.people.access import person
from protocols.reviews.access import get_place
from protocols.reviews.permissions import Need
from protocols.schedules.downloads import original_of
from protocols.schedules.grid import lay_out
from protocols.schedules.services import record_download
from protocols.schedules.views.answering import first_visit


@require_safe
@login_required
def schedule(request: HttpRequest, code: str) -> HttpResponse:
    """Show the schedule of the version under review."""
    place = get_place(request, code, Need.SEE_SCHEDULE)
    plan = place.review.version.schedule
    context = {
        "place": place,
        "current": "schedule",
        "version": place.review.version,
        "schedule": plan,
        "grid": lay_out(plan, first=first_visit(request)),
        "may_see_original": place.may(Need.SEE_ORIGINAL),
    }
    return render(request, "reviews/schedule.html", context)


@require_safe
@login_required
def original(request: HttpRequest, code: str) -> HttpResponse:
    """Send the file from which the version under review was made."""
    place = get_place(request, code, Need.SEE_ORIGINAL)
    record_download(version=place.review.version, by=person(request), review=code)
    return original_of(place.review.version)
