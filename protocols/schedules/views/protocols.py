"""Pages about protocols: the list, a new one, one with its versions, its names, putting it away."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from protocols.people.access import person
from protocols.schedules import services
from protocols.schedules.access import get_protocol, get_sponsor, may_edit, may_start, protocols_of
from protocols.schedules.examples import create_example
from protocols.schedules.forms import NamesForm, NewProtocolForm
from protocols.schedules.views.answering import conflict, refuse_file, too_large


@require_safe
@login_required
def protocols(request: HttpRequest) -> HttpResponse:
    """List the protocols of the person's sponsors."""
    context = {"protocols": protocols_of(request).with_state(), "may_start": may_start(request)}
    return render(request, "schedules/protocols.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Start a protocol, with its file or without."""
    sponsor = get_sponsor(request)
    is_post = request.method == "POST"
    typed = (request.POST, request.FILES) if is_post else ()
    form = NewProtocolForm(*typed, sponsor=sponsor)
    if not is_post:
        return render(request, "schedules/new.html", {"form": form})
    if too_large(request):
        return refuse_file(request, "schedules/new.html", form, services.TooLarge())
    if not form.is_valid():
        return render(request, "schedules/new.html", {"form": form}, status=422)
    user, names = person(request), form.names
    try:
        if not form.has_file:
            return redirect("schedules:protocol", services.create_protocol(sponsor=sponsor, by=user, names=names).code)
        upload = services.start_with_file(
            sponsor=sponsor, by=user, names=names, content=form.content, filename=form.filename
        )
    except (services.TooLarge, services.TooMany) as problem:
        return refuse_file(request, "schedules/new.html", form, problem)
    except services.StudyCodeTaken as problem:
        form.add_error("study_code", str(problem))
        return render(request, "schedules/new.html", {"form": form}, status=422)
    return redirect("schedules:progress", upload.code)


@require_POST
@login_required
def sample(request: HttpRequest) -> HttpResponse:
    """Add the example study, or go to the one that is there."""
    protocol = create_example(sponsor=get_sponsor(request), by=person(request))
    return redirect("schedules:protocol", protocol.code)


@require_safe
@login_required
def protocol(request: HttpRequest, code: str) -> HttpResponse:
    """Show one protocol: its versions, uploads on their way, and reviews."""
    found = get_protocol(request, code)
    context = {
        "protocol": found,
        "versions": found.versions.for_lists(),
        "uploads": found.uploads.open().for_lists(),
        "drafts": found.drafts.open().for_lists(),
        "reviews": found.reviews.select_related("version").order_by("-number"),
        "may_edit": may_edit(request, found),
    }
    return render(request, "schedules/protocol.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def rename(request: HttpRequest, code: str) -> HttpResponse:
    """Change the names of a protocol."""
    found = get_protocol(request, code, edit=True)
    initial = {"study_code": found.study_code, "title": found.title, "plain_title": found.plain_title}
    is_post = request.method == "POST"
    form = NamesForm(request.POST if is_post else None, sponsor=found.sponsor, protocol=found, initial=initial)
    context = {"form": form, "protocol": found}
    if not is_post or not form.is_valid():
        return render(request, "schedules/rename.html", context, status=422 if is_post else 200)
    try:
        services.rename_protocol(protocol=found, by=person(request), names=form.names)
    except services.StudyCodeTaken as problem:
        form.add_error("study_code", str(problem))
        return render(request, "schedules/rename.html", context, status=422)
    messages.success(request, _("The new names are saved."))
    return redirect("schedules:protocol", found.code)


@require_POST
@login_required
def archive(request: HttpRequest, code: str) -> HttpResponse:
    """Put a protocol away."""
    found = get_protocol(request, code, edit=True)
    services.archive_protocol(protocol=found, by=person(request))
    messages.success(request, _("The study plan is archived. It can still be read."))
    return redirect("schedules:protocol", found.code)


@require_POST
@login_required
def restore(request: HttpRequest, code: str) -> HttpResponse:
    """Bring a protocol back."""
    found = get_protocol(request, code, edit=True)
    services.restore_protocol(protocol=found, by=person(request))
    messages.success(request, _("The study plan is back."))
    return redirect("schedules:protocol", found.code)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def delete(request: HttpRequest, code: str) -> HttpResponse:
    """Ask, then remove a protocol that has no version."""
    found = get_protocol(request, code, edit=True)
    if request.method != "POST" and not found.versions.exists():
        return render(request, "schedules/delete.html", {"protocol": found})
    try:
        services.delete_draft(protocol=found, by=person(request))
    except services.Conflict as problem:
        return conflict(request, problem, protocol=found)
    messages.success(request, _("The draft is deleted. Nothing of it is kept."))
    return redirect("schedules:protocols")
