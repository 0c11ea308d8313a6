"""A schedule being changed in the browser: what it began with, and the edits since, so that each can be undone."""

from functools import cached_property
from typing import Any

from django.db import models
from django.utils import timezone

from protocols.codes import new_code
from protocols.domain.editing import Edit, edit_from_dict, mended, replayed
from protocols.domain.schedule import Schedule
from protocols.people.models import User


class DraftState(models.TextChoices):
    """What became of a draft."""

    OPEN = "open", "Being changed"
    SAVED = "saved", "Saved as a version"
    DROPPED = "dropped", "Dropped"


class DraftQuerySet(models.QuerySet["ScheduleDraft"]):
    """Questions about many drafts."""

    def open(self) -> "DraftQuerySet":
        """Those being changed, the one touched last first."""
        return self.filter(state=DraftState.OPEN).order_by("-updated_at", "-id")

    def for_lists(self) -> "DraftQuerySet":
        """Without what is large and not shown in a list."""
        return self.defer("schedule_json", "edits").select_related("created_by", "base")


class ScheduleDraft(models.Model):
    """Changes on their way to a version. A record of `edits` is `{"edit", "by", "at"}`; the first `position` count."""

    code = models.CharField(max_length=10, unique=True, default=new_code, editable=False)
    protocol = models.ForeignKey("schedules.Protocol", on_delete=models.CASCADE, related_name="drafts")
    base = models.ForeignKey(
        "schedules.ScheduleVersion",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The version that is changed; empty where the schedule began empty.",
    )
    schedule_json = models.JSONField(help_text="The schedule before the first edit.")
    edits = models.JSONField(default=list)
    position = models.PositiveIntegerField(default=0, help_text="How many edits count; those behind it were undone.")
    revision = models.PositiveIntegerField(default=0, help_text="Grows with each step; a stale one is refused.")
    state = models.CharField(max_length=10, choices=DraftState, default=DraftState.OPEN)
    version = models.OneToOneField(
        "schedules.ScheduleVersion",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="draft",
        help_text="What it was saved as; a second save finds it here.",
    )
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["protocol", "created_by"],
                condition=models.Q(state="open"),
                name="one_open_draft_per_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.protocol}, {self.state} draft"

    @property
    def is_open(self) -> bool:
        """True until it is saved or dropped."""
        return self.state == DraftState.OPEN

    @property
    def can_undo(self) -> bool:
        """True where an edit counts."""
        return self.position > 0

    @property
    def can_redo(self) -> bool:
        """True where an edit was undone."""
        return self.position < len(self.edits)

    @property
    def records(self) -> list[dict[str, Any]]:
        """The records of the edits that count."""
        return list(self.edits[: self.position])

    @cached_property
    def began(self) -> Schedule:
        """The schedule before the first edit."""
        return Schedule.from_dict(self.schedule_json)

    @cached_property
    def schedule(self) -> Schedule:
        """The schedule as it stands, with temporary keys for what is new."""
        return self.after(self.position)

    @property
    def finished(self) -> Schedule:
        """The schedule as it stands, with merged marks that were taken apart mended."""
        return mended(self.schedule, base=self.began)

    def after(self, count: int) -> Schedule:
        """Return the schedule after so many edits."""
        return replayed(self.began, (self.edit(place) for place in range(count)))

    def edit(self, place: int) -> Edit:
        """Return the edit at a place, counted from 0."""
        return edit_from_dict(self.edits[place]["edit"])
