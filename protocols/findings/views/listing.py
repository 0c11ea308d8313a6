"""The list of findings with its filters, setting something on many at once, and which findings an option answers."""

from collections.abc import Iterable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from protocols.findings import services
from protocols.findings.access import Listening, Rests, findings_in, get_listening, get_option, rests_of
from protocols.findings.forms import FilterForm, FindingForm, KeptForm, ManyForm
from protocols.findings.models import Severity
from protocols.findings.views.tabs import tabs
from protocols.people.access import person
from protocols.reviews.permissions import Need


@require_safe
@login_required
def findings(request: HttpRequest, code: str) -> HttpResponse:
    """Show the findings of a review by what they are about, and how much is not in a finding yet."""
    return _list(request, get_listening(request, code), ManyForm)


@require_POST
@login_required
def many(request: HttpRequest, code: str) -> HttpResponse:
    """Set the same on all findings that are ticked."""
    listening = get_listening(request, code, Need.TRIAGE)
    form = ManyForm(request.POST, place=listening.place)
    if not form.is_valid():
        return _list(request, listening, form, status=422)
    number = services.change_many(findings=form.cleaned_data["finding"], by=person(request), said=form.said())
    said = ngettext("%(number)s finding is changed.", "%(number)s findings are changed.", number)
    messages.success(request, said % {"number": number})
    return redirect("findings:list", code)


def _list(
    request: HttpRequest, listening: Listening, form: ManyForm | type[ManyForm], *, status: int = 200
) -> HttpResponse:
    place = listening.place
    chosen = FilterForm(request.GET, place=place)
    rows = findings_in(place).prefetch_related("sources", "merged__sources")
    shown = [rests_of(each, listening.heard) for each in rows.filter(**chosen.chosen)]
    context = {
        **tabs(listening, "list"),
        "filter": chosen,
        "groups": _by_topic(shown, listening),
        "shown": len(shown),
        "may_triage": place.may(Need.TRIAGE),
        "form": form(place=place) if isinstance(form, type) else form,
        "ticked": request.POST.getlist("finding"),
    }
    return render(request, "findings/list.html", context, status=status)


def _by_topic(shown: Iterable[Rests], listening: Listening) -> list[tuple[str, list[Rests]]]:
    """Return the findings under what they are about, in the order of the schedule; the study as a whole comes first."""
    schedule = listening.scored.inputs.schedule
    places = {key: number for number, key in enumerate((*schedule.visit_by_key, *schedule.activity_by_key))}

    def where(each: Rests) -> tuple[bool, int]:
        about = each.finding.activity or each.finding.visit
        return about is not None, places.get(about.key, len(places)) if about else 0

    groups: dict[str, list[Rests]] = {}
    for each in sorted(shown, key=where):
        about = each.finding.activity or each.finding.visit
        groups.setdefault(about.label if about else _("The whole study"), []).append(each)
    return list(groups.items())


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Write a finding about the whole study, which rests on nothing that was heard here."""
    listening = get_listening(request, code, Need.TRIAGE)
    form = FindingForm(request.POST if request.method == "POST" else None, initial={"severity": Severity.MEDIUM})
    if request.method == "POST" and form.is_valid():
        review = listening.place.review
        made = services.make_finding(review=review, by=person(request), about=services.About(), said=form.cleaned_data)
        return redirect("findings:finding", code, made.code)
    context = {"place": listening.place, "current": "findings", "form": form}
    return render(request, "findings/new.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def of_option(request: HttpRequest, code: str, option: str) -> HttpResponse:
    """Say which findings an option would answer."""
    place, kept = get_option(request, code, option)
    among = findings_in(place)
    chosen = {"finding": [each.code for each in among.filter(options=kept)]}
    form = KeptForm(request.POST if request.method == "POST" else None, place=place, initial=chosen)
    if request.method == "POST" and form.is_valid():
        services.keep_with(option=kept, by=person(request), findings=form.cleaned_data["finding"], among=among)
        messages.success(request, _("The option is kept with the findings that are ticked."))
        return redirect("scores:option", code, option)
    context = {"place": place, "current": "findings", "form": form, "option": kept, "has_findings": among.exists()}
    return render(request, "findings/of_option.html", context, status=422 if form.errors else 200)
