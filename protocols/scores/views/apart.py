"""Where people disagree: a list to talk about."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from protocols.runthroughs.sites.access import rule_of
from protocols.scores.access import get_scored
from protocols.scores.apart import agreements, apart, roles_of, told


@require_safe
@login_required
def disagreement(request: HttpRequest, code: str) -> HttpResponse:
    """List the steps on which answers lie apart, roles side by side, the widest first."""
    scored = get_scored(request, code)
    inputs = scored.found.inputs
    given = told(inputs)
    rows = apart(inputs, given)
    context = {
        "place": scored.place,
        "current": "map",
        "page": "disagreement",
        "scored": scored,
        "rows": [row for row in rows if row.differs],
        "alike": [row for row in rows if not row.differs],
        "roles": roles_of(rows),
        "agreements": agreements(inputs, given),
        "has_sites": given.has_sites,
        "rule": rule_of(scored.place.review),
        "ruleset": inputs.ruleset,
    }
    return render(request, "scores/disagreement.html", context)
