"""What those who spoke are told about a finding, and whether that was clear to them."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from protocols.codes import new_code
from protocols.findings.decisions.models import Choice, Decision
from protocols.findings.models import Finding
from protocols.people.models import User
from protocols.reviews.models import Review

CAME_OF_IT = {Choice.ACCEPT: _("Changed"), Choice.PART: _("Changed in part"), Choice.NO: _("Not changed")}


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    """Questions about much feedback."""

    def drafts(self) -> "FeedbackQuerySet":
        """What is written and not sent."""
        return self.filter(sent_at=None)

    def sent(self) -> "FeedbackQuerySet":
        """What people were told."""
        return self.filter(sent_at__isnull=False)


class Feedback(models.Model):
    """What those who spoke are told about one finding: we looked at, we did, why, what comes next.

    A draft may be changed. What was sent stays as people read it; another one is written after it, and counts.
    """

    code = models.CharField(max_length=10, unique=True, default=new_code, editable=False)
    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="feedback")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="feedback")
    title = models.CharField(max_length=120)
    looked_at = models.TextField(blank=True, max_length=2000)
    did = models.TextField(max_length=2000)
    why = models.TextField(blank=True, max_length=2000)
    next_step = models.CharField(max_length=300, blank=True)
    next_by = models.DateField(null=True, blank=True)
    for_all = models.BooleanField(default=True, help_text="Everybody in the review may read it, not only who spoke.")
    revision = models.PositiveIntegerField(default=1)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    sent_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["finding"], condition=models.Q(sent_at=None), name="one_draft_of_feedback_per_finding"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def came_of_it(self) -> str:
        """What became of the point, as those who raised it read it."""
        return str(CAME_OF_IT[Choice(self.decision.choice)])


class Clarity(models.Model):
    """Whether what a person was told was clear to them. The newest entry counts."""

    class Clear(models.TextChoices):
        """Was this clear?"""

        YES = "yes", "Yes"
        PARTLY = "partly", "Partly"
        NO = "no", "No"

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="clarity")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    clear = models.CharField(max_length=6, choices=Clear)
    words = models.CharField(max_length=500, blank=True, help_text="What was not clear.")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "clarity"

    def __str__(self) -> str:
        return f"{self.review}: {self.get_clear_display()}"
