"""The score with its parts on show: overview, a visit, an activity, and how the number is made."""

from collections.abc import Mapping
from decimal import Decimal

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from protocols.domain.burden.ruleset import load as load_ruleset
from protocols.domain.catalogue import DIMENSIONS
from protocols.domain.catalogue import load as load_catalogue
from protocols.people.access import person
from protocols.reviews.access import get_place
from protocols.reviews.permissions import Need
from protocols.schedules.records import current_purposes
from protocols.scores import overview as words
from protocols.scores import services
from protocols.scores.access import Scored, activity_in, get_scored, visit_in
from protocols.scores.forms import WeightsForm
from protocols.scores.house.values import choice_of
from protocols.scores.maps.layers import COLOURS
from protocols.scores.maps.levels import levels
from protocols.scores.parts import parts

MOST_ON_OVERVIEW = 6


@require_safe
@login_required
def overview(request: HttpRequest, code: str) -> HttpResponse:
    """Say in one sentence what the study asks, then show figures, visits and what weighs most."""
    scored = get_scored(request, code)
    found, review = scored.found.score, scored.place.review
    purposes = current_purposes(review.protocol)
    stated = {key for key, record in purposes.items() if record.purpose != "not-stated"}
    heaviest = words.heaviest(found, purposes, most=MOST_ON_OVERVIEW)
    context = {
        "likely": scored.found.likely_load,
        "quote": words.quote(scored.found.inputs.annotations, [item.key for item in heaviest]),
        "bars": words.skyline(found),
        "shares": words.basis_shares(found),
        "hours": words.hours_by_place(found),
        "weeks": words.length_in_weeks(found.schedule),
        "contacts": words.contacts(found),
        "heaviest": heaviest,
        "not_stated": [a for a in found.schedule.activities if a.key not in stated],
        "flags": words.flags_by_kind(found.flags),
    }
    return _page(request, "scores/overview.html", scored, "overview", context)


@require_safe
@login_required
def visit(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Show one visit: what adds up to its points, its time, and what it asks of the site."""
    scored = get_scored(request, code)
    key, found = visit_in(scored, key), scored.found.score
    context = {
        "visit": next(each for each in found.visits if each.key == key),
        "column": found.schedule.visit_by_key.get(key),
        "parts": parts(tuple(line for line in found.lines if line.visit == key), found.ruleset),
        "site_visit": next((each for each in scored.found.site.visits if each.key == key), None),
        "flags": [flag for flag in found.flags if flag.visit == key],
    }
    return _page(request, "scores/visit.html", scored, "map", context)


@require_safe
@login_required
def activity(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Show one activity: its points at each visit, where they come from, what people said, and why it is asked."""
    scored = get_scored(request, code)
    key, found = activity_in(scored, key), scored.found.score
    lines = tuple(line for line in found.lines if line.activity == key)
    purposes = current_purposes(scored.place.review.protocol)
    context = {
        "activity": found.schedule.activity_by_key[key],
        "lines": lines,
        "part": next(iter(parts(lines, found.ruleset)), None),
        "total": sum((line.points.planned for line in lines), Decimal(0)),
        "said": [each for each in scored.found.inputs.annotations if each.activity and each.activity.key == key],
        "match": scored.found.inputs.matches.get(key),
        "procedures": scored.found.inputs.procedures.get(key, ()),
        "purpose": purposes.get(key),
        "flags": [flag for flag in found.flags if flag.activity == key],
        "labels": {each.key: each.label for each in found.visits},
    }
    return _page(request, "scores/activity.html", scored, "map", context)


@require_safe
@login_required
def made(request: HttpRequest, code: str) -> HttpResponse:
    """Show how the number is made: every line, every choice of the ruleset, and who chose it."""
    scored = get_scored(request, code)
    found = scored.found.score
    context = {
        "visits": [
            (each, parts(tuple(line for line in found.lines if line.visit == each.key), found.ruleset))
            for each in found.visits
            if each.load.planned or each.minutes.planned
        ],
        "shares": words.basis_shares(found),
        "site": scored.found.site,
        "form": WeightsForm(
            initial=scored.weights or {name: found.ruleset.number(f"weights.{name}") for name in DIMENSIONS}
        ),
        "rulesets": scored.place.review.rulesets.select_related("by"),
        "house": choice_of(scored.place.review),
    }
    return _page(request, "scores/made.html", scored, "made", context)


@require_safe
@login_required
def how(request: HttpRequest) -> HttpResponse:
    """Explain the score to a reader, with every number that is our choice and why."""
    ruleset, catalogue = load_ruleset(), load_catalogue()
    context = {
        "ruleset": ruleset,
        "entries": list(ruleset.entries.values()),
        "catalogue": catalogue,
        "map_levels": [(COLOURS[name], each) for name, each in levels().items()],
    }
    return render(request, "scores/how.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def weights(request: HttpRequest, code: str) -> HttpResponse:
    """Save other weights for this review, with a reason."""
    place = get_place(request, code, Need.SET_PURPOSE)
    form = WeightsForm(
        request.POST if request.method == "POST" else None, initial={"physical": 1, "worry": 1, "effort": 1}
    )
    if request.method == "POST" and form.is_valid():
        services.change_weights(
            review=place.review, by=person(request), weights=form.weights, reason=form.cleaned_data["reason"]
        )
        return redirect("scores:made", code)
    context = {"place": place, "current": "made", "form": form}
    return render(request, "scores/weights.html", context, status=422 if form.errors else 200)


def _page(
    request: HttpRequest, template: str, scored: Scored, current: str, context: Mapping[str, object]
) -> HttpResponse:
    frame = {"place": scored.place, "current": current, "scored": scored, "score": scored.found.score}
    return render(request, template, {**frame, **context})
