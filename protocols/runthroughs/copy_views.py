"""Taking away what one said oneself: an advocate's answers of a walk, and a site person's entries in a review."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from protocols.audit.models import Action
from protocols.audit.services import record
from protocols.people.access import person
from protocols.reviews.access import Place, get_place
from protocols.reviews.permissions import Need
from protocols.runthroughs.access import get_walk
from protocols.runthroughs.copies import own_copy
from protocols.runthroughs.sites.own_copy import own_entries
from protocols.schedules.downloads import attachment
from protocols.schedules.spreadsheets import CSV


@require_safe
@login_required
def walk_copy(request: HttpRequest, code: str) -> HttpResponse:
    """Send a person their own answers of a walk, sent to the team or not."""
    place, walk = get_walk(request, code)
    return _sent(request, place, own_copy(walk), "my-answers", subject=f"walk:{walk.code}")


@require_safe
@login_required
def site_copy(request: HttpRequest, code: str) -> HttpResponse:
    """Send a site person their own entries in a review, drafts too."""
    place = get_place(request, code, Need.SITE_REVIEW)
    return _sent(request, place, own_entries(place), "our-entries", subject=f"review:{place.review.code}")


def _sent(request: HttpRequest, place: Place, content: bytes, name: str, *, subject: str) -> HttpResponse:
    review = place.review
    by = person(request)
    record(action=Action.DOWNLOADED, actor=by.pk, subject=subject, review=review.code, detail={"own": name})
    return attachment(content, f"{review.protocol.study_code}-round-{review.number}-{name}.csv", content_type=CSV)
