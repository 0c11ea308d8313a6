"""Pages about changing a schedule in the browser: the grid, its steps, and what becomes of it."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from protocols.domain.editing import SetMark
from protocols.domain.importers.imported import Refused
from protocols.people.access import person
from protocols.schedules import services
from protocols.schedules.access import get_draft, get_protocol
from protocols.schedules.drafts import services as drafting
from protocols.schedules.drafts.draft import ScheduleDraft
from protocols.schedules.drafts.forms import (
    AddActivityForm,
    AddVisitForm,
    MarkForm,
    PenForm,
    RevisionForm,
    SaveForm,
)
from protocols.schedules.drafts.pages import edit_grid, last_steps, place_at
from protocols.schedules.drafts.saving import Wish, changes_of, identical_to, newest_of, save_draft
from protocols.schedules.drafts.words import change_lines, edit_words
from protocols.schedules.grid import signs_of
from protocols.schedules.views.answering import closed_draft, conflict, first_visit, is_htmx, stale_draft


@require_POST
@login_required
def start(request: HttpRequest, code: str) -> HttpResponse:
    """Begin to change a schedule, or go on with what the person began."""
    protocol = get_protocol(request, code, edit=True)
    try:
        draft = drafting.start_draft(protocol=protocol, by=person(request))
    except services.Conflict as problem:
        return conflict(request, problem, protocol=protocol)
    return redirect("schedules:draft", draft.code)


@require_safe
@login_required
def draft(request: HttpRequest, code: str) -> HttpResponse:
    """Show the grid whose cells can be pressed."""
    found = get_draft(request, code)
    if not found.is_open:
        return closed_draft(request, found)
    chosen = {name: request.GET[name] for name in ("pen", "words") if name in request.GET}
    return _grid(request, found, pen=PenForm(initial=chosen))


@require_POST
@login_required
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Make one edit on the grid page: press a cell, add a visit, add a test or task."""
    found = get_draft(request, code)
    if "mark" in request.POST:
        return _press(request, found)
    is_row = request.POST.get("do") == "add-activity"
    form = (AddActivityForm if is_row else AddVisitForm)(request.POST, schedule=found.schedule)
    forms = {"row_form" if is_row else "visit_form": form}
    if not form.is_valid():
        return _grid(request, found, status=422, form=form, **forms)
    wanted = form.edit()
    try:
        made = drafting.make_edit(draft=found, by=person(request), revision=form.cleaned_data["revision"], edit=wanted)
    except drafting.Unfit as problem:
        form.add_error("label", str(problem))
        return _grid(request, found, status=422, form=form, **forms)
    except services.Stale as problem:
        return stale_draft(request, found, problem, asked=edit_words(wanted, found.schedule))
    rows = made.schedule.activities if is_row else made.schedule.visits
    old = found.schedule.activity_by_key if is_row else found.schedule.visit_by_key
    new = next(row.key for row in rows if row.key not in old)
    return redirect(_address(request, made, f"#{'r' if is_row else 'h'}-{new}"))


@require_POST
@login_required
def undo(request: HttpRequest, code: str) -> HttpResponse:
    """Take the last edit back."""
    found = get_draft(request, code)
    return _move(request, found, drafting.undo, found.position - 1)


@require_POST
@login_required
def redo(request: HttpRequest, code: str) -> HttpResponse:
    """Make the edit again that was taken back last."""
    found = get_draft(request, code)
    return _move(request, found, drafting.redo, found.position)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def save(request: HttpRequest, code: str) -> HttpResponse:
    """Show what changed, ask why, and save the draft as a version."""
    found = get_draft(request, code)
    if not found.is_open:
        return closed_draft(request, found)
    newest = newest_of(found.protocol)
    initial = {"revision": found.revision, "newest": newest.number if newest else 0}
    form = SaveForm(request.POST if request.method == "POST" else None, initial=initial)
    form.fields["reason"].required = newest is not None
    form.fields["older"].required = newest is not None and newest != found.base
    if request.method != "POST":
        return _save_page(request, found, form)
    if not form.is_valid():
        return _save_page(request, found, form, status=422)
    values = form.cleaned_data
    try:
        wish = Wish(values["revision"], values["newest"], values["reason"])
        version = save_draft(draft=found, by=person(request), wish=wish)
    except services.Stale as problem:
        return stale_draft(request, found, problem, asked=values["reason"])
    except services.Conflict as problem:
        return conflict(request, problem, protocol=found.protocol)
    except Refused as refused:
        return _save_page(request, found, form, status=422, errors=refused.problems)
    messages.success(request, _("Saved as version %(number)d.") % {"number": version.number})
    return redirect("schedules:version", version.code)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def drop(request: HttpRequest, code: str) -> HttpResponse:
    """Ask, then give a draft up."""
    found = get_draft(request, code)
    if not found.is_open:
        return closed_draft(request, found)
    if request.method != "POST":
        return render(request, "schedules/draft_drop.html", {"draft": found, "protocol": found.protocol})
    drafting.drop_draft(draft=found)
    messages.success(request, _("Your changes are dropped. The saved versions are as they were."))
    return redirect("schedules:protocol", found.protocol.code)


