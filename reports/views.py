"""Pages of reports: the list, a report as a page, how far its files are, and the files."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from protocols.people.access import NOT_HERE, person
from protocols.reviews.access import Place
from protocols.reviews.permissions import Need
from protocols.schedules.downloads import XLSX, attachment
from reports import services
from reports.access import get_report, get_reports_place, reports_of
from reports.content import Extent
from reports.document import context_of, filename_of
from reports.forms import EXTENTS, ReportForm
from reports.missing import missing_in
from reports.models import Report

RETRY_AFTER_SECONDS = "30"


@require_safe
@login_required
def reports_page(request: HttpRequest, code: str) -> HttpResponse:
    """List the reports of a review, and offer to make one."""
    place = get_reports_place(request, code)
    return _list(request, place, ReportForm())


@require_POST
@login_required
def make(request: HttpRequest, code: str) -> HttpResponse:
    """Make a report of the review as it stands now, or find the one that says the same."""
    place = get_reports_place(request, code, make=True)
    form = ReportForm(request.POST)
    if not form.is_valid():
        return _list(request, place, form, status=422)
    try:
        report = services.request_report(
            review=place.review, by=person(request), extent=Extent(form.cleaned_data["extent"])
        )
    except services.TooLarge as problem:
        form.add_error("extent", str(problem))
        return _list(request, place, form, status=422)
    except services.TooMany as problem:
        return _too_many(request, place, form, problem)
    return redirect("reports:progress", report.code)


@require_safe
@login_required
def report_page(request: HttpRequest, code: str) -> HttpResponse:
    """Show a report as a page: the main accessible form, there even when a file could not be made."""
    place, report = get_report(request, code)
    context = {"place": place, "made": report, "may_make": place.may(Need.MAKE_REPORT)}
    return render(request, "reports/report.html", {**context, **context_of(report)})


@require_safe
@login_required
def progress(request: HttpRequest, code: str) -> HttpResponse:
    """Tell how far the files are; the page asks again each second, and is told only when something changed."""
    place, report = get_report(request, code)
    if report.state == Report.State.READY:
        address = reverse("reports:report", args=[report.code])
        return HttpResponseClientRedirect(address) if _is_htmx(request) else redirect(address)
    stalled = services.has_stalled(report)
    seen = f"{report.state} {report.progress} {stalled}"
    if _is_htmx(request) and request.GET.get("seen") == seen:
        return HttpResponse(status=204)
    context = {
        "place": place, "current": "reports", "made": report, "seen": seen, "has_stalled": stalled,
        "may_make": place.may(Need.MAKE_REPORT),
    }  # fmt: skip
    return render(request, f"reports/progress.html{'#state' if _is_htmx(request) else ''}", context)


@require_safe
@login_required
def pdf(request: HttpRequest, code: str) -> HttpResponse:
    """Send the PDF of a report as a download."""
    return _file(request, code, "pdf", "application/pdf")


@require_safe
@login_required
def xlsx(request: HttpRequest, code: str) -> HttpResponse:
    """Send the workbook of a report as a download."""
    return _file(request, code, "xlsx", XLSX)


@require_POST
@login_required
def retry(request: HttpRequest, code: str) -> HttpResponse:
    """Have the files of a report made again after a failure."""
    place, report = get_report(request, code, make=True)
    try:
        services.retry_report(report=report, by=person(request))
    except services.TooMany as problem:
        return _too_many(request, place, ReportForm({"extent": report.content["extent"]}), problem)
    messages.info(request, _("We try again."))
    return redirect("reports:progress", report.code)


def _file(request: HttpRequest, code: str, kind: str, content_type: str) -> HttpResponse:
    place, report = get_report(request, code)
    stored = getattr(report, kind)
    if stored is None:
        raise Http404(NOT_HERE)
    services.record_export(report=report, by=place.user, kind=kind)
    return attachment(bytes(stored.content), filename_of(report, kind), content_type=content_type)


def _list(request: HttpRequest, place: Place, form: ReportForm, *, status: int = 200) -> HttpResponse:
    context = {
        "place": place,
        "current": "reports",
        "form": form,
        "extents": EXTENTS,
        "reports": reports_of(place),
        "missing": missing_in(place.review),
        "may_make": place.may(Need.MAKE_REPORT),
    }
    return render(request, "reports/list.html", context, status=status)


def _too_many(request: HttpRequest, place: Place, form: ReportForm, problem: services.TooMany) -> HttpResponse:
    form.is_valid()
    form.add_error(None, str(problem))
    answer = _list(request, place, form, status=429)
    answer["Retry-After"] = RETRY_AFTER_SECONDS
    return answer


def _is_htmx(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"
