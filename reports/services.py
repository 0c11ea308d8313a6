"""Asking for a report, and having its files made again after a failure."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from protocols.audit.models import Action
from protocols.audit.services import record
from protocols.people.models import User
from protocols.reviews.models import Review
from reports.content import Content, Extent
from reports.gather import AUDIENCE, gather
from reports.limits import limits
from reports.models import Report
from reports.tasks import make_report

State = Report.State
UNDER_WAY = (State.WAITING, State.MAKING)


class TooMany(Exception):
    """The person has a report in the making already; the text says what to do."""

    def __init__(self) -> None:
        super().__init__(_("You have a report in the making. Wait until it is ready, then ask for the next one."))


class TooLarge(Exception):
    """The report would be too large to lay out; the text names the smaller part to choose."""

    def __init__(self, extent: Extent) -> None:
        smaller = {
            Extent.WHOLE: _("Choose “without the annexes”: every line is in the workbook all the same."),
            Extent.WITHOUT_ANNEXES: _(
                "Choose “summary and findings”: the map is on its own page, and in the workbook."
            ),
            Extent.SUMMARY: _("Use the workbook of a smaller version of the schedule."),
        }
        super().__init__(_("This report would be too large. %(remedy)s") % {"remedy": smaller[extent]})


def request_report(*, review: Review, by: User, extent: Extent = Extent.WHOLE) -> Report:
    """Return the report of a review as it stands now, and have its files made in the background.

    The same records give the same report: a second request finds the first one's files. Raises TooMany, TooLarge.
    """
    content = gather(review, extent=extent)
    existing = review.reports.filter(audience=AUDIENCE, content_sha256=content.sha256).first()
    if existing is None and content.cells > limits().cells:
        raise TooLarge(extent)
    report = existing or _start(review, by, content)
    if report.state == State.FAILED or has_stalled(report):
        return retry_report(report=report, by=by)
    if existing is None:
        make_report.enqueue(report.code)
        report.refresh_from_db()
    return report


@transaction.atomic
def _start(review: Review, by: User, content: Content) -> Report:
    _one_at_a_time(by)
    report, is_new = Report.objects.get_or_create(
        review=review,
        audience=AUDIENCE,
        content_sha256=content.sha256,
        defaults={"content": content.to_dict(), "cutoff": content.cover.cutoff, "made_by": by},
    )
    if is_new:
        _log(Action.REPORT_MADE, report, by, extent=content.extent, sha256=report.content_sha256)
    return report


def retry_report(*, report: Report, by: User) -> Report:
    """Have the files of a report made again after a failure. A report that is well stays as it is. Raises TooMany."""
    with transaction.atomic():
        locked = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
        if locked.state != State.FAILED and not has_stalled(locked):
            return locked
        _one_at_a_time(by, besides=locked)
        locked.state, locked.error, locked.progress, locked.made_at = State.WAITING, "", "", timezone.now()
        locked.save(update_fields=["state", "error", "progress", "made_at"])
        _log(Action.REPORT_MADE, locked, by, again=True)
    make_report.enqueue(locked.code)
    locked.refresh_from_db()
    return locked


def record_export(*, report: Report, by: User, kind: str) -> None:
    """Log that somebody took a report's file out of the workbench."""
    _log(Action.REPORT_EXPORTED, report, by, kind=kind)


def has_stalled(report: Report) -> bool:
    """Answer whether nobody can be working on a report any more that is not done."""
    age = timezone.now() - report.made_at
    return report.state in UNDER_WAY and age > timedelta(minutes=limits().minutes_until_stuck)


def _one_at_a_time(by: User, besides: Report | None = None) -> None:
    """Raise TooMany when the person has as many reports in the making as one may have."""
    User.objects.select_for_update().get(pk=by.pk)  # so that two requests at once do not both find none
    since = timezone.now() - timedelta(minutes=limits().minutes_until_stuck)
    mine = Report.objects.filter(made_by=by, state__in=UNDER_WAY, made_at__gt=since)
    others = mine.exclude(pk=besides.pk) if besides else mine
    if others.count() >= limits().at_once:
        raise TooMany


def _log(action: Action, report: Report, by: User, **detail: str | bool) -> None:
    record(
        action=action,
        subject=f"report:{report.code}",
        actor=by.pk,
        organisation=report.review.protocol.sponsor_id,
        review=report.review.code,
        detail=dict(detail),
    )
