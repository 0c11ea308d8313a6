"""Pages about a file on its way to a version: choosing it, watching it being read, checking and saving it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from protocols.domain.importers.imported import Refused
from protocols.domain.problems import Problem
from protocols.people.access import person
from protocols.schedules import services
from protocols.schedules.access import get_protocol, get_upload
from protocols.schedules.checks.answers import ConfirmForm
from protocols.schedules.checks.confirming import Preview, confirm_upload
from protocols.schedules.checks.page import Check, check
from protocols.schedules.checks.rows import page_context
from protocols.schedules.forms import UploadForm
from protocols.schedules.models import Upload, UploadState
from protocols.schedules.views.answering import conflict, first_visit, refuse_file, too_large


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def upload(request: HttpRequest, code: str) -> HttpResponse:
    """Choose a file for a protocol and have it read."""
    protocol = get_protocol(request, code, edit=True)
    is_post = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if is_post else UploadForm()
    context = {"form": form, "protocol": protocol}
    if not is_post:
        return render(request, "schedules/upload.html", context)
    if too_large(request):
        return refuse_file(request, "schedules/upload.html", form, services.TooLarge(), protocol=protocol)
    if not form.is_valid():
        return render(request, "schedules/upload.html", context, status=422)
    try:
        started = services.start_upload(
            protocol=protocol, by=person(request), content=form.content, filename=form.filename
        )
    except (services.TooLarge, services.TooMany) as problem:
        return refuse_file(request, "schedules/upload.html", form, problem, protocol=protocol)
    except services.Conflict as problem:
        return conflict(request, problem, protocol=protocol)
    return redirect("schedules:progress", started.code)


@require_safe
@login_required
def progress(request: HttpRequest, code: str) -> HttpResponse:
    """Tell where an upload stands; the page asks again each second, and is told only when something changed."""
    found = get_upload(request, code)
    if _is_htmx(request) and request.GET.get("seen") == found.state and not found.has_stalled:
        return HttpResponse(status=204)
    if found.state in (UploadState.READ, UploadState.CONFIRMED):
        return _go_on(request, found)
    if _is_htmx(request) and found.is_open:
        return render(request, "schedules/progress.html#state", {"upload": found, "protocol": found.protocol})
    if _is_htmx(request):
        return HttpResponseClientRedirect(reverse("schedules:progress", args=[found.code]))
    if found.state == UploadState.REFUSED:
        context = {"upload": found, "protocol": found.protocol, "form": UploadForm()}
        return render(request, "schedules/refused.html", context, status=422)
    return render(request, "schedules/progress.html", {"upload": found, "protocol": found.protocol})


@require_POST
@login_required
def cancel(request: HttpRequest, code: str) -> HttpResponse:
    """Drop an upload and all that was read of it."""
    found = get_upload(request, code)
    try:
        services.cancel_upload(upload=found, by=person(request))
    except services.Conflict as problem:
        return conflict(request, problem, protocol=found.protocol)
    messages.success(request, _("The upload is cancelled. Nothing of the file is kept."))
    return redirect("schedules:protocol", found.protocol.code)


@require_safe
@login_required
def check_page(request: HttpRequest, code: str) -> HttpResponse:
    """Show what was read, what is unsure, and how it will be saved."""
    found = get_upload(request, code)
    if found.state == UploadState.CONFIRMED and found.version:
        return redirect("schedules:version", found.version.code)
    if found.state != UploadState.READ:
        return redirect("schedules:progress", found.code)
    return _check_again(request, check(found), status=200)


@require_POST
@login_required
def correct(request: HttpRequest, code: str) -> HttpResponse:
    """Keep the answers given on the check page and show the page again."""
    found = get_upload(request, code)
    if found.state != UploadState.READ:
        return _closed(request, found)
    seen = check(found)
    form = seen.form(request.POST)
    form.fields["again"].required = False
    if not form.is_valid():
        return _check_again(request, seen, form=form)
    try:
        services.correct_upload(
            upload=found, by=person(request), revision=form.cleaned_data["revision"], corrections=form.corrections()
        )
    except services.Conflict as problem:
        return conflict(request, problem, protocol=found.protocol, upload=found)
    messages.success(request, _("Your answers are kept. This is how the schedule looks now."))
    here = reverse("schedules:check", args=[found.code])
    return redirect(f"{here}?show=look" if _only_look(request) else here)


@require_POST
@login_required
def confirm(request: HttpRequest, code: str) -> HttpResponse:
    """Save the checked schedule as the next version; answers that were not kept yet are kept and shown first."""
    found = get_upload(request, code)
    if found.state == UploadState.CONFIRMED and found.version:
        return redirect("schedules:version", found.version.code)
    if found.state != UploadState.READ:
        return _closed(request, found)
    seen = check(found)
    form = seen.form(request.POST)
    if not form.is_valid():
        return _check_again(request, seen, form=form)
    user, revision = person(request), form.cleaned_data["revision"]
    try:
        if corrections := form.corrections():
            services.correct_upload(upload=found, by=user, revision=revision, corrections=corrections)
            messages.warning(request, _("We kept your answers. Look at the schedule once more, then save it."))
            return redirect("schedules:check", found.code)
        preview = Preview(revision, form.cleaned_data["sha256"])
        version = confirm_upload(upload=found, by=user, preview=preview, reason=form.cleaned_data["reason"])
    except services.Conflict as problem:
        return conflict(request, problem, protocol=found.protocol, upload=found)
    except Refused as refused:
        return _check_again(request, seen, form=form, errors=refused.problems)
    messages.success(request, _("Saved as version %(number)d.") % {"number": version.number})
    return redirect("schedules:version", version.code)


def _only_look(request: HttpRequest) -> bool:
    return request.GET.get("show") == "look"


def _closed(request: HttpRequest, found: Upload) -> HttpResponse:
    problem = services.Stale(services.CLOSED)
    return conflict(request, problem, protocol=found.protocol)


def _is_htmx(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _go_on(request: HttpRequest, found: Upload) -> HttpResponse:
    address = reverse("schedules:check", args=[found.code])
    return HttpResponseClientRedirect(address) if _is_htmx(request) else redirect(address)


def _check_again(
    request: HttpRequest,
    seen: Check,
    *,
    form: ConfirmForm | None = None,
    errors: tuple[Problem, ...] = (),
    status: int = 422,
) -> HttpResponse:
    is_narrow = _only_look(request) and not form
    context = page_context(seen, form=form or seen.form(), first=first_visit(request), only_look=is_narrow)
    return render(request, "schedules/check.html", {**context, "errors": errors}, status=status)
