"""What a sponsor chose for its reviews: rulesets and house values, each with a reason; and the options people saved."""

from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from protocols.codes import new_code
from protocols.domain.burden.changes import Option
from protocols.people.models import Organisation, User
from protocols.reviews.models import Review


class ReviewRuleset(models.Model):
    """A numbered set of weights for one review; the newest one counts. Without one, the default ruleset holds."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="rulesets")
    number = models.PositiveIntegerField()
    weights = models.JSONField(help_text="Weights of physical, worry and effort; they sum to 1.")
    reason = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["review", "number"], name="rulesets_count_up")]

    def __str__(self) -> str:
        return f"Ruleset {self.number} of {self.review}"


class HouseSet(models.Model):
    """A named set of a sponsor's own values for procedures. Reviews name the set they use; a set is never deleted."""

    code = models.CharField(max_length=10, unique=True, default=new_code, editable=False)
    sponsor = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="house_sets")
    name = models.CharField(max_length=80)
    why = models.TextField(help_text="Why the sponsor keeps values of its own.")
    copied_from = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(Lower("name"), "sponsor", name="house_sets_have_names_of_their_own")]

    def __str__(self) -> str:
        return self.name


class HouseEntry(models.Model):
    """One dated record of a set: the value of one number of one procedure, or that it was taken back.

    The newest record counts. Rows are never changed or deleted, so that an old score can be made again.
    """

    house_set = models.ForeignKey(HouseSet, on_delete=models.CASCADE, related_name="entries")
    procedure = models.CharField(max_length=80)
    number = models.CharField(max_length=10, help_text="A dimension (0-4), or minutes: active, waiting, moving.")
    value = models.DecimalField(max_digits=7, decimal_places=2, null=True, help_text="Empty: taken back.")
    why = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.procedure}, {self.number}: {self.value}"


class HouseChoice(models.Model):
    """A dated record: which set of house values a review uses, or none. The newest one counts."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="house_choices")
    house_set = models.ForeignKey(HouseSet, null=True, on_delete=models.PROTECT, related_name="choices")
    why = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.review}: {self.house_set or 'no house values'}"


class WhatIfQuerySet(models.QuerySet["WhatIf"]):
    """Options of reviews."""

    def current(self) -> "WhatIfQuerySet":
        """Those that nobody deleted."""
        return self.filter(deleted_at=None)


class WhatIf(models.Model):
    """An option that somebody saved: a named list of changes to the schedule under review, tried together."""

    code = models.CharField(max_length=10, unique=True, default=new_code, editable=False)
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="options")
    name = models.CharField(max_length=120)
    note = models.TextField(blank=True)
    changes = models.JSONField(help_text="As protocols.domain.burden.changes writes them.")
    revision = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)
    deleted_at = models.DateTimeField(null=True)

    objects = WhatIfQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def option(self) -> Option:
        """The option as the score reads it."""
        return Option.from_dict({"name": self.name, "changes": self.changes})
