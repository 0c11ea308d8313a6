"""Leading a room: opening it, moving on, showing answers, breaks, the timer, taking over, and closing it.

Each act of the one who leads is one conditional UPDATE: it happens only while they lead and the room is not over, so
that two facilitators who press at the same moment cannot both get their way.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone

from protocols.audit.models import Action
from protocols.audit.services import Detail, record
from protocols.people.models import User
from protocols.reviews.models import Review, Seat
from protocols.runthroughs.models import RunThrough
from protocols.runthroughs.rooms.limits import room_limits
from protocols.runthroughs.rooms.models import Phase, Presence, Room, RoomStep
from protocols.runthroughs.steps import WalkStep


@transaction.atomic
def plan_together(*, review: Review, by: User, title: str, visits: list[str]) -> RunThrough:
    """Plan a run-through that people walk together, with its room waiting to be opened."""
    kind = RunThrough.Kind.GROUP
    run = RunThrough.objects.create(review=review, title=title, visits=visits, created_by=by, kind=kind)
    room_of(run)
    record(action=Action.RUN_STARTED, actor=by.pk, subject=f"run:{run.code}", review=review.code)
    return run


def room_of(run: RunThrough) -> Room:
    """Return the room of a run-through together, made where it is missing."""
    return Room.objects.get_or_create(run=run)[0]


@transaction.atomic
def open_room(*, room: Room, seat: Seat, by: User) -> bool:
    """Open the room: whoever opens it leads, and the group begins to write at the first step.

    A planned session has to be sent first: before that nobody was told what it is for, or agreed on pay and terms.
    """
    now = timezone.now()
    waiting = Room.objects.filter(pk=room.pk, phase=Phase.WAITING).exclude(
        run__session__isnull=False, run__session__sent_at=None
    )
    opened = waiting.update(
        phase=Phase.WRITING, led_by=seat, opened_at=now, at_step=1, furthest=1, revision=F("revision") + 1
    )
    return _said(opened, Action.ROOM_OPENED, room, by)


@transaction.atomic
def take_over(*, room: Room, seat: Seat, by: User) -> bool:
    """Let another facilitator lead from now on. Nothing else changes."""
    others = Room.objects.exclude(phase=Phase.CLOSED).exclude(led_by=seat).filter(pk=room.pk)
    return _said(others.update(led_by=seat, revision=F("revision") + 1), Action.ROOM_TAKEN_OVER, room, by)


def move_to(*, room: Room, seat: Seat, step: WalkStep) -> bool:
    """Go with the group to a step: to write there, or to read where its answers were shown before."""
    was_shown = room.steps.filter(ref=step.ref, revealed_at__isnull=False).exists()
    phase = Phase.REVEALED if was_shown else Phase.WRITING
    furthest = Greatest(F("furthest"), step.number)
    return _lead(room, seat, at_step=step.number, furthest=furthest, phase=phase, break_ends_at=None)


@transaction.atomic
def reveal(*, room: Room, seat: Seat, by: User, step: WalkStep, answers: int) -> bool:
    """Show the answers at the step where the group is. False if the group is somewhere else by now."""
    here = Room.objects.filter(pk=room.pk, at_step=step.number, phase__in=[Phase.WRITING, Phase.BREAK])
    changes = {"phase": Phase.REVEALED, "break_ends_at": None, "revision": F("revision") + 1}
    if not here.filter(led_by=seat).update(**changes):
        return False
    now = timezone.now()
    RoomStep.objects.update_or_create(room=room, ref=step.ref, defaults={"revealed_at": now})
    RunThrough.objects.filter(pk=room.run_id, revealed_at=None).update(revealed_at=now)
    detail: Detail = {"step": step.ref, "answers": answers}
    subject = f"run:{room.run.code}"
    record(action=Action.REVEALED, actor=by.pk, subject=subject, review=room.run.review.code, detail=detail)
    return True


def talk(*, room: Room, seat: Seat) -> bool:
    """Begin to talk about the answers that are on show."""
    return _lead(room, seat, phase=Phase.TALKING) if room.phase == Phase.REVEALED else False


def start_break(*, room: Room, seat: Seat, minutes: int) -> bool:
    """Begin a break. Who is still writing may go on."""
    if room.phase in {Phase.WAITING, Phase.BREAK}:
        return False
    ends = timezone.now() + timedelta(minutes=minutes)
    return _lead(room, seat, phase=Phase.BREAK, after_break=room.phase, break_ends_at=ends)


def end_break(*, room: Room, seat: Seat) -> bool:
    """Go on where the group was before the break."""
    if room.phase != Phase.BREAK:
        return False
    return _lead(room, seat, phase=room.after_break or Phase.WRITING, break_ends_at=None)


def start_timer(*, room: Room, seat: Seat, minutes: int) -> bool:
    """Start the group's timer. It tells the time and ends nobody's answer."""
    return _lead(room, seat, timer_started_at=timezone.now(), timer_seconds=minutes * 60, timer_left=None)


def pause_timer(*, room: Room, seat: Seat) -> bool:
    """Let the timer stand still with what is left."""
    if room.timer_ends_at is None:
        return False
    left = max(0, round((room.timer_ends_at - timezone.now()).total_seconds()))
    return _lead(room, seat, timer_left=left)


def resume_timer(*, room: Room, seat: Seat) -> bool:
    """Let the timer run again with what was left."""
    if room.timer_left is None:
        return False
    return _lead(room, seat, timer_started_at=timezone.now(), timer_seconds=room.timer_left, timer_left=None)


def extend_timer(*, room: Room, seat: Seat) -> bool:
    """Add some minutes. A timer that has run out starts again with them."""
    added, now = room_limits().minutes_added * 60, timezone.now()
    if room.is_paused:
        return _lead(room, seat, timer_left=F("timer_left") + added)
    if room.timer_ends_at is None or room.timer_ends_at < now:
        return _lead(room, seat, timer_started_at=now, timer_seconds=added)
    return _lead(room, seat, timer_seconds=F("timer_seconds") + added)


def stop_timer(*, room: Room, seat: Seat) -> bool:
    """Take the timer away."""
    return _lead(room, seat, timer_started_at=None, timer_seconds=0, timer_left=None)


def ask_priorities(*, room: Room, seat: Seat) -> bool:
    """Ask each person what matters most to them."""
    return _lead(room, seat, priorities_asked_at=timezone.now(), priorities_shown_at=None)


def show_priorities(*, room: Room, seat: Seat) -> bool:
    """Show what matters most, although somebody may not have answered."""
    return _lead(room, seat, priorities_shown_at=timezone.now()) if room.are_priorities_open else False


@transaction.atomic
def close_room(*, room: Room, seat: Seat, by: User) -> bool:
    """End the run-through together. Each person can now check their answers and send them."""
    if room.are_priorities_open:
        show_priorities(room=room, seat=seat)
    closed = _lead(room, seat, phase=Phase.CLOSED, closed_at=timezone.now(), break_ends_at=None, timer_started_at=None)
    return _said(int(closed), Action.ROOM_CLOSED, room, by)


def join(*, room: Room, seat: Seat) -> Presence:
    """Be in the room. On a second device one is the same person."""
    return Presence.objects.get_or_create(room=room, seat=seat)[0]


def seen(presence: Presence) -> None:
    """Write down that a person is there, now and then."""
    now = timezone.now()
    if (now - presence.last_seen).total_seconds() > room_limits().seconds_between_signs_of_life:
        Presence.objects.filter(pk=presence.pk).update(last_seen=now)


def tell_all(room: Room) -> None:
    """Let everybody's page see that something changed."""
    Room.objects.filter(pk=room.pk).update(revision=F("revision") + 1)


def _lead(room: Room, seat: Seat, **changes: object) -> bool:
    """Change a room as the one who leads it; False, and nothing changed, for anybody else and once it is over."""
    led = Room.objects.filter(pk=room.pk, led_by=seat).exclude(phase=Phase.CLOSED)
    return bool(led.update(**changes, revision=F("revision") + 1))


def _said(changed: int, action: Action, room: Room, by: User) -> bool:
    if changed:
        record(action=action, actor=by.pk, subject=f"run:{room.run.code}", review=room.run.review.code)
    return bool(changed)
