"""Making the files of a report in the background: decides its state from "waiting" on."""

import logging

from django.utils.translation import gettext as _
from django_tasks import task

from protocols.schedules.models import StoredFile
from reports.content import Content
from reports.document import document_of
from reports.models import Report
from reports.pdf import PdfError, pdf_of
from reports.xlsx import workbook_of

logger = logging.getLogger(__name__)
State = Report.State


@task()
def make_report(code: str) -> str:
    """Make the workbook and the PDF of one report, and return the state it is in then.

    A job that comes twice, or late for a report that is being made, does nothing. No file is kept by half.
    """
    if not Report.objects.filter(code=code, state=State.WAITING).update(state=State.MAKING):
        return "nothing to make"
    report = Report.objects.select_related("review__protocol__sponsor", "review__version").get(code=code)
    try:
        return _make(report)
    except PdfError as problem:
        return _fail(report, str(problem))
    except Exception:
        # Whatever goes wrong with us, the person is told and the report does not stay "being made" for ever.
        logger.exception("Making report %s failed", code)
        return _fail(report, _("Something went wrong on our side. Nothing is lost: the page of this report works."))


def _make(report: Report) -> str:
    _say(report, _("Writing the workbook"))
    report.xlsx = StoredFile.keep(workbook_of(Content.from_dict(report.content), report.content_sha256))
    report.save(update_fields=["xlsx"])
    _say(report, _("Laying out the PDF"))
    made = pdf_of(document_of(report))
    for warning in made.warnings:
        logger.warning("Report %s: %s", report.code, warning)
    report.pdf = StoredFile.keep(made.content)
    report.state, report.progress = State.READY, ""
    report.save(update_fields=["pdf", "state", "progress"])
    return report.state


def _say(report: Report, words: str) -> None:
    report.progress = words
    report.save(update_fields=["progress"])


def _fail(report: Report, why: str) -> str:
    report.state, report.error, report.progress = State.FAILED, why, ""
    report.save(update_fields=["state", "error", "progress"])
    return report.state
