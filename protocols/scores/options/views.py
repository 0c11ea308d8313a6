"""What-if options: trying changes, saving them, and looking at several side by side."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from protocols.domain.burden.changes import KINDS, Option
from protocols.domain.burden.savings import Ledger
from protocols.people.access import person
from protocols.reviews.permissions import Need
from protocols.scores.access import Scored, get_scored
from protocols.scores.limits import limits
from protocols.scores.models import WhatIf
from protocols.scores.options import services
from protocols.scores.options.access import (
    Trying,
    get_option,
    get_trying,
    options_in,
    purposes_in,
    put_aside,
    trying_saved,
)
from protocols.scores.options.changes import in_words, parts_of
from protocols.scores.options.forms import KIND_WORDS, ChangeForm, SaveForm


@require_safe
@login_required
def options(request: HttpRequest, code: str) -> HttpResponse:
    """Show the saved options with what each saves, and those that were put aside."""
    scored = get_scored(request, code)
    ledger, purposes, rows = Ledger(scored.found.score), purposes_in(scored), []
    for saved in options_in(scored):
        trying = trying_saved(scored, saved, purposes)
        load, minutes = ledger.saving(Option(saved.name, trying.changes))
        rows.append((saved, trying.tried.changes, load, minutes))
    context = {"rows": rows, "aside": put_aside(scored), "most": limits().options_side_by_side}
    return _page(request, "scores/options.html", scored, context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add_change(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for one more change: first its kind, then its parts. It leads back to the option, with the change in it."""
    trying = get_trying(request, code)
    kind = request.GET.get("kind", "")
    if kind not in KINDS:
        return _kinds(request, trying, status=422 if request.method == "POST" else 200)
    schedule = trying.scored.found.inputs.schedule
    given = request.POST if request.method == "POST" else None
    form = ChangeForm(given, initial=_place(request), kind=kind, schedule=schedule)
    if given is not None and form.is_valid():
        changes = (*(each for each in trying.changes if each != form.change), form.change)
        return redirect(f"{reverse('scores:option_try', args=[code])}?{trying.query(changes)}")
    context = {"trying": trying, "form": form, "words": KIND_WORDS[kind]}
    return _page(request, "scores/option_change.html", trying.scored, context, status=422 if form.errors else 200)


def _kinds(request: HttpRequest, trying: Trying, *, status: int) -> HttpResponse:
    here = _place(request)
    fitting = [
        (kind, words) for kind, words in KIND_WORDS.items() if not here or any(name in parts_of(kind) for name in here)
    ]
    schedule = trying.scored.found.inputs.schedule
    visit, row = (
        schedule.visit_by_key.get(here.get("visit", "")),
        schedule.activity_by_key.get(here.get("activity", "")),
    )
    context = {"trying": trying, "kinds": fitting, "here": here, "about": [each.label for each in (row, visit) if each]}
    return _page(request, "scores/option_kinds.html", trying.scored, context, status=status)


def _place(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET[name] for name in ("visit", "activity") if request.GET.get(name)}


@require_safe
@login_required
def try_option(request: HttpRequest, code: str) -> HttpResponse:
    """Show what the changes in the address would do. Nothing is saved."""
    trying = get_trying(request, code)
    saved = trying.saved
    initial = {"name": saved.name, "note": saved.note, "revision": saved.revision} if saved else {}
    return _show(request, trying, SaveForm(initial=initial))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def save_option(request: HttpRequest, code: str) -> HttpResponse:
    """Save the changes in the address as a new option, or as the option that `?option=` names."""
    trying = get_trying(request, code, save=True)
    if request.method != "POST":
        return redirect(f"{reverse('scores:option_try', args=[code])}?{trying.query()}")
    form = SaveForm(request.POST)
    if form.is_valid() and not trying.changes:
        form.add_error(None, _("Add a change first: an option without one is the schedule as it is."))
    if not form.is_valid():
        return _show(request, trying, form, status=422)
    try:
        saved = _save(trying, form, request)
    except services.Stale as stale:
        schedule = trying.scored.found.inputs.schedule
        theirs = [in_words(change, schedule) for change in stale.current.option.changes]
        again = SaveForm({**request.POST.dict(), "revision": stale.current.revision})
        return _show(request, trying, again, status=409, theirs=stale.current, their_changes=theirs)
    messages.success(request, _("The option is saved."))
    return redirect("scores:option", code, saved.code)


