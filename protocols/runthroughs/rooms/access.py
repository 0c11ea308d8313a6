"""Turning a request into a room: for those who lead it, and for those who walk in it."""

from dataclasses import dataclass

from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest

from protocols.people.access import NOT_HERE, person, refuse
from protocols.prepared import Prepared
from protocols.reviews.access import Place, place_in, require
from protocols.reviews.models import Seat, SeatRole
from protocols.reviews.permissions import Need
from protocols.runthroughs.access import get_run
from protocols.runthroughs.models import RunThrough, Walk
from protocols.runthroughs.rooms.models import Phase, Presence, Room
from protocols.runthroughs.rooms.services import room_of
from protocols.runthroughs.sessions.models import Reply, Session, SessionPerson

_walk_in = Prepared(
    lambda code, user: Walk.objects.filter(
        run__code=code, run__kind=RunThrough.Kind.GROUP, seat__user=user, seat__removed_at=None
    ).select_related("run__review", "run__room", "seat", "persona"),
    str,
    int,
)
ONLY_WHO_LEADS = "Another facilitator leads this room. Take over first if you want to do this."


@dataclass(frozen=True)
class Console:
    """A facilitator at the console of a room."""

    place: Place
    room: Room
    seat: Seat

    @property
    def leads(self) -> bool:
        """True when this facilitator is the one who leads."""
        return self.room.led_by_id == self.seat.pk


@dataclass(frozen=True)
class Chair:
    """A participant's chair in a room. Without a walk they have not joined yet."""

    place: Place
    room: Room
    seat: Seat
    walk: Walk | None
    presence: Presence | None

    @property
    def has_joined(self) -> bool:
        """True once they chose as whom they walk."""
        return self.walk is not None and self.presence is not None


def get_console(request: HttpRequest, code: str) -> Console:
    """Return the console of a room; 403 for everybody who is not a facilitator of the review."""
    place, run = get_run(request, code, Need.PLAN_SESSION)
    return Console(place, _room(run), _seat(place))


def get_lead(request: HttpRequest, code: str) -> Console:
    """Return the console for an act that only the facilitator who leads may do."""
    console = get_console(request, code)
    if not console.leads:
        refuse(request, subject=f"run:{code}", review=console.place.review.code, message=ONLY_WHO_LEADS)
    return console


def get_chair(request: HttpRequest, code: str) -> Chair:
    """Return the person's own chair in a room of their review."""
    place, run = get_run(request, code, Need.ANNOTATE)
    room, seat = _room(run), _seat(place)
    walk = Walk.objects.filter(run=run, seat=seat).select_related("persona").first()
    if walk is not None:
        walk.run, walk.seat = run, seat
    return Chair(place, room, seat, walk, Presence.objects.filter(room=room, seat=seat).first())


def get_joined(request: HttpRequest, code: str) -> tuple[Chair, Walk, Presence]:
    """Return the chair of somebody who has joined; for others the page is not there."""
    chair = get_chair(request, code)
    if chair.walk is None or chair.presence is None:
        raise Http404(NOT_HERE)
    return chair, chair.walk, chair.presence


def get_writer(request: HttpRequest, code: str) -> tuple[Place, Walk]:
    """Return the person's own walk in a room for a save, with few questions: thirty people save every second."""
    walk = _walk_in.first(code, person(request).pk)
    place = place_in(walk.run.review, person(request), walk.seat) if walk else None
    if walk is None or place is None:
        chair, walk, _presence = get_joined(request, code)
        place = chair.place
    return require(request, place, Need.ANNOTATE), walk


def room_called(request: HttpRequest, join_code: str) -> tuple[Room, Place] | None:
    """Return the room with this code if the person has a place in its review; the code alone opens nothing."""
    room = Room.objects.select_related("run__review__protocol__sponsor").filter(join_code=join_code).first()
    place = place_in(room.run.review, person(request)) if room else None
    is_theirs = place is not None and (place.may(Need.ANNOTATE) or place.may(Need.PLAN_SESSION))
    return (room, place) if room and place and is_theirs else None


def expected_in(room: Room) -> QuerySet[Seat]:
    """Return the seats of those who may come: who was asked to the session, else the advocates of the review."""
    seats = Seat.objects.current().filter(review=room.run.review_id, role=SeatRole.ADVOCATE)
    if Session.objects.filter(run=room.run_id).exists():
        asked = SessionPerson.objects.filter(session__run=room.run_id, asked_at__isnull=False)
        seats = seats.filter(pk__in=asked.exclude(reply=Reply.NO).values("seat"))
    return seats.select_related("user").order_by(F("user__name").asc(nulls_last=True), "id")


def may_send(walk: Walk) -> bool:
    """True unless it is a walk together that still goes on, or whose answers were never shown: those do not count."""
    if walk.run.kind != RunThrough.Kind.GROUP:
        return True
    return walk.run.revealed_at is not None and Room.objects.filter(run=walk.run, phase=Phase.CLOSED).exists()


def _room(run: RunThrough) -> Room:
    if run.kind != RunThrough.Kind.GROUP:
        raise Http404(NOT_HERE)
    room = Room.objects.select_related("led_by__user").filter(run=run).first() or room_of(run)
    room.run = run
    return room


def _seat(place: Place) -> Seat:
    if place.seat is None:
        raise Http404(NOT_HERE)
    return place.seat
