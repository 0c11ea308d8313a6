"""What is kept of a run-through together: the scribe's notes, parked questions, points for what matters, and times."""

from dataclasses import dataclass
from datetime import datetime
from math import ceil
from uuid import uuid4

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from protocols.people.models import User
from protocols.reviews.models import Seat
from protocols.runthroughs.models import Annotation, Walk
from protocols.runthroughs.rooms.models import Parked, Presence, Priority, Room, RoomStep, Spent, Tapped
from protocols.runthroughs.rooms.services import tell_all
from protocols.runthroughs.services import StepPlace, save_annotation
from protocols.runthroughs.steps import WalkStep

A_DAY = 24 * 60  # minutes: the most that a step may be said to take


@dataclass(frozen=True)
class Note:
    """What the scribe wrote at a step, and whose words they are: codes of seats."""

    words: str
    heard: list[str]


@dataclass(frozen=True)
class NoteSaved:
    """What became of a note. With a conflict nothing was written, and `step` is what stands there now."""

    step: RoomStep
    is_conflict: bool = False


@transaction.atomic
def save_note(*, room: Room, step: WalkStep, seat: Seat, expected_version: int, note: Note) -> NoteSaved:
    """Save the note of a step, unless another facilitator changed it since version `expected_version` was seen."""
    kept = RoomStep.objects.get_or_create(room=room, ref=step.ref)[0]
    if (kept.note, kept.heard) == (note.words, note.heard):
        return NoteSaved(kept)
    written = RoomStep.objects.filter(pk=kept.pk, note_version=expected_version).update(
        note=note.words, heard=note.heard, noted_by=seat, noted_at=timezone.now(), note_version=F("note_version") + 1
    )
    kept.refresh_from_db()
    return NoteSaved(kept, is_conflict=not written)


def park(*, room: Room, seat: Seat, words: str) -> Parked:
    """Put something aside for later."""
    return Parked.objects.create(room=room, by=seat, words=words)


def settle(*, room: Room, number: int, is_settled: bool) -> None:
    """Say that something parked is settled, or that it is not."""
    room.parked.filter(pk=number).update(settled_at=timezone.now() if is_settled else None)


@transaction.atomic
def give_points(*, room: Room, seat: Seat, points: dict[str, int]) -> None:
    """Keep a person's points in the place of those given before; show the sums once everybody there has given."""
    room.priorities.filter(seat=seat).delete()
    given = {ref: count for ref, count in points.items() if count} or {"": 0}
    Priority.objects.bulk_create(Priority(room=room, seat=seat, ref=ref, points=n) for ref, n in given.items())
    if has_everybody_given(room):
        Room.objects.filter(pk=room.pk, priorities_shown_at=None).update(priorities_shown_at=timezone.now())
    tell_all(room)


def has_everybody_given(room: Room) -> bool:
    """True when each person who joined has given their points, if only none to anything."""
    joined = set(room.presences.values_list("seat", flat=True))
    return bool(joined) and joined <= set(room.priorities.values_list("seat", flat=True))


def finish(*, presence: Presence, step: WalkStep) -> None:
    """Write down that a person said they are done with a step."""
    if step.ref not in presence.finished:
        Presence.objects.filter(pk=presence.pk).update(finished=[*presence.finished, step.ref])


def start_tap(*, clock: Tapped, kind: Spent, step: WalkStep) -> None:
    """Let a clock run from now on for one kind of time at a step."""
    _set_tap(clock, tap_on=kind, tap_since=timezone.now(), tap_step=step.ref)


@transaction.atomic
def stop_group_tap(*, room: Room) -> None:
    """Stop the group's clock, and add what it counted to the step at which it was started."""
    found = _counted(room, timezone.now())
    if found is None:
        return
    kept = RoomStep.objects.get_or_create(room=room, ref=room.tap_step)[0]
    name = f"{room.tap_on}_minutes"
    total = min((getattr(kept, name) or 0) + found, A_DAY)
    RoomStep.objects.filter(pk=kept.pk).update(**{name: total})
    _set_tap(room, tap_on="", tap_since=None, tap_step="")


def set_group_minutes(*, room: Room, step: WalkStep, minutes: dict[str, int | None]) -> None:
    """Keep what the group needed at a step, as a facilitator typed it."""
    RoomStep.objects.update_or_create(room=room, ref=step.ref, defaults=minutes)


@transaction.atomic
def stop_own_tap(*, presence: Presence, walk: Walk, place: StepPlace, by: User) -> None:
    """Stop a person's own clock, and add what it counted to their answer at this step."""
    found = _counted(presence, timezone.now())
    if found is None or presence.tap_step != f"{place.visit.key}/{place.step}":
        return
    said = Annotation.objects.filter(walk=walk, visit=place.visit, step=place.step).first()
    name = f"{presence.tap_on}_minutes"
    content: dict[str, object] = {name: min((getattr(said, name, None) or 0) + found, A_DAY)}
    version = said.version if said else 0
    save_annotation(walk=walk, place=place, by=by, expected_version=version, key=uuid4(), content=content)
    _set_tap(presence, tap_on="", tap_since=None, tap_step="")


def _counted(clock: Tapped, now: datetime) -> int | None:
    """Return the minutes that a clock counted, each begun minute as one; None where none runs."""
    if clock.tap_since is None:
        return None
    return max(1, ceil((now - clock.tap_since).total_seconds() / 60))


def _set_tap(clock: Tapped, **changes: object) -> None:
    type(clock)._default_manager.filter(pk=clock.pk).update(**changes)
    for name, value in changes.items():
        setattr(clock, name, value)
