"""What the app proposes by itself: single changes ranked by what they save, and places that ask the same twice."""

from collections.abc import Mapping

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from protocols.schedules.records import current_purposes
from protocols.scores.access import Scored, get_scored
from protocols.scores.limits import limits
from protocols.scores.options.proposing import SHOWN, doubled, ranked


@require_safe
@login_required
def proposals(request: HttpRequest, code: str) -> HttpResponse:
    """Show every single change that saves load or time, the most load first."""
    scored = get_scored(request, code)
    show = request.GET.get("show", "")
    if show not in SHOWN:
        scored.notes.append(_("One of the filters does not exist. It is left out."))
        show = ""
    found = ranked(scored.found, current_purposes(scored.place.review.protocol), show=show)
    page = Paginator(found, limits().proposals_on_a_page).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {"list": page, "query": query.urlencode(), "show": show, "choices": list(SHOWN.items())}
    return _page(request, "scores/proposals.html", scored, "proposals", context)


@require_safe
@login_required
def overlaps(request: HttpRequest, code: str) -> HttpResponse:
    """Show where the schedule may ask the same of a person twice."""
    scored = get_scored(request, code)
    kinds = doubled(scored.found)
    has_usual_care = any(mark.usual_care for mark in scored.found.inputs.schedule.marks)
    context = {
        "kinds": [(words, found) for words, found in kinds if found],
        "days": scored.found.score.ruleset.number("overlaps.days"),
        "has_usual_care": has_usual_care,
    }
    return _page(request, "scores/overlaps.html", scored, "overlaps", context)


def _page(
    request: HttpRequest, template: str, scored: Scored, page: str, context: Mapping[str, object]
) -> HttpResponse:
    frame = {
        "place": scored.place,
        "current": "map",
        "page": page,
        "scored": scored,
        "score": scored.found.score,
    }
    return render(request, template, {**frame, **context})
