"""All plain numbers of the score, the example people side by side, and what the plan asks of a site."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from protocols.scores.access import get_scored
from protocols.scores.forms import SiteWorkForm
from protocols.scores.numbers import Side, numbers_of, site_work
from protocols.scores.services import score_review


@require_safe
@login_required
def numbers(request: HttpRequest, code: str) -> HttpResponse:
    """Show every number least, as planned and most; `?participants=` and the facts of the study change the site's."""
    scored = get_scored(request, code)
    form = SiteWorkForm.asked(request.GET)
    review, found = scored.place.review, scored.found
    context = {
        "place": scored.place,
        "current": "map",
        "page": "numbers",
        "scored": scored,
        "score": found.score,
        "numbers": numbers_of(found.score),
        "sides": [
            Side(persona, score_review(review, persona=persona, weights=scored.weights, arm=found.score.arm).score)
            for persona in scored.personas
        ],
        "work": site_work(found.site, found.score, participants=form.participants, facts=form.facts),
        "form": form,
    }
    return render(request, "scores/numbers.html", context)
