"""The pages of one visit and of one test or task of a draft, for all that the grid has no room for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from protocols.domain.editing import (
    CopyVisit,
    MoveActivity,
    MoveVisit,
    OneEdit,
    RemoveActivity,
    RemoveVisit,
    Together,
)
from protocols.domain.schedule import Activity, Visit
from protocols.people.access import NOT_HERE, person
from protocols.schedules import services
from protocols.schedules.access import get_draft
from protocols.schedules.drafts import services as drafting
from protocols.schedules.drafts.draft import ScheduleDraft
from protocols.schedules.drafts.forms import RevisionForm
from protocols.schedules.drafts.row_forms import ActivityForm, VisitForm
from protocols.schedules.views.answering import closed_draft, stale_draft


@dataclass(frozen=True)
class Page:
    """One row or column: its form, where it stands, and the edits that only it has."""

    draft: ScheduleDraft
    kind: Literal["visit", "activity"]
    row: Visit | Activity
    rows: Sequence[Visit] | Sequence[Activity]

    @property
    def place(self) -> int:
        """Where it stands, counted from 0."""
        return [row.key for row in self.rows].index(self.row.key)

    def form(self, request: HttpRequest, *, is_bound: bool = True) -> VisitForm | ActivityForm:
        """Return its form, filled with what was typed where it was sent."""
        typed = request.POST if request.method == "POST" and is_bound else None
        initial = {"revision": self.draft.revision}
        if isinstance(self.row, Visit):
            return VisitForm(typed, visit=self.row, schedule=self.draft.schedule, initial=initial)
        return ActivityForm(typed, activity=self.row, schedule=self.draft.schedule, initial=initial)

    def removal(self) -> OneEdit:
        """Return the edit that takes it out."""
        return RemoveVisit(self.row.key) if self.kind == "visit" else RemoveActivity(self.row.key)

    def further(self, go: str, label: str) -> tuple[OneEdit, ...]:
        """Return what a button does besides keeping what was typed."""
        if go == "copy" and self.kind == "visit":
            return (CopyVisit(self.row.key, _("%(name)s (copy)") % {"name": label}),)
        to = {"earlier": self.place - 1, "later": self.place + 1}.get(go, -1)
        if not 0 <= to < len(self.rows):
            return ()
        before = self.place - 2 if go == "earlier" else to
        after = self.rows[before].key if before >= 0 else None
        return (MoveVisit(self.row.key, after) if self.kind == "visit" else MoveActivity(self.row.key, after),)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def visit(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Change all that is said of one visit, and what is done at it."""
    draft = get_draft(request, code)
    if not draft.is_open:
        return closed_draft(request, draft)
    if key not in draft.schedule.visit_by_key:
        raise Http404(NOT_HERE)
    return _answer(request, Page(draft, "visit", draft.schedule.visit_by_key[key], draft.schedule.visits))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def activity(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Change the name and the heading of one test or task, and where it is done."""
    draft = get_draft(request, code)
    if not draft.is_open:
        return closed_draft(request, draft)
    if key not in draft.schedule.activity_by_key:
        raise Http404(NOT_HERE)
    return _answer(request, Page(draft, "activity", draft.schedule.activity_by_key[key], draft.schedule.activities))


def _answer(request: HttpRequest, page: Page) -> HttpResponse:
    if request.method != "POST":
        return _show(request, page, page.form(request))
    go = request.POST.get("go", "save")
    form = RevisionForm(request.POST) if go == "remove" else page.form(request)
    if not form.is_valid():
        return _show(request, page, page.form(request), status=422)
    edits = (
        (*form.edits(), *page.further(go, form.cleaned_data["label"]))
        if isinstance(form, VisitForm | ActivityForm)
        else (page.removal(),)
    )
    try:
        made = _made(request, page, edits, form.cleaned_data["revision"])
    except drafting.Unfit as problem:
        refused = page.form(request)
        refused.add_error(None, str(problem))
        return _show(request, page, refused, status=422)
    except services.Stale as problem:
        return _stale(request, page, problem)
    return redirect(_onwards(page, made, go))


def _made(request: HttpRequest, page: Page, edits: tuple[OneEdit, ...], revision: int) -> ScheduleDraft:
    if not edits:
        return page.draft
    edit = edits[0] if len(edits) == 1 else Together(edits)
    return drafting.make_edit(draft=page.draft, by=person(request), revision=revision, edit=edit)


def _onwards(page: Page, made: ScheduleDraft, go: str) -> str:
    """Return where a button leads: to the copy, to the same page again, or back to the grid."""
    grid = reverse("schedules:draft", args=[made.code])
    if go == "copy":
        old = page.draft.schedule.visit_by_key
        new = next((each.key for each in made.schedule.visits if each.key not in old), page.row.key)
        return reverse("schedules:draft_visit", args=[made.code, new])
    if go in ("earlier", "later"):
        return reverse(f"schedules:draft_{page.kind}", args=[made.code, page.row.key])
    return grid if go == "remove" else f"{grid}#{'h' if page.kind == 'visit' else 'r'}-{page.row.key}"


def _stale(request: HttpRequest, page: Page, problem: services.Stale) -> HttpResponse:
    """Show what is stored now beside what was typed; pressing again then keeps what was typed."""
    now = get_draft(request, page.draft.code)
    rows = now.schedule.visits if page.kind == "visit" else now.schedule.activities
    row = next((each for each in rows if each.key == page.row.key), None)
    if row is None or not now.is_open:
        return stale_draft(request, now, problem)
    current = Page(now, page.kind, row, rows)
    form, theirs = current.form(request), current.form(request, is_bound=False)
    form.data = {**form.data.dict(), "revision": str(now.revision)}  # type: ignore[attr-defined]
    different = [(form[name], theirs[name]) for name in form.changed_data if name != "revision"]
    return _show(request, current, form, status=409, different=different, problem=str(problem))


def _show(
    request: HttpRequest, page: Page, form: VisitForm | ActivityForm, *, status: int = 200, **more: object
) -> HttpResponse:
    schedule = page.draft.schedule
    context = {
        "draft": page.draft,
        "protocol": page.draft.protocol,
        "page": page,
        "row": page.row,
        "form": form,
        "epochs": list(dict.fromkeys(each.epoch for each in schedule.visits if each.epoch)),
        "groups": list(dict.fromkeys(each.group for each in schedule.activities if each.group)),
        **more,
    }
    return render(request, f"schedules/draft_{page.kind}.html", context, status=status)
