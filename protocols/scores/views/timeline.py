"""The way through the study: when visits fall, over weeks."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from protocols.scores.access import get_scored
from protocols.scores.months import month_table
from protocols.scores.timeline import timeline as laid_out


@require_safe
@login_required
def timeline(request: HttpRequest, code: str) -> HttpResponse:
    """Draw the visits over the weeks, with their windows and the days at home; a table says the same."""
    scored = get_scored(request, code)
    context = {
        "place": scored.place,
        "current": "map",
        "page": "timeline",
        "scored": scored,
        "score": scored.found.score,
        "timeline": laid_out(scored.found.score),
        "months": month_table(scored.found.score),
    }
    return render(request, "scores/timeline.html", context)
