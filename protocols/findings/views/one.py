"""One finding: what it says, what it rests on, changing it, merging and splitting it, and its options."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from protocols.findings import services
from protocols.findings.access import Listening, get_finding, get_merged, options_in, rests_of
from protocols.findings.answered import saved_by
from protocols.findings.decisions.access import decisions_on
from protocols.findings.forms import ChangeForm, IntoForm, OptionsForm, PiecesForm
from protocols.findings.models import Finding
from protocols.findings.words import history_of
from protocols.people.access import person
from protocols.reviews.permissions import Need
from protocols.schedules.records import current_purposes


@require_safe
@login_required
def finding(request: HttpRequest, code: str, finding: str) -> HttpResponse:
    """Show a finding with everything that it rests on, as far as it can still be read."""
    listening, found = get_finding(request, code, finding)
    return _show(request, listening, found)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change(request: HttpRequest, code: str, finding: str) -> HttpResponse:
    """Change what a finding says, how much it matters, how far the team is, and who looks after it."""
    listening, found = get_finding(request, code, finding, Need.TRIAGE)
    place = listening.place
    initial = {name: getattr(found, name) for name in (*services.SAID, "revision")}
    form = ChangeForm(request.POST if request.method == "POST" else None, finding=found, place=place, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            revision = form.cleaned_data["revision"]
            services.change_finding(finding=found, by=person(request), said=form.said(), expected_revision=revision)
        except services.Stale as stale:
            again = ChangeForm({**request.POST.dict(), "revision": stale.current.revision}, finding=found, place=place)
            return _change(request, listening, found, again, theirs=stale.current)
        messages.success(request, _("The finding is saved."))
        return redirect("findings:finding", code, finding)
    return _change(request, listening, found, form)


@require_POST
@login_required
def merge(request: HttpRequest, code: str, finding: str) -> HttpResponse:
    """Merge a finding into another one, and open that."""
    listening, found = get_finding(request, code, finding, Need.TRIAGE)
    form = IntoForm(request.POST, place=listening.place, but=found)
    if not form.is_valid():
        return _show(request, listening, found, status=422, into=form)
    into: Finding = form.cleaned_data["into"]
    try:
        services.merge(finding=found, into=into, by=person(request))
    except services.Stale:
        messages.error(request, _("Somebody merged one of the two a moment ago. Look again."))
        return redirect("findings:list", code)
    messages.success(request, _("Merged. You can take them apart again below."))
    return redirect("findings:finding", code, into.code)


@require_POST
@login_required
def apart(request: HttpRequest, code: str, finding: str, merged: str) -> HttpResponse:
    """Undo a merge, and open the finding that stands for itself again."""
    _listening, found = get_merged(request, code, finding, merged)
    services.take_apart(merged=found, by=person(request))
    messages.success(request, _("This finding stands for itself again."))
    return redirect("findings:finding", code, found.code)


@require_POST
@login_required
def split(request: HttpRequest, code: str, finding: str) -> HttpResponse:
    """Make a finding of its own from what is ticked, and open it to be worded."""
    listening, found = get_finding(request, code, finding, Need.TRIAGE)
    own = list(found.sources.values_list("key", flat=True))
    form = PiecesForm(request.POST, keys=own)
    if form.is_valid() and len(form.cleaned_data["piece"]) == len(own):
        form.add_error("piece", _("Leave something with this finding: tick only what belongs to another."))
    if not form.is_valid():
        return _show(request, listening, found, status=422, pieces_form=form)
    title = _("Part of: %(title)s") % {"title": found.title}
    part = services.split(finding=found, by=person(request), title=title, keys=form.cleaned_data["piece"])
    messages.success(request, _("This is the new finding. Say in one sentence what it is."))
    return redirect("findings:change", code, part.code)


@require_POST
@login_required
def options(request: HttpRequest, code: str, finding: str) -> HttpResponse:
    """Say which options would answer a finding."""
    listening, found = get_finding(request, code, finding, Need.TRIAGE)
    form = OptionsForm(request.POST, place=listening.place)
    if not form.is_valid():
        return _show(request, listening, found, status=422, options_form=form)
    services.keep_options(finding=found, by=person(request), options=form.cleaned_data["option"])
    messages.success(request, _("The options are kept with this finding."))
    return redirect("findings:finding", code, finding)


def _change(
    request: HttpRequest, listening: Listening, found: Finding, form: ChangeForm, theirs: Finding | None = None
) -> HttpResponse:
    context = {"place": listening.place, "current": "findings", "finding": found, "form": form, "theirs": theirs}
    status = 409 if theirs else 422 if form.errors else 200
    return render(request, "findings/change.html", context, status=status)


def _show(
    request: HttpRequest, listening: Listening, found: Finding, *, status: int = 200, **forms: object
) -> HttpResponse:
    place, rests = listening.place, rests_of(found, listening.heard)
    chosen = found.options.filter(deleted_at=None)
    purpose = current_purposes(place.review.protocol).get(found.activity.key) if found.activity else None
    context = {
        "place": place,
        "current": "findings",
        "finding": found,
        "rests": rests,
        "own": set(found.sources.values_list("key", flat=True)),
        "merged": found.merged.select_related("made_by"),
        "purpose": purpose,
        "in_schedule": _is_in_schedule(listening, found),
        "answers": saved_by(found, listening.scored),
        "history": history_of(found.events.select_related("by")),
        "decisions": decisions_on(found),
        "may_decide": place.may(Need.DECIDE),
        "may_triage": place.may(Need.TRIAGE),
        "has_options": options_in(place).exists(),
        "into": IntoForm(place=place, but=found),
        "options_form": OptionsForm(place=place, initial={"option": [each.code for each in chosen]}),
        "pieces_form": None,
    }
    return render(request, "findings/finding.html", {**context, **forms}, status=status)


def _is_in_schedule(listening: Listening, found: Finding) -> bool:
    schedule = listening.scored.inputs.schedule
    if found.activity:
        return found.activity.key in schedule.activity_by_key
    return found.visit is None or found.visit.key in schedule.visit_by_key
