"""Deciding about a finding, and the record of what was decided."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from protocols.findings import services as findings
from protocols.findings.access import Listening, get_finding, get_listening, rests_of
from protocols.findings.decisions import services
from protocols.findings.decisions.access import decisions_on, record_of, tried_for
from protocols.findings.decisions.forms import DecisionForm
from protocols.findings.models import Finding
from protocols.findings.views.tabs import tabs
from protocols.people.access import person
from protocols.reviews.permissions import Need


@require_safe
@login_required
def decisions(request: HttpRequest, code: str) -> HttpResponse:
    """Show what was decided, by whom and why, and what waits for a decision."""
    listening = get_listening(request, code)
    place = listening.place
    context = {
        **tabs(listening, "decisions"),
        "record": record_of(place),
        "may_decide": place.may(Need.DECIDE),
    }
    return render(request, "findings/decisions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def decide(request: HttpRequest, code: str, finding: str) -> HttpResponse:
    """Show what speaks for and against, and record a decision."""
    listening, found = get_finding(request, code, finding, Need.DECIDE)
    place = listening.place
    form = DecisionForm(request.POST if request.method == "POST" else None, place=place, initial=_begin(found))
    if request.method == "POST" and form.is_valid():
        try:
            services.decide(finding=found, by=person(request), said=form.said(), known=form.cleaned_data["known"])
        except findings.Stale as stale:
            standing = stale.current.merged_into or stale.current
            known = decisions_on(standing).count()
            again = DecisionForm({**request.POST.dict(), "known": known}, place=place)
            return _show(request, listening, standing, again, stale=stale.current)
        messages.success(request, _("The decision is recorded."))
        return redirect("findings:finding", code, finding)
    return _show(request, listening, found, form)


def _begin(found: Finding) -> dict[str, object]:
    chosen = found.options.filter(deleted_at=None).values_list("code", flat=True)
    before = list(decisions_on(found))
    promised = before[0].tell_by if before else None
    return {
        "known": len(before),
        "option": chosen[0] if len(chosen) == 1 else None,
        "owner": found.owner_id,
        "tell_by": promised if promised and promised >= timezone.localdate() else None,
    }


def _show(
    request: HttpRequest, listening: Listening, found: Finding, form: DecisionForm, *, stale: Finding | None = None
) -> HttpResponse:
    context = {
        "place": listening.place,
        "current": "findings",
        "finding": found,
        "form": form,
        "rests": rests_of(found, listening.heard),
        "tried": tried_for(found, listening.place, listening.scored),
        "decisions": decisions_on(found),
        "stale": stale,
    }
    status = 409 if stale else 422 if form.errors else 200
    return render(request, "findings/decide.html", context, status=status)