def _save(trying: Trying, form: SaveForm, request: HttpRequest) -> WhatIf:
    name, note = form.cleaned_data["name"], form.cleaned_data["note"]
    if trying.saved is None:
        review = trying.scored.place.review
        return services.save_option(review=review, by=person(request), name=name, note=note, changes=trying.changes)
    return services.change_option(
        saved=trying.saved, by=person(request), words=(name, note), changes=trying.changes,
        expected_revision=form.cleaned_data["revision"],
    )  # fmt: skip


@require_safe
@login_required
def option(request: HttpRequest, code: str, option: str) -> HttpResponse:
    """Show a saved option beside the schedule as it is."""
    scored, saved = get_option(request, code, option)
    trying = trying_saved(scored, saved, purposes_in(scored))
    return _page(request, "scores/option.html", scored, {"trying": trying, "saved": saved})


@require_POST
@login_required
def copy_option(request: HttpRequest, code: str, option: str) -> HttpResponse:
    """Save a copy of an option and open it."""
    _scored, saved = get_option(request, code, option, save=True)
    made = services.copy_option(saved=saved, by=person(request))
    messages.success(request, _("This is the copy. Change it as you like."))
    return redirect("scores:option", code, made.code)


@require_POST
@login_required
def delete_option(request: HttpRequest, code: str, option: str) -> HttpResponse:
    """Put an option aside; the list offers to bring it back."""
    _scored, saved = get_option(request, code, option, save=True)
    services.delete_option(saved=saved)
    messages.success(request, _("“%(name)s” is put aside. You can bring it back below.") % {"name": saved.name})
    return redirect("scores:options", code)


@require_POST
@login_required
def restore_option(request: HttpRequest, code: str, option: str) -> HttpResponse:
    """Bring an option back."""
    _scored, saved = get_option(request, code, option, save=True, aside=True)
    services.restore_option(saved=saved)
    messages.success(request, _("“%(name)s” is back.") % {"name": saved.name})
    return redirect("scores:options", code)


@require_safe
@login_required
def side_by_side(request: HttpRequest, code: str) -> HttpResponse:
    """Show several saved options beside the schedule as it is: those of `?option=`, or the first few."""
    scored = get_scored(request, code)
    asked, most = request.GET.getlist("option"), limits().options_side_by_side
    known = options_in(scored)
    found = list(known.filter(code__in=asked) if asked else known)
    if len(found) > most:
        scored.notes.append(_("Only %(most)s options fit side by side. The others are left out.") % {"most": most})
    purposes = purposes_in(scored)
    shown = [(saved, trying_saved(scored, saved, purposes).tried) for saved in found[:most]]
    return _page(request, "scores/options_compare.html", scored, {"shown": shown})


def _show(request: HttpRequest, trying: Trying, form: SaveForm, *, status: int = 200, **more: object) -> HttpResponse:
    context = {"trying": trying, "saved": trying.saved, "form": form, **more}
    return _page(request, "scores/option_try.html", trying.scored, context, status=status)


def _page(
    request: HttpRequest, template: str, scored: Scored, context: dict[str, object], *, status: int = 200
) -> HttpResponse:
    frame = {
        "place": scored.place,
        "current": "map",
        "page": "options",
        "scored": scored,
        "score": scored.found.score,
        "may_save": scored.place.may(Need.SET_PURPOSE),
    }
    return render(request, template, {**frame, **context}, status=status)
