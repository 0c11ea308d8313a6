"""What a site keeps besides its answers: flags of their own, what became of its words, and its own profile."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone

from protocols.codes import new_code
from protocols.people.models import Organisation, User
from protocols.reviews.models import Review
from protocols.runthroughs.sites.words import Effect, Flag, OutOfHours

# What a site says in a flag, as opposed to who says it and when.
FLAG_FIELDS = (
    "category",
    "severity",
    "effect",
    "extra_minutes",
    "done_by",
    "workaround",
    "change",
    "past_studies",
    "would_stop_us",
)
FLAG_TEXTS = ("workaround", "change")


class SiteFlag(models.Model):
    """One thing that would not work at a visit. It is shared as far as the answer is that it belongs to."""

    code = models.CharField(max_length=10, unique=True, default=new_code, editable=False)
    answer = models.ForeignKey("runthroughs.SiteAnswer", on_delete=models.CASCADE, related_name="details")
    category = models.CharField(max_length=20, choices=Flag)
    severity = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(4)])
    effect = models.CharField(max_length=8, choices=Effect, blank=True)
    extra_minutes = models.PositiveIntegerField(null=True, blank=True, validators=[MaxValueValidator(24 * 60)])
    done_by = models.CharField(max_length=20, blank=True, help_text="Who does the work: a role of the catalogue.")
    workaround = models.TextField(blank=True, max_length=2000)
    change = models.TextField(blank=True, max_length=2000)
    past_studies = models.PositiveSmallIntegerField(null=True, blank=True, help_text="In how many past studies.")
    would_stop_us = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.get_category_display()} ({self.code})"

    def content(self) -> dict[str, object]:
        """Return what was said, in the fields of a flag."""
        return {name: getattr(self, name) for name in FLAG_FIELDS}


class TextState(models.TextChoices):
    """What the facilitator did with a text. A text about which nothing is kept is held."""

    RELEASED = "released", "Released"
    REWORD = "reword", "Asked to reword"
    REDACTED = "redacted", "Released without some words"


class SiteText(models.Model):
    """What the facilitator decided about one text of a site. `digest` is the text's: other words are held anew.

    The text itself stays with its answer as it was written; `shown` is what others read.
    """

    answer = models.ForeignKey("runthroughs.SiteAnswer", on_delete=models.CASCADE, related_name="texts")
    place = models.CharField(max_length=40, help_text="note, suggestion, or <code of a flag>:<field>.")
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=TextState)
    shown = models.TextField(blank=True)
    message = models.TextField(blank=True, max_length=500, help_text="What the facilitator asks of the writer.")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["answer", "place"], name="one_decision_per_site_text")]

    def __str__(self) -> str:
        return f"{self.place}: {self.get_state_display()}"


# What a site says of itself. Only its own people read it.
PROFILE_FIELDS = (
    "hours",
    "rooms",
    "chairs",
    "equipment",
    "opens",
    "closes",
    "out_of_hours",
    "to_pharmacy",
    "to_laboratory",
)


class SiteProfile(models.Model):
    """What a site has: people, rooms, equipment, hours. Filled once, used at every protocol, shown to nobody else."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="site_profile")
    hours = models.JSONField(default=dict, help_text="Staff hours a week by role; a role left out is not known.")
    rooms = models.PositiveSmallIntegerField(null=True, blank=True)
    chairs = models.PositiveSmallIntegerField(null=True, blank=True)
    equipment = models.JSONField(default=dict, help_text="yes or no by kind; a kind left out is not known.")
    opens = models.TimeField(null=True, blank=True)
    closes = models.TimeField(null=True, blank=True)
    out_of_hours = models.CharField(max_length=9, choices=OutOfHours, blank=True)
    to_pharmacy = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Minutes to walk.")
    to_laboratory = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Minutes to walk.")
    version = models.PositiveIntegerField(default=1)
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"Profile of {self.organisation}"

    def content(self) -> dict[str, object]:
        """Return what was said, in the fields of a profile."""
        return {name: getattr(self, name) for name in PROFILE_FIELDS}


class SitePace(models.Model):
    """How many participants a month a site thinks of for one review. Only its own people read it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="site_paces")
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="site_paces")
    participants = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "review"], name="one_pace_per_review")]

    def __str__(self) -> str:
        return f"{self.participants} a month"
