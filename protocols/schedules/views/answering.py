"""Answers that several pages of this slice give: a state that does not fit, a file that is too large."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from protocols.domain.importers.limits import limits as import_limits
from protocols.schedules.drafts.draft import ScheduleDraft
from protocols.schedules.drafts.pages import RECENT, last_steps
from protocols.schedules.limits import limits
from protocols.schedules.models import Protocol, Upload
from protocols.schedules.services import Stale, TooLarge, TooMany


def conflict(
    request: HttpRequest, problem: Exception, *, protocol: Protocol, upload: Upload | None = None
) -> HttpResponse:
    """Say why something does not fit any more, and where to go on."""
    context = {"problem": str(problem), "protocol": protocol, "upload": upload}
    return render(request, "schedules/conflict.html", context, status=409)


def is_htmx(request: HttpRequest) -> bool:
    """Answer whether only a part of the page is asked for."""
    return request.headers.get("HX-Request") == "true"


def closed_draft(request: HttpRequest, draft: ScheduleDraft) -> HttpResponse:
    """Lead from a draft that was saved to its version, and say of a dropped one that it is gone."""
    if draft.version is not None:
        return redirect("schedules:version", draft.version.code)
    return conflict(request, Stale(_("These changes were dropped. Nothing of them is kept.")), protocol=draft.protocol)


def stale_draft(request: HttpRequest, draft: ScheduleDraft, problem: Exception, *, asked: str = "") -> HttpResponse:
    """Say that a step came too late, what it was, and what others did meanwhile."""
    draft.refresh_from_db()
    draft.__dict__.pop("schedule", None)
    context = {
        "draft": draft,
        "protocol": draft.protocol,
        "problem": str(problem),
        "asked": asked,
        "steps": last_steps(draft, RECENT),
    }
    template = "schedules/draft.html#parts" if is_htmx(request) else "schedules/draft_stale.html"
    return render(request, template, context, status=409)


def too_large(request: HttpRequest) -> bool:
    """Answer by the size of the whole request, since a file above the limit does not even arrive."""
    size = request.META.get("CONTENT_LENGTH") or "0"
    return size.isdigit() and int(size) > import_limits().upload_bytes + limits().request_overhead_bytes


def first_visit(request: HttpRequest) -> int:
    """Return the visit from which a wide schedule is shown; anything that is no small number means the first."""
    first = request.GET.get("from", "")
    return int(first) if first.isdecimal() and len(first) < 5 else 1


def refuse_file(
    request: HttpRequest, template: str, form: forms.Form, problem: TooLarge | TooMany, **context: object
) -> HttpResponse:
    """Show the form again with the problem beside its file: 413 for size, 429 for too many in a minute."""
    form.errors.pop("file", None)
    form.add_error("file", str(problem))
    status = 413 if isinstance(problem, TooLarge) else 429
    response = render(request, template, {"form": form, **context}, status=status)
    if isinstance(problem, TooMany):
        response["Retry-After"] = "60"
    return response
