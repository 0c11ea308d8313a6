"""Findings of a review: what was said, what it means, what is suggested; and where each came from."""

from django.db import models
from django.utils import timezone

from protocols.codes import new_code
from protocols.people.models import User
from protocols.reviews.models import Review
from protocols.runthroughs.models import Annotation
from protocols.schedules.models import Activity, Visit
from protocols.scores.models import WhatIf


class Severity(models.IntegerChoices):
    """How much it matters, as a person judges it. It is never worked out from numbers."""

    HIGH = 3, "High"
    MEDIUM = 2, "Medium"
    LOW = 1, "Low"


class Status(models.TextChoices):
    """How far the team has come with it."""

    NEW = "new", "New"
    LOOKING = "looking", "Looking into it"
    DECISION = "decision", "Decision needed"
    DECIDED = "decided", "Decided"


class FindingQuerySet(models.QuerySet["Finding"]):
    """Questions about many findings."""

    def standing(self) -> "FindingQuerySet":
        """Those that stand for themselves, not merged into another."""
        return self.filter(merged_into=None)


class Finding(models.Model):
    """One point that a team has to look at: about a test or task, about a visit, or about the whole study.

    A finding that is merged into another keeps its words and its sources, so that a merge can be undone.
    """

    code = models.CharField(max_length=10, unique=True, default=new_code, editable=False)
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="findings")
    activity = models.ForeignKey(Activity, null=True, blank=True, on_delete=models.PROTECT, related_name="findings")
    visit = models.ForeignKey(Visit, null=True, blank=True, on_delete=models.PROTECT, related_name="findings")
    title = models.CharField(max_length=160)
    impact = models.TextField(blank=True, max_length=2000, help_text="What it means for people, sites or the study.")
    recommendation = models.TextField(blank=True, max_length=2000)
    severity = models.PositiveSmallIntegerField(choices=Severity, default=Severity.MEDIUM)
    status = models.CharField(max_length=8, choices=Status, default=Status.NEW)
    owner = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decide_by = models.DateField(null=True, blank=True)
    options = models.ManyToManyField(WhatIf, related_name="findings", help_text="Options that would answer it.")
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")
    revision = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["-severity", "made_at", "id"]

    def __str__(self) -> str:
        return self.title


class FindingSource(models.Model):
    """One thing that a finding rests on. What it says is read where it stands, never copied.

    `key` is that of a piece (see `heard`): an answer, what sites said on a visit, or a remark of the score.
    """

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="sources")
    key = models.CharField(max_length=120)
    annotation = models.ForeignKey(
        Annotation, null=True, blank=True, on_delete=models.CASCADE, related_name="+", help_text="For an answer."
    )

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["finding", "key"], name="one_source_once")]

    def __str__(self) -> str:
        return self.key


class FindingEvent(models.Model):
    """One entry in a finding's history: what was done, and what stood before and after. Rows are only added."""

    class Kind(models.TextChoices):
        """What was done."""

        MADE = "made", "Made"
        CHANGED = "changed", "Changed"
        ADDED = "added", "More was added that it rests on"
        MERGED = "merged", "Another finding was merged into it"
        APART = "apart", "A merged finding stands for itself again"
        SPLIT = "split", "A part became a finding of its own"

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=7, choices=Kind)
    detail = models.JSONField(default=dict, help_text="Field: before and after; or the title of the other finding.")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.finding}"


# So that Django finds what the packages beside keep.
from protocols.findings.decisions import models as decision_models  # noqa: E402, F401
from protocols.findings.feedback import models as feedback_models  # noqa: E402, F401
