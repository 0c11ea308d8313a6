"""Turning a request into a planned session: the facilitator's own, or one to which the person was asked."""

from django.core import signing
from django.http import Http404, HttpRequest

from protocols.people.access import NOT_HERE
from protocols.reviews.access import Place
from protocols.reviews.models import SeatQuerySet, SeatRole
from protocols.reviews.permissions import Need
from protocols.runthroughs.access import get_run
from protocols.runthroughs.sessions.models import Session, SessionPerson

STOP = "runthroughs.stop-reminders"


def get_session(request: HttpRequest, code: str) -> tuple[Place, Session]:
    """Return a session for the facilitator who plans and runs it."""
    place, run = get_run(request, code, Need.PLAN_SESSION)
    session = Session.objects.select_related("run__review__protocol__sponsor").filter(run=run).first()
    if session is None:
        raise Http404(NOT_HERE)
    session.run = run
    return place, session


def get_asked(request: HttpRequest, code: str) -> tuple[Place, SessionPerson]:
    """Return the person's own invitation to a session. A draft is not there yet for them."""
    place, run = get_run(request, code, Need.ANNOTATE)
    asked = (
        SessionPerson.objects.filter(session__run=run, seat=place.seat, asked_at__isnull=False)
        .select_related("session", "seat__user")
        .first()
    )
    if asked is None:
        raise Http404(NOT_HERE)
    asked.session.run = run
    return place, asked


def people_to_ask(place: Place) -> SeatQuerySet:
    """Return the seats that can be asked to a session: advocates who have joined the review."""
    seats = place.review.seats.taken().filter(role=SeatRole.ADVOCATE)
    return seats.select_related("user", "organisation").order_by("user__name", "id")


def stop_token(asked: SessionPerson) -> str:
    """Return what stands in the link of a mail that stops reminders. It opens nothing else."""
    return signing.dumps(asked.pk, salt=STOP)


def asked_by_token(token: str) -> SessionPerson:
    """Return whom a link of a mail stands for. It works signed out, since nobody should sign in to be left alone."""
    try:
        number = signing.loads(token, salt=STOP)
    except signing.BadSignature as error:
        raise Http404(NOT_HERE) from error
    asked = SessionPerson.objects.filter(pk=number).select_related("session__run").first()
    if asked is None:
        raise Http404(NOT_HERE)
    return asked


def session_people(session: Session) -> list[SessionPerson]:
    """Return who is asked to a session, by name, with the reminders they got. For the facilitator."""
    found = session.people.select_related("seat__user", "seat__organisation").prefetch_related("reminders")
    people = list(found.order_by("seat__user__name", "id"))
    for asked in people:
        asked.session = session
    return people