def _press(request: HttpRequest, found: ScheduleDraft) -> HttpResponse:
    """Set or clear one cell. With htmx only that cell and the line above the grid are answered."""
    form = MarkForm(request.POST)
    if not form.is_valid():
        if is_htmx(request):
            problem = " ".join(str(error) for errors in form.errors.values() for error in errors)
            return _parts(request, found, status=422, problem=problem)
        return _grid(request, found, status=422, form=form, pen=PenForm(request.POST))
    wanted = form.edit(found.schedule)
    try:
        made = drafting.make_edit(draft=found, by=person(request), revision=form.cleaned_data["revision"], edit=wanted)
    except (services.Stale, drafting.Unfit) as problem:
        return stale_draft(request, found, problem, asked=edit_words(wanted, found.schedule))
    if is_htmx(request):
        return _parts(request, made, edit=wanted)
    return redirect(_address(request, made, f"#c-{wanted.visit}-{wanted.activity}", form))


def _move(request: HttpRequest, found: ScheduleDraft, step: Callable[..., ScheduleDraft], place: int) -> HttpResponse:
    """Undo or do again. With htmx a cell is answered as when it is pressed; anything else shows the page anew."""
    form = RevisionForm(request.POST)
    if not form.is_valid():
        return _grid(request, found, status=422, form=form)
    wanted = found.edit(place) if 0 <= place < len(found.edits) else None
    try:
        made = step(draft=found, revision=form.cleaned_data["revision"])
    except services.Stale as problem:
        return stale_draft(request, found, problem)
    if not is_htmx(request):
        return redirect(_address(request, made, "#step"))
    if wanted is None or isinstance(wanted, SetMark):
        return _parts(request, made, edit=wanted)
    return HttpResponseClientRefresh()


def _grid(
    request: HttpRequest, found: ScheduleDraft, *, status: int = 200, form: object = None, **forms: object
) -> HttpResponse:
    schedule = found.schedule
    context = {
        "draft": found,
        "protocol": found.protocol,
        "schedule": schedule,
        "edit_grid": edit_grid(found, first=first_visit(request)),
        "steps": last_steps(found),
        "next_number": _next_number(found),
        "groups": sorted({row.group for row in schedule.activities if row.group}),
        "form": form,
        "not_done": _("not done"),
        "signs": signs_of(schedule),
        "pen": PenForm(),
        "visit_form": AddVisitForm(schedule=schedule),
        "row_form": AddActivityForm(schedule=schedule),
        **forms,
    }
    return render(request, "schedules/draft.html", context, status=status)


def _parts(
    request: HttpRequest, found: ScheduleDraft, *, edit: SetMark | None = None, status: int = 200, problem: str = ""
) -> HttpResponse:
    place = place_at(found, edit.visit, edit.activity) if edit else None
    signs = signs_of(found.schedule)
    context = {"draft": found, "steps": last_steps(found), "place": place, "problem": problem, "signs": signs}
    return render(request, "schedules/draft.html#parts", context, status=status)


def _save_page(
    request: HttpRequest, found: ScheduleDraft, form: SaveForm, *, status: int = 200, errors: object = ()
) -> HttpResponse:
    newest, finished = newest_of(found.protocol), found.finished
    context = {
        "draft": found,
        "protocol": found.protocol,
        "form": form,
        "errors": errors,
        "lines": change_lines(changes_of(found), found.began, finished),
        "schedule": finished,
        "newest": newest,
        "identical": identical_to(newest, finished),
        "next_number": _next_number(found),
    }
    return render(request, "schedules/draft_save.html", context, status=status)


def _next_number(found: ScheduleDraft) -> int:
    return found.protocol.versions.count() + 1


def _address(request: HttpRequest, found: ScheduleDraft, anchor: str, form: MarkForm | None = None) -> str:
    """Return where the grid page stood: the block of visits, what presses set, and the place in it."""
    query = {"from": str(first_visit(request))} if "from" in request.GET else {}
    if form is not None:
        query |= {name: form.cleaned_data[name] for name in ("pen", "words") if form.cleaned_data[name]}
    address = reverse("schedules:draft", args=[found.code])
    return f"{address}?{urlencode(query)}{anchor}" if query else f"{address}{anchor}"
