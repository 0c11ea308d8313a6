"""Across sessions: what was new in each, who spoke, and who has not been heard."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from protocols.reviews.access import get_place
from protocols.reviews.permissions import Need
from protocols.runthroughs.across_access import across


@require_safe
@login_required
def voices(request: HttpRequest, code: str) -> HttpResponse:
    """Show what all sessions brought together, so that a team sees whether another one is worth it."""
    place = get_place(request, code, Need.SEE_ANNOTATIONS)
    context = {"place": place, "current": "sessions", "found": across(place.review)}
    return render(request, "runthroughs/across.html", context)
