"""Reports that were made: their content as data, and the files laid out from it."""

from django.db import models
from django.utils import timezone

from protocols.codes import new_code
from protocols.people.models import User
from protocols.reviews.models import Review
from protocols.schedules.models import StoredFile


class Report(models.Model):
    """One report of one review. Same content hash, same files: a second request finds the first one's."""

    class State(models.TextChoices):
        """How far the files are."""

        WAITING = "waiting", "Waiting"
        MAKING = "making", "Being made"
        READY = "ready", "Ready"
        FAILED = "failed", "Failed"

    code = models.CharField(max_length=10, unique=True, default=new_code, editable=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="reports")
    audience = models.CharField(max_length=20, default="design-team")
    content = models.JSONField(help_text="What the report says, from reports.content.")
    content_sha256 = models.CharField(max_length=64)
    cutoff = models.DateTimeField(help_text="No later answer is in the report.")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    progress = models.CharField(max_length=120, blank=True)
    error = models.TextField(blank=True)
    pdf = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    xlsx = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["review", "audience", "content_sha256"], name="same_content_same_report")
        ]

    def __str__(self) -> str:
        return f"Report {self.code}"
