"""Explainers of activities: drafts, two approvals by different people, and what people ask."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from protocols.people.models import User
from protocols.reviews.models import Review
from protocols.schedules.models import Activity


class DraftState(models.TextChoices):
    """Where a draft stands. Only an approved one is shown to advocates."""

    WRITING = "writing", "Being written"
    CHECKING = "checking", "Waiting for approvals"
    APPROVED = "approved", "Approved"
    SENT_BACK = "sent-back", "Sent back"
    REPLACED = "replaced", "Replaced by a newer text"


class ExplainerDraft(models.Model):
    """One text of "why we ask this" for one activity. Editing an approved text makes a new draft."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="explainers")
    number = models.PositiveIntegerField()
    language = models.CharField(max_length=12, default="en-gb")
    state = models.CharField(max_length=10, choices=DraftState, default=DraftState.WRITING)
    fields = models.JSONField(help_text="The texts by field name, each with its origin.")
    readability = models.JSONField(default=dict)
    sent_back_words = models.TextField(blank=True, help_text="What an approver asked to change.")
    revision = models.PositiveIntegerField(default=1, help_text="Grows with each save; a stale save is refused.")
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "language", "number"], name="drafts_count_up"),
            models.UniqueConstraint(
                fields=["activity", "language"], condition=Q(state="approved"), name="one_approved_text"
            ),
        ]

    def __str__(self) -> str:
        return f"Explainer {self.number} of {self.activity}"

    def text(self, name: str) -> str:
        """Return one of its texts; what nobody wrote is empty."""
        return str(self.fields.get(name, {}).get("text", ""))

    @property
    def plain_name(self) -> str:
        """What people call it."""
        return self.text("plain_name")

    @property
    def one_line(self) -> str:
        """What it is, in a line."""
        return self.text("one_line")

    @property
    def why_this_study(self) -> str:
        """Why this study asks for it, in a person's words."""
        return self.text("why_this_study")


class Approval(models.Model):
    """One of the two approvals that a draft needs; the same person never gives both."""

    class Kind(models.TextChoices):
        """As whom the person approves."""

        CLINICAL = "clinical", "Clinical check"
        LAY = "lay", "Lay check"

    draft = models.ForeignKey(ExplainerDraft, on_delete=models.CASCADE, related_name="approvals")
    kind = models.CharField(max_length=8, choices=Kind)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draft", "kind"], name="each_approval_once"),
            models.UniqueConstraint(fields=["draft", "by"], name="two_different_people"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} approval of {self.draft}"
