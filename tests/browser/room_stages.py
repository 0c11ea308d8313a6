"""Rooms as screens show them: waiting, writing, with answers on show, with points to give, and over."""

from uuid import uuid4

from protocols.reviews.models import Seat, SeatRole
from protocols.runthroughs.models import CONTENT_FIELDS, Annotation, RunThrough, Walk
from protocols.runthroughs.rooms import keeping as room_keeping
from protocols.runthroughs.rooms import services as room_services
from protocols.runthroughs.rooms.keeping import Note
from protocols.runthroughs.rooms.models import Room
from protocols.runthroughs.services import StepPlace, save_annotation, start_walk
from protocols.runthroughs.steps import WalkStep, way_through
from tests.cast import Cast


def room(title: str, cast: Cast) -> Room:
    """The room of this name, made where it is missing."""
    run = RunThrough.objects.filter(review=cast.review, title=title).first()
    if run is None:
        visits = [visit.key for visit in cast.version.schedule.visits][:2]
        run = room_services.plan_together(review=cast.review, by=cast["MO"], title=title, visits=visits)
    return Room.objects.select_related("run__review__protocol").get(run=run)


def waiting(cast: Cast) -> dict[str, object]:
    """A room that waits to be opened."""
    return {"code": room("Together: the first visits", cast).run.code}


def writing(cast: Cast) -> dict[str, object]:
    """A room where the group writes at its second step; the advocate has joined."""
    return {"code": _begun("Together: writing", cast).run.code}


def writing_step(cast: Cast) -> dict[str, object]:
    """The step where that group writes."""
    return {**writing(cast), "number": 2}


def shown(cast: Cast) -> dict[str, object]:
    """A room with answers on show, notes, a timer, and a parked question."""
    begun = _begun("Together: answers on show", cast)
    step, seat = way_through(begun.run, None).steps[1], cast.seats["MO"]
    if not begun.run.revealed_at:
        _talk_about(begun, step, cast)
        room_services.reveal(room=begun, seat=seat, by=cast["MO"], step=step, answers=3)
    return {"code": begun.run.code}


def shown_step(cast: Cast) -> dict[str, object]:
    """The step whose answers are on show."""
    return {**shown(cast), "number": 2}


def points(cast: Cast) -> dict[str, object]:
    """A room that asks what matters most."""
    begun = _begun("Together: points", cast)
    if begun.priorities_asked_at is None:
        room_services.ask_priorities(room=begun, seat=cast.seats["MO"])
    return {"code": begun.run.code}


def over(cast: Cast) -> dict[str, object]:
    """A room that was closed after its points were shown."""
    begun = _begun("Together: over", cast)
    if not begun.is_closed:
        room_services.ask_priorities(room=begun, seat=cast.seats["MO"])
        refs = [step.ref for step in way_through(begun.run, None).steps[:2]]
        for number, seat in enumerate(_advocates(cast)):
            room_keeping.give_points(room=begun, seat=seat, points={refs[number % 2]: 3})
        room_services.close_room(room=room(begun.run.title, cast), seat=cast.seats["MO"], by=cast["MO"])
    return {"code": begun.run.code}


def _begun(title: str, cast: Cast) -> Room:
    found = room(title, cast)
    if found.led_by_id is None:
        room_services.open_room(room=found, seat=cast.seats["MO"], by=cast["MO"])
        steps = way_through(found.run, None).steps
        room_services.move_to(room=found, seat=cast.seats["MO"], step=steps[1])
        for number, seat in enumerate(_advocates(cast)):
            walk = start_walk(run=found.run, seat=seat, persona=cast.review.personas.first(), answering_for="self")
            presence = room_services.join(room=found, seat=seat)
            if number or seat != cast.seats["AD"]:
                _say(walk, steps[1], number, cast)
                room_keeping.finish(presence=presence, step=steps[1])
            else:
                _say(walk, steps[0], number, cast)
    return room(title, cast)


def _advocates(cast: Cast) -> list[Seat]:
    seats = cast.review.seats.filter(role=SeatRole.ADVOCATE, user__isnull=False, removed_at=None)
    return [cast.seats["AD"], *seats.exclude(pk=cast.seats["AD"].pk)]


def _say(walk: Walk, step: WalkStep, number: int, cast: Cast) -> None:
    said = Annotation.objects.exclude(words="").filter(walk__run__review=cast.review).order_by("id")
    words = [each.words for each in said[number : number + 1]] or ["I would need somebody with me."]
    content = {
        **{name: getattr(Annotation(), name) for name in CONTENT_FIELDS},
        "answer": "rated", "overall": (number + 2) % 5, "reasons": ["waiting", "tiring"], "words": words[0],
        "would_help": "A chair.",
    }  # fmt: skip
    place = StepPlace(visit=cast.protocol.visits.get(key=step.visit_key), step=step.story.key)
    save_annotation(walk=walk, place=place, by=walk.seat.user, expected_version=0, key=uuid4(), content=content)


def _talk_about(begun: Room, step: WalkStep, cast: Cast) -> None:
    seat = cast.seats["MO"]
    room_services.start_timer(room=begun, seat=seat, minutes=20)
    note = Note("“It is the waiting between the tests that wears him out.”", [cast.seats["AD"].code])
    room_keeping.save_note(room=begun, step=step, seat=seat, expected_version=0, note=note)
    room_keeping.park(room=begun, seat=seat, words="Who pays for a taxi after the scan?")
    room_keeping.set_group_minutes(room=begun, step=step, minutes={"active_minutes": 12, "waiting_minutes": 25})
