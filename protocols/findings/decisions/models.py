"""What a team decided about a finding. A decision is never changed; another one is added after it."""

from typing import Any

from django.db import models
from django.utils import timezone

from protocols.findings.models import Finding
from protocols.people.models import User
from protocols.scores.models import WhatIf


class Choice(models.TextChoices):
    """What becomes of a finding."""

    ACCEPT = "accept", "Accepted"
    PART = "part", "Accepted in part"
    NO = "no", "Not accepted"


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Questions about many decisions."""

    def about(self, finding: Finding) -> "DecisionQuerySet":
        """Those on a finding and on what was merged into it, with what is shown of them."""
        on = models.Q(finding=finding) | models.Q(finding__merged_into=finding)
        return self.filter(on).select_related("owner", "by", "option")


class Decision(models.Model):
    """One entry in the record of what was decided about a finding. The newest one counts.

    The table refuses UPDATE by a trigger. `option_words` is what the option said then: it may be changed later.
    """

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="decisions")
    choice = models.CharField(max_length=6, choices=Choice)
    option = models.ForeignKey(WhatIf, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions")
    option_words = models.TextField(blank=True)
    outcome = models.TextField(blank=True, max_length=2000, help_text="What will be done, in plain words.")
    reason = models.TextField(blank=True, max_length=2000, help_text="Why not, or why not all of it, in plain words.")
    owner = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    due = models.DateField(null=True, blank=True, help_text="By when it is carried out.")
    target = models.CharField(max_length=120, blank=True, help_text="Where it will stand: a version, an amendment.")
    dissent = models.TextField(blank=True, max_length=2000, help_text="Who sees it otherwise, and why.")
    tell_by = models.DateField(help_text="By when those who spoke are told.")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.get_choice_display()}: {self.finding}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row. One that stands is what people were told, so it stays as it is."""
        if not self._state.adding:
            raise ValueError("A decision is never changed. Record another one.")
        super().save(*args, **kwargs)
