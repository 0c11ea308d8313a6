"""The document that the PDF is made from, and its name."""

import re

from django.template.loader import render_to_string

from reports.content import Content
from reports.models import Report


def document_of(report: Report) -> str:
    """Return the whole HTML document of a report."""
    return render_to_string("reports/print.html", context_of(report))


def context_of(report: Report) -> dict[str, object]:
    """Return what the sections of a report are filled with, on the page and in the PDF alike."""
    content = Content.from_dict(report.content)
    return {"report": content, "sha256": report.content_sha256, "made_at": report.made_at}


def filename_of(report: Report, ending: str) -> str:
    """Return a name for a download: the study code, the version and "draft", with signs that any system takes."""
    cover = report.content["cover"]
    code = re.sub(r"[^\w-]+", "-", cover["study_code"]).strip("-")
    return f"burden-review-{code}-version-{cover['version']}-draft.{ending}"
