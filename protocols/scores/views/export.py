"""The lines of a score as files."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from protocols.people.access import person
from protocols.schedules.downloads import attachment
from protocols.scores.access import Scored, get_scored
from protocols.scores.export import lines_csv, lines_json
from protocols.scores.services import record_export


@require_safe
@login_required
def as_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Send the lines as CSV; `?persona=`, `?arm=` and weights choose as on the page."""
    scored = get_scored(request, code)
    return _sent(request, scored, lines_csv(scored.found), "csv", "text/csv; charset=utf-8")


@require_safe
@login_required
def as_json(request: HttpRequest, code: str) -> HttpResponse:
    """Send the lines as JSON."""
    scored = get_scored(request, code)
    return _sent(request, scored, lines_json(scored.found), "json", "application/json")


def _sent(request: HttpRequest, scored: Scored, content: bytes, kind: str, content_type: str) -> HttpResponse:
    review = scored.place.review
    record_export(review=review, by=person(request), kind=kind, sha256=scored.found.inputs.sha256)
    name = f"{review.protocol.study_code}-version-{review.version.number}-lines.{kind}"
    return attachment(content, name, content_type=content_type)
