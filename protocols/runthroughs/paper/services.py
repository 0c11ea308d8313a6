"""The paper way: a walk to print and write on, and typing it in for somebody."""

from django.db import transaction
from django.http import HttpRequest

from protocols.audit.models import Action
from protocols.audit.services import Detail, record
from protocols.people.access import refuse
from protocols.people.models import User
from protocols.reviews.access import Place
from protocols.reviews.models import Persona, Seat, SeatQuerySet
from protocols.reviews.permissions import Need
from protocols.runthroughs.access import get_run
from protocols.runthroughs.models import RunThrough, Walk
from protocols.runthroughs.sessions.access import people_to_ask


def get_paper(request: HttpRequest, code: str) -> tuple[Place, RunThrough]:
    """Return a run-through for those who may print it: who walks it, and who plans it."""
    place, run = get_run(request, code, Need.SEE)
    if not (place.may(Need.ANNOTATE) or place.may(Need.PLAN_SESSION)):
        refuse(request, subject=f"run:{code}", review=place.review.code)
    return place, run


def seats_to_type_for(place: Place, run: RunThrough) -> SeatQuerySet:
    """Return for whom a paper can be typed in: advocates who have not begun on a screen, and of those the asked."""
    seats = people_to_ask(place).exclude(walks__run=run)
    is_planned = hasattr(run, "session")
    return seats.filter(sessions__session__run=run, sessions__asked_at__isnull=False) if is_planned else seats


@transaction.atomic
def begin_typing(*, run: RunThrough, seat: Seat, persona: Persona, answering_for: str, by: User) -> Walk:
    """Begin a walk for somebody who wrote on paper. It says who typed it, to the person and to the team."""
    walk = Walk.objects.create(run=run, seat=seat, persona=persona, answering_for=answering_for, typed_by=by)
    detail: Detail = {"typed_for": f"seat:{seat.code}"}
    record(action=Action.RUN_STARTED, actor=by.pk, subject=f"walk:{walk.code}", review=run.review.code, detail=detail)
    return walk
