"""Why the score changed since a date."""

from datetime import date, datetime, time

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from protocols.reviews.access import get_place
from protocols.reviews.models import Review
from protocols.reviews.permissions import Need
from protocols.scores.access import persona_asked
from protocols.scores.since import since


@require_safe
@login_required
def changes(request: HttpRequest, code: str) -> HttpResponse:
    """Show which records moved the score since `?since=YYYY-MM-DD`; without it since the review was opened."""
    place = get_place(request, code, Need.SEE_SCORE)
    notes: list[str] = []
    personas = list(place.review.personas.all())
    persona = persona_asked(request, place, personas, notes)
    asked = request.GET.get("since", "").strip()
    day = _day(asked, notes)
    moment = timezone.make_aware(datetime.combine(day, time.min)) if day else _beginning(place.review)
    context = {
        "place": place,
        "current": "map",
        "page": "changes",
        "notes": notes,
        "asked": asked,
        "day": timezone.localdate(moment),
        "is_default": day is None,
        "personas": personas,
        "persona": persona,
        "found": since(place.review, moment, persona=persona, arm=request.GET.get("arm") or None),
    }
    return render(request, "scores/since.html", context)


def _day(asked: str, notes: list[str]) -> date | None:
    """Read a day; what is none, or has not come yet, is left out and said."""
    if not asked:
        return None
    try:
        day = parse_date(asked)
    except ValueError:
        day = None
    if day is None or day.year < 2000:
        notes.append(_("This is not a date. Write it as 2027-05-12. What changed since the review began is shown."))
        return None
    if day > timezone.localdate():
        notes.append(_("This day has not come yet. What changed since the review began is shown."))
        return None
    return day


def _beginning(review: Review) -> datetime:
    return review.opened_at or review.created_at
