"""Pages about versions: the schedule itself, its original file, and the template to fill in."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from protocols.domain.importers.template import write_template
from protocols.domain.sample import attribution
from protocols.people.access import person
from protocols.schedules import services
from protocols.schedules.access import get_version, may_edit
from protocols.schedules.downloads import XLSX, attachment, original_of
from protocols.schedules.grid import lay_out
from protocols.schedules.views.answering import first_visit


@require_safe
@login_required
def version(request: HttpRequest, code: str) -> HttpResponse:
    """Show one version as it was saved."""
    found = get_version(request, code)
    schedule = found.schedule
    grid = lay_out(schedule, first=first_visit(request))
    context = {"version": found, "protocol": found.protocol, "schedule": schedule, "grid": grid}
    context["may_change"] = may_edit(request, found.protocol) and found.is_newest and not found.protocol.archived_at
    if found.protocol.is_example:
        context["attribution"] = attribution()
    return render(request, "schedules/version.html", context)


@require_safe
@login_required
def original(request: HttpRequest, code: str) -> HttpResponse:
    """Send the file from which a version was made."""
    found = get_version(request, code)
    services.record_download(version=found, by=person(request))
    return original_of(found)


@require_safe
@login_required
def template(request: HttpRequest) -> HttpResponse:
    """Send our own workbook, empty, to fill in."""
    return attachment(write_template(None), "schedule-template.xlsx", content_type=XLSX)


@require_safe
@login_required
def version_template(request: HttpRequest, code: str) -> HttpResponse:
    """Send our own workbook filled with a version, to change and upload again."""
    found = get_version(request, code)
    name = f"{found.protocol.study_code}-version-{found.number}.xlsx"
    return attachment(write_template(found.schedule), name, content_type=XLSX)
