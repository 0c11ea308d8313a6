"""A room: where a group walks through a run-through together, what it has reached, and who is there."""

import secrets
from datetime import datetime, timedelta
from math import ceil

from django.db import models
from django.utils import timezone

from protocols.codes import ALPHABET
from protocols.reviews.models import Seat

JOIN_LENGTH = 6


def new_join_code() -> str:
    """Return a code that can be read out in a room: six letters and digits, none of which look alike."""
    return "".join(secrets.choice(ALPHABET) for _ in range(JOIN_LENGTH))


class Phase(models.TextChoices):
    """What the group is doing now."""

    WAITING = "waiting", "Waiting for people"
    WRITING = "writing", "Writing alone"
    REVEALED = "revealed", "Reading the answers"
    TALKING = "talking", "Talking"
    BREAK = "break", "Break"
    CLOSED = "closed", "Over"


class Spent(models.TextChoices):
    """What minutes at a step are spent on."""

    ACTIVE = "active", "Doing"
    WAITING = "waiting", "Waiting"
    MOVING = "moving", "Moving"


def minutes_spent() -> models.PositiveIntegerField:
    """Return a field for minutes that may be missing."""
    return models.PositiveIntegerField(null=True, blank=True)


class Tapped(models.Model):
    """A clock that somebody starts and stops by a tap: what runs now, since when, and at which step."""

    tap_on = models.CharField(max_length=7, choices=Spent, blank=True)
    tap_since = models.DateTimeField(null=True, blank=True)
    tap_step = models.CharField(max_length=110, blank=True)

    class Meta:
        abstract = True


class Room(Tapped):
    """The room of one run-through. `revision` grows with every change that the people in it must see."""

    run = models.OneToOneField("runthroughs.RunThrough", on_delete=models.CASCADE, related_name="room")
    join_code = models.CharField(max_length=JOIN_LENGTH, unique=True, default=new_join_code, editable=False)
    phase = models.CharField(max_length=8, choices=Phase, default=Phase.WAITING)
    at_step = models.PositiveIntegerField(default=1, help_text="The number of the step where the group is.")
    furthest = models.PositiveIntegerField(default=0, help_text="The last step that participants may open.")
    revision = models.PositiveIntegerField(default=1)
    led_by = models.ForeignKey(Seat, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    timer_started_at = models.DateTimeField(null=True, blank=True)
    timer_seconds = models.PositiveIntegerField(default=0, help_text="How long the timer was set for.")
    timer_left = models.PositiveIntegerField(null=True, blank=True, help_text="Paused: the seconds that are left.")
    break_ends_at = models.DateTimeField(null=True, blank=True)
    after_break = models.CharField(max_length=8, choices=Phase, blank=True)
    priorities_asked_at = models.DateTimeField(null=True, blank=True)
    priorities_shown_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"Room of {self.run}"

    @property
    def is_closed(self) -> bool:
        """True when the run-through together is over."""
        return self.phase == Phase.CLOSED

    @property
    def is_paused(self) -> bool:
        """True while the timer stands still."""
        return self.timer_left is not None

    @property
    def timer_ends_at(self) -> datetime | None:
        """When the time for this part is over; None without a timer, or while it is paused."""
        if self.timer_started_at is None or self.is_paused:
            return None
        return self.timer_started_at + timedelta(seconds=self.timer_seconds)

    @property
    def minutes_left(self) -> int:
        """What is left of a paused timer, in whole minutes."""
        return ceil((self.timer_left or 0) / 60)

    @property
    def are_priorities_open(self) -> bool:
        """True while people may give their points."""
        return self.priorities_asked_at is not None and self.priorities_shown_at is None and not self.is_closed


class RoomStep(models.Model):
    """What happened at one step: whether its answers were shown, what was noted, and what the group's clock said."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="steps")
    ref = models.CharField(max_length=110, help_text="The visit and the step, as visit/step.")
    revealed_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True, max_length=2000)
    heard = models.JSONField(default=list, help_text="Codes of the seats that spoke.")
    note_version = models.PositiveIntegerField(default=0)
    noted_by = models.ForeignKey(Seat, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(null=True, blank=True)
    active_minutes = minutes_spent()
    waiting_minutes = minutes_spent()
    moving_minutes = minutes_spent()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "ref"], name="one_row_per_step_of_a_room")]

    def __str__(self) -> str:
        return f"{self.ref} in {self.room}"


class Presence(Tapped):
    """One person in a room, on however many devices. `finished` names the steps they said they were done with."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="presences")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    joined_at = models.DateTimeField(default=timezone.now)
    last_seen = models.DateTimeField(default=timezone.now)
    finished = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "seat"], name="one_presence_per_person")]

    def __str__(self) -> str:
        return f"{self.seat} in {self.room}"


class Parked(models.Model):
    """Something to come back to later."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="parked")
    words = models.CharField(max_length=300)
    by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.words


class Priority(models.Model):
    """Points that one person gave to one step. Nobody sees them but as sums."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="priorities")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    ref = models.CharField(max_length=110)
    points = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "seat", "ref"], name="one_priority_per_step")]

    def __str__(self) -> str:
        return f"{self.points} for {self.ref}"
